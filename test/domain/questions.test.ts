import { expect, test } from 'vitest';
import { fillIn, knownOf, type Question, readAnswers } from '#domain/questions.ts';
import { make } from './make.ts';

const ask = (of: Partial<Question>): Question => ({
  ...{ code: 'need', words: 'Need', kind: 'text', required: true, ...of },
});

test('answers are kept by code with the words they were asked in, in the order of the template', () => {
  const asked = [
    ask({ code: 'metrics', words: 'Metrics' }),
    ask({ code: 'met', words: 'Meeting agreed', kind: 'yes_no' }),
    ask({ code: 'start', words: 'Start', kind: 'date', required: false }),
    ask({ code: 'size', words: 'Size', kind: 'choice', choices: ['Pilot', 'All of it'], required: false }),
  ];
  expect(
    readAnswers(asked, { start: '2027-03-31', met: 'yes', metrics: ' 40 hours a week ', size: '' }),
  ).toEqual({
    ok: true,
    answers: { metrics: '40 hours a week', met: 'Yes', start: '2027-03-31' },
    asked: [
      { code: 'metrics', words: 'Metrics' },
      { code: 'met', words: 'Meeting agreed' },
      { code: 'start', words: 'Start', kind: 'date' },
    ],
  });
});

test.each([
  [ask({}), '', 'missing'],
  [ask({}), '   ', 'missing'],
  [ask({ kind: 'date' }), 'soon', 'date'],
  [ask({ kind: 'date' }), '2027-02-30', 'date'],
  [ask({ kind: 'money' }), 'lots', 'money'],
  [ask({ kind: 'choice', choices: ['A', 'B'] }), 'C', 'choice'],
] as const)('%o answered with %j is %s', (question, text, problem) => {
  expect(readAnswers([question], { need: text })).toEqual({ ok: false, code: 'need', problem });
});

test('an amount is kept as it was written', () => {
  const read = readAnswers([ask({ kind: 'money' })], { need: '1.5 million USD' });
  expect(read).toMatchObject({ ok: true, answers: { need: '1.5 million USD' } });
});

test('what was asked when the form was opened, and is asked no longer, is kept', () => {
  expect(readAnswers([ask({})], { need: 'Speed', use_case: 'Demos' })).toMatchObject({
    ok: true,
    answers: { need: 'Speed', use_case: 'Demos' },
    asked: [{ words: 'Need' }, { code: 'use_case', words: 'Use case' }],
  });
});

test('what is known of a lead: who they are is what is known of who decides', () => {
  const { person, product_interest, discovery } = make.lead({
    person: { full_name: 'Anna Berg', email: 'a@b.example', title: 'Head of Operations', seniority: 'head' },
    product_interest: ['Routing'],
    discovery: { challenge: 'Leads go cold', budget: '40k', stakeholders: 'Her CFO' },
  });
  expect(knownOf({ person, product_interest, discovery }, null)).toEqual({
    budget: '40k',
    authority: 'Her CFO; Their role: Head of Operations, seniority: head',
    need: 'Leads go cold; Interested in Routing',
    stakeholders: 'Her CFO',
  });
});

const nothing = { earlier: {}, formAnswers: [], known: {}, meeting: null };
const meeting = { words: 'Held on 30 Nov 2026', on: '2026-11-30' };

test('an earlier answer comes before what a form said, and that before what the record says', () => {
  const known = { need: 'of the record' };
  const formAnswers = [{ question: 'NEED', answer: 'of the form' }];
  const earlier = { need: 'of Ana' };
  expect(fillIn(ask({}), { ...nothing, known })).toEqual({ initial: 'of the record', told: null });
  expect(fillIn(ask({}), { ...nothing, known, formAnswers }).initial).toBe('of the form');
  expect(fillIn(ask({}), { ...nothing, known, formAnswers, earlier }).initial).toBe('of Ana');
  expect(fillIn(ask({}), nothing)).toEqual({ initial: null, told: null });
});

test('a question of one’s own is filled from the fact it names, or from what was answered to that', () => {
  const pain = ask({ code: 'pain', words: 'Identified pain', filled_from: 'need' });
  expect(fillIn(pain, { ...nothing, known: { need: 'cold leads' } }).initial).toBe('cold leads');
  expect(fillIn(pain, { ...nothing, earlier: { need: 'said to Ana' } }).initial).toBe('said to Ana');
  expect(fillIn(ask({ code: 'pain' }), { ...nothing, known: { need: 'cold leads' } }).initial).toBe(null);
});

test('what fits no such field is said beside it', () => {
  const known = { timeline: 'next spring' };
  const when = ask({ code: 'timeline', kind: 'date' });
  expect(fillIn(when, { ...nothing, known })).toEqual({ initial: null, told: 'next spring' });
  const size = ask({ code: 'timeline', kind: 'choice', choices: ['Next Spring', 'Later'] });
  expect(fillIn(size, { ...nothing, known })).toEqual({ initial: 'Next Spring', told: null });
});

test('the meeting answers whether there is one, and when', () => {
  const of = { ...nothing, meeting, known: { meeting: meeting.words } };
  const asks = (kind: Question['kind']) => fillIn(ask({ code: 'agreed', kind, filled_from: 'meeting' }), of);
  expect(asks('yes_no')).toEqual({ initial: 'yes', told: 'Held on 30 Nov 2026' });
  expect(asks('date')).toEqual({ initial: '2026-11-30', told: null });
  expect(asks('text')).toEqual({ initial: 'Held on 30 Nov 2026', told: null });
});
