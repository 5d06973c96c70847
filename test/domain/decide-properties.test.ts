import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '#domain/decide.ts';
import {
  availableCommands,
  CLOCK_KINDS,
  type Clock,
  type ClockChange,
  type Command,
  type CommandType,
  type Decision,
  type Facts,
  type Handoff,
  hasArrow,
  isOpenState,
  type Relation,
  type StampedPolicy,
  TRANSITIONS,
} from '#domain/handoff.ts';
import { CONSEQUENCES } from '#domain/settings.ts';
import { make } from './make.ts';

/** Whatever is pressed, in whatever order and by whomever: what always holds for a handoff and its clocks. */

const RUNS = 300;
const MINUTE = 60_000;
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
};
type Setup = { policy: StampedPolicy; hasMeeting: boolean };
type World = { handoff: Handoff; clocks: Clock[]; now: Date; remindedAt: Date | null };
type Step = { before: World; facts: Facts; command: Command; decision: Decision; after: World };

// What the rows do with a decision

function change(clocks: Clock[], changes: readonly ClockChange[], now: Date): Clock[] {
  return changes.reduce((rows, one) => changeOne(rows, one, now), clocks);
}

function changeOne(clocks: Clock[], one: ClockChange, now: Date): Clock[] {
  if (one.do === 'start') {
    const { kind, repId, deadlineAt } = one;
    const idle = { pausedAt: null, stoppedAt: null, breachedAt: null };
    return [...clocks, { id: `${kind}-${clocks.length}`, kind, repId, startedAt: now, deadlineAt, ...idle }];
  }
  const isMeant = ({ kind, stoppedAt }: Clock) =>
    kind === one.kind && (stoppedAt !== null) === (one.do === 'reopen');
  const index = clocks.findLastIndex(isMeant);
  // A breach may come for a clock that was answered at the same moment; all else is about a clock that is there.
  if (index === -1 && one.do === 'breach') return clocks;
  const clock = clocks[index];
  if (!clock) throw new Error(`${one.do} ${one.kind}: there is no such clock`);
  return clocks.with(index, { ...clock, ...changed(one, now) });
}

function changed(one: Exclude<ClockChange, { do: 'start' }>, now: Date): Partial<Clock> {
  switch (one.do) {
    case 'stop':
      return { stoppedAt: now };
    case 'breach':
      return { breachedAt: now };
    case 'pause':
      return { pausedAt: now };
    case 'resume':
      return { pausedAt: null, deadlineAt: one.deadlineAt };
    case 'reopen':
      return { stoppedAt: null };
  }
}

// Playing a run

const actorOf = (relation: Relation, { ownerId }: Handoff) =>
  relation === 'owner' ? { ...make.actor('owner'), personId: ownerId ?? 'ana' } : make.actor(relation);

function factsFor(world: World, setup: Setup, press: Press): Facts {
  const { command } = press;
  const to = command.type === 'reassign' && command.to !== 'next' ? command.to : null;
  return make.situation({
    actor: actorOf(press.relation, world.handoff),
    policy: setup.policy,
    hasMeeting: setup.hasMeeting,
    clocks: world.clocks,
    ownerName: world.handoff.ownerId,
    reason: press.consequence === 'unknown' ? null : make.reason({ consequence: press.consequence }),
    target: to === null ? null : { id: to, name: to, against: to === 'gone' ? ['deactivated'] : [] },
    snoozesTodayByOwner: press.snoozesToday,
    lastRemindedAt: world.remindedAt,
  });
}

function give(world: World, setup: Setup, press: Press): Step {
  const facts = factsFor(world, setup, press);
  const { command } = press;
  const decision = decide(world.handoff, command, facts, world.now);
  if (!decision.ok) return { before: world, facts, command, decision, after: world };
  const isReminded = decision.events.some((event) => event.type === 'reminded');
  const after = {
    handoff: decision.handoff,
    clocks: change(world.clocks, decision.clocks, world.now),
    now: world.now,
    remindedAt: isReminded ? world.now : world.remindedAt,
  };
  return { before: world, facts, command, decision, after };
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
    state: 'waiting',
    ownerId: null,
    poolId: null,
    offerNo: 0,
    firstOfferedAt: null,
    offeredAt: null,
  });
  const world = { handoff, clocks: [], now: OPENED_AT, remindedAt: null };
  const steps = [give(world, setup, { ...routing(first), consequence: 'unknown', snoozesToday: 0 })];
  for (const idea of ideas) {
    const last = steps.at(-1)?.after ?? world;
    const now = new Date(last.now.getTime() + idea.minutesLater * MINUTE);
    steps.push(...play({ ...last, now }, setup, idea));
  }
  return steps;
}

