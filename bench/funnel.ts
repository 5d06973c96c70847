import type { Db } from '#db/db.ts';
import { GROUPINGS, type Grouping } from '#domain/period.ts';
import { keepFigures } from '#scheduler/keep-figures.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import type { Core } from '#src/core/core.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import { insertYear } from './year.ts';

const LEADS = 1_000_000;
const TO = new Date('2026-11-30T00:00:00Z');
const DAY_MS = 86_400_000;
/** Each is compared with the equally long time before it. */
const PERIODS = [
  { days: 90, rounds: 20 },
  { days: 365, rounds: 3 },
];

/** What `/funnel` takes over a year of so many leads, first without and then with its past days counted ahead. */
export async function measureFunnel(adminUrl: string): Promise<void> {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const bench = await createDatabase('postgres', adminUrl);
  try {
    const database = await bench.open();
    await database.migrate();
    await insertYear(database.db, reading.settings, LEADS, TO);
    const inForce = { ...reading, version: 'bench' } as ReturnType<Core['inForce']>;
    const core = { db: database.db, now: () => TO, inForce: () => inForce } as Core;
    print(`${LEADS.toLocaleString('en')} leads in a year; ${load()}`);
    print('not counted ahead:');
    await measure(database.db, inForce, [null], [{ days: 90, rounds: 3 }]);
    const start = performance.now();
    let days = 0;
    for (let counted = 1; counted > 0; days += counted) counted = await keepFigures(core);
    print(`counted ahead: ${days} days by something, ${seconds(performance.now() - start)} s; ${load()}`);
    await measure(database.db, inForce, [null, ...GROUPINGS], PERIODS);
    await database.close();
  } finally {
    await bench.drop();
  }
}

async function measure(
  db: Db,
  inForce: ReturnType<Core['inForce']>,
  groupings: readonly (Grouping | null)[],
  periods: typeof PERIODS,
): Promise<void> {
  for (const { days, rounds } of periods) {
    for (const by of groupings) {
      const took: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const from = new Date(TO.getTime() - days * DAY_MS);
        const start = performance.now();
        await loadFunnel(db, inForce, { from, to: TO, label: `${days} days`, by }, TO);
        took.push(performance.now() - start);
      }
      took.sort((a, b) => a - b);
      const at = (share: number) => seconds(took[Math.ceil(took.length * share) - 1] ?? 0);
      print(`  ${days} days by ${by ?? 'nothing'}: p50 ${at(0.5)}, p95 ${at(0.95)} s of ${rounds}`);
    }
  }
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
