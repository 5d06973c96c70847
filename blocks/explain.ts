import type { CorrectableFact } from '#domain/evidence.ts';
import type { Refusal } from '#domain/handoff.ts';
import type { AnswerProblem } from '#domain/questions.ts';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import { COMMAND_DONE, count } from './labels.ts';
import { shown } from './limits.ts';
import { drawLong, type Line, type Message, type Piece, say, stranger, when } from './lines.ts';

/** An answer only the presser sees; it never replaces the message that was pressed. */
export type Ephemeral = Message & { response_type: 'ephemeral'; replace_original: false };

export function ephemeral(...lines: Line[]): Ephemeral {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    text: say(lines),
    blocks: drawLong('answer', lines),
  };
}

/** Why a press changed nothing, to the person who pressed: who has it, since when, and what to do instead. */
export function explain(refusal: Refusal): Line {
  switch (refusal.type) {
    case 'not_now':
      return [...standing(refusal), ' Nothing was changed.'];
    case 'not_yours':
      return refusal.ownerName === null
        ? ['Nobody owns this lead yet. Only a manager or ops can act on it.']
        : ['This lead is with ', name(refusal.ownerName), '. Only they, their manager or ops can do that.'];
    case 'already_done':
      return [...done(refusal), ' Nothing was changed.'];
    case 'unknown_reason':
      return ['That reason is not in the settings any more. Open it again to see those in force.'];
    case 'note_required':
      return ['“', stranger(refusal.reason, shown.words), '” needs a note: say in a few words why.'];
    case 'conflict_unexplained':
      return [
        ...['The record speaks against “', stranger(refusal.reason, shown.words), '”: '],
        'put it right above, or say in a word why.',
      ];
    case 'unread_correction':
      return [UNREAD_FACT[refusal.fact] ?? 'That is too long, or nothing.'];
    case 'snooze_past':
      return ['That time has passed. Choose a later one.'];
    case 'snooze_too_far':
      return ['That is too late for this lead. It can be snoozed until ', when(refusal.limit), ' at most.'];
    case 'snooze_overdue':
      return [
        'The first response was due ',
        when(refusal.dueAt),
        '. This lead cannot wait: decide on it now.',
      ];
    case 'snooze_used_up':
      return [
        `This lead can be snoozed ${count(refusal.times, 'time', 'times')}, and was. Decide on it now.`,
      ];
    case 'snooze_day_used_up':
      return [
        `You can snooze ${count(refusal.times, 'lead', 'leads')} a day, and did. Decide on this one now.`,
      ];
    case 'undo_too_late':
      return [
        `It is too late to take that back: this lead stays ${COMMAND_DONE[refusal.command]}. Ask your manager if it must change.`,
      ];
    case 'target_unavailable':
      return unreachable(refusal);
    case 'open_elsewhere':
      return refusal.ownerName === null
        ? ['This lead is open already and waits for an owner. Nothing was changed.']
        : ['This lead is open already, with ', name(refusal.ownerName), '. Nothing was changed.'];
    case 'no_route':
      return [
        `No rule says who gets it: ask ops to add a route and a pool of the leg ${refusal.leg}. Nothing was changed.`,
      ];
    case 'unread_day':
      return ['That is no day somebody can have left. Choose another one.'];
    case 'reminded_just_now':
      return [
        'They were last reminded ',
        when(refusal.at),
        '. You can nudge again ',
        when(refusal.againAt),
        '.',
      ];
    case 'asked_just_now':
      return [
        'They asked again ',
        when(refusal.at),
        '. It is on the card: look at it, and decide once more.',
      ];
    case 'claimed':
      return [
        name(refusal.ownerName),
        ' took this lead',
        ...(refusal.at === null ? [] : [' ', when(refusal.at)]),
        '. Nothing was changed.',
      ];
    case 'not_in_pool':
      return ['This lead is for the people of its pool. Only they, their managers or ops can take it.'];
    case 'cannot_claim':
      return [CANNOT_CLAIM[refusal.check] ?? `You cannot take leads now: ${CHECKS[refusal.check]}.`];
    case 'took_one':
      return [
        'You took ',
        stranger(refusal.lead, shown.name),
        ' just now. Press Take next again for another one.',
      ];
    case 'none_left':
      return ['Nothing is left here for you: all of it is taken.'];
    case 'unread_address':
      return ['That is no e-mail address: expected one such as name@company.com.'];
    case 'unread_deal':
      return [UNREAD_DEAL[refusal.field]];
    case 'meeting_needed':
      return [NO_MEETING];
    case 'unread_answer':
      return [UNREAD_ANSWER[refusal.problem]];
    case 'others_address':
      return [
        'That address belongs to another lead here',
        ...(refusal.name === null ? [] : [': ', name(refusal.name)]),
        '. Nothing was changed.',
      ];
    case 'old_card':
      return [
        'This button is from an older version of the app. The card is drawn anew: look at it, and press again.',
      ];
    case 'unknown_handoff':
      return ['This lead is not here any more: it was merged into another, or erased.'];
    case 'unknown_person':
      return [
        'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
      ];
  }
}

