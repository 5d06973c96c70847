import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTick } from '#scheduler/ticks.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import type { Core } from '#src/core/core.ts';
import { createUndrawnFigures } from '#src/core/undrawn-figures.ts';
import { createLiveSettings } from '#src/settings/live-settings.ts';
import { createDatabase, type Kind } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import type { Run } from './latency.ts';
import { insertOpenClocks, makeDue } from './open-clocks.ts';
import { writeSettings } from './settings.ts';

const CLOCKS: Record<Kind, number> = { postgres: 1_000_000, embedded: 1_000_000 };
const DUE: Record<Kind, readonly number[]> = { postgres: [100, 10_000], embedded: [100, 10_000] };
const IDLE_TICKS = 50;

/** What a tick costs while very many clocks run: with nothing due, and with some. Nobody posts what it brings about. */
export async function measureTick({ kind, adminUrl }: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const file = join(folder, 'bench.yaml');
  const settings = writeSettings(file);
  const bench = await createDatabase(kind, adminUrl);
  try {
    const database = await bench.open();
    await database.migrate();
    const core = await openCore(database.db, file);
    const clocks = CLOCKS[kind];
    await insertOpenClocks(database.db, settings, clocks);
    const tick = createTick(core);
    const once = async () => {
      const start = performance.now();
      await core.refresh();
      const { steps } = await tick({
        onError: (error) => {
          throw error;
        },
      });
      return { ms: performance.now() - start, steps };
    };
    await once();
    print(`${kind}, ${clocks.toLocaleString('en')} open clocks; ${load()}`);
    const idle: number[] = [];
    for (let no = 0; no < IDLE_TICKS; no += 1) idle.push((await once()).ms);
    print(
      `  nothing due: p50 ${tenths(percentile(idle, 50))}  p95 ${tenths(percentile(idle, 95))} ms a tick`,
    );
    let first = 0;
    for (const due of DUE[kind]) {
      await makeDue(database.db, first, due);
      first += due;
      const ticks: { ms: number; steps: number }[] = [];
      for (let left = due; left > 0; left -= ticks.at(-1)?.steps ?? left) ticks.push(await once());
      const ms = ticks.reduce((sum, one) => sum + one.ms, 0);
      const rate = Math.round((due / ms) * 1_000);
      print(
        `  ${due.toLocaleString('en')} due: ${Math.round(ms)} ms in ${ticks.length} ticks, ${rate} steps/s`,
      );
    }
    await database.close();
  } finally {
    await bench.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const tenths = (ms: number): string => ms.toFixed(1);

/** The core of the app without its Slack side: what is to be shown stays to be shown. */
export async function openCore(
  db: Core['db'],
  file: string,
): Promise<Core & { refresh: () => Promise<unknown> }> {
  const reading = readSettingsFile(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const live = createLiveSettings(reading, () => 'whsec_c2VjcmV0');
  const core: Core = {
    db,
    queue: { wake: () => {} },
    now: () => new Date(),
    newId: randomUUID,
    newSecret: randomUUID,
    noteFailure: (error) => print(String(error)),
    undrawnFigures: createUndrawnFigures(),
    publicUrl: null,
    inForce: live.inForce,
    layers: live.layers,
    changeSettings: async (change) => live.change(core, change),
    reloadSettings: async () => ({ type: 'no_file' }),
  };
  await live.open(core);
  return { ...core, refresh: () => live.refresh(core) };
}
