import { readOutages } from '#db/outages.ts';
import { readPause } from '#db/pauses.ts';
import type { TroubleKind } from '#db/schema.ts';
import {
  beginTrouble,
  countHours,
  endTrouble,
  firstHeardAfter,
  hoursBeforeLast,
  lastHeard,
  openTroubles,
  type SourceTrouble,
  sumHours,
  takeLook,
  type WatchedSource,
  watchSources as watch,
} from '#db/source-health.ts';
import { addMinutes } from '#domain/day.ts';
import { burstOf } from '#domain/refused.ts';
import { ALL_SOURCES, findSilences, HOUR_MS, LEARNED_WEEKS } from '#domain/rhythm.ts';
import { teamHours } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { inChannelFor, troubleKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

/** Looked after more often, a silence would be told no sooner: they last for hours. */
const EVERY_MINUTES = 10;
/** A source that was not in the settings for so long is a new one. */
const ANEW_HOURS = 48;
const SHORTEST_MINUTES = 60;
const LEARNED_DAYS = LEARNED_WEEKS * 7;
const DAY_MINUTES = 24 * 60;
/** So long no delivery is refused before refusals are over. */
const QUIET_MINUTES = DAY_MINUTES;

/**
 * Looks after the sources: tells ops once of each that is silent against its own rhythm, or whose deliveries begin to be
 * refused, and says on that message when it is over. One process does, every ten minutes.
 */
export async function watchSources(core: Core): Promise<void> {
  const now = core.now();
  const ids = core.inForce().settings.sources.map(({ id }) => id);
  const countedTo = await takeLook(core.db, now, EVERY_MINUTES);
  if (countedTo === undefined) return;
  await countHours(core.db, ids, { countedTo, now, learnedDays: LEARNED_DAYS });
  const watched = await watch(core.db, ids, { now, anewHours: ANEW_HOURS });
  const open = await openTroubles(core.db);
  for (const trouble of open) await endIfOver(core, trouble, ids);
  // While all clocks stand still nobody is told what may have to do with why.
  if (await readPause(core.db)) return;
  const found = [...(await silences(core, watched)), ...(await refusals(core, ids))];
  for (const trouble of found) await tell(core, trouble);
}

export type NewTrouble = Omit<SourceTrouble, 'endedAt' | 'toldAt'>;

/** Tells ops, if nobody did. */
export function tell(core: Core, trouble: NewTrouble): Promise<void> {
  return transact(core, async (work) => {
    if (await beginTrouble(work.tx, { ...trouble, toldAt: work.now })) show(work, trouble);
  });
}

/** What ops were told is over; their message says so. */
export function tellEnd(core: Core, trouble: SourceTrouble, at: Date): Promise<void> {
  return transact(core, async (work) => {
    if (await endTrouble(work.tx, trouble, at)) show(work, trouble);
  });
}

function show(work: Work, { sourceId, kind, since }: NewTrouble): void {
  want(work, {
    key: troubleKey(sourceId, kind, since),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: kind, sourceId, since: since.toISOString() },
  });
}

async function silences(core: Core, watched: ReadonlyMap<string, WatchedSource>): Promise<NewTrouble[]> {
  const { db } = core;
  const now = core.now();
  const ids = [...watched.keys()];
  const told = new Set(
    (await openTroubles(db)).filter(({ kind }) => kind === 'silent').map(({ sourceId }) => sourceId),
  );
  // While nothing comes from anywhere, each of them is silent.
  if (told.has(ALL_SOURCES)) return [];
  const heard = await lastHeard(db, ids);
  const isQuiet = ([id, at]: [string, Date]) => !told.has(id) && at < addMinutes(now, -SHORTEST_MINUTES);
  // Whoever was heard within the hour is not silent, however busy it usually is: then nothing has to be read.
  if (![...heard].some(isQuiet)) return [];
  const found = findSilences(await hoursBeforeLast(db, ids, LEARNED_WEEKS), {
    hours: teamHours(core.inForce().settings),
    outages: await readOutages(db, addMinutes(now, -2 * LEARNED_DAYS * DAY_MINUTES), now),
    heardFrom: new Map([...watched.values()].map(({ sourceId, from }) => [sourceId, from])),
    ...{ told, now },
  });
  const last = new Date(Math.max(0, ...[...heard.values()].map(Number)));
  return [...found].flatMap(([sourceId, expected]): NewTrouble[] => {
    const at = sourceId === ALL_SOURCES ? last : heard.get(sourceId);
    const amount = Math.round(expected);
    return at ? [{ sourceId, kind: 'silent', since: at, amount, problem: null }] : [];
  });
}

async function refusals(core: Core, ids: readonly string[]): Promise<NewTrouble[]> {
  const now = core.now();
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - HOUR_MS);
  const lately = await sumHours(core.db, hour, now);
  const before = await sumHours(core.db, addMinutes(hour, -7 * DAY_MINUTES), hour);
  return ids.flatMap((sourceId): NewTrouble[] => {
    const burst = burstOf(lately.get(sourceId), before.get(sourceId));
    if (burst === null) return [];
    return [{ sourceId, kind: 'refused', since: hour, amount: burst.amount, problem: burst.why }];
  });
}

/** Ends what is over. Of a source that is not in the settings any more, everything is. */
async function endIfOver(core: Core, trouble: SourceTrouble, ids: readonly string[]): Promise<void> {
  const isOne = ids.includes(trouble.sourceId);
  if (!isOne && trouble.sourceId !== ALL_SOURCES) return tellEnd(core, trouble, core.now());
  const at = await OVER[trouble.kind](core, trouble, isOne ? [trouble.sourceId] : ids);
  if (at) await tellEnd(core, trouble, at);
}

type Over = (core: Core, trouble: SourceTrouble, ids: readonly string[]) => Promise<Date | null>;

const OVER: Record<TroubleKind, Over> = {
  silent: ({ db }, { since }, ids) => firstHeardAfter(db, ids, since),
  refused: async (core, { sourceId }) => {
    const now = core.now();
    const sums = (await sumHours(core.db, addMinutes(now, -QUIET_MINUTES), now)).get(sourceId);
    return (sums?.unproven ?? 0) + (sums?.unreadable ?? 0) === 0 ? now : null;
  },
  // Whoever sends otherwise by now needs none; else only a new one ends that (`renew-subscriptions.ts`).
  subscription: ({ db }, { since, toldAt }, ids) =>
    firstHeardAfter(db, ids, new Date(Math.max(since.getTime(), toldAt.getTime()))),
};
