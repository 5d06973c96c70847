import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#db/rows.ts';
import { freePort, startApp } from './app-process.ts';
import { createDatabase } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import { PER_SECOND, type Run, send } from './latency.ts';
import { writeSettings } from './settings.ts';
import { openSlack } from './slack-side.ts';

const SECONDS = 90;
/** The reminder comes at half of it, the manager hears at its end; nobody accepts. */
const ACCEPT_WITHIN = '1m';
/** The clocks of the last leads run out, and the tick after that does what is due. */
const AFTERWARDS_MS = 90_000;

/** How late what falls due is done while leads come at a steady rate and every one of them is missed. */
export async function measureEscalations({ kind, adminUrl, profileFolder }: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const slackSide = await openSlack(writeSettings(settingsFile, { acceptWithin: ACCEPT_WITHIN }), () => 0);
  const database = await createDatabase(kind, adminUrl);
  const port = await freePort();
  const app = startApp({
    port,
    env: { HANDOFF_CONFIG: settingsFile, ...slackSide.env, ...database.env },
    profileFolder,
  });
  try {
    await app.ready();
    const address = `http://127.0.0.1:${port}`;
    await slackSide.slack.connect({ eventsUrl: `${address}/slack/events` });
    await send(address, 0, PER_SECOND * SECONDS, new Map());
    const busy = load();
    await pause(AFTERWARDS_MS);
    await app.stop();
    const opened = await database.open();
    const rows = rowsOf<{ lateness: number | null }>(
      await opened.db.execute(sql`
        select extract(epoch from done_at - due_at)::float as lateness from steps
        where done_at is not null or (is_live and due_at <= now())`),
    );
    await opened.close();
    const late = rows.flatMap(({ lateness }) => lateness ?? []);
    const [p50, p95, max] = [50, 95, 100].map((percent) => percentile(late, percent).toFixed(1));
    print(`${kind}; ${PER_SECOND} leads/s for ${SECONDS} s, none accepted; ${busy}`);
    print(`  done after it was due p50 ${p50}  p95 ${p95}  max ${max} s (${late.length} steps)`);
    if (late.length < rows.length) print(`  ${rows.length - late.length} steps were due and not done`);
  } finally {
    await app.crash();
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}
