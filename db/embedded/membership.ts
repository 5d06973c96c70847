import { setTimeout as pause } from 'node:timers/promises';
import { urlFor } from './address.ts';
import { CannotStart, cannotStart } from './cannot-start.ts';
import { SUPERUSER } from './first-start.ts';
import { type Home, type Running, readRunning } from './home.ts';
import { whetherFull } from './room.ts';
import { isPostgres, neverReady, removeStalePid, startServer, stopServer } from './server.ts';
import type { Keeping } from './server-settings.ts';
import { openSession, type Session } from './session.ts';
import { findWays } from './way.ts';

/** The database that is there from the first start on. */
export const FIRST_DATABASE = 'handoff';

/** May make databases and tables, and no more: what runs in our queries reads no files of the machine. */
export const USER = 'handoff';

/** That we are there: as long as this session lasts, nobody else stops the server. */
export type Membership = { session: Session; server: Running; version: string; startedHere: boolean };

type ServerOptions = {
  keeps: Keeping;
  maxConnections: number;
  environment: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
};

const MEMBERS_LOCK = 7_042_118;
const FIRST_DATABASE_LOCK = 7_042_119;

const READY_MS = 120_000;
const POLL_MS = 20;
const STARTS = 5;
const FIRST_PAUSE_MS = 100;

/**
 * Joins the server of the folder; where there is none, one is started, at the port it had before if that is free.
 *
 * @throws CannotStart; the signal's reason when it is given up
 */
export async function enter(
  home: Home,
  password: string,
  options: ServerOptions,
  port: number | null,
): Promise<Membership> {
  const until = performance.now() + READY_MS;
  let startedHere = false;
  let said = 'nothing';
  for (let starts = 0; performance.now() < until; ) {
    // Of what was started here we become a member first, to leave it in order.
    if (!startedHere) options.signal?.throwIfAborted();
    const running = readRunning(home);
    const joined =
      running?.status === 'ready' ? await join(home, running, password, options.environment) : null;
    if (joined) return { ...joined, startedHere };
    if (running && (await isPostgres(running.pid))) {
      // It starts, recovers or stops, or it takes nobody at the moment.
      await pause(POLL_MS);
      continue;
    }
    if (starts === STARTS) throw neverReady(home, said);
    if (starts > 0) await pause(FIRST_PAUSE_MS * 2 ** starts);
    starts += 1;
    options.signal?.throwIfAborted();
    if (running) removeStalePid(home, running);
    const started = await start(home, options, port);
    startedHere = started.ready;
    if (!started.ready) said = started.said;
  }
  throw cannotStart(home.folder, `a server is there and takes no connection (${home.log})`, 'Stop it');
}

async function start(home: Home, options: ServerOptions, port: number | null) {
  for await (const way of findWays(home, options.environment))
    return startServer(home, way, { ...options, port });
  throw new Error('findWays does not end without a way');
}

/** Null when the server is not there, or is just going. */
async function join(
  home: Home,
  server: Running,
  password: string,
  environment: NodeJS.ProcessEnv,
): Promise<Omit<Membership, 'startedHere'> | null> {
  let session: Session;
  try {
    session = await openSession(urlFor(server, SUPERUSER, password, 'postgres'));
  } catch (error) {
    // Postgres's own: the password is not this one's.
    if ((error as { code?: string }).code !== '28P01') return null;
    throw cannotStart(
      home.folder,
      `the running server does not take the password in ${home.password}`,
      null,
      error,
    );
  }
  try {
    // Waits for one who stops the server, and ends with it.
    await session.query(`select pg_advisory_lock_shared(${MEMBERS_LOCK})`);
    const { rows } = await session.query(`select current_setting('server_version') as version`);
    await makeFirstDatabase(session, password);
    if (readRunning(home)?.text === server.text)
      return { session, server, version: String(rows[0]?.version).split(' ')[0] ?? '' };
  } catch (error) {
    // Whatever has no code is no answer of the server's: it went away.
    const code = (error as { code?: string }).code;
    if (code && !code.startsWith('57P')) {
      await leave(home, session, environment);
      const why = `it answered "${(error as Error).message}"`;
      throw whetherFull(home.folder, error) ?? cannotStart(home.folder, why, null, error);
    }
  }
  await session.end().catch(() => {});
  return null;
}

async function makeFirstDatabase(session: Session, password: string): Promise<void> {
  const isThere = async (query: string) => (await session.query(query)).rows.length > 0;
  const database = `select from pg_database where datname = '${FIRST_DATABASE}'`;
  if (await isThere(database)) return;
  await session.query(`select pg_advisory_lock(${FIRST_DATABASE_LOCK})`);
  // A start that was killed may have come as far as the one and not the other.
  if (!(await isThere(`select from pg_roles where rolname = '${USER}'`)))
    await session.query(`create role ${USER} login createdb password '${password}'`);
  if (!(await isThere(database))) await session.query(`create database ${FIRST_DATABASE} owner ${USER}`);
  await session.query(`select pg_advisory_unlock(${FIRST_DATABASE_LOCK})`);
}

/** Ends a membership; the last one's end is the server's. */
export async function leave(home: Home, session: Session, environment: NodeJS.ProcessEnv): Promise<void> {
  session.ref();
  try {
    await session.query(`select pg_advisory_unlock_shared(${MEMBERS_LOCK})`);
    const { rows } = await session.query(`select pg_try_advisory_lock(${MEMBERS_LOCK}) as alone`);
    // Whoever comes now waits for the lock, and is sent away with it when the server ends.
    if (rows[0]?.alone) await stopServer(home, environment);
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    // The session broke: the server is gone, or it goes on for others.
  }
  await session.end().catch(() => {});
}
