import type { HandoffRow } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { lockStanding, readCatchUps } from '#db/routing.ts';
import { type Given, standingWithGiven, withGiven } from '#domain/cover.ts';
import { startOfDay } from '#domain/day.ts';
import type { Past, RepStatus } from '#domain/routing/checks.ts';
import type { MemberChoice, Standing } from '#domain/routing/choose.ts';
import {
  decideRoute,
  inputsOf,
  type RoutingDecision,
  type RoutingQuestion,
} from '#domain/routing/decide-route.ts';
import { plainFacts } from '#domain/routing/lead-facts.ts';
import { type RoutingRecord, WAITED } from '#domain/routing/record.ts';
import type { Mode, Pool, Settings } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { hoursOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { findOwners } from './account-owners.ts';
import { lockCounts } from './balance.ts';
import { pastOf } from './checks-on.ts';
import { statusesOf } from './rep-statuses.ts';

export type RouteRequest = {
  leg: Leg;
  /** The source that brought it this time: whether its sender decides about the owner. */
  sourceId: string;
  because: string;
  past: Past;
  /** Whether somebody who had it may get it again, when nobody else can. */
  mayRepeat: boolean;
  mode: Mode;
  /** Whether it came with so many that what is for a pool lies in a batch. */
  isBatch?: boolean;
  /** Of a lead that is to be covered: whose it is, and what others were given of theirs already. */
  cover?: { awayId: string; given: ReadonlyMap<string, Given> };
};

/** A decision, and the turn it would take: the standing is stored by whoever carries the decision out. */
export type Routed = { record: RoutingRecord; turn: { standingId: string; choice: MemberChoice } | null };

/**
 * Finds an owner by the rules. The standing of a pool that was asked stays locked until the transaction ends, so
 * that two decisions never take the same turn. Turns in shadow are counted apart from those that are taken.
 */
export async function route(work: Work, lead: LeadRow, asked: RouteRequest): Promise<Routed> {
  const { owners, hints, mirrored } = await findOwners(work, lead, asked);
  const { question, decision } = await answer(work, asked, {
    leg: asked.leg,
    because: asked.because,
    now: work.now,
    facts: plainFacts(work.settings, { ...lead, mirrored }),
    answers: {},
    owners,
    hints,
    past: asked.past,
    mayRepeat: asked.mayRepeat,
    isBacklog: asked.because === WAITED,
    isBatch: asked.isBatch ?? false,
    people: new Map(),
    standings: new Map(),
  });
  const { turn } = decision;
  return {
    record: { ...decision.record, inputs: inputsOf(question, decision) },
    turn: turn && { standingId: standingId(turn.poolId, asked.mode), choice: turn.choice },
  };
}

/** Reads, and locks, what the decision asks for until it can be made. Each round knows one thing more. */
async function answer(
  work: Work,
  { mode, cover }: Pick<RouteRequest, 'mode' | 'cover'>,
  asked: RoutingQuestion,
): Promise<{ question: RoutingQuestion; decision: RoutingDecision }> {
  const { settings, tx, now } = work;
  const of = { db: tx, settings, now };
  let question = asked;
  for (;;) {
    const answered = decideRoute(settings, question);
    if (answered.ask === null) return { question, decision: answered.decision };
    const { people, standings } = question;
    if (answered.ask === 'people') {
      question = { ...question, people: joined(people, await statusesOf(of, answered.ids, false)) };
      continue;
    }
    const { pool } = answered;
    const members = pool.members.map(({ person }) => person);
    const ask = () => statusesOf(of, members, true, question.isBacklog);
    // Whoever is asked at once is asked in this order: who waits for the lock counts what the one before added.
    const [{ isNew, ...locked }, counted] = await Promise.all([lockPool(work, pool, mode), ask()]);
    const statuses = isNew ? await ask() : counted;
    question = {
      ...question,
      people: joined(people, cover ? loaded(statuses, cover.given) : statuses),
      standings: new Map(standings).set(
        pool.id,
        cover ? standingWithGiven(locked, pool.members, cover.given, cover.awayId) : locked,
      ),
    };
  }
}

const joined = <K, V>(known: ReadonlyMap<K, V>, more: ReadonlyMap<K, V>): Map<K, V> =>
  new Map([...known, ...more]);

const loaded = (
  statuses: ReadonlyMap<string, RepStatus>,
  given: ReadonlyMap<string, Given>,
): Map<string, RepStatus> =>
  new Map([...statuses].map(([id, status]) => [id, withGiven(status, given.get(id))]));

/** `isNew` is the first decision of a pool: what was asked with it was asked before it was locked. */
async function lockPool(work: Work, pool: Pool, mode: Mode): Promise<Standing & { isNew: boolean }> {
  const { settings, tx, now } = work;
  const members = pool.members.map(({ person }) => person);
  const id = standingId(pool.id, mode);
  const locking = lockCounts(work, pool.id, (poolId) => standingId(poolId, mode));
  const [places] = await Promise.all([lockStanding(tx, id), locking]);
  if (pool.catch_up_per_day === 0) return { ...places, caughtUp: new Map(), isCatchingUp: false };
  return { ...places, ...(await readCatchUps(tx, id, midnights(settings, members, now))) };
}

/** Where each rep's day began. */
const midnights = (settings: Settings, ids: readonly string[], now: Date) =>
  ids.map((id) => ({ id, midnight: startOfDay(hoursOf(settings, id), now) }));

/** No pool's id has a colon, so what stands under the shadow's name is nobody else's. */
const standingId = (poolId: string, mode: Mode): string => (mode === 'live' ? poolId : `shadow:${poolId}`);

/** What the rules say about a handoff as it stands. The turn is taken by whoever carries it out. */
export async function routeAgain(
  work: Work,
  { handoff, sourceId }: HandoffRow,
  lead: LeadRow,
  asked: { because: string; isBatch: boolean },
): Promise<Routed> {
  const past = await pastOf(work.tx, handoff);
  const mayRepeat = handoff.ownerId === null;
  return route(work, lead, { ...asked, leg: handoff.leg, sourceId, past, mayRepeat, mode: 'live' });
}
