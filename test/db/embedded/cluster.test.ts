import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, FIRST_DATABASE } from '#db/embedded/cluster.ts';
import { temporaryFolder } from '#db/embedded/temporary-folder.ts';
import { ask, enter, enterElsewhere, killServer, newFolder, serverPid } from './members.ts';

describe('one that is there', () => {
  let cluster: Cluster;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = temporaryFolder('handoff-there');
    cluster = await enter(folder);
    url = cluster.urlOf(FIRST_DATABASE);
  });
  afterAll(async () => {
    await cluster.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  test('was started here, and says its version', () => {
    expect([cluster.startedHere, cluster.version]).toEqual([true, '18.4']);
  });

  test('has a database in UTF-8 that sorts alike everywhere', async () => {
    const made = await ask(
      url,
      `select format('%s %s %s %s', current_database(), pg_encoding_to_char(encoding), datlocale,
         current_setting('data_checksums')) from pg_database where datname = current_database()`,
    );
    expect(made).toBe('handoff UTF8 C.UTF-8 on');
  });

  test('has one address for the pool of the queries and for the stream of a copy', async () => {
    const db = drizzle({ connection: { connectionString: url } });
    expect((await db.execute('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await (db.$client as unknown as { end: () => Promise<void> }).end();
    expect(await ask(url, 'select 1')).toBe(1);
  });

  test('lets nobody in without the password, which only its owner can read', async () => {
    const guess = new URL(url);
    guess.password = 'guessed';
    await expect(ask(guess.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  });

  test('lets queries make databases, and read no files of the machine', async () => {
    await ask(url, 'create database another');
    expect(await ask(cluster.urlOf('another'), 'select current_database()')).toBe('another');
    await expect(ask(url, `select pg_read_file('/etc/passwd')`)).rejects.toMatchObject({ code: '42501' });
  });

  test('has nothing of what people wrote in its log', async () => {
    await ask(url, 'create table leads (email text unique)');
    await ask(url, `insert into leads values ('ana@example.com')`);
    const again = ask(url, `insert into leads values ('ana@example.com')`);
    await expect(again).rejects.toMatchObject({ code: '23505' });
    expect(readFileSync(join(folder, 'postgres', 'log'), 'utf8')).not.toContain('ana');
  });
});

test('a second process joins, and the server ends when the last has left', async () => {
  const folder = newFolder('join');
  const first = await enterElsewhere(folder);
  const second = await enter(folder);
  expect([first.startedHere, second.startedHere]).toEqual([true, false]);
  await first.leave();
  expect(await ask(second.urlOf(FIRST_DATABASE), 'select 1')).toBe(1);
  await second.leave();
  expect(serverPid(folder)).toBeNull();
});

test('of three that start at the same moment on an empty folder, one starts the server', async () => {
  const folder = newFolder('race');
  const members = await Promise.all([enterElsewhere(folder), enterElsewhere(folder), enter(folder)]);
  expect(members.filter(({ startedHere }) => startedHere)).toHaveLength(1);
  await Promise.all(members.map(({ leave }) => leave()));
  expect(serverPid(folder)).toBeNull();
});

test('who comes while the last is leaving has a server', async () => {
  const folder = newFolder('meet');
  const leaving = await enter(folder);
  const [next] = await Promise.all([enter(folder), leaving.leave()]);
  expect(await ask(next.urlOf(FIRST_DATABASE), 'select 1')).toBe(1);
  await next.leave();
});

test('after the process was killed the server goes on, and the next joins and ends it', async () => {
  const folder = newFolder('killed');
  const killed = await enterElsewhere(folder);
  await killed.kill();
  const next = await enter(folder);
  expect(next.startedHere).toBe(false);
  await next.leave();
  expect(serverPid(folder)).toBeNull();
});

test('a server that is killed under its members is brought back with what was committed', async () => {
  const folder = newFolder('back');
  const cluster = await enter(folder, 'durable');
  const url = cluster.urlOf(FIRST_DATABASE);
  await ask(url, 'create table kept as select 42 as answer');
  await killServer(folder);
  await expect
    .poll(() => ask(cluster.urlOf(FIRST_DATABASE), 'select answer from kept').catch(() => null), {
      timeout: 20_000,
    })
    .toBe(42);
  expect(cluster.urlOf(FIRST_DATABASE)).toBe(url);
  await cluster.leave();
  expect(serverPid(folder)).toBeNull();
});

test('when both were killed, and another process has the number of the server, the next start recovers', async () => {
  const folder = newFolder('both');
  const killed = await enterElsewhere(folder, 'durable');
  await ask(killed.url, 'create table kept as select 42 as answer');
  await killed.kill();
  await killServer(folder);
  const file = join(folder, 'postgres', 'data', 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
  const next = await enter(folder);
  expect(next.startedHere).toBe(true);
  expect(await ask(next.urlOf(FIRST_DATABASE), 'select answer from kept')).toBe(42);
  await next.leave();
});

test('a folder whose path is too long for a socket is served at a port of this machine alone', async () => {
  const folder = join(newFolder('long'), 'a folder with blanks, commas and "quotes" in its name'.repeat(2));
  const cluster = await enter(folder);
  const url = cluster.urlOf(FIRST_DATABASE);
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1');
  await cluster.leave();
});

test('a folder may have blanks, commas and quotes in its name', async () => {
  const folder = join(newFolder('odd'), `b c, 'd' "e"`);
  const cluster = await enter(folder);
  expect(await ask(cluster.urlOf(FIRST_DATABASE), 'show listen_addresses')).toBe('');
  await cluster.leave();
});
