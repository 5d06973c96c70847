import type { CommandType, Handoff, HandoffEvent, State } from './handoff.ts';
import { isOpenState } from './handoff.ts';
import { ROLE_OF } from './leg-roles.ts';
import type { RepStatus } from './routing/checks.ts';
import type { Standing } from './routing/choose.ts';
import type { Role } from './settings.ts';
import type { Leg } from './settings-shapes.ts';
import { rounded } from './turns.ts';

/** Somebody's open work in other hands while they are away: who gets what, and what comes back. */

/** What somebody covers of one person's work, or would: leads given, and how they stand. */
export type Given = { turns: number; unanswered: number; uncontacted: number; open: number };
const NOTHING: Given = { turns: 0, unanswered: 0, uncontacted: 0, open: 0 };

/** One lead more for somebody, who has no card of it yet. */
export function alsoGiven(
  given: ReadonlyMap<string, Given>,
  to: string,
  { state, acceptedAt }: Pick<Handoff, 'state' | 'acceptedAt'>,
): Map<string, Given> {
  const { turns, unanswered, uncontacted, open } = given.get(to) ?? NOTHING;
  return new Map(given).set(to, {
    turns: turns + 1,
    // Whatever nobody accepted is offered anew, also from a snooze.
    unanswered: unanswered + (acceptedAt === null ? 1 : 0),
    uncontacted: uncontacted + (state === 'accepted' ? 1 : 0),
    open: open + 1,
  });
}

/** Leads that moved already: they stand in everybody's open work, and count for the order alone. */
export const movedAlready = (counts: ReadonlyMap<string, number>): Map<string, Given> =>
  new Map([...counts].map(([id, turns]) => [id, { ...NOTHING, turns }]));

/** Somebody as they would be with what they are to cover: caps of open work count it, that of a day's offers does not. */
export const withGiven = (status: RepStatus, given: Given | undefined): RepStatus =>
  given === undefined
    ? status
    : {
        ...status,
        unanswered: status.unanswered + given.unanswered,
        uncontacted: status.uncontacted + given.uncontacted,
        open: status.open + given.open,
      };

/**
 * How a pool would stand if each lead that is covered were a turn, so that one person does not get all of them. Nobody
 * stores it: covering takes no turn, and catches up with none that is owed.
 */
export function standingWithGiven(
  standing: Standing,
  members: readonly { person: string; weight: number }[],
  given: ReadonlyMap<string, Given>,
  awayId: string,
): Standing {
  const there = members.filter(({ person }) => person !== awayId);
  const weights = there.reduce((sum, { weight }) => sum + weight, 0);
  const turnsOf = (id: string): number => given.get(id)?.turns ?? 0;
  const turns = there.reduce((sum, { person }) => sum + turnsOf(person), 0);
  const lags = there.map(({ person, weight }) => {
    const lag = standing.lags.get(person) ?? 0;
    return [person, rounded(lag + (turns * weight) / weights - turnsOf(person))] as const;
  });
  return { ...standing, lags: new Map([...standing.lags, ...lags]), isCatchingUp: true };
}

/** A lead that moved, and has not come back. */
export type Moved = { personId: string; toId: string };

/** Everybody who has had a lead since it moved, the present holder last: a cover may have been covered themselves. */
export function holdersOf(
  moved: Pick<Moved, 'toId'>,
  open: readonly Moved[],
  seen: readonly string[] = [],
): string[] {
  const { toId } = moved;
  const next = seen.includes(toId) ? undefined : open.find(({ personId }) => personId === toId);
  return next ? [toId, ...holdersOf(next, open, [...seen, toId])] : [toId];
}

const WORK: readonly HandoffEvent['type'][] = [
  'accepted',
  'responded',
  'told_again',
  'snoozed',
  'qualified',
  'opportunity',
  'won',
  'lost',
  'disqualified',
  'recycled',
];

/**
 * Whether one of these people did anything with a lead, in these events since it moved to the first of them, that was
 * not undone. A try that a source tells of without a name is whose lead it was then.
 */
export function hasWorked(events: readonly HandoffEvent[], ids: readonly string[], movedAt: Date): boolean {
  let holder: string | null = ids[0] ?? null;
  return withoutUndone(events).some((event) => {
    holder = holderAfter(event, holder);
    if (!WORK.includes(event.type) || !('by' in event) || isMachines(event)) return false;
    const by = event.by ?? (isSince(event, movedAt) ? holder : null);
    return by !== null && ids.includes(by);
  });
}

