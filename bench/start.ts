import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startApp } from './app-process.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import type { Run } from './latency.ts';
import { writeSettings } from './settings.ts';
import { openSlack } from './slack-side.ts';

const IDLE_MS = 30_000;

/** From the start of the process to ready, with an empty database and with one that is there; then memory at rest. */
export async function measureStart({ kind, adminUrl, profileFolder }: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const slackSide = await openSlack(writeSettings(settingsFile), () => 0);
  const database = await createDatabase(kind, adminUrl);
  const port = await freePort();
  const env = { HANDOFF_CONFIG: settingsFile, ...slackSide.env, ...database.env };
  print(`${kind}; ${load()}`);
  try {
    for (const time of ['first start', 'second start'] as const) {
      const app = startApp({ port, env, profileFolder });
      try {
        print(`  ${time} to ready ${Math.round(await app.ready())} ms`);
        if (time === 'second start') {
          await pause(IDLE_MS);
          print(`  idle for ${IDLE_MS / 1_000} s: ${Math.round(app.memoryMiB())} MiB resident`);
        }
        await app.stop();
      } finally {
        await app.crash();
      }
    }
  } finally {
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}
