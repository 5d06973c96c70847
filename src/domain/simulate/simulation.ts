import { companyAt } from '../accounts.ts';
import { ownersOf } from '../owners.ts';
import { NO_PAST } from '../routing/checks.ts';
import { LEVEL, type Standing } from '../routing/choose.ts';
import { decideRoute, type RoutingDecision } from '../routing/decide-route.ts';
import { plainFacts } from '../routing/lead-facts.ts';
import type { NamedOwner, RoutingRecord } from '../routing/record.ts';
import type { Settings } from '../settings.ts';
import { USUAL_LEG } from '../settings-shapes.ts';
import { createAccounts } from './accounts.ts';
import { type Arrival, settledCourse, type UsualCourse } from './arrival.ts';
import { createLine, isEarlier, type Line, type Waiting } from './backlog.ts';
import type { CompanyFact } from './company-facts.ts';
import { createDesks } from './desks.ts';
import { createHeap } from './heap.ts';
import { createMatcher, type Matched } from './match-routes.ts';
import { isOwnerThere, ownersOpen, type WaitsFor, whenAgain } from './when-again.ts';

/** What became of a lead. Who waits at the end was never decided about. */
export type Outcome =
  | { type: 'offered'; repId: string; poolId: string | null; isTurn: boolean; rule: string; at: Date }
  /** Whoever takes it first has it. */
  | { type: 'claim'; poolId: string; rule: string; at: Date }
  /** No rule leads anywhere. */
  | { type: 'unmatched' };

export type Simulation = {
  /** In the order of arrival. */
  arrive: (arrival: Arrival) => void;
  /** Lets time pass: who waits may find somebody. */
  runUntil: (end: Date) => void;
  /** Leads that wait for somebody. */
  waiting: () => number;
};

export type SimulatedFrom = {
  settings: Settings;
  usual: UsualCourse;
  /** What became known of companies otherwise than by these leads, before it begins and on the way. */
  facts: readonly CompanyFact[];
  onDecided: (arrival: Arrival, outcome: Outcome) => void;
};

/** What happens later; of two at the same instant the one that was put down first. */
type Later = { at: number; no: number; event: Event };
type Event =
  | {
      type: 'answered' | 'contacted' | 'closed';
      company: string | null;
      repId: string;
      isAccepted: boolean;
    }
  | { type: 'learnt'; fact: CompanyFact }
  | { type: 'left'; company: string | null; repId: string }
  | { type: 'retry'; line: Line };

/**
 * Plays leads through the routing of these settings, one after another: pools start level, everybody is there in
 * their hours, and a lead lies on a desk for as long as it did. Pure: the same leads give the same outcomes.
 */
