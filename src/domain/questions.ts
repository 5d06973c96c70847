import * as z from 'zod';
import type { CanonicalLead } from './lead.ts';
import { readMoney } from './read-money.ts';
import { id } from './settings-shapes.ts';
import { readIsoDate } from './typed-time.ts';

/** What is asked before a lead goes on to the next team, what is known of it already, and how the answers are read. */

export const QUESTION_KINDS = ['text', 'choice', 'yes_no', 'date', 'money'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** What is known of a lead, and may be an answer: whoever asks names which. */
export const KNOWN_FACTS = ['budget', 'authority', 'need', 'timeline', 'stakeholders', 'meeting'] as const;
export type KnownFact = (typeof KNOWN_FACTS)[number];

const question = z.strictObject({
  // What every object has is no answer.
  code: id.refine((code) => !(code in {}), 'another code'),
  words: z.string().min(1).max(70),
  hint: z.string().min(1).max(150).optional(),
  kind: z.enum(QUESTION_KINDS).default('text'),
  choices: z.array(z.string().trim().min(1).max(75)).min(2).max(100).optional(),
  required: z.boolean().default(true),
  /** What is filled in where it is known; where nothing is named, what the code names. */
  filled_from: z.enum(KNOWN_FACTS).optional(),
});
export type Question = z.output<typeof question>;

/** Where the settings ask nothing of their own. */
const BANT: z.input<typeof question>[] = [
  { code: 'budget', words: 'Budget', hint: 'Is there money for it, and how much?' },
  { code: 'authority', words: 'Authority', hint: 'Who decides, and who else has a say?' },
  { code: 'need', words: 'Need', hint: 'What problem are they solving?' },
  { code: 'timeline', words: 'Timeline', hint: 'When must it be solved?' },
];

const questions = z.array(question).min(1).max(20);
export const qualification = z.strictObject({ questions: questions.prefault(BANT) }).prefault({});

/** What customer success says when its first contact was made. */
export const COMPLETE_QUESTIONS: readonly Question[] = questions.parse([
  { code: 'goal', words: 'Goal', hint: 'What does success mean to them?' },
  { code: 'kickoff', words: 'First contact', hint: 'When and with whom did you speak?' },
]);

/** What customer success has to know of what was won. */
export const WIN_QUESTIONS: readonly Question[] = questions.parse([
  { code: 'promised', words: 'Promised', hint: 'What did you promise them, and by when?' },
  { code: 'use_case', words: 'Use case', hint: 'What will they use it for first?', filled_from: 'need' },
  {
    ...{ code: 'stakeholders', words: 'Stakeholders', hint: 'Who matters there, and what for?' },
    required: false,
  },
]);

/** Answers by the code of their question. */
export type Answers = Record<string, string>;
/** A question as it was asked: its words stay with the answer, whatever the settings say later. */
export type Asked = { code: string; words: string; kind?: 'date' };
export type AnswerProblem = 'missing' | Exclude<QuestionKind, 'text' | 'yes_no'>;

type ReadAnswers =
  | { ok: true; answers: Answers; asked: Asked[] }
  | { ok: false; code: string; problem: AnswerProblem };

/**
 * Reads what was typed into a form, or says which answer is missing or cannot be meant. What was asked when the form was
 * opened, and is asked no longer, is kept.
 */
export function readAnswers(asked: readonly Question[], typed: Answers): ReadAnswers {
  const read: { of: Asked; text: string }[] = [];
  for (const one of asked) {
    const text = typed[one.code]?.trim() ?? '';
    const problem = problemOf(one, text);
    if (problem) return { ok: false, code: one.code, problem };
    if (text !== '')
      read.push({ of: askedAs(one), text: one.kind === 'yes_no' ? (YES_NO[text] ?? text) : text });
  }
  for (const [code, text] of Object.entries(typed)) {
    const isAsked = asked.some((one) => one.code === code);
    if (!isAsked && text.trim() !== '')
      read.push({ of: { code, words: wordsOfCode(code) }, text: text.trim() });
  }
  return {
    ok: true,
    answers: Object.fromEntries(read.map(({ of, text }) => [of.code, text])),
    asked: read.map(({ of }) => of),
  };
}

export const YES_NO: Record<string, string> = { yes: 'Yes', no: 'No' };

function problemOf({ kind, choices = [], required }: Question, text: string): AnswerProblem | null {
  if (text === '') return required ? 'missing' : null;
  switch (kind) {
    case 'choice':
      return choices.includes(text) ? null : kind;
    case 'date':
      return readIsoDate(text).ok ? null : kind;
    case 'money':
      return readMoney(text) === undefined ? kind : null;
    case 'text':
    case 'yes_no':
      return null;
  }
}

const askedAs = ({ code, words, kind }: Question): Asked => ({
  ...{ code, words },
  ...(kind === 'date' && { kind }),
});

/** `use_case` as people write it. */
export const wordsOfCode = (code: string): string =>
  (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('_', ' ');

/** The meeting that answers whether there is one. `on` is a day, such as `2027-03-31`. */
export type KnownMeeting = { words: string; on: string };

/** What is known of a lead before anybody asks. */
export function knownOf(
  {
    person,
    discovery = {},
    product_interest: interests = [],
  }: Pick<CanonicalLead, 'person' | 'product_interest'> & {
    discovery?: Partial<NonNullable<CanonicalLead['discovery']>> | undefined;
  },
  meeting: KnownMeeting | null,
): Partial<Record<KnownFact, string>> {
  const { budget, challenge, notes, timeline, stakeholders } = discovery;
  const role = joined([
    person.title,
    person.seniority && `seniority: ${person.seniority}`,
    person.department,
  ]);
  const interest = interests.length === 0 ? undefined : `Interested in ${interests.join(', ')}`;
  const known = {
    budget,
    authority: joined([stakeholders, role && `Their role: ${role}`], '; '),
    need: joined([challenge ?? notes, interest], '; '),
    timeline,
    stakeholders,
    meeting: meeting?.words,
  };
  return Object.fromEntries(Object.entries(known).filter(([, text]) => text !== undefined));
}

const joined = (parts: readonly (string | undefined)[], by = ', '): string | undefined => {
  const told = parts.filter((part) => part !== undefined && part !== '');
  return told.length === 0 ? undefined : told.join(by);
};

/** What a form begins with: `initial` fits the question; `told` is known and does not fit it. */
export type FilledIn = { initial: string | null; told: string | null };

type Sources = {
  /** Answered here before, by code. */
  earlier: Answers;
  /** What they answered to a form of ours. */
  formAnswers: readonly { question: string; answer: string }[];
  known: Partial<Record<KnownFact, string>>;
  meeting: KnownMeeting | null;
};

/** What is known of an answer: what was answered before, else what they said in a form, else what the record says. */
export function fillIn(asked: Question, { earlier, formAnswers, known, meeting }: Sources): FilledIn {
  const fact = asked.filled_from ?? KNOWN_FACTS.find((one) => one === asked.code);
  if (fact === 'meeting' && meeting !== null && earlier[asked.code] === undefined) {
    if (asked.kind === 'date') return { initial: meeting.on, told: null };
    if (asked.kind === 'yes_no') return { initial: 'yes', told: meeting.words };
  }
  const text =
    earlier[asked.code] ??
    formAnswers.find(({ question: words }) => isSame(words, asked.words) || isSame(words, asked.code))
      ?.answer ??
    (fact && (earlier[fact] ?? known[fact]));
  return text === undefined ? { initial: null, told: null } : fitted(asked, text.trim());
}

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function fitted({ kind, choices = [] }: Question, text: string): FilledIn {
  switch (kind) {
    case 'choice':
      return fitting(
        choices.find((choice) => isSame(choice, text)),
        text,
      );
    case 'yes_no':
      return fitting(
        Object.keys(YES_NO).find((word) => isSame(word, text)),
        text,
      );
    case 'date':
      return fitting(readIsoDate(text).ok ? text : undefined, text);
    case 'text':
    case 'money':
      return { initial: text, told: null };
  }
}

const fitting = (value: string | undefined, text: string): FilledIn =>
  value === undefined ? { initial: null, told: text } : { initial: value, told: null };
