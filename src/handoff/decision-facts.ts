import { clocksDueAfter, readClocks } from '#db/clocks.ts';
import {
  findOpenHandoff,
  type HandoffRow,
  lastOfLegs,
  lastReminder,
  readEvents,
  readEventsOfLead,
  snoozesSince,
} from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { meetingsOf } from '#db/meetings.ts';
import { lastAskedAgain } from '#db/messages.ts';
import { isPaused } from '#db/pauses.ts';
import { actorOfSlackId, lockPerson } from '#db/people.ts';
import { isOvernight, nextOpening } from '#domain/calendar.ts';
import { startOfDay } from '#domain/day.ts';
import { weighedFact, weighReason } from '#domain/evidence.ts';
import { type Actor, type Command, type Facts, type Handoff, isOpenState } from '#domain/handoff.ts';
import { TEMPERATURES } from '#domain/lead.ts';
import { hasMeeting, meetingsIn, owesOutcome, wasMet } from '#domain/meetings.ts';
import { legsOpenedBy } from '#domain/opened-by.ts';
import type { Check } from '#domain/routing/check-names.ts';
import { CHECKS_OF_CLAIMS } from '#domain/routing/checks.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import type { Reason } from '#domain/settings.ts';
import {
  hoursOf,
  nameOf,
  personOf,
  poolOf,
  questionsFor,
  reasonFor,
  relationOf,
  teamHours,
} from '#domain/team.ts';
import { isHotter } from '#domain/temperature.ts';
import { makerOf, touchesIn } from '#domain/touch.ts';
import type { Work } from '#src/core/core.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import { lockCounts } from '#src/routing/balance.ts';
import { checksOn } from '#src/routing/checks-on.ts';
import { mendingOf } from './mend-address.ts';

/** Resolves who presses. Somebody the settings do not know is nobody's owner and nobody's manager. */
export async function resolveActor(
  work: Pick<Work, 'tx' | 'settings'>,
  by: { slackUserId: string },
  row: HandoffRow,
): Promise<Actor> {
  const personId = await actorOfSlackId(work.tx, by.slackUserId);
  const person = personOf(work.settings, personId);
  if (!person) return { personId: null, name: 'Somebody', relation: 'other' };
  return {
    personId: person.id,
    name: person.name,
    relation: relationOf(work.settings, person.id, row.handoff),
  };
}

/** Loads what `decide` needs and the handoff does not carry; of one that is `fresh` there is no past to ask for. */
export async function loadFacts(
  work: Work,
  row: HandoffRow,
  lead: LeadRow,
  command: Command,
  actor: Actor,
  fresh: { isPaused: boolean } | null = null,
): Promise<Facts> {
  const { settings, tx } = work;
  const { handoff } = row;
  const subject = subjectOf(command, actor) ?? handoff.ownerId;
  const isSnooze = command.type === 'snooze' && handoff.ownerId !== null;
  const asksTouches = ASKS_TOUCHES.includes(command.type);
  const touches = asksTouches && !fresh ? touchesIn(await readEvents(tx, handoff.id)) : [];
  const reminds = command.type === 'remind' && handoff.ownerId !== null;
  return {
    actor,
    policy: row.policy,
    repHours: hoursOf(settings, subject),
    teamHours: teamHours(settings),
    ownerName: handoff.ownerId ? nameOf(settings, handoff.ownerId) : null,
    clocks: fresh ? [] : await readClocks(tx, handoff.id),
    reason: reasonIn(work, command, handoff),
    target:
      command.type === 'reassign' && command.to !== 'next' ? await targetOf(work, handoff, command.to) : null,
    weighed: command.type === 'reject' ? await weighedIn(work, row, lead, command.reason) : null,
    isOutcomeOwed:
      (command.type === 'meet' || command.type === 'undo') &&
      owesOutcome(handoff, meetingsIn(await meetingsOf(tx, lead)), work.now),
    mending: command.type === 'mend' ? await mendingOf(work, lead, command.email) : null,
    hasMeeting:
      asksTouches &&
      hasMeeting(
        handoff,
        meetingsIn(await meetingsOf(tx, lead)),
        touches.filter((touch) => makerOf(touch) !== 'machine'),
        work.now,
      ),
    snoozesTodayByOwner:
      isSnooze && handoff.ownerId
        ? await snoozesSince(tx, handoff.ownerId, startOfDay(hoursOf(settings, handoff.ownerId), work.now))
        : 0,
    snoozesADay: settings.snooze_budget.per_rep_a_day,
    lastRemindedAt:
      reminds && handoff.ownerId
        ? await lastReminder(tx, { handoffId: handoff.id, repId: handoff.ownerId })
        : null,
    ahead: await aheadOf(work, row, subject, command),
    touches,
    isOpenAgain: command.type === 'undo' && (await isOpenAgain(tx, handoff)),
    askedAgainAt: CLOSES.includes(command.type) ? await lastAskedAgain(tx, handoff.id) : null,
    questions: questionsFor(settings, command.type, handoff.leg),
    needsMeeting: MAKES_OPPORTUNITY.includes(command.type) && (await lacksMeeting(work, row, lead)),
    subStages: settings.opportunity.stages.map(({ code }) => code),
    isPaused: fresh ? fresh.isPaused : await isPaused(tx),
    claimCheck: command.type === 'claim' ? await claimCheckOf(work, handoff, actor) : null,
  };
}

