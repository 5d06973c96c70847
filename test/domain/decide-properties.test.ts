import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workingMinutesBetween } from '#domain/calendar.ts';
import {
  CLOCK_KINDS,
  type Clock,
  type ClockChange,
  type ClockKind,
  type StampedPolicy,
} from '#domain/clock.ts';
import { decide } from '#domain/decide.ts';
import {
  availableCommands,
  type Command,
  type CommandType,
  type Decision,
  type Facts,
  type Handoff,
  hasArrow,
  isOpenState,
  type Relation,
  TRANSITIONS,
} from '#domain/handoff.ts';
import { CONSEQUENCES } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { pauseClocks, resumeClocks } from '#domain/sla.ts';
import { make } from './make.ts';

/** Whatever is pressed, in whatever order and by whomever: what always holds for a handoff and its clocks. */

const RUNS = 300;
const MINUTE = 60_000;
const PAUSED_BY_SNOOZE: readonly ClockKind[] = ['accept'];
const CLOSED = ['completed', 'rejected', 'withdrawn'];
const OPENED_AT = new Date('2026-03-02T08:00:00Z');

/** `channel` is where whoever comes first has it. */
type Routed = 'ben' | 'cleo' | 'nobody' | 'channel';
type Press = {
  relation: Relation;
  command: Command;
  consequence: (typeof CONSEQUENCES)[number] | 'unknown';
  snoozesToday: number;
};
/** A press that is settled when its turn comes: mostly one that may be made then. */
type Idea = {
  minutesLater: number;
  isWild: boolean;
  type: number;
  relation: number;
  commands: { [Type in CommandType]: Extract<Command, { type: Type }> };
  consequence: Press['consequence'];
  routed: Routed;
  snoozesToday: number;
  opsPause: boolean;
};
type Setup = { policy: StampedPolicy; hasMeeting: boolean; leg: Leg };
/** `isPaused` while ops have stopped all clocks. */
type World = {
  handoff: Handoff;
  clocks: Clock[];
  now: Date;
  remindedAt: Date | null;
  hasMeeting: boolean;
  isPaused: boolean;
};
type Step = { before: World; facts: Facts; command: Command; decision: Decision; after: World };

// What the rows do with a decision

function change(clocks: Clock[], changes: readonly ClockChange[], now: Date): Clock[] {
  return changes.reduce((rows, one) => changeOne(rows, one, now), clocks);
}

function changeOne(clocks: Clock[], one: ClockChange, now: Date): Clock[] {
  if (one.do === 'start') {
    const { kind, repId, deadlineAt } = one;
    const planned = one.steps.map(({ index, dueAt }) => ({ index, round: 0, dueAt }));
    const idle = { pausedAt: null, stoppedAt: null, met: null, breachedAt: null, planned };
    return [...clocks, { id: `${kind}-${clocks.length}`, kind, repId, startedAt: now, deadlineAt, ...idle }];
  }
  const isMeant = ({ kind, stoppedAt }: Clock) =>
    kind === one.kind && (stoppedAt !== null) === (one.do === 'reopen' || one.do === 'move');
  const index = clocks.findLastIndex(isMeant);
  // A breach may come for a clock that was answered at the same moment; all else is about a clock that is there.
  if (index === -1 && one.do === 'breach') return clocks;
  const clock = clocks[index];
  if (!clock) throw new Error(`${one.do} ${one.kind}: there is no such clock`);
  return clocks.with(index, { ...clock, ...changed(clock, one, now) });
}

function changed({ pausedAt }: Clock, one: Exclude<ClockChange, { do: 'start' }>, now: Date): Partial<Clock> {
  switch (one.do) {
    case 'stop':
      return { stoppedAt: one.at ?? now, met: one.met };
    case 'breach':
      return { breachedAt: now };
    case 'pause':
      return { pausedAt: pausedAt ?? now };
    case 'resume':
      return { pausedAt: null, deadlineAt: one.deadlineAt, planned: one.steps };
    case 'move':
      return { stoppedAt: one.at };
    case 'reopen':
      return { stoppedAt: null, met: null };
  }
}

// Playing a run

const actorOf = (relation: Relation, { ownerId }: Handoff) =>
  relation === 'owner' ? { ...make.actor('owner'), personId: ownerId ?? 'ana' } : make.actor(relation);

function factsFor(world: World, setup: Pick<Setup, 'policy'>, press: Press): Facts {
  const { command } = press;
  const to = command.type === 'reassign' && command.to !== 'next' ? command.to : null;
  return make.situation({
    actor: actorOf(press.relation, world.handoff),
    policy: setup.policy,
    hasMeeting: world.hasMeeting,
    isPaused: world.isPaused,
    clocks: world.clocks,
    ownerName: world.handoff.ownerId,
    reason: press.consequence === 'unknown' ? null : make.reason({ consequence: press.consequence }),
    target: to === null ? null : { id: to, name: to, against: to === 'gone' ? ['deactivated'] : [] },
    snoozesTodayByOwner: press.snoozesToday,
    lastRemindedAt: world.remindedAt,
  });
}

