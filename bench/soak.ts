import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';
import { createClock, openStage, quietLog } from '#sandbox/stage.ts';
import { createPrune } from '#scheduler/prune.ts';
import type { Application } from '#src/app.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';

import { playDay } from './a-day.ts';
import { copyDay, keepDay } from './copies-of-a-day.ts';
import { createDatabase } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import { insertOpenClocks } from './open-clocks.ts';
import { writeSettings } from './settings.ts';

const DAYS = 365;
const LEADS_A_DAY = 1_000;
const PLAYED = 40;
const OPEN_CLOCKS = 10_000;
const TICKS = 50;
const DAYS_A_MONTH = 30;
type Prune = ReturnType<typeof createPrune>;
/** By then all of a day is over. */
const DAYS_LATER = 2;

/**
 * A year of leads, as fast as it goes: a day of forty leads is played by the running app, its rows are copied for each day
 * of the year, and after each the app's own removing and ticks run on a clock that was moved there.
 */
export async function measureSoak(adminUrl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const file = join(folder, 'bench.yaml');
  const settings = writeSettings(file);
  const bench = await createDatabase('postgres', adminUrl);
  const database = await bench.open();
  const reading = readSettingsFile(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const begin = new Date(Date.now() - (DAYS + 10) * 24 * 3_600_000);
  const clock = createClock(begin);
  const stage = await openStage({
    ...{ database, settings: reading, readSettingsFile: () => reading, workspace: settings, clock },
    ...{ limits: false, ticksByCron: false, port: 0, log: quietLog() },
  });
  const { core } = stage.app;
  const prune = createPrune(core);
  try {
    await playDay(stage, PLAYED);
    await keepDay(core.db);
    await insertOpenClocks(core.db, settings, OPEN_CLOCKS);
    print(`${DAYS} days of ${LEADS_A_DAY} leads, ${OPEN_CLOCKS} open clocks; ${load()}`);
    const removing: number[] = [];
    for (let day = 1; day <= DAYS; day += 1) {
      await copyDay(core.db, { of: day, times: LEADS_A_DAY / PLAYED });
      clock.set(new Date(begin.getTime() + (day + DAYS_LATER) * 24 * 3_600_000));
      removing.push(await removeAll(prune));
      // What autovacuum does in a week; in the minute that the week takes here it would not get round to it.
      if (day % 7 === 0) await core.db.execute(sql`vacuum (analyze)`);
      if (day % DAYS_A_MONTH === 0) await tellMonth(stage.app, prune, { day, removing: removing.splice(0) });
    }
    print('');
    for (const line of await sizes(core.db)) print(line);
  } finally {
    await stage.stop();
    await bench.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the runs of a day do, one after another; answers the milliseconds they took. */
async function removeAll(prune: Prune): Promise<number> {
  const start = performance.now();
  while (Object.keys(await prune()).length > 0);
  return performance.now() - start;
}

async function tellMonth(
  { tick, core }: Pick<Application, 'tick' | 'core'>,
  prune: Prune,
  { day, removing }: { day: number; removing: number[] },
): Promise<void> {
  const ticks: number[] = [];
  const looks: number[] = [];
  await core.db.execute(sql`update last_tick set at = ${core.now().toISOString()}::timestamptz`);
  await tick();
  for (let no = 0; no < TICKS; no += 1) {
    ticks.push(await timed(tick));
    looks.push(await timed(() => prune()));
  }
  const [size] = rowsOf<{ mb: number }>(
    await core.db.execute(sql`select (pg_database_size(current_database()) / 1e6)::int as mb`),
  );
  print(
    `day ${String(day).padStart(3)}: tick p50 ${at(ticks, 50)}  p95 ${at(ticks, 95)} ms; removing: a day's ${at(removing, 50)} ms,` +
      ` nothing to remove ${at(looks, 50)} ms; database ${size?.mb} MB; ${load()}`,
  );
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const at = (values: readonly number[], percent: number): string => percentile(values, percent).toFixed(1);

/** What each table takes at the end, the largest first. */
async function sizes(db: Db): Promise<string[]> {
  const rows = rowsOf<{ name: string; rows: number; table: number; indexes: number; total: number }>(
    await db.execute(sql`
      select relname as name, n_live_tup::int as rows, ((pg_table_size(relid)) / 1e6)::int as table,
        (pg_indexes_size(relid) / 1e6)::int as indexes, (pg_total_relation_size(relid) / 1e6)::int as total
      from pg_stat_user_tables where schemaname = 'public' order by pg_total_relation_size(relid) desc`),
  );
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  const line = (name: string, cells: readonly (string | number)[]) =>
    `| ${[name, ...cells.map((cell) => cell.toLocaleString('en'))].join(' | ')} |`;
  return [
    line('table', ['rows', 'rows, MB', 'indexes, MB', 'in all, MB', 'bytes a lead']),
    ...rows
      .filter(({ total }) => total > 1)
      .map(({ name, total, ...row }) =>
        line(name, [
          row.rows,
          row.table,
          row.indexes,
          total,
          Math.round((total * 1e6) / (DAYS * LEADS_A_DAY)),
        ]),
      ),
    line('all', ['', '', '', all, Math.round((all * 1e6) / (DAYS * LEADS_A_DAY))]),
  ];
}
