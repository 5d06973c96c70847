import {
  continueRun,
  forgetMirrors,
  leaveRun,
  type MirrorRun,
  notedChanges,
  readRuns,
  runFailed,
  runWorked,
  settleChanges,
  takeRun,
} from '#db/mirror-runs.ts';
import {
  countMirrored,
  openHandoffsOfRecords,
  saveGone,
  saveMirrored,
  saveNotFound,
} from '#db/mirrored-accounts.ts';
import { dueSince, isReadingDue, isToldNow, restAfter } from '#domain/mirror-run.ts';
import { type AccountSystem, FILE_OF_ACCOUNTS, MIRRORS, type MirrorSystem } from '#domain/mirror-systems.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import { ApiAway, ApiRefused } from '#src/sources/api.ts';
import type { ReadyMirror, ReadyMirrors } from './open-mirrors.ts';
import { type AccountReader, MOST_AT_ONCE } from './reader.ts';
import { readAccountTold } from './told-account.ts';

/**
 * Keeps the mirror of accounts: what a CRM told to have changed is read again, and all of it each night. A page is a
 * transaction, so that a process that ends leaves off where another goes on.
 */
export function createMirror(core: Core, mirrors: () => ReadyMirrors, isStopping: () => boolean) {
  return async (): Promise<void> => {
    const ready = mirrors();
    await dropForgotten(core, ready);
    // One that fails holds up no other.
    for (const [system, mirror] of ready) await mirrorOne(core, system, mirror, isStopping);
  };
}

/** Of a CRM that the settings name no more nothing is used. */
async function dropForgotten(core: Core, ready: ReadyMirrors): Promise<void> {
  const runs = await readRuns(core.db);
  const named = (system: AccountSystem) => system === FILE_OF_ACCOUNTS || ready.has(system);
  await forgetMirrors(
    core.db,
    [...runs.keys()].filter((system) => !named(system)),
  );
}

async function mirrorOne(
  core: Core,
  system: MirrorSystem,
  mirror: ReadyMirror,
  isStopping: () => boolean,
): Promise<void> {
  const taker = core.newId();
  const run = await takeRun(core.db, system, taker);
  if (run === null) return;
  try {
    const reader = mirror.open();
    const hasRead = await readChanges(core, system, taker, reader, isStopping);
    const { settings } = core.inForce();
    const dueAt = dueSince(settings.workspace.time_zone, mirror.settings.at, core.now());
    const isWhole =
      isReadingDue(run, dueAt) && (await readAll(core, { system, taker, reader, run, isStopping }));
    if (hasRead || isWhole) await noteWorking(core, run);
    await leaveRun(core.db, system, taker);
  } catch (error) {
    await noteFailure(core, { system, taker, run }, error);
  }
}

/** Reads what a CRM told to have changed; what is missing there is gone. Answers whether there was any. */
async function readChanges(
  core: Core,
  system: MirrorSystem,
  taker: string,
  reader: AccountReader,
  isStopping: () => boolean,
): Promise<boolean> {
  let hasRead = false;
  while (!isStopping()) {
    const changes = await notedChanges(core.db, system, MOST_AT_ONCE);
    if (changes.length === 0) break;
    const readAt = core.now();
    const asked = changes.map(({ recordId }) => recordId);
    const found = (await reader.some(asked)).map(readAccountTold);
    const isThere = new Set(found.map(({ recordId }) => recordId));
    const isOurs = await transact(core, async (work) => {
      if (!(await continueRun(work.tx, system, taker, {}))) return false;
      const gone = asked.filter((recordId) => !isThere.has(recordId));
      await showChanged(work, system, await saveMirrored(work.tx, system, found, readAt));
      await showChanged(work, system, await saveGone(work.tx, system, gone, readAt));
      await settleChanges(work.tx, system, changes);
      return true;
    });
    if (!isOurs) return hasRead;
    hasRead = true;
  }
  return hasRead;
}

type Reading = {
  system: MirrorSystem;
  taker: string;
  reader: AccountReader;
  run: MirrorRun;
  isStopping: () => boolean;
};

