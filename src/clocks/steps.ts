import { bringForward, claimStep, type DueStep, delayStep, plantStep, readDueStep } from '#db/clocks.ts';
import { type HandoffRow, lastWorkedOn } from '#db/handoffs.ts';
import { readPerson } from '#db/people.ts';
import { logRouting } from '#db/routing.ts';
import { decide } from '#domain/decide.ts';
import { comesTooSoon, groupReader, isOvertaken, waitsUntil } from '#domain/escalation.ts';
import type { Command } from '#domain/handoff.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { ladderOf } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { type RoutingRecord, withoutIdentity } from '#domain/routing/record.ts';
import { repeatedAt } from '#domain/sla.ts';
import type { LadderRule, LadderStep } from '#domain/sla-settings.ts';
import { quietUntil } from '#domain/snooze.ts';
import { hoursOf, teamHours } from '#domain/team.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { isBatchKey, isEscalationsKey } from '#src/core/message-keys.ts';
import { loadFacts } from '#src/handoff/decision-facts.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import { type Found, lock, lockAllFree } from '#src/handoff/lock.ts';
import { perform } from '#src/handoff/perform.ts';
import { isLate, tellLate } from '#src/messages/late.ts';
import { canBeClaimed, placeOf } from '#src/routing/claim.ts';
import { tell, tellManager } from './escalate.ts';

/** What falls due while a clock runs. */

type Due = NonNullable<Awaited<ReturnType<typeof readDueStep>>>;

const NO_ANSWER = 'no answer';
/** A clock that nobody ever stops is not told of for ever. */
const MOST_ROUNDS = 50;

/**
 * Carries out a step that fell due, once. The step is claimed in the transaction that does it, with the handoff
 * locked: a second tick or a second process finds it done.
 */
export const dispatchStep = (core: Core, step: DueStep): Promise<void> =>
  transact(
    core,
    async (work) => {
      const found = await lock(work, step.handoffId);
      if (found) await carryOutStep(work, found, step);
    },
    SHOWN_AFTER_ALL,
  );

/** A thousand leads told of in one tick are shown once, when all are. */
const SHOWN_AFTER_ALL = { isQuiet: isEscalationsKey };

/**
 * The same of many handoffs, of each one step, in one transaction. Answers the steps that have to be carried out alone,
 * also those of what somebody is deciding about; where it fails none was carried out.
 */
export async function dispatchSteps(core: Core, steps: readonly DueStep[]): Promise<DueStep[]> {
  const staying = steps.filter(({ do: does }) => !MOVING.includes(does));
  if (staying.length === 0) return [...steps];
  const done = await transact(
    core,
    async (work) => {
      const ids = staying.map(({ handoffId }) => handoffId);
      const locked = await lockAllFree(work, ids);
      const all = staying.flatMap((step) => {
        const found = locked.get(step.handoffId);
        return found && !liesInBatch(found) ? [{ step, found }] : [];
      });
      await allOf(all.map(({ step, found }) => carryOutStep(work, found, step)));
      return new Set(all.map(({ step }) => step));
    },
    SHOWN_AFTER_ALL,
  );
  return steps.filter((step) => !done.has(step));
}

/** What gives a lead to somebody else locks pools. */
const MOVING: readonly DueStep['do'][] = ['offer_next', 'offer_claim'];

/** A batch is told of once: each of its leads has to see what was told before. */
const liesInBatch = ({ row }: Found): boolean => isBatchKey(row.handoff.claimKey ?? '');

/** Waits for all, also where one fails: its transaction must not end while others are still at work in it. */
async function allOf(running: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(running);
  await Promise.all(running);
}

async function carryOutStep(work: Work, found: Found, step: DueStep): Promise<void> {
  const { tx, now } = work;
  const due = await readDueStep(tx, { step, now });
  if (!due) return;
  const undone = due.others.filter(({ isLive, doneAt }) => isLive && doneAt === null);
  if (comesTooSoon(due, undone)) return;
  const until = await waitOf(work, found.row, due);
  if (until !== null) return delayStep(tx, { step, until });
  const isNeedless = isTooLate(work, due) || isOvertaken(due, due.others, now);
  if (!(await claimStep(tx, { step, outcome: isNeedless ? 'left_out' : 'done', now }))) return;
  if (isNeedless) await leaveOut(work, found.row, due);
  else await run(work, found, due);
  await repeat(work, found.row, due);
}

/** The step as the ladder has it; null for a breach, and where the handoff has another ladder by now. */
function ruleOf({ policy }: HandoffRow, { index, do: does, clock }: Due): LadderRule | null {
  const rule = ladderOf(policy, clock.kind)[index - 1];
  return rule?.do === does ? rule : null;
}

/** That a clock ran out is a fact; what is done about it may wait. A reminder is spared whoever put it off, at no later time. */
async function waitOf(work: Work, { handoff }: HandoffRow, due: Due): Promise<Date | null> {
  if (due.do === 'breach') return null;
  const { settings, tx, now } = work;
  const asleep = quietUntil(handoff, due.clock.kind, now);
  if (asleep !== null) return due.do === 'remind' ? null : asleep;
  const told = await lastWorkedOn(tx, handoff.id);
  const { acceptedAt } = handoff;
  const workedOnAt = acceptedAt !== null && (told === null || acceptedAt > told) ? acceptedAt : told;
  const quiet = await quietOf(work, handoff.ownerId);
  return waitsUntil(due, { quiet, workedOnAt }, settings.escalation, now);
}