const NO_MEETING =
  'An opportunity needs a meeting that was held, and none is known. Open this form again and say when you met them, or press Held on the card once it is over.';

const UNREAD_ANSWER: Record<AnswerProblem, string> = {
  missing: 'This has to be known before the lead goes on.',
  choice: 'The settings have this choice no longer. Close this form and open it again for those of today.',
  date: 'Expected a day of the calendar.',
  money: 'Expected an amount, such as 40,000 EUR or 1.5 million.',
};

const UNREAD_FACT: Partial<Record<CorrectableFact, string>> = {
  employees: 'Expected a number of people, such as 420.',
  revenue: 'Expected a number, such as 12,000,000.',
  country: 'Expected a country, such as Austria or AT.',
};

const UNREAD_DEAL = {
  amount: 'Expected a number above zero, such as 40000.',
  currency: 'Expected a currency in three letters, such as EUR or USD.',
  closeOn: 'That day has passed. Choose the day on which you expect it to be signed.',
  metOn: 'Expected a day that has come: when you met them.',
  subStage: 'The settings have this step no longer. Close this form and open it again for those of today.',
} as const;

/** What somebody who wants a lead can do about it. */
const CANNOT_CLAIM: Partial<Record<Check, string>> = {
  shown_no_leads: 'None of your roles is shown leads. This one is for somebody else of the pool.',
  refused: 'You rejected this lead before. It is for somebody else of the pool.',
  cap_unanswered:
    'You have as many unanswered offers as your pool allows. Answer one of them, then take this lead.',
  cap_uncontacted:
    'You have as many leads without a first response as your pool allows. Log a response to one of them, then take this lead.',
  cap_per_day: 'You had as many leads today as your pool allows. Leave this one to somebody else.',
};

/** Nobody can decide over it: the card would reach nobody. */
function unreachable({ name: who, check }: Extract<Refusal, { type: 'target_unavailable' }>): Line {
  const ask: Record<typeof check, string> = {
    not_in_settings: ' is not in the team any more. Choose somebody else, or ask ops to add them.',
    shown_no_leads: ' is shown no leads, so cannot have one. Choose somebody else.',
    unknown_to_slack:
      ' was not found in Slack, so no card would reach them. Choose somebody else, and ask ops to check their e-mail address.',
    deactivated: ' is deactivated in Slack, so no card would reach them. Choose somebody else.',
  };
  return [name(who), ask[check]];
}

function done({ command, ownerName }: Extract<Refusal, { type: 'already_done' }>): Line {
  if (command === 'mend') return ['Their address is known by now: it is on the card.'];
  if (command === 'reassign') return ['This lead is with ', owner(ownerName), ' already.'];
  const has = command === 'reject' ? 'it was with ' : 'it is with ';
  return [`This lead is already ${COMMAND_DONE[command]}; ${has}`, owner(ownerName), '.'];
}

/** Who has it, not who pressed: that may have been their manager. */
function standing({ state, ownerName, since }: Extract<Refusal, { type: 'not_now' }>): Line {
  const at: Line = since === null ? [] : [' ', when(since)];
  switch (state) {
    case 'waiting':
      return ['This lead is waiting for an owner', ...sincePart(since), '.'];
    case 'offered':
      return ['This lead was offered to ', owner(ownerName), ...at, ' and is not accepted yet.'];
    case 'snoozed':
      return ['This lead was snoozed', ...at, '; it is with ', owner(ownerName), '.'];
    case 'accepted':
      return ['This lead was accepted', ...at, ' and is with ', owner(ownerName), '.'];
    case 'working':
      return ['This lead is in work with ', owner(ownerName), ...sincePart(since), '.'];
    case 'completed':
      return ['This lead was completed', ...at, '; it was with ', owner(ownerName), '.'];
    case 'rejected':
      return ['This lead was rejected', ...at, '; it was with ', owner(ownerName), '.'];
    case 'withdrawn':
      return ['This lead was withdrawn', ...at, '.'];
  }
}

const sincePart = (since: Date | null): Line => (since === null ? [] : [' since ', when(since)]);

const name = (owner: string): Piece => stranger(owner, shown.name);

const owner = (ownerName: string | null): Piece => (ownerName === null ? 'nobody' : name(ownerName));
