import type { Settings } from '#domain/settings.ts';
import { clockTime } from '../clock-time.ts';

/** Everybody of the settings: how to call them, what they are, where they work, and what time it is there. */
export function whoIsWho(settings: Settings, now: Date): string {
  const rows = settings.people.map(({ id, name, roles, time_zone }) => {
    const zone = time_zone ?? settings.workspace.time_zone;
    const pools = settings.pools.filter(({ members }) => members.some(({ person }) => person === id));
    const work = [...roles, ...pools.map((pool) => `in ${pool.name}`)].join(', ');
    return [id, name, work, `${clockTime(now, zone).slice(0, 5)} ${zone}`];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
