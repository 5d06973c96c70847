import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ids } from '#blocks/ids.ts';
import { freePort, startApp } from './app-process.ts';
import { createDatabase, type Kind } from './databases.ts';
import { load, print, spread } from './figures.ts';
import { leadIn, signedLead } from './leads.ts';
import { SOURCE, writeSettings } from './settings.ts';
import { openSlack, type SlackSide } from './slack-side.ts';

export const PER_SECOND = 20;
const WARM_UP_LEADS = 120;
const MEASURED_LEADS = 600;
const DRAIN_MS = 30_000;
/** One card in so many is accepted. */
const PRESS_EVERY = 4;
// People read before they press.
const FASTEST_PRESS_MS = 1_000;
const SLOWEST_PRESS_MS = 3_000;

/** How long a call takes to Slack and back, all before it is carried out: the card's own way is in the figure. */
export const SLACK_TIMES = {
  'Slack answers at once': () => 0,
  'Slack takes 30 to 60 ms': () => 30 + Math.random() * 30,
} as const;
type SlackTime = keyof typeof SLACK_TIMES;

export type Run = { kind: Kind; adminUrl: string; profileFolder: string | null };

/** Leads at a steady rate while some of the cards are accepted, measured from the outside. */
export async function measureLatency(run: Run, slackTime: SlackTime): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const slackSide = await openSlack(writeSettings(settingsFile), SLACK_TIMES[slackTime]);
  const database = await createDatabase(run.kind, run.adminUrl);
  const port = await freePort();
  const app = startApp({
    port,
    env: { HANDOFF_CONFIG: settingsFile, ...slackSide.env, ...database.env },
    profileFolder: run.profileFolder,
  });
  try {
    await app.ready();
    const address = `http://127.0.0.1:${port}`;
    await slackSide.slack.connect({ eventsUrl: `${address}/slack/events` });
    const seen = watch(slackSide);
    await send(address, 0, WARM_UP_LEADS, seen.sentAt);
    await seen.untilAllShown();
    seen.startOver();
    const answers = await send(address, WARM_UP_LEADS, MEASURED_LEADS, seen.sentAt);
    const busy = load();
    await seen.untilAllShown();
    print(`${run.kind}, ${slackTime}; ${PER_SECOND} leads/s for ${MEASURED_LEADS / PER_SECOND} s; ${busy}`);
    print(`  webhook to answer   ${spread(answers)}`);
    print(`  webhook to card     ${spread(seen.cardMs)}`);
    print(`  press to ack        ${spread(seen.ackMs)}`);
    print(`  press to its answer ${spread(seen.answerMs)}`);
    if (seen.sentAt.size > 0) print(`  ${seen.sentAt.size} leads had no card after ${DRAIN_MS / 1_000} s`);
    if (seen.problems.length > 0)
      print(`  ${seen.problems.length} presses failed, the first: ${seen.problems[0]}`);
    await app.stop();
  } finally {
    await app.crash();
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends at fixed times, whether or not the app keeps up; answers how long each delivery took to be taken. */
export async function send(
  address: string,
  from: number,
  count: number,
  sentAt: Map<number, number>,
): Promise<number[]> {
  const start = performance.now();
  const deliveries: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = start + (index * 1_000) / PER_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    const at = performance.now();
    sentAt.set(from + index, at);
    deliveries.push(
      fetch(`${address}/webhooks/${SOURCE}`, signedLead(from + index, new Date())).then((response) => {
        if (response.status !== 200) throw new Error(`lead ${from + index} was answered ${response.status}`);
        return performance.now() - at;
      }),
    );
  }
  return Promise.all(deliveries);
}

/** Sees every card come, and has some accepted a little later. */
function watch({ slack, readerOf }: SlackSide) {
  const sentAt = new Map<number, number>();
  const pressedAt = new Map<string, number[]>();
  const presses = new Set<Promise<void>>();
  const problems: string[] = [];
  const figures = { cardMs: [] as number[], ackMs: [] as number[], answerMs: [] as number[] };

  slack.onEvent((happening) => {
    if (happening.type === 'ephemeral_shown') {
      const at = pressedAt.get(happening.userId)?.shift();
      if (at !== undefined) figures.answerMs.push(performance.now() - at);
      return;
    }
    if (happening.type !== 'message_posted') return;
    const { message } = happening;
    const lead = leadIn(message.text);
    const at = lead === null ? undefined : sentAt.get(lead);
    const reader = readerOf(message.channel);
    if (lead === null || at === undefined || reader === null) return;
    figures.cardMs.push(performance.now() - at);
    sentAt.delete(lead);
    if (lead % PRESS_EVERY !== 0) return;
    const pressing = pause(FASTEST_PRESS_MS + Math.random() * (SLOWEST_PRESS_MS - FASTEST_PRESS_MS)).then(
      async () => {
        pressedAt.set(reader, [...(pressedAt.get(reader) ?? []), performance.now()]);
        const answer = await slack.as(reader).press(message, ids.accept);
        if (answer.problem) problems.push(answer.problem);
        figures.ackMs.push(answer.ackMs);
      },
    );
    presses.add(pressing);
  });

  return {
    ...figures,
    sentAt,
    problems,
    untilAllShown: async () => {
      const end = performance.now() + DRAIN_MS;
      while (sentAt.size > 0 && performance.now() < end) await pause(20);
      await Promise.all(presses);
      // The answer to the last press comes after its ack.
      await pause(500);
      presses.clear();
    },
    startOver: () => {
      for (const list of Object.values(figures)) list.length = 0;
    },
  };
}
