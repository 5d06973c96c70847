import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart } from './embedded/cannot-start.ts';
import { type Cluster, FIRST_DATABASE, openCluster } from './embedded/cluster.ts';
import { removeIfOurs } from './embedded/draft.ts';
import { temporaryFolder } from './embedded/temporary-folder.ts';
import { type Database, openPostgres } from './open.ts';
import { isPgliteFolder } from './pglite-folder.ts';

/** A Postgres, or the folder of the embedded one. */
export type Where = { url: string } | { dataDir: string };

export type OpenOptions = {
  /** A statement that takes longer is ended. */
  statementSeconds: number;
  /** The process's own, for what runs the embedded one. */
  environment: NodeJS.ProcessEnv;
  /** Hears that the embedded one went away, and each time that it could not be brought back. */
  onTrouble: (error: Error) => void;
  /** Gives the start of the embedded one up; what was started is stopped. */
  signal?: AbortSignal | undefined;
};

// Two processes and the command line; what one of them takes is told in docs/operations.md.
const CONNECTIONS = 60;
const CLOSE_MS = 5_000;

/**
 * Opens the Postgres that is named, or the embedded one in a folder: it is started where it does not run, and stopped
 * by whoever leaves it last.
 *
 * @throws CannotStart where the embedded one cannot run
 */
export async function openDatabase(where: Where, options: OpenOptions): Promise<Database> {
  const { statementSeconds, ...around } = options;
  if ('url' in where) return openPostgres(where.url, statementSeconds);
  const clusterOptions = { keeps: 'durable', maxConnections: CONNECTIONS, ...around } as const;
  return onCluster(await openCluster(where.dataDir, clusterOptions), statementSeconds);
}

function onCluster(cluster: Cluster, statementSeconds: number): Database {
  const database = openPostgres(cluster.urlOf(FIRST_DATABASE), statementSeconds);
  const close = async () => {
    // A statement that runs on ends with the server at the latest.
    await Promise.race([database.close(), pause(CLOSE_MS, undefined, { ref: false })]);
    await cluster.leave();
  };
  let closed: Promise<void> | null = null;
  return {
    ...database,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Whether there is a database at all: without one none is made by looking for something in it. */
export const isThere = (where: Where): boolean =>
  'url' in where || existsSync(join(where.dataDir, 'postgres'));

/**
 * Refuses to begin anew beside a database that 0.2 left in the folder.
 *
 * @throws CannotStart, saying how to move it over
 */
export function refuseOldFolder(where: Where): void {
  if (isThere(where) || 'url' in where || !existsSync(where.dataDir)) return;
  const { dataDir } = where;
  if (!isPgliteFolder(readdirSync(dataDir))) return;
  throw new CannotStart(
    `${dataDir} holds the database of version 0.2, which this one cannot read; it stays as it is. To move it over:
  npm run handoff -- convert-pglite ${dataDir} old.backup
  npm run handoff -- restore old.backup
To begin with an empty one instead, let HANDOFF_DATA_DIR name another folder.`,
  );
}

const THROWAWAY = 'handoff-throwaway-';

/** An embedded database in a folder of its own, which is gone when it is closed. */
export async function openThrowaway(options: OpenOptions): Promise<Database> {
  sweep();
  const folder = temporaryFolder(`${THROWAWAY}${process.pid}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const { statementSeconds, ...around } = options;
  try {
    const clusterOptions = { keeps: 'throwaway', maxConnections: CONNECTIONS, ...around } as const;
    const database = onCluster(await openCluster(folder, clusterOptions), statementSeconds);
    return {
      ...database,
      close: async () => {
        await database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Takes away what processes left that were killed; a Postgres that finds its folder gone ends by itself. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = name.startsWith(THROWAWAY) ? (/-(\d+)-[^-]*$/.exec(name) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) removeIfOurs(join(tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