function give(before: World, setup: Setup, press: Press): Step {
  const { command } = press;
  // The rows say so before anything is decided.
  const isOff =
    command.type === 'calendar' && command.became === 'cancelled' && hasArrow(before.handoff, 'calendar');
  const world = isOff ? { ...before, hasMeeting: false } : before;
  const facts = factsFor(world, setup, press);
  const decision = decide(world.handoff, command, facts, world.now);
  if (!decision.ok) return { before, facts, command, decision, after: before };
  const isReminded = decision.events.some((event) => event.type === 'reminded');
  const isBooked =
    'outcome' in command && command.outcome === 'meeting_booked' && command.madeBy !== 'machine';
  const after = {
    ...world,
    handoff: decision.handoff,
    clocks: change(world.clocks, decision.clocks, world.now),
    remindedAt: isReminded ? world.now : world.remindedAt,
    hasMeeting: world.hasMeeting || isBooked,
  };
  return { before, facts, command, decision, after };
}

/** One press, and what routing does with it in the same transaction. */
function play(world: World, setup: Setup, idea: Idea): Step[] {
  const press = settle(idea, world.handoff);
  const step = give(world, setup, press);
  const events = step.decision.ok ? step.decision.events : [];
  if (!events.some((event) => event.type === 'owner_needed')) return [step];
  const stays = idea.routed === 'nobody' && step.after.handoff.ownerId !== null;
  return stays ? [step] : [step, give(step.after, setup, { ...press, ...routing(idea.routed) })];
}

function settle(idea: Idea, handoff: Handoff): Press {
  const isPossible = (type: CommandType) => idea.isWild || hasArrow(handoff, type);
  const types = TYPES.filter(isPossible);
  const type = types.length > 0 ? pick(types, idea.type) : 'undo';
  const relation = pick<Relation>(idea.isWild ? RELATIONS : TRANSITIONS[type].by, idea.relation);
  const { consequence, snoozesToday } = idea;
  return { relation, command: idea.commands[type], consequence, snoozesToday };
}

