import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { acceptSome } from './accept-some.ts';
import { type AppProcess, freePort, startApp } from './app-process.ts';
import { findLosses } from './crash-losses.ts';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import type { Run } from './latency.ts';
import { startSender } from './sender.ts';
import { writeSettings } from './settings.ts';
import { openSlack, type SlackSide } from './slack-side.ts';

const KILLS = 20;
const PER_SECOND = 10;
/** One in so many kills comes while the app starts. */
const EARLY = 4;
const ACKNOWLEDGED_MS = 60_000;
// Work of a process that died is found again within twenty seconds.
const QUIET_MS = 25_000;
const LONGEST_MS = 180_000;

const slackMs = (): number => 5 + Math.random() * 25;
const between = (from: number, to: number): number => from + Math.random() * (to - from);

/**
 * Kills the app again and again while a sender retries and reps press, and answers how much was lost: what was
 * acknowledged has one lead, one open handoff, one turn and one card, not more and not less.
 */
export async function crash({ kind, adminUrl, profileFolder }: Run): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const settings = writeSettings(settingsFile);
  const slackSide = await openSlack(settings, slackMs);
  const database = await createDatabase(kind, adminUrl);
  const port = await freePort();
  const env = { HANDOFF_CONFIG: settingsFile, ...slackSide.env, ...database.env };
  const start = () => startApp({ port, env, profileFolder });
  let app = start();
  try {
    await app.ready();
    const address = `http://127.0.0.1:${port}`;
    await slackSide.slack.connect({ eventsUrl: `${address}/slack/events` });
    const sender = startSender(address, PER_SECOND);
    const reps = acceptSome(slackSide);
    let serverKills = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await killSoon(app, kill % EARLY === 0);
      app = start();
      if (database.crash && kill % EARLY === 0) {
        await app.ready();
        database.crash();
        serverKills += 1;
      }
    }
    await app.ready();
    const isAllTaken = await sender.finish(ACKNOWLEDGED_MS);
    const quietAfter = await untilQuiet(slackSide, sender.acknowledged.size);
    const busy = load();
    await app.stop();

    print(`${kind}: app killed ${KILLS} times, its Postgres ${serverKills}; ${busy}`);
    const { sent, repeats } = sender.counts;
    print(`  ${sent} leads sent, ${sender.acknowledged.size} acknowledged, ${repeats} repeats`);
    print(`  ${reps.counts.presses} presses, ${reps.told.size} told that the lead is theirs`);
    print(`  the last card came ${Math.round(quietAfter / 1_000)} s after the last start`);
    const opened = await database.open();
    const shown = slackSide.everyDm();
    const { counts, losses } = await findLosses(opened.db, settings, sender.acknowledged, reps.told, shown);
    await opened.close();
    if (!isAllTaken) losses.push(`not everything was acknowledged within ${ACKNOWLEDGED_MS / 1_000} s`);
    print(`  ${counts}`);
    print(losses.length === 0 ? '  nothing lost, nothing twice' : `  ${losses.length} WRONG:`);
    for (const loss of losses.slice(0, 20)) print(`    ${loss}`);
    return losses.length;
  } finally {
    await app.crash();
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killSoon(app: AppProcess, isEarly: boolean): Promise<void> {
  if (isEarly) {
    await pause(between(200, 2_000));
  } else {
    await app.ready();
    await pause(between(500, 4_000));
  }
  await app.crash();
}

/** Waits until every acknowledged lead has its card and nothing more happens; answers when the last card came. */
async function untilQuiet({ slack, everyDm }: SlackSide, cards: number): Promise<number> {
  const start = performance.now();
  let lastAt = start;
  let lastCardAt = start;
  const stop = slack.onEvent((happening) => {
    lastAt = performance.now();
    if (happening.type === 'message_posted') lastCardAt = lastAt;
  });
  const isQuiet = () => performance.now() - lastAt > QUIET_MS && everyDm().length >= cards;
  while (!isQuiet() && performance.now() - start < LONGEST_MS) await pause(500);
  stop();
  return lastCardAt - start;
}