/** Reads all accounts from where it was left off. Answers whether it came to the end. */
async function readAll(core: Core, { system, taker, reader, run, isStopping }: Reading): Promise<boolean> {
  const startedAt = run.startedAt ?? core.now();
  let cursor = run.startedAt === null ? null : run.cursor;
  let read = run.startedAt === null ? 0 : run.read;
  while (!isStopping()) {
    // Whatever changes while it is read is newer than what is read.
    const readAt = core.now();
    const page = await reader.page(cursor);
    const found = page.accounts.filter(({ recordId }) => recordId !== '').map(readAccountTold);
    read += found.length;
    const so = { startedAt, cursor: page.next, read };
    const isOurs = await transact(core, async (work) => {
      if (!(await continueRun(work.tx, system, taker, so))) return false;
      await showChanged(work, system, await saveMirrored(work.tx, system, found, readAt));
      return true;
    });
    if (!isOurs) return false;
    if (page.next === null) return endReading(core, { system, taker }, { startedAt, read });
    cursor = page.next;
  }
  return false;
}

async function endReading(
  core: Core,
  { system, taker }: Pick<Reading, 'system' | 'taker'>,
  { startedAt, read }: { startedAt: Date; read: number },
): Promise<boolean> {
  // A token that may see nothing any more is no company without accounts.
  if (read === 0 && (await countMirrored(core.db, system)) > 0)
    throw new ApiRefused(`${MIRRORS[system]} tells of no account any more: check what its token may read`);
  return transact(core, async (work) => {
    const ended = {
      ...{ startedAt: null, cursor: null, read: 0, wholeSince: startedAt },
      ...{ finishedAt: work.now, accounts: read },
    };
    if (!(await continueRun(work.tx, system, taker, ended))) return false;
    await showChanged(work, system, await saveNotFound(work.tx, system, startedAt));
    return true;
  });
}

/** The cards of open handoffs show what is known now. */
async function showChanged(
  work: Work,
  system: AccountSystem,
  changed: { domains: string[]; records: string[] },
): Promise<void> {
  if (changed.records.length === 0) return;
  for (const handoffId of await openHandoffsOfRecords(work.tx, system, changed)) touch(work, handoffId, []);
}

const failureKey = (system: AccountSystem, since: Date): string =>
  opsKey(`accounts:${system}`, since.toISOString());

/** What failed before is over, and the message about it says so. */
async function noteWorking(core: Core, { system, failedAt, toldAt }: MirrorRun): Promise<void> {
  if (failedAt === null) return;
  await transact(core, async (work) => {
    await runWorked(work.tx, system);
    if (toldAt !== null) work.messages.touch([failureKey(system, failedAt)]);
  });
}

/** It rests and is tried again; ops are told once, by a message that is put right when it works again. */
async function noteFailure(
  core: Core,
  { system, taker, run }: { system: MirrorSystem; taker: string; run: MirrorRun },
  error: unknown,
): Promise<void> {
  core.noteFailure(error, `the accounts of ${system} could not be read; they are tried again`);
  const failures = run.failures + 1;
  const isTold = isToldNow(failures, error instanceof ApiRefused);
  await transact(core, async (work) => {
    const since = run.failedAt ?? work.now;
    await runFailed(work.tx, system, taker, {
      at: since,
      problem: problemOf(error),
      restSeconds: restAfter(failures),
      toldAt: isTold ? work.now : null,
      // Where it was left off may be what is refused.
      isFromStart: error instanceof ApiRefused,
    });
    if (!isTold) return;
    want(work, {
      key: failureKey(system, since),
      kind: 'ops',
      handoffId: null,
      place: inChannelFor('ops'),
      parentKey: null,
      detail: { about: 'accounts', system, since: since.toISOString() },
    });
  });
}

/** Words of ours only: what failed may quote what was asked. */
const problemOf = (error: unknown): string =>
  error instanceof ApiAway || error instanceof ApiRefused
    ? error.message
    : 'it failed in a way that nobody expected: the log says how';
