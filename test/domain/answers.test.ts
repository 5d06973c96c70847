import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consequencesOf, tellingsOf } from '#domain/answers.ts';
import type { Clock, ClockChange } from '#domain/clock.ts';
import { decide } from '#domain/decide.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { type Maker, RESPONSE_CHANNELS, RESPONSE_OUTCOMES } from '#domain/response.ts';
import { PROMPT_CLOCKS } from '#domain/sla.ts';
import { type NewTelling, touchesIn } from '#domain/touch.ts';
import { make } from './make.ts';

/** What several tellers say of one lead, in whatever order they say it. Ana was offered it at nine in Berlin. */

const MINUTE = 60_000;
const NINE = new Date('2026-03-02T08:00:00Z');
const at = (minute: number): Date => new Date(NINE.getTime() + minute * MINUTE);
const policy = make.policy({ first_email: { within: '20m' }, first_call: { within: '20m' }, ladder: [] });

type World = { handoff: Handoff; clocks: Clock[]; history: { at: Date; event: HandoffEvent }[] };

const applied = (clocks: Clock[], changes: readonly ClockChange[], now: Date): Clock[] =>
  changes.reduce((rows, one) => appliedOne(rows, one, now), clocks);

function appliedOne(clocks: Clock[], one: ClockChange, now: Date): Clock[] {
  if (one.do === 'start') {
    const { kind, repId, deadlineAt } = one;
    return [...clocks, make.clock({ id: kind, kind, repId, deadlineAt, startedAt: now, stoppedAt: null })];
  }
  const isStopped = one.do === 'move' || one.do === 'reopen';
  const index = clocks.findLastIndex(
    (row) => row.kind === one.kind && (row.stoppedAt !== null) === isStopped,
  );
  const row = clocks[index];
  if (!row) throw new Error(`${one.do} ${one.kind}: there is no such clock`);
  if (one.do === 'stop') return clocks.with(index, { ...row, stoppedAt: one.at ?? now, met: one.met });
  if (one.do === 'move') return clocks.with(index, { ...row, stoppedAt: one.at });
  return one.do === 'reopen' ? clocks.with(index, { ...row, stoppedAt: null, met: null }) : clocks;
}

function carryOut(world: World, command: Parameters<typeof decide>[1], by: string | null, now: Date): World {
  const relation = command.type === 'accept' ? 'owner' : 'system';
  const facts = make.situation({
    actor: { personId: by, name: 'Somebody', relation },
    policy,
    clocks: world.clocks,
    touches: touchesIn(world.history),
  });
  const decided = decide(world.handoff, command, facts, now);
  if (!decided.ok) throw new Error(`${command.type} was refused: ${decided.refusal.type}`);
  return {
    handoff: decided.handoff,
    clocks: applied(world.clocks, decided.clocks, now),
    history: [...world.history, ...decided.events.map((event) => ({ at: now, event }))],
  };
}

const offered = (): World => {
  const waiting = make.handoff({
    ...({ state: 'waiting', ownerId: null, offerNo: 0, offeredAt: null, firstOfferedAt: null } as const),
  });
  return carryOut(
    { handoff: waiting, clocks: [], history: [] },
    { type: 'offer', to: 'ana', poolId: 'sdr' },
    null,
    NINE,
  );
};

type Said = Pick<NewTelling, 'channel' | 'outcome' | 'by' | 'madeBy' | 'via'> & { minute: number };

/** One more telling, as intake carries it out. */
function tell(world: World, { minute, by, ...touch }: Said, now: Date): World {
  const telling = { ...touch, by, at: at(minute), toldAt: now };
  const known = tellingsOf(touchesIn(world.history));
  return consequencesOf(world.handoff, telling, known).reduce((before, type) => {
    const command =
      type === 'accept' ? ({ type, at: at(minute) } as const) : { type, ...touch, note: '', at: at(minute) };
    return carryOut(before, command, by, now);
  }, world);
}

/** Told an hour later, a minute after each other. */
const tellAll = (world: World, all: readonly Said[]): World =>
  all.reduce((before, said, index) => tell(before, said, at(60 + index)), world);

/** What figures are made of. */
function figuresOf({ handoff: { acceptedAt, respondedAt }, clocks }: World) {
  const prompt = PROMPT_CLOCKS.map((kind) => clocks.findLast((clock) => clock.kind === kind));
  return {
    acceptedAt,
    respondedAt,
    clocks: prompt.map((clock) => clock && [clock.kind, clock.stoppedAt, clock.met]),
    isMet: prompt.map((clock) => clock?.stoppedAt && clock.stoppedAt <= clock.deadlineAt),
  };
}

