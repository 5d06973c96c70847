import { expect, test } from 'vitest';
import { mergeLead, signalsOf } from '#domain/merge-lead.ts';
import { make } from './make.ts';

const known = make.lead();

test('what is told later completes what was told before', () => {
  const told = make.lead({ person: { phone: '+49 30 1234567' }, account: { domain: 'nordwerk.example' } });
  expect(mergeLead(known, told)).toEqual({
    ...known,
    person: { ...known.person, phone: '+49 30 1234567' },
    account: { ...known.account, domain: 'nordwerk.example' },
  });
});

test('what is told later corrects what was told before', () => {
  const told = make.lead({ person: { title: 'COO' }, account: { employees: 38 } });
  expect(mergeLead(known, told)).toEqual({
    ...known,
    person: { ...known.person, title: 'COO' },
    account: { ...known.account, employees: 38 },
  });
});

test('what is not told stays', () => {
  const full = make.lead({
    score: { value: 80 },
    temperature: 'hot',
    owner_email: 'ana@acme.example',
    meeting: { start_at: '2026-03-04T10:00:00Z' },
    campaign: { name: 'Spring' },
    consent: { do_not_call: true },
    discovery: { challenge: 'late parts' },
    tags: ['fair'],
    refs: [{ system: 'crm', type: 'contact', id: '7' }],
  });
  expect(mergeLead(full, make.lead({ channel: undefined, person: {}, account: {} }))).toEqual(full);
});

test('nothing is made of nothing', () => {
  expect(mergeLead(known, known)).toEqual(known);
});

test('a signal about a lead makes no signal of it, and a lead makes one of a signal', () => {
  const signal = make.lead({ kind: 'signal' });
  expect(mergeLead(known, signal).kind).toBe('lead');
  expect(mergeLead(signal, known).kind).toBe('lead');
});

test('a signal does not say how the lead came, unless nobody did', () => {
  const met = make.lead({ channel: 'trade_show' });
  const opened = make.lead({ kind: 'signal', channel: 'email' });
  expect(mergeLead(met, opened).channel).toBe('trade_show');
  expect(mergeLead(make.lead({ channel: undefined }), opened).channel).toBe('email');
});

test('the first campaign stays the campaign, the last channel is the channel', () => {
  const first = make.lead({ campaign: { name: 'Spring' }, channel: 'content' });
  const later = make.lead({ campaign: { name: 'Summer' }, channel: 'demo_request' });
  expect(mergeLead(first, later)).toEqual({ ...later, campaign: first.campaign });
});

test('each consent is its own', () => {
  const first = make.lead({ consent: { do_not_call: true, unsubscribed: false } });
  const later = make.lead({ consent: { unsubscribed: true } });
  expect(mergeLead(first, later).consent).toEqual({ do_not_call: true, unsubscribed: true });
  expect(mergeLead(known, later).consent).toEqual({ unsubscribed: true });
});

test('records elsewhere are listed once, and keep the link that only one told', () => {
  const url = 'https://crm.example/7';
  const first = make.lead({ refs: [{ system: 'crm', type: 'contact', id: '7', url }] });
  const later = make.lead({
    refs: [
      { system: 'crm', type: 'contact', id: '7' },
      { system: 'crm', type: 'deal', id: '9' },
    ],
  });
  expect(mergeLead(first, later).refs).toEqual([
    { system: 'crm', type: 'contact', id: '7', url },
    { system: 'crm', type: 'deal', id: '9', url: undefined },
  ]);
});

test('tags are listed once', () => {
  expect(mergeLead(make.lead({ tags: ['fair', 'vip'] }), make.lead({ tags: ['vip', 'eu'] })).tags).toEqual([
    'fair',
    'vip',
    'eu',
  ]);
});

test('a question answered again has its new answer, once', () => {
  const first = make.lead({
    discovery: {
      challenge: 'late parts',
      answers: [
        { question: 'When?', answer: 'this year' },
        { question: 'Who?', answer: 'me' },
      ],
    },
  });
  const later = make.lead({
    discovery: {
      budget: '50k',
      answers: [
        { question: 'When?', answer: 'this quarter' },
        { question: 'What?', answer: 'planning' },
      ],
    },
  });
  expect(mergeLead(first, later).discovery).toEqual({
    challenge: 'late parts',
    budget: '50k',
    answers: [
      { question: 'When?', answer: 'this quarter' },
      { question: 'Who?', answer: 'me' },
      { question: 'What?', answer: 'planning' },
    ],
  });
});

test('signals are kept elsewhere, each with its time', () => {
  const told = make.lead({ signals: [make.signal()] });
  expect(mergeLead(known, told).signals).toEqual([]);
});

test('neither lead is changed by it', () => {
  const first = make.lead({ tags: ['fair'], discovery: { answers: [{ question: 'When?', answer: 'now' }] } });
  const later = make.lead({
    tags: ['vip'],
    discovery: { answers: [{ question: 'When?', answer: 'later' }] },
  });
  const [firstBefore, laterBefore] = structuredClone([first, later]);
  mergeLead(first, later);
  expect([first, later]).toEqual([firstBefore, laterBefore]);
});

// What coming to us counts as

const monday = new Date('2026-03-02T08:00:00Z');

test('who asks for a demo has submitted a form', () => {
  const lead = make.lead({ campaign: { form: 'Book a demo', landing_page: 'https://acme.example/demo' } });
  expect(signalsOf(lead, monday)).toEqual([
    {
      type: 'form_submit',
      at: '2026-03-02T08:00:00.000Z',
      title: 'Book a demo',
      url: 'https://acme.example/demo',
    },
  ]);
});

test('without a form the campaign names what was done', () => {
  const lead = make.lead({ channel: 'webinar', campaign: { name: 'Lean planning' } });
  expect(signalsOf(lead, monday)).toEqual([
    { type: 'webinar_registered', at: '2026-03-02T08:00:00.000Z', title: 'Lean planning', url: undefined },
  ]);
});

test('what the sender told is not counted twice', () => {
  const told = make.signal({ type: 'form_submit' });
  expect(signalsOf(make.lead({ signals: [told] }), monday)).toEqual([told]);
});

test('what else the lead did counts beside its coming', () => {
  const price = make.signal();
  expect(signalsOf(make.lead({ signals: [price] }), monday)).toEqual([
    price,
    { type: 'form_submit', at: '2026-03-02T08:00:00.000Z', title: 'Demo request', url: undefined },
  ]);
});

test('a channel that says nothing of what was done adds nothing', () => {
  expect(signalsOf(make.lead({ channel: 'trade_show' }), monday)).toEqual([]);
  expect(signalsOf(make.lead({ channel: undefined }), monday)).toEqual([]);
});

test('a signal is only what it says', () => {
  const price = make.signal();
  expect(signalsOf(make.lead({ kind: 'signal', signals: [price] }), monday)).toEqual([price]);
});
