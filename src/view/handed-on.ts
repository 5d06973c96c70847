import type { readEventsOfLead } from '#db/handoffs.ts';
import { dayWords } from '#domain/day.ts';
import { sumOf } from '#domain/deal.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { wordsOfCode } from '#domain/questions.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, reasonWords, sourceName } from '#domain/team.ts';
import type { CardModel } from './models.ts';

/** What whoever had the lead before told whoever has it now. */

type Events = Awaited<ReturnType<typeof readEventsOfLead>>;
type Told = Extract<HandoffEvent, { type: 'qualified' | 'won' }>;

// As the forms of older versions asked; a row does not keep the order.
const ASKED = [
  ...(['budget', 'authority', 'need', 'timeline', 'amount', 'close_date', 'next_step'] as const),
  ...(['promised', 'use_case', 'stakeholders', 'goal', 'kickoff'] as const),
] as readonly string[];

/** What was answered when the lead was passed on, in the words and the order in which it was asked then. */
export function answersOf({ answers, asked }: Told): { label: string; text: string }[] {
  const questions =
    asked ?? inOrder(Object.keys(answers)).map((code) => ({ code, words: wordsOfCode(code) }));
  // Of whoever asked to be forgotten no answer is left.
  return questions.flatMap((question) => {
    const text = answers[question.code];
    if (text === undefined) return [];
    const isDate = 'kind' in question && question.kind === 'date';
    return [{ label: question.words, text: isDate ? dayWords(text) : text }];
  });
}

const inOrder = (codes: string[]): string[] => codes.toSorted((a, b) => ASKED.indexOf(a) - ASKED.indexOf(b));

/** Why the next team sent it back, or why it comes again, where it does: its own events say so, the first of them. */
export function sentBack(
  settings: Settings,
  events: readonly { at: Date; event: HandoffEvent }[],
): CardModel['handedOn'] {
  const [first] = events;
  if (first?.event.type !== 'sent_back' && first?.event.type !== 'came_back') return null;
  const { by, reason, note } = first.event;
  const noted = note === '' ? [] : [{ label: 'Note', text: note }];
  return {
    words: wordsOf(first.event),
    byName: nameOf(settings, by),
    at: first.at,
    answers: [{ label: 'Reason', text: reasonWords(settings, reason) }, ...noted],
  };
}

const wordsOf = (event: Extract<HandoffEvent, { type: 'sent_back' | 'came_back' }>) =>
  event.type === 'sent_back' ? 'Sent back' : event.overruled ? 'Offered again' : 'Came back';

/** What a customer may buy besides, where that is what it was opened for: its own events say so, the first of them. */
export function expansionIn(
  settings: Settings,
  events: readonly { at: Date; event: HandoffEvent }[],
): CardModel['handedOn'] {
  const [first] = events;
  if (first?.event.type !== 'expansion') return null;
  const { by, via, what, deal, expectedOn } = first.event;
  return {
    words: 'Expansion',
    byName: by === null ? sourceName(settings, via ?? '') : nameOf(settings, by),
    at: first.at,
    answers: [
      ...(what === '' ? [] : [{ label: 'What', text: what }]),
      ...(deal === null ? [] : [{ label: 'About', text: sumOf(deal) }]),
      ...(expectedOn === null ? [] : [{ label: 'When', text: dayWords(expectedOn) }]),
    ],
  };
}

/** That the customer left, as it was said last; null where nobody said so. */
export function churnIn(settings: Settings, events: readonly { event: HandoffEvent }[]): CardModel['churn'] {
  const left = events.findLast(({ event }) => event.type === 'churned')?.event;
  if (left?.type !== 'churned') return null;
  const said = [left.reason === null ? '' : reasonWords(settings, left.reason), left.note];
  return { on: left.on, words: said.filter((part) => part !== '').join(' · ') || null };
}

/** By whom this handoff was opened, with what they told; null where nobody did. `events` are the lead's, the newest first. */
export function handedOn(
  settings: Settings,
  { id, createdAt }: Pick<Handoff, 'id' | 'createdAt'>,
  events: Events,
): CardModel['handedOn'] {
  const before = events.filter((one) => one.handoffId !== id && one.at <= createdAt);
  const passed = before.find(({ event }) => event.type === 'qualified' || event.type === 'won');
  if (passed?.event.type !== 'qualified' && passed?.event.type !== 'won') return null;
  const { at, event } = passed;
  const byName =
    event.by === null
      ? sourceName(settings, 'via' in event && event.via !== null ? event.via : '')
      : nameOf(settings, event.by);
  const answers = answersOf(event);
  if (event.type === 'qualified') return { words: 'Qualified', byName, at, answers };
  const said = before.find((one) => one.handoffId === passed.handoffId && one.event.type === 'opportunity');
  const deal = said?.event.type === 'opportunity' ? [{ label: 'Deal', text: sumOf(said.event.deal) }] : [];
  return { words: 'Won', byName, at, answers: [...deal, ...answers] };
}