// What came of a meeting has rules of its own.
const isAfterMeeting = ({ channel, outcome }: Said) => channel === 'meeting' && outcome !== 'meeting_booked';
const anything = fc.record<Said>({
  minute: fc.nat(50),
  channel: fc.constantFrom(...RESPONSE_CHANNELS),
  outcome: fc.constantFrom(...RESPONSE_OUTCOMES),
  by: fc.constantFrom('ana', 'ana', 'ben', null),
  madeBy: fc.constantFrom<(Maker | null)[]>('person', 'person', 'machine', null),
  via: fc.constantFrom('dialler', 'crm', 'sequencer', 'calendar'),
});
const said = anything.filter((one) => !isAfterMeeting(one));
const inTwoOrders = fc
  .array(said, { minLength: 2, maxLength: 6 })
  .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

test('of a lead that was accepted, all tellers together say the same in whatever order they tell', () => {
  fc.assert(
    fc.property(inTwoOrders, fc.nat(50), ([all, shuffled], minute) => {
      const accepted = carryOut(offered(), { type: 'accept' }, 'ana', at(minute));
      expect(figuresOf(tellAll(accepted, shuffled))).toEqual(figuresOf(tellAll(accepted, all)));
    }),
    { numRuns: 2_000 },
  );
});

test('of a lead that nobody has accepted yet, so do those who know who made what', () => {
  const known = inTwoOrders.filter(([all]) => all.every(({ madeBy }) => madeBy !== null));
  fc.assert(
    fc.property(known, ([all, shuffled]) => {
      expect(figuresOf(tellAll(offered(), shuffled))).toEqual(figuresOf(tellAll(offered(), all)));
    }),
    { numRuns: 2_000 },
  );
});

test('a machine alone changes no clock and no handoff', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 5 }), (all) => {
      const before = carryOut(offered(), { type: 'accept' }, 'ana', at(1));
      const machines = all.map((one) => ({ ...one, madeBy: 'machine' as const }));
      const { handoff, clocks } = tellAll(before, machines);
      expect({ handoff, clocks }).toEqual({ handoff: before.handoff, clocks: before.clocks });
    }),
  );
});

const call: Said = {
  minute: 5,
  channel: 'call',
  outcome: 'no_answer',
  by: 'ana',
  madeBy: 'person',
  via: 'dialler',
};
const mail: Said = { ...call, channel: 'email', madeBy: null, via: 'crm' };

test('a call told later that was earlier is the first response, and its clock was met in time', () => {
  const late = tell(offered(), { ...call, minute: 18 }, at(60));
  expect(figuresOf(late)).toMatchObject({ respondedAt: at(18), isMet: [false, false, null, true] });
  expect(figuresOf(tell(late, { ...call, minute: 4, via: 'crm' }, at(61)))).toEqual({
    acceptedAt: at(4),
    respondedAt: at(4),
    clocks: [
      ['accept', at(4), true],
      ['response', at(4), true],
      ['first_email', null, null],
      ['first_call', at(4), true],
    ],
    isMet: [true, true, null, true],
  });
});

test('a mail the CRM told of first runs its clock on when the sequencer says that it was automatic', () => {
  const accepted = carryOut(offered(), { type: 'accept' }, 'ana', at(1));
  const copied = tell(accepted, mail, at(60));
  expect(copied.handoff).toMatchObject({ respondedAt: at(5), tries: 1 });
  const known = tell(copied, { ...mail, minute: 6, madeBy: 'machine', via: 'sequencer' }, at(61));
  expect(known.handoff).toMatchObject({ respondedAt: null, tries: 0 });
  expect(figuresOf(known).clocks).toContainEqual(['response', null, null]);
});

test('a mail that somebody says they wrote themselves is theirs, whatever a machine sent beside it', () => {
  const accepted = carryOut(offered(), { type: 'accept' }, 'ana', at(1));
  const both = tellAll(accepted, [
    { ...mail, minute: 6, madeBy: 'machine', via: 'sequencer' },
    { ...mail, madeBy: 'person' },
  ]);
  expect(both.handoff).toMatchObject({ respondedAt: at(5), tries: 1 });
});
