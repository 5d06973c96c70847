import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#db/db.ts';
import { appendEdits, lockEdits, newestEdits, newestEditsNo, saveSettingsVersion } from '#db/settings.ts';
import { readGroupMembers } from '#db/user-groups.ts';
import { type Edits, NO_EDITS } from '#domain/settings.ts';
import { openMirrors, type ReadyMirrors } from '#src/accounts/open-mirrors.ts';
import { ConfigError } from '#src/config/config-error.ts';
import type { Problem } from '#src/config/problem.ts';
import type { ReadableSettings } from '#src/config/settings.ts';
import { type GroupMembers, NO_GROUPS } from '#src/config/user-groups.ts';
import {
  type ChangeOutcome,
  type Core,
  type Layers,
  type SettingsChange,
  type SettingsInForce,
  transact,
} from '#src/core/core.ts';
import { openSinks, type ReadySinks } from '#src/sinks/open-sinks.ts';
import { openSources, type ReadySource } from '#src/sources/open-sources.ts';

/**
 * What is in force in this process: the file over what was edited in Slack, with whoever is in the user groups of its
 * pools, changed while it runs.
 */
export type LiveSettings = {
  inForce: () => SettingsInForce;
  sources: () => ReadonlyMap<string, ReadySource>;
  /** The CRMs that accounts are mirrored from. */
  mirrors: () => ReadyMirrors;
  /** Where outcomes are written. */
  sinks: () => ReadySinks;
  layers: () => Layers;
  /**
   * Puts in force what was edited before this process started.
   *
   * @throws ConfigError when it does not fit the file
   */
  open: (core: StoredIn) => Promise<void>;
  change: (core: Core, change: SettingsChange) => Promise<ChangeOutcome>;
  /** Puts in force what another process changed, and who joined or left a user group. */
  refresh: (core: StoredIn) => Promise<ChangeOutcome>;
  /** Takes another reading of the file in the place of the one before. */
  changeFile: (core: StoredIn, file: ReadableSettings) => Promise<ChangeOutcome>;
};

type StoredIn = Pick<Core, 'db' | 'now'>;

const WHERE =
  'the settings file, with what was edited in Slack (to take an edit out: npm run handoff -- edits drop <part> <id>)';

/** One state of the settings: all of it is in force, or none. */
type State = {
  file: ReadableSettings;
  edits: Edits;
  /** The row the edits stand in; 0 for none. */
  no: number;
  groups: GroupMembers;
  reading: ReadableSettings;
  sources: ReadonlyMap<string, ReadySource>;
  mirrors: ReadyMirrors;
  sinks: ReadySinks;
};
type Judged = { ok: true; state: State; no: number | null } | { ok: false; problems: Problem[] };

/** The settings of a file; what was edited in Slack comes in when they are opened on a database. */
export function createLiveSettings(
  file: ReadableSettings,
  readEnv: (name: string) => string | undefined,
): LiveSettings {
  const judge = (state: Pick<State, 'file' | 'edits' | 'no' | 'groups'>): Judged => {
    const reading = state.file.over(state.edits, state.groups);
    if (!reading.ok) return reading;
    const opened = openSources(reading.settings, readEnv);
    const { mirrors, problems: withMirrors } = openMirrors(reading.settings, readEnv);
    const { sinks, problems: withSinks } = openSinks(reading.settings, readEnv);
    const problems = [...opened.problems, ...withMirrors, ...withSinks];
    if (problems.length > 0)
      return { ok: false, problems: problems.map((problem) => ({ ...problem, line: null })) };
    return { ok: true, state: { ...state, reading, sources: opened.sources, mirrors, sinks }, no: null };
  };

  const first = judge({ file, edits: NO_EDITS, no: 0, groups: NO_GROUPS });
  if (!first.ok) throw new ConfigError([{ where: 'settings', problems: first.problems }]);
  let state = first.state;
  // What does not fit is told once, not at every look; beside other settings it may fit.
  let refused: Pick<State, 'no' | 'groups'> | null = null;

  let last: Promise<unknown> = Promise.resolve();
  // One after another, so that of two changes at once none is put in force over the other.
  const inTurn = (find: () => Promise<Judged>): Promise<ChangeOutcome> => {
    const turn = last.then(find).then((judged): ChangeOutcome => {
      if (!judged.ok) return judged;
      state = judged.state;
      refused = null;
      return { ok: true, no: judged.no };
    });
    last = turn.catch(() => {});
    return turn;
  };
  const withNewest = async ({ db, now }: StoredIn, from: ReadableSettings): Promise<Judged> => {
    const newest = await newestEdits(db);
    const groups = await readGroupMembers(db);
    const judged = judge({ file: from, edits: newest?.edits ?? NO_EDITS, no: newest?.no ?? 0, groups });
    if (judged.ok) await keep(db, judged.state, now());
    return judged;
  };

  return {
    inForce: () => ({ settings: state.reading.settings, version: state.reading.version }),
    sources: () => state.sources,
    mirrors: () => state.mirrors,
    sinks: () => state.sinks,
    layers: () => ({ file: state.file.raw, edits: state.edits }),
    open: async (core) => {
      const opened = await inTurn(() => withNewest(core, state.file));
      if (!opened.ok) throw new ConfigError([{ where: WHERE, problems: opened.problems }]);
    },
    refresh: async (core) => {
      const no = await newestEditsNo(core.db);
      const groups = await readGroupMembers(core.db);
      const isKnown = (known: Pick<State, 'no' | 'groups'> | null) =>
        known !== null && no <= known.no && isDeepStrictEqual(groups, known.groups);
      if (isKnown(state) || isKnown(refused)) return { ok: true, no: null };
      const outcome = await inTurn(() => withNewest(core, state.file));
      if (!outcome.ok) refused = { no, groups };
      return outcome;
    },
    changeFile: (core, next) => inTurn(() => withNewest(core, next)),
    change: (core, { what, bySlackId, edit, appended }) =>
      inTurn(() =>
        transact(core, async (work): Promise<Judged> => {
          await lockEdits(work.tx);
          const newest = await newestEdits(work.tx);
          const before = newest?.edits ?? NO_EDITS;
          const edits = edit(before, work);
          const groups = await readGroupMembers(work.tx);
          const next = judge({ file: state.file, edits, no: newest?.no ?? 0, groups });
          if (!next.ok || isDeepStrictEqual(edits, before)) return next;
          const no = await appendEdits(work.tx, { edits, what, bySlackId, at: work.now });
          await keep(work.tx, next.state, work.now);
          const { settings, version } = next.state.reading;
          await appended?.({ ...work, settings, version }, no);
          return { ok: true, state: { ...next.state, no }, no };
        }),
      ),
  };
}

/** Before anything is decided by it, a version can be looked up. */
const keep = (db: Db, { reading: { version, raw } }: State, loadedAt: Date): Promise<void> =>
  saveSettingsVersion(db, { version, document: raw, loadedAt });
