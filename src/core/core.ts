import type { Db } from '#db/db.ts';
import { gatherMessageChanges, type MessageChanges } from '#db/message-changes.ts';
import type { Edits, Settings } from '#domain/settings.ts';
import type { Problem } from '#src/config/problem.ts';
import type { NoteFailure } from './failures.ts';
import { homeKey } from './message-keys.ts';
import type { Queue } from './queue.ts';
import type { UndrawnFigures } from './undrawn-figures.ts';

export type SettingsInForce = { settings: Settings; version: string };

/** What every command needs from the composition root. */
export type Core = {
  db: Db;
  queue: Pick<Queue, 'wake'>;
  now: () => Date;
  newId: () => string;
  /** A secret nobody can guess, to be told once and kept as its hash. */
  newSecret: () => string;
  /** Says that something failed which nobody else hears of. */
  noteFailure: NoteFailure;
  /** Whether the workspace refuses charts and tables. */
  undrawnFigures: UndrawnFigures;
  /** Where the world reaches the app, without a slash at its end; null where nobody told it. */
  publicUrl: string | null;
  inForce: () => SettingsInForce;
  /** The two layers that what is in force was made of: the file as written, and what was edited in Slack. */
  layers: () => Layers;
  /** Changes what is edited in Slack. Refused as a whole when the settings would no longer be right. */
  changeSettings: (change: SettingsChange) => Promise<ChangeOutcome>;
  /** Reads the settings file again. Refused as a whole when anything is wrong; then what is in force goes on. */
  reloadSettings: () => Promise<ReloadOutcome>;
};

export type Layers = { file: unknown; edits: Edits };
/** `no` is the number of the edits a change appended; null where nothing was changed in them. */
export type ChangeOutcome = { ok: true; no: number | null } | { ok: false; problems: Problem[] };
export type ReloadOutcome =
  | { type: 'no_file' }
  | { type: 'refused'; problems: Problem[] }
  | { type: 'in_force'; before: SettingsInForce; after: SettingsInForce };
export type SettingsChange = {
  /** What was done, for the history: `added the pool EMEA`. No personal data. */
  what: string;
  bySlackId: string;
  /** Makes the edits from the newest there are. May run more than once. */
  edit: (edits: Edits, work: Work) => Edits;
  /** What has to be kept with the change, or not at all. Its work knows the settings from now on. */
  appended?: (work: Work, no: number) => Promise<void>;
};

/** One transaction in progress: its moment, its settings, and the messages and homes (by person) it makes untrue. */
export type Work = SettingsInForce & {
  tx: Db;
  now: Date;
  newId: () => string;
  messages: MessageChanges;
  homes: Set<string>;
};

/** Messages of which this transaction writes a part: the next belongs with it, and they are shown when it is written too. */
type Showing = { isQuiet: (key: string) => boolean };

/**
 * Runs one transaction. The messages it touched are written at its end as wanting to be shown, so that they are brought up
 * to date if, and only if, it commits. What it locks is locked in the one order that CONTRIBUTING.md has; when Postgres
 * ends one of two that wait for each other all the same, that one is run again.
 */
export async function transact<Result>(
  core: Core,
  run: (work: Work) => Promise<Result>,
  showing: Showing = SHOWING_ALL,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(core, run, showing);
    } catch (error) {
      if (attempt === ATTEMPTS || !isCollision(error)) throw error;
    }
  }
}

const SHOWING_ALL: Showing = { isQuiet: () => false };
const ATTEMPTS = 4;
const DEADLOCK = '40P01';
const SERIALIZATION = '40001';

function isCollision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : null;
  return code === DEADLOCK || code === SERIALIZATION || isCollision(error.cause);
}

async function once<Result>(
  core: Core,
  run: (work: Work) => Promise<Result>,
  { isQuiet }: Showing,
): Promise<Result> {
  let isAnyDue = false;
  const result = await core.db.transaction(async (tx) => {
    const messages = gatherMessageChanges();
    const homes = new Set<string>();
    const now = core.now();
    const done = await run({ ...core.inForce(), tx, now, newId: core.newId, messages, homes });
    isAnyDue = await messages.write(tx, now, { also: [...homes].map(homeKey), isQuiet });
    return done;
  });
  if (isAnyDue) core.queue.wake('sync');
  return result;
}
