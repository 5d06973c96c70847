import type { ActionsBlockElement, Button, KnownBlock, Overflow, StaticSelect } from '@slack/types';
import type { CustomerDeed } from '#domain/customer.ts';
import type { CommandType } from '#domain/handoff.ts';
import type { CardModel } from '#src/view/models.ts';
import { firstScreen, isClosed } from './card-lines.ts';
import { contactLine } from './contact-line.ts';
import { button, option, plainText } from './elements.ts';
import { formatValue, ids, moreChoices, PICK_TIME } from './ids.ts';
import { QUALIFY_LABELS } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, bullets, draw, drawSection, type Line, type Message, say, stranger } from './lines.ts';
import { sameCompanyButtons, sameCompanyLine } from './same-company.ts';
import { snoozeNoteLine } from './snooze-note.ts';
import { noteOf } from './tellings.ts';
import { plain } from './text.ts';

/** The message that shows one handoff: at most eight lines, then the buttons. */
export function card(model: CardModel): Message {
  // A new name for every version: a menu under an old name keeps showing what was chosen.
  const blockId = (part: string): string =>
    `card/${formatValue({ ...model, choice: `${model.version}/${part}` })}`;
  const lines = firstScreen(model);
  const contact = isClosed(model) ? null : contactLine(model);
  const isGone = model.status.type === 'superseded' || model.status.type === 'withdrawn';
  const controls = isGone ? [] : leadControls(model);

  const blocks: KnownBlock[] = [draw(blockId('lead'), lines)];
  if (contact) blocks.push(drawSection(blockId('contact'), contact));
  if (controls.length > 0) blocks.push({ type: 'actions', block_id: blockId('actions'), elements: controls });
  const company = isGone ? null : model.sameCompany;
  const asked = company ? sameCompanyButtons(model, company) : [];
  if (company) {
    blocks.push(draw(blockId('company'), [sameCompanyLine(company)]));
    blocks.push({ type: 'actions', block_id: blockId('company-answer'), elements: asked });
  }
  const told = isGone ? [] : bullets([bold('Who said what')], model.tellings.map(noteOf), TELLINGS_SHOWN);
  if (told.length > 0) blocks.push(draw(blockId('told'), told));
  const note = canSnooze(model) && model.pause === null ? model.snoozeNote : null;
  const noteLine = note && snoozeNoteLine(note);
  if (noteLine) {
    const elements = [{ type: 'mrkdwn' as const, text: say([noteLine]), verbatim: true }];
    blocks.push({ type: 'context', block_id: blockId('snooze'), elements });
  }
  const spoken: Line[] = [
    ...lines,
    ...told,
    ...(contact ? [contact] : []),
    ...(company ? [sameCompanyLine(company)] : []),
    ...choicesLine(model, [...controls, ...asked], noteLine),
  ];
  return { text: say(spoken), blocks };
}

const TELLINGS_SHOWN = 5;
const BUTTONS = [
  'accept',
  'reject',
  'respond',
  'qualify',
  'opportunity',
  'win',
  'lose',
  'wake',
] as const satisfies CommandType[];

const canSnooze = (model: Pick<CardModel, 'commands'>): boolean => model.commands.includes('snooze');

/** What its buttons and menus need to know of a lead. */
type Actionable = Pick<
  CardModel,
  'handoffId' | 'seen' | 'leg' | 'state' | 'lead' | 'commands' | 'snoozeChoices'
> &
  Partial<Pick<CardModel, 'proposal' | 'customerDeeds'>>;

/** The buttons and menus of a lead, wherever it is shown: what `TRANSITIONS` allows there now. */
export function leadControls(model: Actionable): ActionsBlockElement[] {
  const buttons = BUTTONS.filter((command) => model.commands.includes(command)).map((type) =>
    commandButton(type, model),
  );
  const snooze = canSnooze(model) && model.snoozeChoices.length > 0 ? [snoozeMenu(model)] : [];
  const recycle = model.proposal ? [recycleButton(model, model.proposal)] : [];
  const outcome = model.commands.includes('meet')
    ? [outcomeButton('held', model), outcomeButton('noShow', model)]
    : [];
  const undo = model.commands.includes('undo') ? [commandButton('undo', model)] : [];
  const customer = (model.customerDeeds ?? []).map((deed) => customerButton(deed, model));
  return [...recycle, ...outcome, ...buttons, ...customer, ...snooze, ...undo, moreMenu(model)];
}