export function createSimulation({ settings, usual, facts, onDecided }: SimulatedFrom): Simulation {
  const match = createMatcher(settings, USUAL_LEG);
  const desks = createDesks(settings);
  const accounts = createAccounts(settings);
  const later = createHeap<Later>((a, b) => a.at < b.at || (a.at === b.at && a.no < b.no));
  const standings = new Map<string, Standing>(settings.pools.map(({ id }) => [id, LEVEL]));
  const lines = new Map<string, Line>();
  const waitingOf = new Map<string, Set<Waiting>>();
  const awaited = {
    cap_unanswered: new Map<string, Set<Line>>(),
    cap_uncontacted: new Map<string, Set<Line>>(),
  };
  let waiting = 0;
  let putDown = 0;

  const expect = (at: number, event: Event): void => {
    putDown += 1;
    later.add({ at, no: putDown, event });
  };
  const nextAt = (): number => later.first()?.at ?? Number.POSITIVE_INFINITY;

  const foresee = (fact: CompanyFact): void => expect(fact.at.getTime(), { type: 'learnt', fact });
  for (const fact of facts) foresee(fact);

  const namedFor = (arrival: Arrival, company: string | null): NamedOwner[] =>
    ownersOf(settings, USUAL_LEG, arrival, accounts.knownOf(company));

  const decide = (matched: Matched, named: readonly NamedOwner[], isBacklog: boolean, now: Date) => {
    const question = {
      leg: USUAL_LEG,
      because: 'simulated',
      now,
      facts: matched.facts,
      answers: {},
      owners: named,
      hints: [],
      past: NO_PAST,
      mayRepeat: true,
      isBacklog,
      people: desks.statuses,
      standings,
    };
    for (;;) {
      const answered = decideRoute(matched.settings, question);
      if (answered.ask === null) return answered.decision;
      if (answered.ask === 'pool') standings.set(answered.pool.id, LEVEL);
      else for (const id of answered.ids) desks.addStranger(id);
    }
  };

  const carryOut = (
    { arrival, company }: Pick<Waiting, 'arrival' | 'company'>,
    { record, turn }: RoutingDecision,
    waited: boolean,
    now: Date,
  ): void => {
    if (turn) {
      const lags = new Map(turn.choice.standing.map(({ id, lag }) => [id, lag]));
      standings.set(turn.poolId, { ...LEVEL, lags });
    }
    const { chosenId: repId, poolId } = record;
    const rule = ruleOf(record);
    if (repId !== null) {
      onDecided(arrival, { type: 'offered', repId, poolId, isTurn: turn !== null, rule, at: now });
      putOnDesk(arrival, company, repId, waited, now);
    } else if (poolId !== null) {
      onDecided(arrival, { type: 'claim', poolId, rule, at: now });
      if (company !== null) for (const fact of factsOfClaim(arrival, company)) foresee(fact);
    }
  };

  const putOnDesk = (
    arrival: Arrival,
    company: string | null,
    repId: string,
    waited: boolean,
    now: Date,
  ): void => {
    desks.offer(repId, waited, now);
    const course = settledCourse(arrival.course, usual);
    const of = { company, repId, isAccepted: course.isAccepted };
    const start = now.getTime();
    expect(start + course.answered, { type: 'answered', ...of });
    if (course.isAccepted) expect(start + course.contacted, { type: 'contacted', ...of });
    expect(start + course.closed, { type: 'closed', ...of });
    moveColleagues(accounts.offered(company, repId), now);
  };

  const stand = (one: Waiting): Line => {
    const { company } = one;
    const key = keyOf(one);
    const line = lines.get(key) ?? createLine();
    lines.set(key, line);
    line.add(one);
    if (company !== null) {
      const colleagues = waitingOf.get(company) ?? new Set();
      waitingOf.set(company, colleagues.add(one));
    }
    return line;
  };

  const leave = (one: Waiting): void => {
    one.isGone = true;
    const { company } = one;
    const colleagues = company === null ? undefined : waitingOf.get(company);
    colleagues?.delete(one);
    if (company !== null && colleagues?.size === 0) waitingOf.delete(company);
  };

  /** Leads of a company that others have now wait for those others. */
  const moveColleagues = (companies: readonly string[], now: Date): void => {
    for (const one of companies.flatMap((company) => [...(waitingOf.get(company) ?? [])])) {
      leave(one);
      const named = namedFor(one.arrival, one.company);
      retryAt(stand({ ...one, named, isGone: false }), now.getTime());
    }
  };

  const retryAt = (line: Line, at: number): void => {
    if (at >= line.retryAt || at === Number.POSITIVE_INFINITY) return;
    line.retryAt = at;
    expect(at, { type: 'retry', line });
  };

  const putOff = (line: Line, { named }: Waiting, waits: WaitsFor, now: Date): void => {
    retryAt(line, Math.min(waits.at, ownersOpen(desks.statuses, named, now)));
    for (const { repId, check } of waits.desks) {
      awaited[check].set(repId, (awaited[check].get(repId) ?? new Set()).add(line));
    }
    line.isClosed = !waits.isPaced;
  };

  const wake = (desks: Map<string, Set<Line>>, repId: string, due: Set<Line>): void => {
    for (const line of desks.get(repId) ?? []) due.add(line);
    desks.delete(repId);
  };

  const waitsFor = ({ named }: Waiting, { record }: RoutingDecision, now: Date): WaitsFor =>
    // The owners' own answers come first: for them it waits beside all that it waits for with others.
    whenAgain(settings, desks.statuses, { ...record, rules: record.rules.slice(named.length) }, now);

  /** Offers what waits in these lines, hottest and oldest first, until the first of each finds nobody. */
  const drain = (due: ReadonlySet<Line>, now: Date): void => {
    if (due.size === 0) return;
    const heads = createHeap<{ line: Line; first: Waiting }>((a, b) => isEarlier(a.first, b.first));
    const look = (line: Line): void => {
      const first = line.first();
      if (first) heads.add({ line, first });
    };
    for (const line of due) look(line);
    // Whoever cannot take one lead now cannot take the next one with the same way to go, until something happens.
    const stuck = new Map<string, WaitsFor>();
    for (let head = heads.take(); head; head = heads.take()) {
      const { line, first } = head;
      if (first.isGone) {
        look(line);
        continue;
      }
      const { matched, named } = first;
      const known = isOwnerThere(desks.statuses, named, now) ? undefined : stuck.get(matched.way);
      if (known) {
        putOff(line, first, known, now);
        continue;
      }
      const decision = decide(matched, named, true, now);
      if (isDecided(decision)) {
        leave(first);
        waiting -= 1;
        carryOut(first, decision, true, now);
        look(line);
        continue;
      }
      const waits = waitsFor(first, decision, now);
      stuck.set(matched.way, waits);
      putOff(line, first, waits, now);
    }
  };

  /** Everything of one instant is put down before anybody is asked again. */
  const runInstant = (at: number): void => {
    const now = new Date(at);
    desks.turnDays(now);
    const due = new Set<Line>();
    while (nextAt() === at) {
      const next = later.take();
      if (next) happen(next.event, due, now);
    }
    drain(due, now);
  };

  const happen = (event: Event, due: Set<Line>, now: Date): void => {
    if (event.type === 'retry') {
      event.line.retryAt = Number.POSITIVE_INFINITY;
      due.add(event.line);
      return;
    }
    if (event.type === 'learnt') {
      learn(event.fact, now);
      return;
    }
    const { repId, company } = event;
    switch (event.type) {
      case 'answered':
        desks.answer(repId, event.isAccepted);
        wake(awaited.cap_unanswered, repId, due);
        if (event.isAccepted) moveColleagues(accounts.accepted(company, repId), now);
        break;
      case 'contacted':
        desks.contact(repId);
        wake(awaited.cap_uncontacted, repId, due);
        break;
      case 'closed':
        desks.close(repId);
        moveColleagues(accounts.closed(company, repId), now);
        break;
      case 'left':
        moveColleagues(accounts.closed(company, repId), now);
        break;
    }
  };

  const learn = (fact: CompanyFact, now: Date): void => {
    moveColleagues(accounts.learn(fact), now);
    if (fact.type !== 'worked_on' || fact.until === null) return;
    const company = companyAt(settings, fact.domain);
    expect(fact.until.getTime(), { type: 'left', company, repId: fact.repId });
  };

  const runUntil = (end: Date): void => {
    while (nextAt() <= end.getTime()) runInstant(nextAt());
  };

  return {
    runUntil,
    waiting: () => waiting,
    arrive: (arrival) => {
      runUntil(arrival.at);
      const now = arrival.at;
      desks.turnDays(now);
      const matched = match(plainFacts(settings, arrival));
      const company = accounts.companyOf(arrival.record);
      const named = namedFor(arrival, company);
      const one = { arrival, company, matched, named, isGone: false };
      const line = lines.get(keyOf(one));
      if (line?.isClosed && line.first()) {
        waiting += 1;
        stand(one);
        return;
      }
      const decision = decide(matched, named, false, now);
      if (isDecided(decision)) carryOut({ arrival, company }, decision, false, now);
      else if (matched.way === '' && named.every(({ repId }) => repId === null)) {
        onDecided(arrival, { type: 'unmatched' });
      } else {
        waiting += 1;
        putOff(stand(one), one, waitsFor(one, decision, now), now);
      }
    },
  };
}

/** Who has the same is asked for the same people in the same order. */
const keyOf = ({ matched, named }: Pick<Waiting, 'matched' | 'named'>): string =>
  `${matched.way}|${named.map(({ by, repId }) => `${by}:${repId}`).join(',')}`;

const isDecided = ({ record }: RoutingDecision): boolean => record.chosenId !== null || record.by === 'claim';

/** Who claims a lead is nobody's to foresee: whoever did then has its company from then on. */
function factsOfClaim(arrival: Arrival, domain: string): CompanyFact[] {
  const { lay, repId, firstOfferedAt: at, course } = arrival;
  if (lay !== 'claim' || repId === null || at === null) return [];
  const until = course.closed === null ? null : new Date(at.getTime() + course.closed);
  return [
    { at, domain, type: 'worked_on', repId, until },
    ...(course.isAccepted ? [{ at, domain, type: 'owned' as const, repId }] : []),
  ];
}

/** The rule that decided: the last that leads to somebody, but a pool's overflow counts for the route to the pool. */
function ruleOf({ rules }: RoutingRecord): string {
  const leading = rules.filter(({ result }) => result === 'goes_to');
  return (leading.find(({ poolId }) => poolId !== null) ?? leading.at(-1))?.rule ?? 'none';
}
