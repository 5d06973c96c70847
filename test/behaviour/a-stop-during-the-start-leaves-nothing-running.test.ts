import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { launch, openSurroundings, startProcess } from '../support/processes.ts';

const MAIN = 'src/main.ts';
const SECONDS = { timeout: 60_000 };

const COMMANDS = 'src/cli/handoff.ts';

/** The app on a new data folder, and what is in that folder. */
async function onNewFolder() {
  const around = await openSurroundings('http');
  const folder = temporaryFolder('handoff-stopped');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const pidFile = join(folder, 'postgres', 'data', 'postmaster.pid');
  return {
    around,
    folder,
    env: { ...around.env, DATABASE_URL: '', HANDOFF_DATA_DIR: folder },
    pidFile,
    names: () => readdirSync(folder),
    isReady: () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').includes('ready'),
  };
}

const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 20_000, interval: 5 }).toBe(true);

/** A Slack that takes every call and answers none. */
async function openSilence(): Promise<{ url: string; isAsked: () => boolean }> {
  let asked = false;
  const server = createServer(() => {
    asked = true;
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/`, isAsked: () => asked };
}

test('while a cluster is made, nothing of it is left, and the next start makes it', SECONDS, async () => {
  const { around, env, names } = await onNewFolder();
  const { child, ended } = launch(MAIN, [], env);
  await until(() => names().some((name) => name.startsWith('postgres.')));

  child.kill('SIGTERM');
  const { code, stderr } = await ended;

  expect({ code, stderr, left: names() }).toEqual({ code: 0, stderr: '', left: [] });
  const next = await startProcess({ ...around, env });
  expect((await next.kill('SIGTERM')).code).toBe(0);
});

test('while the server comes up, it ends again', SECONDS, async () => {
  const { env, pidFile } = await onNewFolder();
  const { child, ended } = launch(MAIN, [], env);
  await until(() => existsSync(pidFile));

  child.kill('SIGINT');
  const { code, stderr } = await ended;

  expect({ code, stderr, isServed: existsSync(pidFile) }).toEqual({ code: 0, stderr: '', isServed: false });
});

test('while Slack is asked who is who, and does not answer, the server ends', SECONDS, async () => {
  const { env, pidFile, isReady } = await onNewFolder();
  const silence = await openSilence();
  const { child, ended } = launch(MAIN, [], { ...env, SLACK_API_URL: silence.url });
  await until(silence.isAsked);
  expect(isReady()).toBe(true);

  child.kill('SIGTERM');
  const { code, stderr } = await ended;

  expect({ code, stderr, isServed: existsSync(pidFile) }).toEqual({ code: 0, stderr: '', isServed: false });
});

test('the command line takes the server it started with it when it is interrupted', SECONDS, async () => {
  const { env, folder, pidFile, isReady } = await onNewFolder();
  const file = join(folder, 'a backup that nobody writes');
  execFileSync('mkfifo', [file]);
  const { child, ended } = launch(COMMANDS, ['restore', file], env);
  await until(isReady);

  child.kill('SIGINT');
  const { signal, stderr } = await ended;

  expect({ signal, stderr, isServed: existsSync(pidFile) }).toEqual({
    signal: 'SIGINT',
    stderr: '',
    isServed: false,
  });
});