const isMachines = (event: HandoffEvent): boolean => 'madeBy' in event && event.madeBy === 'machine';

function holderAfter(event: HandoffEvent, holder: string | null): string | null {
  if (event.type === 'held') return null;
  return event.type === 'offered' || event.type === 'covered' ? event.to : holder;
}

/** Whether a try that is told late was made since then. */
function isSince(event: HandoffEvent, movedAt: Date): boolean {
  const doneAt =
    event.type === 'told_again' ? event.of : event.type === 'responded' ? event.doneAt : undefined;
  return doneAt === undefined || new Date(doneAt) >= movedAt;
}

const UNDONE: Partial<Record<CommandType, HandoffEvent['type']>> = {
  accept: 'accepted',
  snooze: 'snoozed',
  recycle: 'recycled',
};

/** What stands: an undo takes back the last such press, whoever made it. */
function withoutUndone(events: readonly HandoffEvent[]): HandoffEvent[] {
  const standing: HandoffEvent[] = [];
  for (const event of events) {
    const taken = event.type === 'undone' ? UNDONE[event.command] : undefined;
    const index = taken === undefined ? -1 : standing.findLastIndex(({ type }) => type === taken);
    if (index < 0) standing.push(event);
    else standing.splice(index, 1);
  }
  return standing;
}

/** `kept` by whoever worked it; `over` was closed, or given to somebody else. */
export type CoverOutcome = 'returned' | 'kept' | 'over';

/** What becomes of a lead that moved, when its owner is back; `isThere` unless they left meanwhile. */
export function outcomeOf(of: {
  handoff: { state: State; ownerId: string | null };
  holders: readonly string[];
  movedAt: Date;
  eventsSince: readonly HandoffEvent[];
  isThere: boolean;
}): CoverOutcome {
  const { handoff, holders } = of;
  if (!isOpenState(handoff.state) || handoff.ownerId !== holders.at(-1)) return 'over';
  return of.isThere && !hasWorked(of.eventsSince, holders, of.movedAt) ? 'returned' : 'kept';
}

// A colleague who has not answered by then is at lunch, and the clocks run.
const ANSWER_MS = 60 * 60_000;

/** Until when a colleague may answer: an hour, but never when the absence is over. */
export const askEndsAt = ({ createdAt, until }: { createdAt: Date; until: Date }): Date =>
  new Date(Math.min(createdAt.getTime() + ANSWER_MS, until.getTime()));

/** Whoever was asked at this time, or earlier, has not answered in time. */
export const askedBefore = (now: Date): Date => new Date(now.getTime() - ANSWER_MS);

/** Whether somebody does the work of these legs: by their role, as a member of such a pool, or managing it. */
export const doesLegs = (
  colleague: { id: string; roles: readonly Role[] },
  legs: readonly Leg[],
  pools: readonly { leg: Leg; members: readonly { person: string }[] }[],
): boolean =>
  colleague.roles.includes('manager') ||
  legs.every(
    (leg) =>
      colleague.roles.includes(ROLE_OF[leg]) ||
      pools.some((pool) => pool.leg === leg && pool.members.some(({ person }) => person === colleague.id)),
  );

/** What a time begins with, so that a mistyped one is told from a name. */
const BEGINS_TIME = /^(until|till|for|from|next|this|today|tomorrow|\d.*)$/i;

/**
 * Reads `@ben 2h`, `@Ben Okafor 2h`, `Ben Okafor until next monday`: whom, and the words that say how long, as far as
 * there are any. The name ends where what is left is a time.
 */
export function readCoverRequest(
  words: string,
  isTime: (text: string) => boolean,
): { who: string; time: string } {
  const typed = words.trim().split(/\s+/).filter(Boolean);
  const splitAt = (at: number) => ({ who: typed.slice(0, at).join(' '), time: typed.slice(at).join(' ') });
  // Slack writes a mention as one word; what follows it can only be the time.
  if (typed[0]?.startsWith('<@')) return splitAt(1);
  const lengths = typed.map((_, index) => index).slice(1);
  const at = lengths.find((length) => isTime(typed.slice(length).join(' ')));
  const begun = typed.findIndex((word, index) => index > 0 && BEGINS_TIME.test(word));
  const named = typed[0]?.startsWith('@') ? 1 : typed.length;
  return splitAt(at ?? (begun > 0 ? begun : named));
}