/** Two handoffs of one lead never stand open at once, nor is one open again whose next team is done with the lead. */
async function isOpenAgain(tx: Work['tx'], handoff: Handoff): Promise<boolean> {
  const { leadId, state, before } = handoff;
  if (isOpenState(state)) return false;
  const open = (await findOpenHandoff(tx, leadId))?.handoff ?? null;
  const last = (await lastOfLegs(tx, leadId, legsOpenedBy(handoff), handoff.id))?.handoff;
  const isOpenedSince = last && before && last.createdAt >= before.at;
  if (!isOpenedSince) return open !== null;
  if (last.createdAt > before.at || last.state === 'completed' || last.state === 'rejected') return true;
  // What the press opened for another team is taken back with it.
  return open !== null && open.id !== last.id;
}

const MAKES_OPPORTUNITY: readonly Command['type'][] = ['opportunity', 'tell_opportunity'];
const EVENTS_CONSIDERED = 500;

/** Whether it needs a meeting that was held, and nobody told of one. */
async function lacksMeeting(
  { tx, settings }: Work,
  { handoff }: HandoffRow,
  lead: LeadRow,
): Promise<boolean> {
  if (!settings.opportunity.needs_meeting || handoff.deal !== null) return false;
  const events = await readEventsOfLead(tx, lead.id, EVENTS_CONSIDERED);
  return !wasMet(meetingsIn(await meetingsOf(tx, lead)), events);
}

/** What people close a lead with; whoever qualifies it has spoken with them. */
const CLOSES: readonly Command['type'][] = ['reject', 'disqualify', 'recycle'];

/** What depends on who reached for the lead before, or on a meeting with it. */
const ASKS_TOUCHES: readonly Command['type'][] = [
  ...(['respond', 'meet', 'activity', 'calendar', 'ask_again', 'breach'] as const),
  ...(['offer', 'claim', 'reassign', 'cover'] as const),
  ...(['reject', 'recycle', 'qualify', 'win', 'lose', 'undo'] as const),
];

/** Those, as hot at least, that wait for the same person's opening; nobody is asked for all of them at once. */
async function aheadOf(
  { tx, settings, now }: Work,
  { policy, handoff }: HandoffRow,
  subject: string | null,
  command: Command,
): Promise<number> {
  const isOffer = subject !== null && (subject !== handoff.ownerId || command.type === 'offer');
  const isPaced = policy.accept.overnight !== undefined || policy.response?.overnight !== undefined;
  if (!isOffer || !isPaced) return 0;
  const hours = hoursOf(settings, subject);
  if (!isOvernight(hours, now)) return 0;
  const opening = nextOpening(hours, now);
  const temperatures = TEMPERATURES.filter((temperature) => !isHotter(handoff.temperature, temperature));
  const asked = await clocksDueAfter(tx, { repId: subject, temperatures, butOf: handoff.id }, opening);
  // What was asked for in working hours waits for no opening, though it is due after one.
  return asked.filter((at) => nextOpening(hours, at).getTime() === opening.getTime()).length;
}

const PICKS_DAY: readonly Command['type'][] = ['claim', 'opportunity'];

function subjectOf(command: Command, actor: Actor): string | null {
  if (command.type === 'offer' || command.type === 'cover') return command.to;
  // A day is one of whoever picked it.
  if (PICKS_DAY.includes(command.type) || (command.type === 'recycle' && command.until !== null))
    return actor.personId;
  return command.type === 'reassign' && command.to !== 'next' ? command.to : null;
}

function reasonIn(work: Work, command: Command, { leg }: Handoff): Reason | null {
  switch (command.type) {
    case 'reject':
    case 'disqualify':
    case 'recycle':
    case 'lose':
      return reasonFor(work.settings, command.reason, command.type, leg);
    default:
      return null;
  }
}

/** What of the record speaks for a reason, or against it. */
async function weighedIn(
  work: Work,
  { handoff }: HandoffRow,
  lead: LeadRow,
  code: string,
): Promise<Facts['weighed']> {
  const reason = reasonFor(work.settings, code, 'reject', handoff.leg);
  if (reason === null) return null;
  const facts = leadFacts(work.settings, { ...lead, mirrored: await readAccount(work, lead) });
  const verdict = weighReason(reason, facts);
  const fact = weighedFact(reason, facts);
  return verdict === null || fact === null ? null : { ...fact, verdict };
}

/** Caps are a pool's for its members: nobody counts the leads of a manager. */
const CAPS: readonly Check[] = ['cap_unanswered', 'cap_uncontacted', 'cap_per_day'];

/** Why whoever presses cannot take a lead from where it lies. */
async function claimCheckOf(work: Work, handoff: Handoff, { personId }: Actor): Promise<Check | null> {
  if (personId === null) return null;
  const { settings, tx: db, now } = work;
  // Two presses at once count each other.
  await lockPerson(db, personId);
  if (handoff.poolId !== null) await lockCounts(work, handoff.poolId);
  const checked = await checksOn({ db, settings, now }, handoff, [personId]);
  const isMember = poolOf(settings, handoff.poolId)?.members.some(({ person }) => person === personId);
  const against = CHECKS_OF_CLAIMS.filter((check) => isMember || !CAPS.includes(check));
  return checked.get(personId)?.checks.find((check) => against.includes(check)) ?? null;
}

async function targetOf(work: Work, handoff: Handoff, personId: string): Promise<Facts['target']> {
  const { tx: db, settings, now } = work;
  const against = (await checksOn({ db, settings, now }, handoff, [personId])).get(personId)?.checks ?? [];
  return { id: personId, name: nameOf(settings, personId), against };
}
