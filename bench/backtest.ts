import { sql } from 'drizzle-orm';
import { withQuickChanges } from '#domain/backtest/quick-change.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { beginBacktest } from '#src/definition/backtest.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import type { Run } from './latency.ts';
import { insertYear } from './year.ts';

/** Of five two are put to sales and one is kept. */
const LEADS = 170_000;
const NOW = new Date('2026-11-30T12:00:00Z');
const YEAR_MS = 365 * 86_400_000;

/** A back-test over a year in which 100,000 leads were judged. */
export async function measureBacktest({ kind, adminUrl }: Run): Promise<void> {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { settings } = reading;
  const changed = withQuickChanges(settings, [{ do: 'exclude', text: 'employees <= 420' }]);
  if (!changed.ok) throw new Error(changed.problem);
  const bench = await createDatabase(kind, adminUrl);
  try {
    const { db, migrate, close } = await bench.open();
    await migrate();
    await insertYear(db, settings, LEADS, NOW);
    await db.execute(sql`
      insert into stage_changes (lead_id, stage, at, cause, is_inferred)
      select id, 'nurture', created_at, 'not qualified', false from leads where stage = 'nurture'`);
    await db.execute(sql`analyze`);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const { found } = await beginBacktest(
      db,
      { inForce: settings, proposed: changed.settings },
      { from: new Date(NOW.getTime() - YEAR_MS), until: NOW },
      () => {},
    );
    const { verdicts } = await found;
    const seconds = (performance.now() - start) / 1_000;
    const peak = process.resourceUsage().maxRSS / 1_024;
    print(`${kind}: ${verdicts.leads.toLocaleString('en')} leads judged in a year; ${load()}`);
    print(
      `  ${seconds.toFixed(1)} s; ${Math.round(peak)} MiB at its peak, ${Math.round(before / 1_048_576)} before`,
    );
    print(`  kept out ${verdicts.keptOut.leads}, otherwise ${verdicts.otherwise}`);
    await close();
  } finally {
    await bench.drop();
  }
}
