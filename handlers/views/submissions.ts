import type { App, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { ANOTHER_TOUCH, callbacks, factAsked, fields, parsePerson } from '#blocks/ids.ts';
import type { Command, Refusal } from '#domain/handoff.ts';
import {
  RESPONSE_CHANNELS,
  RESPONSE_OUTCOMES,
  type ResponseChannel,
  type ResponseOutcome,
} from '#domain/response.ts';
import type { Core } from '#src/core/core.ts';
import { answerSubmission, type Submitted } from '../press.ts';
import { tellUnlessAsChosen } from '../reassigned.ts';

type Form = Submitted & { read: (view: ViewOutput) => Command };

/** The modal closes: the card shows what was done. */
const closes = async () => null;

/** What a person put into a field, whatever element it was. */
function valueIn(view: ViewOutput, field: string): string {
  const state = view.state.values[field]?.[field];
  return state?.selected_option?.value ?? state?.value ?? state?.selected_date ?? '';
}

const oneOf = <T extends string>(known: readonly T[], value: string, otherwise: T): T =>
  known.find((candidate) => candidate === value) ?? otherwise;

/** Which of those that were told of somebody completes: known by its time. */
function touchIn(view: ViewOutput): { at: Date | null; isAnother?: true } {
  const chosen = valueIn(view, fields.touch);
  if (chosen === ANOTHER_TOUCH) return { at: null, isAnother: true };
  return { at: chosen === '' ? null : new Date(chosen) };
}

/** What was answered, by the codes of the questions: each is a field. */
const answersIn = (view: ViewOutput): Record<string, string> =>
  Object.fromEntries(Object.keys(view.state.values).map((code) => [code, valueIn(view, code)]));

/** A question that is asked now and was not when the form was opened has no field. */
const ofQuestion = (refusal: Refusal, view: ViewOutput): string | null =>
  refusal.type === 'unread_answer' && Object.hasOwn(view.state.values, refusal.code) ? refusal.code : null;

/** It is asked where the record says otherwise, or nothing. */
const correctionField = (view: ViewOutput): string | null =>
  Object.keys(view.state.values).find((field) => factAsked(field) !== null) ?? null;

function correctionIn(view: ViewOutput): { correction?: { fact: string; typed: string } } {
  const field = correctionField(view);
  const fact = field === null ? null : factAsked(field);
  return field === null || fact === null ? {} : { correction: { fact, typed: valueIn(view, field) } };
}

const ofReason = (refusal: Refusal): string | null => {
  if (refusal.type === 'note_required' || refusal.type === 'conflict_unexplained') return fields.note;
  if (refusal.type === 'snooze_past') return fields.until;
  return refusal.type === 'unknown_reason' ? fields.reason : null;
};

const SNOOZE_REFUSALS: Refusal['type'][] = [
  'snooze_past',
  'snooze_too_far',
  'snooze_overdue',
  'snooze_used_up',
  'snooze_day_used_up',
];

/** Every modal that can be submitted: the command it stands for, and the field a refusal belongs to. */
const FORMS: Record<string, Form> = {
  [callbacks.reject]: {
    title: 'Reject lead',
    read: (view) => ({
      type: 'reject',
      reason: valueIn(view, fields.reason),
      note: valueIn(view, fields.note),
      ...correctionIn(view),
    }),
    fieldOf: (refusal, view) =>
      refusal.type === 'unread_correction' ? correctionField(view) : ofReason(refusal),
    told: closes,
  },
  [callbacks.snoozePick]: {
    title: 'Snooze until…',
    read: (view) => {
      const seconds = view.state.values[fields.until]?.[fields.until]?.selected_date_time ?? 0;
      return { type: 'snooze', until: new Date(seconds * 1_000) };
    },
    fieldOf: ({ type }) => (SNOOZE_REFUSALS.includes(type) ? fields.until : null),
    told: closes,
  },
  [callbacks.respond]: {
    title: 'Log response',
    read: (view) => ({
      type: 'respond',
      ...touchIn(view),
      via: null,
      madeBy: 'person',
      channel: oneOf<ResponseChannel>(RESPONSE_CHANNELS, valueIn(view, fields.channel), 'call'),
      outcome: oneOf<ResponseOutcome>(RESPONSE_OUTCOMES, valueIn(view, fields.outcome), 'no_answer'),
      note: valueIn(view, fields.note),
    }),
    fieldOf: () => null,
    told: closes,
  },
  [callbacks.mend]: {
    title: 'Mend the address',
    read: (view) => ({ type: 'mend', email: valueIn(view, fields.email) }),
    fieldOf: ({ type }) => (type === 'unread_address' || type === 'others_address' ? fields.email : null),
    told: closes,
    closes: 'all',
  },
  [callbacks.qualify]: {
    title: 'Qualify lead',
    read: (view) => ({ type: 'qualify', answers: answersIn(view) }),
    fieldOf: ofQuestion,
    told: closes,
  },
  [callbacks.opportunity]: {
    title: 'Opportunity',
    read: (view) => ({
      type: 'opportunity',
      amount: valueIn(view, fields.amount),
      currency: valueIn(view, fields.currency),
      closeOn: valueIn(view, fields.closeOn),
      subStage: valueIn(view, fields.subStage),
      metOn: valueIn(view, fields.metOn),
      nextStep: valueIn(view, fields.nextStep),
    }),
    fieldOf: (refusal, view) => {
      const typed = refusal.type === 'unread_deal' ? fields[refusal.field] : null;
      const field = refusal.type === 'meeting_needed' ? fields.metOn : typed;
      return field !== null && field in view.state.values ? field : null;
    },
    told: closes,
  },
  [callbacks.win]: {
    title: 'Won',
    read: (view) => ({ type: 'win', answers: answersIn(view) }),
    fieldOf: ofQuestion,
    told: closes,
  },
  [callbacks.lose]: {
    title: 'Lost',
    read: (view) => ({
      type: 'lose',
      reason: valueIn(view, fields.reason),
      competitor: valueIn(view, fields.competitor),
      note: valueIn(view, fields.note),
    }),
    fieldOf: ofReason,
    told: closes,
  },
  [callbacks.recycle]: {
    title: 'Recycle lead',
    read: (view) => {
      const date = valueIn(view, fields.until);
      return {
        type: 'recycle',
        reason: valueIn(view, fields.reason),
        note: valueIn(view, fields.note),
        until: date === '' ? null : date,
      };
    },
    fieldOf: ofReason,
    told: closes,
  },
  [callbacks.disqualify]: {
    title: 'Disqualify lead',
    read: (view) => ({
      type: 'disqualify',
      reason: valueIn(view, fields.reason),
      note: valueIn(view, fields.note),
    }),
    fieldOf: ofReason,
    told: closes,
  },
  [callbacks.reassign]: {
    title: 'Reassign lead',
    read: (view) => ({
      type: 'reassign',
      to: parsePerson(valueIn(view, fields.person)).to,
      because: valueIn(view, fields.note),
    }),
    fieldOf: ({ type }) => (type === 'target_unavailable' ? fields.person : null),
    told: (core, carried, view) =>
      tellUnlessAsChosen(core, carried, parsePerson(valueIn(view, fields.person)).shownId),
  },
};

export function submissions(app: App, core: Core): void {
  for (const [callback, form] of Object.entries(FORMS)) {
    const submitted = { callback_id: callback, type: 'view_submission' as const };
    app.view<ViewSubmitAction>(submitted, async ({ ack, body, view, client }) => {
      await answerSubmission(core, { ack, body, view, client }, form.read(view), form);
    });
  }
}