/** When Slack does not disturb somebody, where the settings ask for it. */
async function quietOf({ settings, tx }: Work, personId: string | null) {
  if (personId === null || !settings.availability.do_not_disturb) return null;
  const person = await readPerson(tx, personId);
  return person?.quietFrom && person.quietUntil ? { from: person.quietFrom, until: person.quietUntil } : null;
}

/** A reminder that comes after an outage only disturbs; whom to tell has to be told, however late. */
const isTooLate = ({ settings, now }: Work, { do: does, dueAt }: Due): boolean =>
  does === 'remind' && isLate(settings, dueAt, now);

async function leaveOut(work: Work, { handoff }: HandoffRow, due: Due): Promise<void> {
  if (isTooLate(work, due) && handoff.ownerId !== null) await tellLate(work, handoff.ownerId);
}

async function run(work: Work, found: Found, due: Due): Promise<void> {
  const { row } = found;
  const rule = ruleOf(row, due);
  const telling = { step: due, isUrgent: rule?.urgent ?? false };
  switch (due.do) {
    case 'breach': {
      const { kind } = due.clock;
      await carryOut(work, found, { type: 'breach', clock: kind }, SYSTEM);
      // Nobody answers for a lead without an owner, so its breach goes straight to a manager.
      if (kind === 'unassigned') await tellManager(work, row, 'tell_manager', telling);
      return;
    }
    case 'remind':
      await carryOut(work, found, { type: 'remind', clock: due.clock.kind }, SYSTEM);
      return;
    case 'tell_manager':
    case 'tell_managers_manager':
      await tellManager(work, row, due.do, telling);
      return;
    case 'tell_group':
      if (rule?.group !== undefined) await tell(work, row, groupReader(rule.group), telling);
      return;
    case 'offer_next':
      await carryOut(work, found, PASS_ON, SYSTEM);
      // The claim channel comes so long after the first offer, not after each.
      await bringForward(work.tx, due.clock, row.handoff.id, 'offer_claim');
      return;
    case 'offer_claim': {
      const laid = await layForClaim(work, found, rule?.pool ?? null);
      // Until somebody takes it, its manager has to know that nobody has it.
      if (laid) await tellManager(work, laid, 'tell_manager', telling);
    }
  }
}

const PASS_ON: Command = { type: 'reassign', to: 'next', because: NO_ANSWER };

/**
 * Lays a lead that nobody answers where whoever of a pool comes first takes it. Null where it does not lie there anew;
 * where it cannot, the next rep has it instead.
 */
async function layForClaim(work: Work, found: Found, poolId: string | null): Promise<HandoffRow | null> {
  const { settings, tx, now } = work;
  const { row, lead } = found;
  if (row.sourceId === TEST_SOURCE) return passOn(work, found);
  const facts = withoutIdentity(leadFacts(settings, lead));
  const record: RoutingRecord = {
    because: NO_ANSWER,
    facts,
    rules: [{ rule: NO_ANSWER, result: 'goes_to', repId: null, poolId }],
    candidates: [],
    poolId,
    chosenId: null,
    by: 'claim',
  };
  const claimKey = placeOf(work, row, record);
  if (row.handoff.poolId === poolId && canBeClaimed(settings, row.handoff)) return null;
  // The settings may have changed since the ladder was stamped on it.
  if (!canBeClaimed(settings, { claimKey, poolId })) return passOn(work, found);
  const command: Command = { type: 'hold', claimKey };
  const asked = await loadFacts(work, row, lead, command, SYSTEM);
  const decided = decide({ ...row.handoff, poolId }, command, asked, now);
  if (!decided.ok) return null;
  logRouting(tx, { handoffId: row.handoff.id, at: now, settingsVersion: work.version, record });
  const needed = { type: 'owner_needed', because: NO_ANSWER } as const;
  return perform(work, row, lead, { ...decided, events: [needed, ...decided.events] }, SYSTEM);
}

async function passOn(work: Work, found: Found): Promise<null> {
  await carryOut(work, found, PASS_ON, SYSTEM);
  return null;
}

/** A step that is repeated until somebody answers is planned again, while its clock runs. */
async function repeat(work: Work, row: HandoffRow, due: Due): Promise<void> {
  const every = ruleOf(row, due)?.every;
  if (every === undefined || due.do === 'breach' || due.round + 1 >= MOST_ROUNDS) return;
  const { settings, tx, now } = work;
  const repHours = hoursOf(settings, row.handoff.ownerId);
  const facts = { policy: row.policy, repHours, teamHours: teamHours(settings) };
  await plantStep(tx, {
    clockId: due.clockId,
    index: due.index,
    round: due.round + 1,
    handoffId: due.handoffId,
    do: due.do satisfies LadderStep,
    dueAt: repeatedAt(due.clock.kind, every, facts, now),
  });
}
