import { type NewMessage, touchMessages, wantMessage } from '#db/messages.ts';
import type { Db } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import type { Job, Queue } from './queue.ts';

export type SettingsInForce = { settings: Settings; version: string };

/** What every command needs from the composition root. */
export type Core = {
  db: Db;
  queue: Pick<Queue, 'enqueue' | 'wake'>;
  now: () => Date;
  newId: () => string;
  inForce: () => SettingsInForce;
};

/** One transaction in progress: its moment, its settings, and the messages it made untrue. */
export type Work = SettingsInForce & { tx: Db; now: Date; newId: () => string; keys: Set<string> };

/**
 * Runs one transaction. The messages it touched are enqueued in it, so that they are brought up to date if, and
 * only if, it commits. When Postgres ends one of two that wait for each other, that one is run again.
 */
export async function transact<Result>(core: Core, run: (work: Work) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(core, run);
    } catch (error) {
      if (attempt === ATTEMPTS || !isCollision(error)) throw error;
    }
  }
}

const ATTEMPTS = 4;
const DEADLOCK = '40P01';
const SERIALIZATION = '40001';

function isCollision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : null;
  return code === DEADLOCK || code === SERIALIZATION || isCollision(error.cause);
}

async function once<Result>(core: Core, run: (work: Work) => Promise<Result>): Promise<Result> {
  const keys = new Set<string>();
  const result = await core.db.transaction(async (tx) => {
    const done = await run({ ...core.inForce(), tx, now: core.now(), newId: core.newId, keys });
    await core.queue.enqueue(
      tx,
      [...keys].map((key): Job => ({ queue: 'sync', key })),
    );
    return done;
  });
  if (keys.size > 0) core.queue.wake('sync');
  return result;
}

/** A message should be in Slack and true. */
export async function want(work: Work, message: NewMessage): Promise<void> {
  await wantMessage(work.tx, message, work.newId(), work.now);
  work.keys.add(message.key);
}

/** Every card of a handoff, and these messages besides, should be looked at again. */
export async function touch(work: Work, handoffId: string, alsoKeys: readonly string[]): Promise<void> {
  for (const key of await touchMessages(work.tx, handoffId, alsoKeys)) work.keys.add(key);
}