// What may happen

const policy = fc
  .record({
    hot: fc.boolean(),
    clock: fc.constantFrom('runs_on' as const, 'pauses' as const),
    response: fc.boolean(),
    unassigned: fc.boolean(),
  })
  .map(({ hot, clock, response, unassigned }) => {
    const usual = hot
      ? make.policy({ snooze: { choices: ['15m'], limit: '15m', times: 1, clock } })
      : make.policy({
          accept: { within: '4h' },
          response: { within: '1bd' },
          ladder: [{ at: '50%', do: 'remind' }],
          snooze: { choices: ['1h', 'next_morning'], limit: 'next_morning', times: 3, clock },
        });
    return {
      ...usual,
      response: response ? usual.response : null,
      unassigned: unassigned ? usual.unassigned : null,
    };
  });
const setups: fc.Arbitrary<Setup> = fc.record({ policy, hasMeeting: fc.boolean() });
const routed = fc.constantFrom<Routed[]>('ben', 'cleo', 'nobody', 'channel');

const RELATIONS: Relation[] = ['owner', 'manager', 'ops', 'member', 'system', 'other'];
// What ends a run comes less often than what goes on.
const TYPES: CommandType[] = [
  ...(['qualify', 'disqualify', 'recycle', 'withdraw', 'reject', 'breach', 'remind'] as const),
  ...(['offer', 'hold', 'respond', 'reassign', 'reassign', 'wake', 'wake', 'claim', 'claim'] as const),
  ...(['accept', 'accept', 'accept', 'snooze', 'snooze', 'snooze', 'undo', 'undo', 'undo'] as const),
];
const reason = 'why';
const note = fc.constantFrom('', 'a note');
const only = <const T>(value: T) => fc.constant(value);

const commands: fc.Arbitrary<Idea['commands']> = fc.record({
  offer: fc.record({ type: only('offer'), to: fc.constantFrom('ana', 'ben'), poolId: only('sdr') }),
  hold: fc.record({ type: only('hold'), claimKey: fc.constantFrom(null, 'claim:handoff', 'batch:list') }),
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
  respond: only({ type: 'respond', channel: 'call', outcome: 'reached', note: '' }),
  qualify: only({ type: 'qualify', answers: {} }),
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

test('somebody owns every handoff, except one that waits and one that was withdrawn while it waited', () => {
  alwaysEach(({ before, after }) => {
    const isNobodys =
      after.handoff.state === 'waiting' ||
      (after.handoff.state === 'withdrawn' && before.handoff.ownerId === null);
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

test('every offer has its number, and each is one more than the last', () => {
  always((steps) => {
    const numbers = steps.flatMap(({ decision }) =>
      decision.ok ? decision.events.flatMap((event) => (event.type === 'offered' ? [event.no] : [])) : [],
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
    const pressed = { accept: 'accepted', claim: 'accepted', reject: 'rejected', snooze: 'snoozed' };
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

test('the response clock starts with the first offer, once, and nothing but its end stops it', () => {
  alwaysEach(({ after }, { policy }) => {
    const { handoff, clocks } = after;
    const all = clocks.filter((clock) => clock.kind === 'response');
    // One that an undone claim had started was stopped with it.
    const response = all.slice(-1).filter(() => handoff.firstOfferedAt !== null);
    for (const clock of all) if (!response.includes(clock)) expect(clock.stoppedAt).not.toBeNull();
    const wasOffered = handoff.firstOfferedAt !== null;
    expect(response.map((clock) => clock.startedAt)).toEqual(
      wasOffered && policy.response ? [handoff.firstOfferedAt] : [],
    );
    const isOver = handoff.respondedAt !== null || handoff.closedAt !== null;
    expect(response.map((clock) => clock.stoppedAt !== null)).toEqual(response.map(() => isOver));
  });
});

test('the accept clock runs while an offer is unanswered, unless a meeting is in the calendar', () => {
  alwaysEach(({ after }, { hasMeeting }) => {
    const { handoff } = after;
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

test('clocks are paused only while an offer is snoozed and the policy pauses them', () => {
  alwaysEach(({ after }, { policy }) => {
    const { handoff } = after;
    const isPaused =
      handoff.state === 'snoozed' && handoff.acceptedAt === null && policy.snooze.clock === 'pauses';
    for (const clock of runningIn(after)) expect(clock.pausedAt !== null).toBe(isPaused);
  });
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
