import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { urlFor } from './address.ts';
import { makeHome } from './first-start.ts';
import { type Home, homeIn, readPassword } from './home.ts';
import { enter, leave, type Membership, USER } from './membership.ts';
import { shortenLog } from './server.ts';
import type { Keeping } from './server-settings.ts';

export { FIRST_DATABASE } from './membership.ts';

export type ClusterOptions = {
  /** Throwaway is faster, and may lose what was committed when the server or the machine fails. */
  keeps: Keeping;
  maxConnections: number;
  /** The process's own: for the path, on which another Postgres may be. */
  environment: NodeJS.ProcessEnv;
  /** Hears that the server went away, and each time that it could not be brought back. */
  onTrouble: (error: Error) => void;
  /** Gives the start up, and stops what was started; says nothing afterwards. */
  signal?: AbortSignal | undefined;
};

/** A Postgres of our own, running on a folder. */
export type Cluster = {
  /** Where one of its databases is: for `pg` and Postgres's own tools; for `postgres` together with `socketOf`. */
  urlOf: (database: string) => string;
  version: string;
  /** False when another process had started it. */
  startedHere: boolean;
  /** Leaves it; whoever leaves last stops it. Close the pools first. */
  leave: () => Promise<void>;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const LOG_CHECK_MS = 3_600_000;

/**
 * Runs a Postgres on the folder, or joins the one that another process runs there. If the server goes away while we
 * are its member, it is brought back.
 *
 * @throws CannotStart, saying what is wrong and the way out; the signal's reason when it was given up
 */
export async function openCluster(folder: string, options: ClusterOptions): Promise<Cluster> {
  const home = homeIn(resolve(folder));
  await makeHome(home, options);
  const password = readPassword(home);
  const first = await enter(home, password, options, null);
  if (options.signal?.aborted) {
    await leave(home, first.session, options.environment);
    options.signal.throwIfAborted();
  }
  const lasting = keepUp(home, password, first, options);
  return {
    urlOf: (database) => urlFor(lasting.member().server, USER, password, database),
    version: first.version,
    startedHere: first.startedHere,
    leave: lasting.leave,
  };
}

/** Renews a membership whenever it breaks, for as long as we stay. */
function keepUp(home: Home, password: string, first: Membership, options: ClusterOptions) {
  let member = first;
  let returning = Promise.resolve();
  const leaving = new AbortController();
  let left: Promise<void> | null = null;

  const watch = () => {
    member.session.on('end', () => {
      if (!leaving.signal.aborted) returning = comeBack();
    });
    // Nobody is kept from ending by it.
    member.session.unref();
  };
  const comeBack = async () => {
    options.onTrouble(new Error(`${home.folder}: the embedded Postgres went away; bringing it back`));
    for (let wait = FIRST_PAUSE_MS; !leaving.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        member = await enter(home, password, { ...options, signal: leaving.signal }, member.server.port);
        return watch();
      } catch (error) {
        if (!leaving.signal.aborted) options.onTrouble(error as Error);
        await pause(wait, undefined, { ref: false, signal: leaving.signal }).catch(() => {});
      }
    }
  };
  watch();
  const logCheck = setInterval(() => shortenLog(home), LOG_CHECK_MS).unref();

  return {
    member: () => member,
    leave: () => {
      leaving.abort();
      clearInterval(logCheck);
      // A server that is just being brought back is then ours to stop.
      left ??= returning.then(() => leave(home, member.session, options.environment));
      return left;
    },
  };
}
