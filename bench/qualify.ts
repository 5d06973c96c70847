import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startApp } from './app-process.ts';
import { createDatabase } from './databases.ts';
import { load, print, spread } from './figures.ts';
import { PER_SECOND, type Run, send } from './latency.ts';
import { formOf } from './leads.ts';
import { SOURCE, writeSettings } from './settings.ts';
import { openSlack } from './slack-side.ts';

const WARM_UP_FORMS = 120;
const MEASURED_FORMS = 600;
/** Leads of tools beside them, numbered after the forms. */
const FIRST_LEAD = 100_000;

/** How long a visitor waits for the answer to a form of a company of its own: alone, and beside leads of tools. */
export async function measureQualify(run: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const slackSide = await openSlack(writeSettings(settingsFile, { asksForms: true }), () => 0);
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
    await ask(address, 0, WARM_UP_FORMS);
    const alone = await ask(address, WARM_UP_FORMS, MEASURED_FORMS);
    print(`${run.kind}; ${PER_SECOND} forms/s for ${MEASURED_FORMS / PER_SECOND} s; ${load()}`);
    print(
      `  form to answer                       ${spread(alone.answerMs)}, ${alone.booked} with a calendar`,
    );
    const [beside] = await Promise.all([
      ask(address, WARM_UP_FORMS + MEASURED_FORMS, MEASURED_FORMS),
      send(address, FIRST_LEAD, MEASURED_FORMS, new Map()),
    ]);
    print(`  beside ${PER_SECOND} leads/s by webhook; ${load()}`);
    print(
      `  form to answer                       ${spread(beside.answerMs)}, ${beside.booked} with a calendar`,
    );
    await app.stop();
  } finally {
    await app.crash();
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks at fixed times, whether or not the app keeps up. */
async function ask(address: string, from: number, count: number) {
  const start = performance.now();
  const answers: Promise<{ ms: number; book: unknown }>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = start + (index * 1_000) / PER_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    answers.push(askOne(address, from + index));
  }
  const all = await Promise.all(answers);
  const booked = all.filter(({ book }) => book !== null).length;
  return { answerMs: all.map(({ ms }) => ms), booked };
}

async function askOne(address: string, no: number): Promise<{ ms: number; book: unknown }> {
  const at = performance.now();
  const response = await fetch(`${address}/qualify/${SOURCE}`, formOf(no));
  if (response.status !== 200) throw new Error(`form ${no} was answered ${response.status}`);
  // What the app says is read as it is counted.
  const { book } = (await response.json()) as { book: unknown };
  return { ms: performance.now() - at, book };
}
