import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { FAILURE_POINTS } from '#domain/settings.ts';
import type { RejectModel } from '#src/view/models.ts';
import { option, plainText } from './elements.ts';
import { callbacks, correctionField, fields } from './ids.ts';
import { capital, FAILURE_POINT_LABELS, REASON_EVIDENCE_LABELS, weighedWords } from './labels.ts';
import { limits } from './limits.ts';
import { draw } from './lines.ts';
import { aboutLead, form, input, notice, textInput } from './modal-parts.ts';

/** Giving a lead back before acceptance: to marketing, or to the team before. */
export function rejectModal(model: RejectModel): ModalView {
  const callback = callbacks.reject;
  return closing(model, { title: 'Reject lead', submit: 'Reject', callback, extra: [], isWeighed: true });
}

/** Later: back to nurture, with a date if there is one. */
export function recycleModal(model: RejectModel): ModalView {
  const until = input({
    field: fields.until,
    label: 'When to try again',
    hint: 'Leave it empty when you do not know: marketing decides.',
    optional: true,
    element: { type: 'datepicker' },
  });
  return closing(model, {
    title: 'Recycle lead',
    submit: 'Recycle',
    callback: callbacks.recycle,
    extra: [until],
  });
}

/** Never: this lead will not be a customer. */
export function disqualifyModal(model: RejectModel): ModalView {
  const callback = callbacks.disqualify;
  return closing(model, { title: 'Disqualify lead', submit: 'Disqualify', callback, extra: [] });
}

/** Lost: why, and to whom. */
export function loseModal(model: RejectModel): ModalView {
  const competitor = textInput({
    field: fields.competitor,
    label: 'Lost to',
    hint: 'The competitor, if there was one.',
    optional: true,
    lines: 'one',
    initial: model.earlier?.competitor,
  });
  return closing(model, { title: 'Lost', submit: 'Lost', callback: callbacks.lose, extra: [competitor] });
}

/** A reason of the settings, a note, and what else is asked. */
export function closing(
  model: RejectModel,
  words: { title: string; submit: string; callback: string; extra: KnownBlock[]; isWeighed?: true },
): ModalView {
  // A select without options is refused by Slack.
  if (model.reasons.length === 0) {
    return notice(words.title, [
      draw('none', [['The settings name no reason for this. Ask ops to add one.']]),
    ]);
  }
  const { isWeighed, extra, ...rest } = words;
  // What was chosen is told to us: only then it is known what to ask.
  const reason = { ...reasonInput(model), ...(isWeighed && { dispatch_action: true }) };
  return form({
    ...rest,
    about: model,
    blocks: [aboutLead(model.lead, []), reason, ...correctionInput(model), noteInput(model), ...extra],
  });
}

/** What the record says against the reason that was chosen, and what it should say; nothing where it bears the reason out. */
function correctionInput({ reasons, chosen }: RejectModel): InputBlock[] {
  const { weighed = null, evidence = null } = reasons.find(({ code }) => code === chosen?.reason) ?? {};
  if (weighed === null || (evidence !== 'conflicts' && evidence !== 'unverifiable')) return [];
  const { fact, recorded } = weighed;
  const hint =
    evidence === 'conflicts'
      ? 'Leave it empty if the record is right, and say in the note why the reason holds.'
      : 'Write it if you know it.';
  return [
    textInput({
      field: correctionField(fact),
      label: `The record says: ${weighedWords(fact, recorded)}. It should say`,
      ...{ hint, optional: true, lines: 'one' },
    }),
  ];
}

type Reasons = RejectModel['reasons'];

type Reader = 'marketing' | 'who_passed_it_on' | 'manager' | 'nobody';

/** What becomes of a reason. */
const READ_BY: Record<Reader, string> = {
  marketing: 'Marketing reads it.',
  who_passed_it_on: 'Whoever passed it on reads it, and has the lead again.',
  manager: 'The manager reads it, and decides about the lead next.',
  nobody: 'It is kept with the lead, and counted.',
};
const SHOULD_KNOW: Record<Reader, string> = {
  marketing: 'What marketing should know.',
  who_passed_it_on: 'What they should know.',
  manager: 'What they should know.',
  nobody: 'What should be remembered.',
};

function reasonInput({ reasons, earlier, chosen: pick, reader }: RejectModel): InputBlock {
  const groups = FAILURE_POINTS.map((point) => ({
    label: plainText(FAILURE_POINT_LABELS[point], limits.optionGroupLabel),
    options: reasons
      .filter((reason) => reason.failurePoint === point)
      .slice(0, limits.selectOptions)
      .map(reasonOption),
  }));
  const chosen = groups
    .flatMap(({ options }) => options)
    .find(({ value }) => value === (pick ?? earlier)?.reason);
  return input({
    field: fields.reason,
    label: 'Reason',
    hint: `${READ_BY[reader ?? 'nobody']} Under each reason: how it stands against what the record says.`,
    optional: false,
    element: {
      type: 'static_select',
      focus_on_load: true,
      option_groups: groups.filter((group) => group.options.length > 0),
      ...(chosen && { initial_option: chosen }),
    },
  });
}

function reasonOption(reason: Reasons[number]): PlainTextOption {
  const { weighed } = reason;
  const label = reason.evidence === null ? null : REASON_EVIDENCE_LABELS[reason.evidence];
  // First what the record says, then what that means: 420 employees: the record says otherwise.
  const evidence =
    label === null || weighed === null
      ? label
      : `${capital(weighedWords(weighed.fact, weighed.recorded))}: ${lowerFirst(label)}`;
  const description = [evidence, reason.noteRequired ? 'note needed' : null]
    .filter((part) => part !== null)
    .join(', ');
  return {
    ...option(reason.words, reason.code),
    ...(description !== '' && { description: plainText(description, limits.optionDescription) }),
  };
}

function noteInput({ reasons, earlier, chosen, reader }: RejectModel): InputBlock {
  const needed = reasons.filter((reason) => reason.noteRequired).map((reason) => reason.words);
  return textInput({
    field: fields.note,
    label: 'Note',
    hint: `${needed.length === 0 ? '' : `Needed for: ${needed.join(', ')}. `}${SHOULD_KNOW[reader ?? 'nobody']} No phone number and no e-mail address, please.`,
    optional: true,
    lines: 'many',
    initial: (chosen ?? earlier)?.note,
  });
}

const lowerFirst = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
