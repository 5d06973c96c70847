import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import { createSandboxSlack, type SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import { peopleWorkspace } from '#sandbox/stage.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { openCopy } from './copies.ts';
import { sendTo, type TestStage } from './stage.ts';

/** The app as operators run it: a process of its own, on the wall clock. */

const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const START_MS = 30_000;

type Env = Record<string, string>;
export type Mode = 'http' | 'socket';

/** What a process finds around it: a Slack, a database, a settings file, and its environment. */
export type Surroundings = {
  slack: SandboxSlack;
  env: Env;
  slackIdOf: (personId: string) => string;
  folder: string;
};

/** What came of a program that ended. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };
export type RunningProcess = {
  pid: number | undefined;
  address: string;
  send: TestStage['send'];
  kill: (signal: NodeJS.Signals) => Promise<Ended>;
};

export async function openSurroundings(mode: Mode): Promise<Surroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-process-'));
  const config = join(folder, 'handoff.yaml');
  // The hour at which a test happens to run must not matter.
  writeFileSync(
    config,
    readFileSync('handoff.yaml', 'utf8').replaceAll('outside_hours: hold', 'outside_hours: offer'),
  );
  const reading = readSettingsFile(config);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const tokens = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox' };
  const slack = createSandboxSlack({
    now: () => new Date(),
    signingSecret: SIGNING_SECRET,
    limits: false,
    ...tokens,
  });
  const ids = peopleWorkspace(slack, reading.settings);
  const { database, release } = await openCopy();
  await database.close();
  onTestFinished(async () => {
    await slack.close();
    release();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    slack,
    folder,
    slackIdOf: (personId) => ids.get(personId) ?? '',
    env: {
      SLACK_BOT_TOKEN: tokens.botToken,
      ...(mode === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: tokens.appToken }),
      SLACK_API_URL: await slack.listen(),
      HANDOFF_CONFIG: config,
      PORT: '0',
      DATABASE_URL: database.url,
      ...secretsOf(['WEBSITE_WEBHOOK_SECRET', 'CONTENT_WEBHOOK_SECRET', 'TYPEFORM_SECRET']),
      ...secretsOf(['ZAPIER_TOKEN', 'CRM_WEBHOOK_KEY']),
    },
  };
}

const secretsOf = (names: string[]): Env => Object.fromEntries(names.map((name) => [name, SOURCE_SECRET]));

/** Starts the app, and waits until it is ready. `under`: what runs it, as a namespace of its own. */
export async function startProcess(
  { slack, env }: Surroundings,
  under: readonly string[] = [],
): Promise<RunningProcess> {
  const { child, ended } = launch('src/main.ts', [], env, under);
  const address = await Promise.race([
    new Promise<string>((resolve) => {
      child.stdout.on('data', () => {
        const found = /"address":"([^"]+)".*Handoff is ready/.exec(child.said());
        if (found?.[1]) resolve(found[1]);
      });
    }),
    ended.then((end) => Promise.reject(new Error(`it did not start: ${end.stderr}${end.stdout}`))),
  ]);
  if (env.SLACK_SIGNING_SECRET) await slack.connect({ eventsUrl: `${address}/slack/events` });
  return {
    address,
    pid: child.pid,
    send: sendTo(address, () => new Date()),
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a program of ours until it ends by itself. */
export const runToEnd = (program: string, args: string[], env: Env): Promise<Ended> =>
  launch(program, args, env).ended;

/** Begins to run a program of ours. */
export function launch(program: string, args: string[], env: Env, under: readonly string[] = []) {
  const node = [process.execPath, '--import', './src/node-floor.mjs', program, ...args];
  const [file = '', ...rest] = [...under, ...node];
  const own = spawn(file, rest, {
    env: { PATH: process.env.PATH ?? '', ...env },
    timeout: START_MS * 2,
  });
  let stdout = '';
  let stderr = '';
  own.stdout.on('data', (text: Buffer) => {
    stdout += text;
  });
  own.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    own.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  onTestFinished(async () => {
    own.kill('SIGKILL');
    await ended;
  });
  const child = {
    pid: own.pid,
    kill: (signal: NodeJS.Signals) => own.kill(signal),
    stdout: own.stdout,
    said: () => stdout,
  };
  return { child, ended };
}
