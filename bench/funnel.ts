import type { Grouping } from '#domain/period.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import { insertYear } from './year.ts';

const LEADS = 1_000_000;
const ROUNDS = 3;
const TO = new Date('2026-11-30T00:00:00Z');
const FROM = new Date('2025-11-30T00:00:00Z');

/** What `/funnel` takes over a year of so many leads, with the empty year before it. */
export async function measureFunnel(adminUrl: string): Promise<void> {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const bench = await createDatabase('postgres', adminUrl);
  try {
    const database = await bench.open();
    await database.migrate();
    await insertYear(database.db, reading.settings, LEADS, TO);
    print(`${LEADS.toLocaleString('en')} leads in a year; ${load()}`);
    const groupings: (Grouping | null)[] = [null, 'source', 'rep'];
    for (const by of groupings) {
      const seconds: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now();
        await loadFunnel(database.db, reading, { from: FROM, to: TO, label: 'a year', by }, TO);
        seconds.push(((performance.now() - start) / 1_000).toFixed(1));
      }
      print(`  by ${by ?? 'nothing'}: ${seconds.join(', ')} s`);
    }
    await database.close();
  } finally {
    await bench.drop();
  }
}