function pick<T>(from: readonly T[], number: number): T {
  const picked = from[number % from.length];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

const routing = (routed: Routed): Pick<Press, 'relation' | 'command'> => ({
  relation: 'system',
  command: commandOf(routed),
});

function commandOf(routed: Routed): Command {
  if (routed === 'nobody') return { type: 'hold', claimKey: null };
  if (routed === 'channel') return { type: 'hold', claimKey: 'claim:handoff' };
  return { type: 'offer', to: routed, poolId: 'sdr' };
}

function run(setup: Setup, first: Routed, ideas: readonly Idea[]): Step[] {
  const handoff = make.handoff({
    leg: setup.leg,
    state: 'waiting',
    ownerId: null,
    poolId: null,
    offerNo: 0,
    firstOfferedAt: null,
    offeredAt: null,
  });
  const { hasMeeting } = setup;
  const world = { handoff, clocks: [], now: OPENED_AT, remindedAt: null, hasMeeting, isPaused: false };
  const steps = [give(world, setup, { ...routing(first), consequence: 'unknown', snoozesToday: 0 })];
  for (const idea of ideas) {
    const last = steps.at(-1)?.after ?? world;
    // A handoff is locked while it changes: two presses never fall on one instant.
    const now = new Date(last.now.getTime() + idea.minutesLater * MINUTE + 1);
    steps.push(...play(paused({ ...last, now }, setup, idea.opsPause), setup, idea));
  }
  return steps;
}

/** Ops stop all clocks or let them go on; the tick settles what a press left otherwise. */
function paused(world: World, setup: Setup, opsPause: boolean): World {
  const facts = make.situation({ policy: setup.policy, clocks: world.clocks });
  const changes = opsPause ? pauseClocks(facts, CLOCK_KINDS) : resumeClocks(facts, CLOCK_KINDS, world.now);
  const isAsleep = world.handoff.state === 'snoozed' && world.handoff.acceptedAt === null;
  const meant = changes.filter(({ kind }) => opsPause || !isAsleep || !PAUSED_BY_SNOOZE.includes(kind));
  return { ...world, isPaused: opsPause, clocks: change(world.clocks, meant, world.now) };
}

// What may happen

const { first_email, first_call, follow_up, qualify } = make.policy({
  first_email: { within: '1h', ladder: [{ at: '50%', do: 'remind' }] },
  first_call: { within: '4h' },
  follow_up: { within: '1bd', tries: 3, over: '3bd' },
  qualify: { within: '10bd', ladder: [{ at: '200%', do: 'tell_manager' }] },
});
const MORE_CLOCKS = { first_email, first_call, follow_up, qualify };

const policy = fc
  .record({
    hot: fc.boolean(),
    response: fc.boolean(),
    unassigned: fc.boolean(),
    more: fc.boolean(),
  })
  .map(({ hot, response, unassigned, more }) => {
    const usual = hot
      ? make.policy({ snooze: { choices: ['15m'], limit: '15m', times: 1 } })
      : make.policy({
          accept: { within: '4h' },
          response: { within: '1bd' },
          ladder: [{ at: '50%', do: 'remind' }],
          snooze: { choices: ['1h', 'next_morning'], limit: 'next_morning', times: 3 },
        });
    return {
      ...usual,
      response: response ? usual.response : null,
      unassigned: unassigned ? usual.unassigned : null,
      ...(more && MORE_CLOCKS),
    };
  });
const leg = fc.constantFrom<Leg[]>('mql_to_sdr', 'sql_to_ae', 'sql_to_ae', 'won_to_cs');
const setups: fc.Arbitrary<Setup> = fc.record({ policy, hasMeeting: fc.boolean(), leg });
const routed = fc.constantFrom<Routed[]>('ben', 'cleo', 'nobody', 'channel');

const RELATIONS: Relation[] = ['owner', 'manager', 'ops', 'member', 'system', 'other'];
// What ends a run comes less often than what goes on.
const TYPES: CommandType[] = [
  ...(['win', 'lose', 'tell_deal', 'tell_opportunity', 'opportunity', 'opportunity', 'opportunity'] as const),
  ...(['qualify', 'disqualify', 'recycle', 'withdraw', 'reject', 'breach', 'remind'] as const),
  ...([
    'offer',
    'hold',
    'respond',
    'respond',
    'activity',
    'calendar',
    'calendar',
    'meet',
    'mend',
    'ask_again',
    'cover',
    'reassign',
    'reassign',
    'wake',
    'wake',
    'claim',
    'claim',
  ] as const),
  ...(['accept', 'accept', 'accept', 'snooze', 'snooze', 'snooze', 'undo', 'undo', 'undo'] as const),
];
const reason = 'why';
const note = fc.constantFrom('', 'a note');
const only = <const T>(value: T) => fc.constant(value);

const touch = {
  channel: fc.constantFrom('call' as const, 'email' as const),
  outcome: fc.constantFrom('no_answer' as const, 'reached' as const, 'meeting_booked' as const),
  note: only(''),
  at: fc.constantFrom(null, new Date('2026-03-02T08:03:00Z')),
  via: fc.constantFrom(null, 'dialler'),
  madeBy: fc.constantFrom(null, 'person' as const),
};
const commands: fc.Arbitrary<Idea['commands']> = fc.record({
  offer: fc.record({ type: only('offer'), to: fc.constantFrom('ana', 'ben'), poolId: only('sdr') }),
  hold: fc.record({ type: only('hold'), claimKey: fc.constantFrom(null, 'claim:handoff', 'batch:list') }),
  reserve: fc.record({
    ...{ type: only('reserve'), to: fc.constantFrom('ana', 'ben'), poolId: only('sdr') },
    until: only(new Date('2026-03-02T08:08:00Z')),
  }),
  accept: only({ type: 'accept' }),
  claim: only({ type: 'claim' }),
  reject: fc.record({ type: only('reject'), reason: only(reason), note }),
  snooze: fc.record({
    type: only('snooze'),
    until: fc.constantFrom(
      { unit: 'minutes' as const, amount: 15 },
      { unit: 'next_morning' as const },
      new Date('2026-03-02T08:10:00Z'),
      new Date('2026-03-03T12:00:00Z'),
    ),
  }),
  wake: fc.record({ type: only('wake'), because: fc.constantFrom('time', 'signal', 'rep') }),
  undo: only({ type: 'undo' }),
  meet: fc.record({ type: only('meet'), became: fc.constantFrom('held', 'no_show') }),
  mend: fc.record({ type: only('mend'), email: fc.constantFrom('jane@acme.com', 'jane@acme,com') }),
  calendar: fc.record({
    type: only('calendar'),
    became: fc.constantFrom('moved', 'cancelled', 'reopened', 'over'),
    by: fc.constantFrom(null, 'lead', 'host'),
    via: only('calendar'),
    startAt: only(new Date('2026-03-03T09:00:00Z')),
    at: only(OPENED_AT),
  }),
  ask_again: only({ type: 'ask_again' }),
  respond: fc.record({ type: only('respond'), ...touch }),
  activity: fc.record({
    ...{ ...touch, type: only('activity') },
    madeBy: fc.constantFrom(null, 'person' as const, 'machine' as const),
  }),
  cover: fc.record({ type: only('cover'), to: fc.constantFrom('ana', 'ben'), because: only('cover') }),
  qualify: only({ type: 'qualify', answers: {} }),
  opportunity: fc.record({
    type: only('opportunity'),
    amount: fc.constantFrom('40000', '55000.5', 'lots', '', '-1'),
    currency: fc.constantFrom('EUR', 'usd', 'XYZW'),
    closeOn: fc.constantFrom('2027-03-31', '2026-06-30', '2026-01-01', 'soon'),
    subStage: fc.constantFrom('', 'discovery', 'no_such_step'),
    nextStep: only('Demo'),
  }),
  tell_opportunity: fc.record({
    type: only('tell_opportunity'),
    deal: fc.constantFrom(
      { amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'proposal' },
      { amount: 1, currency: 'USD', closeOn: '2026-06-30', subStage: null },
    ),
    via: only('crm'),
  }),
  win: only({ type: 'win', answers: { promised: 'Live by June' } }),
  lose: fc.record({ type: only('lose'), reason: only(reason), competitor: only('Rivalsoft'), note }),
  tell_deal: fc.record({
    ...{ type: only('tell_deal'), status: fc.constantFrom('won', 'lost') },
    deal: fc.constantFrom(null, { amount: 45_000, currency: 'EUR', closeOn: '2027-01-05', subStage: null }),
    via: only('crm'),
  }),
  disqualify: fc.record({ type: only('disqualify'), reason: only(reason), note }),
  recycle: fc.record({ type: only('recycle'), reason: only(reason), note, until: only(null) }),
  reassign: fc.record({
    type: only('reassign'),
    to: fc.constantFrom('next', 'ana', 'ben', 'mia', 'gone'),
    because: only(''),
  }),
  remind: only({ type: 'remind' }),
  breach: fc.record({ type: only('breach'), clock: fc.constantFrom(...CLOCK_KINDS) }),
  withdraw: only({ type: 'withdraw', because: 'merged' }),
});
const idea: fc.Arbitrary<Idea> = fc.record({
  minutesLater: fc.constantFrom(0, 0, 1, 1, 2, 5, 15, 60, 14 * 60, 3 * 24 * 60),
  isWild: fc.constantFrom(true, false, false, false),
  type: fc.nat(1000),
  relation: fc.nat(1000),
  commands,
  consequence: fc.constantFrom(...CONSEQUENCES, 'unknown' as const),
  routed,
  snoozesToday: fc.constantFrom(0, 0, 0, 20),
  opsPause: fc.constantFrom(true, false, false, false, false),
});
const runs = fc
  .record({ setup: setups, first: routed, ideas: fc.array(idea, { maxLength: 20, size: 'max' }) })
  .map(({ setup, first, ideas }) => ({ setup, steps: run(setup, first, ideas) }));

function always(check: (steps: Step[], setup: Setup) => void): void {
  fc.assert(
    fc.property(runs, ({ setup, steps }) => check(steps, setup)),
    { numRuns: RUNS },
  );
}

const alwaysEach = (check: (step: Step, setup: Setup) => void): void =>
  always((steps, setup) => {
    for (const step of steps) check(step, setup);
  });

const done = ({ decision }: Step): boolean => decision.ok;
const runningIn = ({ clocks }: World) => clocks.filter((clock) => clock.stoppedAt === null);

// The handoff

test('a command takes an arrow of the table, or is refused and changes nothing', () => {
  alwaysEach(({ before, command, decision, after }) => {
    if (!decision.ok) return expect(after).toBe(before);
    const transition: { from: readonly string[]; to: readonly string[] } = TRANSITIONS[command.type];
    expect(transition.from).toContain(before.handoff.state);
    const targets = transition.to.map((to) => {
      if (to === 'same') return before.handoff.state;
      return to === 'before' ? before.handoff.before?.state : to;
    });
    expect(targets).toContain(after.handoff.state);
  });
});

test('somebody owns every handoff, except one that waits and one that was over while it waited', () => {
  alwaysEach(({ before, after }) => {
    const isOver = after.handoff.closedAt !== null && before.handoff.ownerId === null;
    const isNobodys = after.handoff.state === 'waiting' || isOver;
    expect(after.handoff.ownerId === null).toBe(isNobodys);
  });
});

test('a closed handoff knows when it was closed, and an open one was not', () => {
  alwaysEach(({ after: { handoff } }) => {
    expect(handoff.closedAt !== null).toBe(CLOSED.includes(handoff.state));
    expect(isOpenState(handoff.state)).toBe(handoff.closedAt === null);
  });
});

test('nothing but undo, inside its two minutes, does anything to a closed handoff', () => {
  alwaysEach(({ before, command, decision }) => {
    if (!decision.ok || before.handoff.closedAt === null) return;
    expect(command.type).toBe('undo');
    expect(before.now.getTime() - before.handoff.closedAt.getTime()).toBeLessThan(2 * MINUTE);
  });
});

test('an offer is accepted at most once, unless that was undone', () => {
  always((steps) => {
    let accepted = 0;
    for (const { decision } of steps) {
      for (const event of decision.ok ? decision.events : []) {
        if (event.type === 'offered') accepted = 0;
        if (event.type === 'accepted') accepted += 1;
        if (event.type === 'undone' && ['accept', 'claim'].includes(event.command)) accepted -= 1;
        expect(accepted).toBeGreaterThanOrEqual(0);
        expect(accepted).toBeLessThanOrEqual(1);
      }
    }
  });
});

test('an owner accepted what is accepted, in work or called back, and nothing that waits or is offered', () => {
  alwaysEach(({ after: { handoff } }) => {
    if (['accepted', 'working'].includes(handoff.state)) expect(handoff.acceptedAt).not.toBeNull();
    if (['waiting', 'offered', 'rejected'].includes(handoff.state)) expect(handoff.acceptedAt).toBeNull();
  });
});

test('every offer and every cover has its number, and each is one more than the last', () => {
  always((steps) => {
    const numbers = steps.flatMap(({ decision }) =>
      decision.ok
        ? decision.events.flatMap((event) => ('no' in event && event.no !== null ? [event.no] : []))
        : [],
    );
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

test('only what is snoozed has a time to wake at', () => {
  alwaysEach(({ after: { handoff } }) => {
    expect(handoff.snoozedUntil !== null).toBe(handoff.state === 'snoozed');
  });
});

// Undo

test('what the last press changed is known exactly while it can be undone, and as long as it is snoozed', () => {
  alwaysEach(({ facts, after }) => {
    const { handoff, now } = after;
    const owner = { ...facts, actor: actorOf('owner', handoff), clocks: after.clocks };
    const undone = decide(handoff, { type: 'undo' }, owner, now);
    expect(undone.ok).toBe(handoff.before !== null && now < handoff.before.undoUntil);
    if (handoff.state === 'snoozed') expect(handoff.before).not.toBeNull();
    const pressed = {
      accept: 'accepted',
      claim: 'accepted',
      reject: 'rejected',
      snooze: 'snoozed',
      recycle: 'completed',
      qualify: 'completed',
      opportunity: 'working',
      win: 'completed',
      lose: 'completed',
    };
    if (handoff.before) expect({ ...pressed }).toHaveProperty(handoff.before.command, handoff.state);
  });
});

test('undoing a press restores the handoff, and its clocks as if nothing had been pressed', () => {
  alwaysEach((step) => {
    const { before, command, facts, after } = step;
    const isUndoable = command.type !== 'undo' && after.handoff.before?.at === after.now;
    if (!done(step) || !isUndoable) return;
    const at = new Date(after.now.getTime() + 2 * MINUTE - 1);
    const owner = { ...facts, actor: actorOf('owner', after.handoff), clocks: after.clocks };
    const undone = decide(after.handoff, { type: 'undo' }, owner, at);
    if (!undone.ok) throw new Error(`undo of ${command.type} was refused: ${undone.refusal.type}`);
    // That a claim was an offer stays in the history, and so in the number of the next.
    const { offerNo } = command.type === 'claim' ? after.handoff : before.handoff;
    const restored = { ...before.handoff, before: null, offerNo };
    const isSame = { offeredAt: command.type === 'claim' ? undone.handoff.offeredAt : restored.offeredAt };
    expect({ ...undone.handoff, before: null }).toEqual({ ...restored, ...isSame });
    const changed = change(after.clocks, undone.clocks, at);
    // What the press started is over, as if it had never been.
    const clocks = changed.slice(0, before.clocks.length);
    expect(changed.slice(before.clocks.length).every(({ stoppedAt }) => stoppedAt !== null)).toBe(true);
    if (before.handoff.state === 'snoozed') {
      const isPaused = (clock: Clock) => clock.pausedAt !== null && clock.stoppedAt === null;
      expect(clocks.filter(isPaused).map(({ id }) => id)).toEqual(
        before.clocks.filter(isPaused).map(({ id }) => id),
      );
    } else {
      expect(clocks).toEqual(before.clocks);
    }
  });
});

test('undoing an acceptance or a rejection of a snoozed offer leaves a snooze that wakes into the offer', () => {
  alwaysEach((step) => {
    const { before, command, facts, after } = step;
    if (!done(step) || command.type !== 'undo' || after.handoff.state !== 'snoozed') return;
    const woken = decide(
      after.handoff,
      { type: 'wake', because: 'rep' },
      { ...facts, clocks: after.clocks },
      after.now,
    );
    expect(before.handoff.before?.state).toBe('snoozed');
    expect(woken).toMatchObject({
      ok: true,
      handoff: { state: 'offered', snoozedUntil: null, before: null },
    });
  });
});

// Clocks

test('no clock runs twice, and none in a closed handoff', () => {
  alwaysEach(({ after }) => {
    const kinds = runningIn(after).map((clock) => clock.kind);
    expect(kinds).toEqual([...new Set(kinds)]);
    if (after.handoff.closedAt !== null) expect(kinds).toEqual([]);
  });
});

/** What starts clocks that a meeting had stopped, or kept from starting. */
const isRestart = ({ type }: Command): boolean => ['calendar', 'ask_again', 'meet'].includes(type);

test('the response clock starts with the first offer, unless a meeting is booked, once, and nothing but its end stops it', () => {
  always((steps, { policy }) => {
    let isMet = false;
    let wasMet = false;
    let startedAt: Date | null = null;
    for (const { before, command, decision, after } of steps) {
      const { handoff, clocks } = after;
      if (before.handoff.firstOfferedAt === null)
        startedAt = before.hasMeeting ? null : handoff.firstOfferedAt;
      const all = clocks.filter((clock) => clock.kind === 'response');
      const isRestarted = decision.ok && isRestart(command) && all.at(-1)?.startedAt === after.now;
      if (isRestarted) {
        expect([after.hasMeeting, startedAt !== null && !isMet]).toEqual([false, false]);
        startedAt = after.now;
        isMet = false;
      }
      // One that an undone claim had started was stopped with it.
      const { firstOfferedAt } = handoff;
      const response = all
        .slice(-1)
        .filter((clock) => firstOfferedAt !== null && clock.startedAt >= firstOfferedAt);
      for (const clock of all) if (!response.includes(clock)) expect(clock.stoppedAt).not.toBeNull();
      const wasOffered = handoff.firstOfferedAt !== null;
      expect(response.map((clock) => clock.startedAt)).toEqual(
        wasOffered && startedAt && policy.response ? [startedAt] : [],
      );
      const isBooked =
        command.type === 'activity' && command.outcome === 'meeting_booked' && command.madeBy !== 'machine';
      // What nobody has been offered has no such clock yet.
      if (decision.ok && wasOffered && (['respond', 'meet'].includes(command.type) || isBooked))
        isMet = !isRestarted;
      // Whoever has a deal has reached them; an undone one is none.
      const events = decision.ok ? decision.events : [];
      if (events.some(({ type }) => type === 'opportunity')) {
        wasMet = isMet;
        isMet = true;
      }
      if (events.some((event) => event.type === 'undone' && event.command === 'opportunity')) isMet = wasMet;
      if (!wasOffered) isMet = false;
      const isOver = isMet || handoff.closedAt !== null;
      expect(response.map((clock) => clock.stoppedAt !== null)).toEqual(response.map(() => isOver));
    }
  });
});

test('a clock stops after it started, and no later than it is told', () => {
  alwaysEach(({ after }) => {
    for (const { startedAt, stoppedAt } of after.clocks) {
      if (stoppedAt === null) continue;
      expect(stoppedAt.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
      expect(stoppedAt.getTime()).toBeLessThanOrEqual(after.now.getTime());
    }
    const { firstOfferedAt, respondedAt } = after.handoff;
    if (firstOfferedAt && respondedAt) {
      expect(respondedAt.getTime()).toBeGreaterThanOrEqual(firstOfferedAt.getTime());
    }
  });
});

test('the clock of the next try runs only while the lead is worked on, and not once recycling is proposed', () => {
  alwaysEach(({ command, decision, after }, { policy }) => {
    const { handoff } = after;
    const runs = runningIn(after).some((clock) => clock.kind === 'follow_up');
    if (runs) expect([handoff.acceptedAt !== null, handoff.exhaustedAt]).toEqual([true, null]);
    if (!decision.ok || command.type !== 'respond') return;
    const isTried = command.outcome === 'no_answer';
    expect(runs).toBe(
      isTried && policy.follow_up !== null && handoff.exhaustedAt === null && handoff.deal === null,
    );
    if (!isTried) expect(handoff).toMatchObject({ tries: 0, exhaustedAt: null });
    if (isTried && policy.follow_up && handoff.deal === null && handoff.tries >= policy.follow_up.tries) {
      expect(handoff.exhaustedAt).not.toBeNull();
    }
  });
});

test('the clock of qualifying starts with the first acceptance, or a meeting that needs none, once, and ends with the handoff', () => {
  always((steps, { policy }) => {
    for (const { before, command, facts, decision, after } of steps) {
      const [had, has] = [before, after].map((world) =>
        runningIn(world).find((clock) => clock.kind === 'qualify'),
      );
      const isAccepted = decision.ok && decision.events.some(({ type }) => type === 'accepted');
      const isOffered = decision.ok && decision.events.some(({ type }) => type === 'offered');
      const isBooked =
        decision.ok &&
        command.type === 'activity' &&
        command.outcome === 'meeting_booked' &&
        command.madeBy !== 'machine' &&
        before.handoff.ownerId !== null;
      // What there is a deal with was qualified.
      if (after.handoff.deal !== null && after.handoff.closedAt === null) {
        expect(has).toBeUndefined();
        continue;
      }
      const isMeant = isAccepted || isBooked || (isOffered && facts.hasMeeting);
      if (isMeant && policy.qualify) expect(has?.startedAt).toEqual(had?.startedAt ?? after.now);
      else if (decision.ok && after.handoff.closedAt === null && before.handoff.closedAt === null) {
        const isUndone = decision.events.some((event) => event.type === 'undone');
        if (!isUndone) expect(has?.startedAt).toEqual(had?.startedAt);
      }
      if (after.handoff.acceptedAt !== null && after.handoff.closedAt === null && policy.qualify) {
        expect(has).toBeDefined();
      }
    }
  });
});

// Later legs

test('what a CRM says of a deal changes the deal alone, and what it says twice is one event', () => {
  alwaysEach(({ command, facts, decision, after }) => {
    if (!decision.ok || command.type !== 'tell_opportunity') return;
    const { amount, currency, closeOn } = command.deal;
    expect(after.handoff.deal).toMatchObject({ amount, currency, closeOn });
    const again = decide(after.handoff, command, { ...facts, clocks: after.clocks }, after.now);
    expect(again).toEqual({ ok: true, handoff: after.handoff, events: [], clocks: [], stage: null });
  });
});

test('what a later team rejects is sent back, or goes to another of them; it is no word to marketing', () => {
  alwaysEach(({ before, decision }) => {
    for (const event of decision.ok ? decision.events : []) {
      if (event.type !== 'rejected') continue;
      const isLater = before.handoff.leg !== 'mql_to_sdr';
      expect(event.consequence === 'send_back').toBe(isLater && event.consequence !== 'reroute');
      if (isLater) expect(decision).toMatchObject({ stage: null });
    }
  });
});

// Deals

test('only an AE has a deal, with a number, a currency and a day; it is won or lost by a press only then', () => {
  alwaysEach(({ before, command, decision, after }) => {
    const { deal, leg } = after.handoff;
    if (deal !== null) {
      expect(leg).toBe('sql_to_ae');
      expect(deal.amount).toBeGreaterThan(0);
      expect(['EUR', 'USD']).toContain(deal.currency);
      expect(['2027-03-31', '2026-06-30', '2027-01-05']).toContain(deal.closeOn);
    }
    const isPressed = command.type === 'win' || command.type === 'lose';
    if (decision.ok && isPressed) expect(before.handoff.deal).not.toBeNull();
  });
});

test('an opportunity stays open with its AE, and every other thing said of the deal is an event', () => {
  alwaysEach(({ before, command, decision, after }) => {
    if (!decision.ok || command.type !== 'opportunity') return;
    const { ownerId, closedAt, state, deal } = after.handoff;
    expect({ ownerId, closedAt, state }).toEqual({
      ownerId: before.handoff.ownerId,
      closedAt: null,
      state: 'working',
    });
    expect(decision.events).toMatchObject([{ type: 'opportunity', deal }]);
    expect(decision.stage).toBe(before.handoff.deal === null ? 'opportunity' : null);
    expect(runningIn(after).map(({ kind }) => kind)).not.toContain('qualify');
  });
});

test('what was pressed of a deal can be undone, and then nothing was said', () => {
  alwaysEach(({ before, facts, command, decision, after }) => {
    const isPressed = command.type === 'opportunity' || command.type === 'win' || command.type === 'lose';
    if (!decision.ok || !isPressed) return;
    const owner = { ...facts, actor: actorOf('owner', after.handoff), clocks: after.clocks };
    const undone = decide(after.handoff, { type: 'undo' }, owner, after.now);
    const { state, deal, closedAt, acceptedAt } = before.handoff;
    expect(undone).toMatchObject({ ok: true, handoff: { state, deal, closedAt, acceptedAt } });
  });
});

// Cover

test('whoever covers a lead that was accepted finds it as it stood, and no clock of it knows of the change', () => {
  alwaysEach(({ before, command, decision, after }) => {
    if (!decision.ok || command.type !== 'cover' || before.handoff.acceptedAt === null) return;
    const { ownerId, offerNo, offeredAt, before: undone } = after.handoff;
    expect({ ...after.handoff, before: null }).toEqual({
      ...before.handoff,
      ownerId,
      offerNo,
      offeredAt,
      before: null,
    });
    expect(offerNo).toBe(before.handoff.offerNo + 1);
    expect(undone === null || before.handoff.state === 'snoozed').toBe(true);
    expect(after.clocks).toEqual(before.clocks);
  });
});

test('a snoozed lead that is covered still wakes', () => {
  alwaysEach(({ command, decision, facts, after }) => {
    if (!decision.ok || command.type !== 'cover' || after.handoff.state !== 'snoozed') return;
    const awake = { ...facts, actor: make.actor('system'), clocks: after.clocks };
    const until = after.handoff.snoozedUntil ?? after.now;
    const woken = decide(after.handoff, { type: 'wake', because: 'time' }, awake, until);
    expect(woken).toMatchObject({ ok: true, handoff: { ownerId: after.handoff.ownerId } });
    expect(woken.ok && ['accepted', 'working'].includes(woken.handoff.state)).toBe(true);
  });
});

test('the accept clock runs while an offer is unanswered, unless a meeting is in the calendar', () => {
  alwaysEach(({ after }) => {
    const { handoff, hasMeeting } = after;
    const isUnanswered =
      handoff.state === 'offered' || (handoff.state === 'snoozed' && handoff.acceptedAt === null);
    expect(runningIn(after).some((clock) => clock.kind === 'accept')).toBe(isUnanswered && !hasMeeting);
  });
});

test('the unassigned clock runs only while nobody owns it', () => {
  alwaysEach(({ after, decision }, { policy }) => {
    const runs = runningIn(after).some((clock) => clock.kind === 'unassigned');
    if (after.handoff.state !== 'waiting') expect(runs).toBe(false);
    const isHeld = decision.ok && decision.events.some((event) => event.type === 'held');
    if (isHeld && policy.unassigned) expect(runs).toBe(true);
  });
});

test('clocks are paused only while ops have stopped them, or of an offer that is snoozed, what waits for an answer', () => {
  alwaysEach(({ after, command }) => {
    const { handoff, isPaused } = after;
    // A clock that ops stopped, answered, and undone when they let all go on: the tick settles it.
    if (command.type === 'undo') return;
    const sleeps = handoff.state === 'snoozed' && handoff.acceptedAt === null;
    for (const clock of runningIn(after)) {
      const isMeant = isPaused || (sleeps && PAUSED_BY_SNOOZE.includes(clock.kind));
      expect(clock.pausedAt !== null).toBe(isMeant);
    }
  });
});

test('what ops had stopped goes on with exactly the working time that was left, up to each step as well', () => {
  fc.assert(
    fc.property(runs, fc.integer({ min: 0, max: 20_000 }), ({ setup, steps }, minutes) => {
      const { after } = steps.at(-1) ?? {};
      if (!after) return;
      const { repHours } = make.situation();
      const facts = make.situation({ policy: setup.policy, clocks: after.clocks });
      const stopped = change(after.clocks, pauseClocks(facts, CLOCK_KINDS), after.now);
      const resumedAt = new Date(after.now.getTime() + minutes * MINUTE);
      const resumed = change(
        stopped,
        resumeClocks({ ...facts, clocks: stopped }, CLOCK_KINDS, resumedAt),
        resumedAt,
      );
      for (const [index, clock] of stopped.entries()) {
        const { pausedAt } = clock;
        const later = resumed[index];
        if (pausedAt === null || clock.stoppedAt !== null || !later) continue;
        expect(later.planned.length).toBe(clock.planned.length);
        const dues = [clock.deadlineAt, ...clock.planned.map(({ dueAt }) => dueAt)];
        const laterDues = [later.deadlineAt, ...later.planned.map(({ dueAt }) => dueAt)];
        for (const [place, due] of dues.entries()) {
          const laterDue = laterDues[place] ?? due;
          if (due <= pausedAt) expect(laterDue).toEqual(due);
          else {
            const left = workingMinutesBetween(repHours, pausedAt, due);
            expect(workingMinutesBetween(repHours, resumedAt, laterDue)).toBeCloseTo(left, 6);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('no press brings a deadline nearer', () => {
  alwaysEach(({ before, after }) => {
    for (const clock of before.clocks) {
      const later = after.clocks.find((one) => one.id === clock.id);
      expect(later?.deadlineAt.getTime()).toBeGreaterThanOrEqual(clock.deadlineAt.getTime());
    }
  });
});

// Claims

test('what lies to be claimed waits, and whoever claims it owns it, accepted, with no accept clock', () => {
  alwaysEach(({ before, command, decision, after }) => {
    if (after.handoff.claimKey !== null) expect(after.handoff.state).toBe('waiting');
    if (after.handoff.reservedFor !== null) expect(after.handoff.state).toBe('waiting');
    expect(after.handoff.reservedUntil === null).toBe(after.handoff.reservedFor === null);
    if (!decision.ok || command.type !== 'claim') return;
    expect(before.handoff.claimKey).not.toBeNull();
    expect(after.handoff).toMatchObject({ state: 'accepted', claimKey: null, acceptedAt: after.now });
    expect(runningIn(after).map(({ kind }) => kind)).not.toContain('accept');
  });
});

// Who may

test('what is offered as a button is not refused for its time or its presser, and what is not is refused', () => {
  alwaysEach(({ before, facts, command, decision }) => {
    const { relation } = facts.actor;
    const isListed = availableCommands(before.handoff, relation, before.now).includes(command.type);
    if (!isListed) return expect(decision.ok).toBe(false);
    // Ticks have no buttons, and may come with a list of what was due before.
    const isTick = command.type === 'wake' && command.because === 'time';
    if (decision.ok || isTick) return;
    expect(['not_now', 'not_yours', 'undo_too_late']).not.toContain(decision.refusal.type);
  });
});

test('somebody who has nothing to do with it changes nothing, and hears whose it is', () => {
  alwaysEach(({ before, facts, command, decision }) => {
    if (facts.actor.relation !== 'other') return;
    const { ownerId, acceptedAt, claimKey } = before.handoff;
    const refusal = { type: 'not_yours', ownerName: ownerId };
    if (command.type !== 'claim') return expect(decision).toEqual({ ok: false, refusal });
    const isTaken = claimKey === null && ownerId !== null;
    expect(decision).toMatchObject({
      ok: false,
      refusal: isTaken
        ? { type: 'claimed', ownerName: ownerId, at: acceptedAt }
        : { type: claimKey === null ? 'not_now' : 'not_in_pool' },
    });
  });
});

// Purity

test('a decision depends on its arguments alone and changes none of them', () => {
  alwaysEach(({ before, facts, command, decision }) => {
    const given = { handoff: before.handoff, command, facts, now: before.now };
    const copy = structuredClone(given);
    expect(decide(given.handoff, given.command, given.facts, given.now)).toEqual(decision);
    expect(decide(copy.handoff, copy.command, copy.facts, copy.now)).toEqual(decision);
    expect(given).toEqual(copy);
  });
});