function commandButton(command: (typeof BUTTONS)[number] | 'undo', model: Actionable): Button {
  const who = plain(model.lead.company ?? model.lead.name, shown.name);
  const words = {
    accept: { text: 'Accept', spoken: `Accept lead ${who}` },
    reject: { text: 'Reject…', spoken: `Reject lead ${who}` },
    respond: { text: 'Log response', spoken: `Log response to ${who}` },
    qualify: { text: QUALIFY_LABELS[model.leg].button, spoken: `${QUALIFY_LABELS[model.leg].title}: ${who}` },
    opportunity: { text: 'Opportunity…', spoken: `Opportunity: ${who}` },
    win: { text: 'Won…', spoken: `Won: ${who}` },
    lose: { text: 'Lost…', spoken: `Lost: ${who}` },
    wake: { text: 'Wake now', spoken: `Wake lead ${who}` },
    undo: { text: 'Undo', spoken: `Undo for lead ${who}` },
  }[command];
  const isNext = command === 'accept' || (command === 'respond' && model.state === 'accepted');
  return button({
    id: ids[command],
    ...words,
    value: formatValue({ ...model, choice: null }),
    style: isNext ? 'primary' : 'plain',
  });
}

/** What customer success says of a customer. */
function customerButton(deed: CustomerDeed, model: Actionable): Button {
  const who = plain(model.lead.company ?? model.lead.name, shown.name);
  const words = {
    expand: { text: 'Expansion…', spoken: `Expansion of ${who}` },
    churn: { text: 'Churned…', spoken: `${who} has left` },
  }[deed];
  return button({
    id: ids[deed],
    ...words,
    value: formatValue({ ...model, choice: null }),
    style: 'plain',
  });
}

/** What came of a meeting that is over. */
function outcomeButton(outcome: 'held' | 'noShow', model: Actionable): Button {
  const who = plain(model.lead.company ?? model.lead.name, shown.name);
  const text = outcome === 'held' ? 'Held' : 'No-show';
  return button({
    id: ids[outcome],
    text,
    spoken: `${text}: meeting with ${who}`,
    value: formatValue({ ...model, choice: null }),
    style: 'plain',
  });
}

/** Whom nobody can reach is given back with one press; where the reason has to be chosen it opens the modal. */
function recycleButton(model: Actionable, { reason, words }: NonNullable<CardModel['proposal']>): Button {
  return button({
    id: ids.recycle,
    text: `Recycle: ${words}${reason === null ? '…' : ''}`,
    spoken: `Recycle ${plain(model.lead.company ?? model.lead.name, shown.name)}: ${words}`,
    value: formatValue({ ...model, choice: reason }),
    style: 'plain',
  });
}

function snoozeMenu(model: Actionable): StaticSelect {
  const named = model.snoozeChoices.slice(0, limits.selectOptions - 1);
  const isCallback = model.state === 'accepted' || model.state === 'working';
  return {
    type: 'static_select',
    action_id: ids.snooze,
    placeholder: plainText(isCallback ? 'Snooze (callback)' : 'Snooze', limits.placeholder),
    options: [...named, { label: 'Pick a time…', value: PICK_TIME }].map(({ label, value }) =>
      option(label, formatValue({ ...model, choice: value })),
    ),
  };
}

const MORE_LABELS = {
  recycle: 'Recycle…',
  disqualify: 'Disqualify…',
  reassign: 'Reassign…',
} as const satisfies Partial<Record<CommandType, string>>;
const MORE_COMMANDS = ['recycle', 'disqualify', 'reassign'] as const;

function moreMenu(model: Actionable): Overflow {
  const commands = MORE_COMMANDS.filter((command) => model.commands.includes(command));
  const named = (text: string, choice: string) => option(text, formatValue({ ...model, choice }));
  return {
    type: 'overflow',
    action_id: ids.more,
    options: [
      named('Details', moreChoices.details),
      named('Why me?', moreChoices.why),
      ...commands.map((command) => named(MORE_LABELS[command], moreChoices[command])),
    ],
  };
}

/** What can be done, for those who hear the message instead of seeing its buttons. */
function choicesLine(model: CardModel, controls: ActionsBlockElement[], note: Line | null): Line[] {
  if (controls.length === 0) return [];
  const named = controls.map((control) => {
    if (control.type === 'button') return control.text.text;
    if (control.type === 'overflow')
      return `More (${control.options.map((one) => one.text.text).join(', ')})`;
    return `Snooze (${[...model.snoozeChoices.map((choice) => choice.label), 'or pick a time'].join(', ')})`;
  });
  const line: Line = ['You can: ', stranger(named.join(', '), shown.choices), '.'];
  return note === null ? [line] : [line, note];
}
