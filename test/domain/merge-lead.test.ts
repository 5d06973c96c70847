import { expect, test } from 'vitest';
import { liftedConsents } from '#domain/consent.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { completeLead, mergeLead, putRight, saidBy, signalsOf } from '#domain/merge-lead.ts';
import type { Known, Origin } from '#domain/origin.ts';
import { originAt, readOrigins, storedOrigins } from '#domain/origin.ts';
import { make } from './make.ts';

const known = make.lead();

/** Said by the website on this day of March, and heard at once. */
const on = (day: number, overrides: Partial<Origin> = {}): Origin => {
  const at = `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`;
  return { by: 'source', id: 'website', at, received: at, ...overrides };
};
/** What is known when one was said on the 2nd and the other on the 3rd. */
const merged = (first: CanonicalLead, later: CanonicalLead): CanonicalLead =>
  mergeLead(saidBy(first, on(2)), saidBy(later, on(3))).record;

test('what is told later completes what was told before', () => {
  const told = make.lead({ person: { phone: '+49 30 1234567' }, account: { domain: 'nordwerk.example' } });
  expect(merged(known, told)).toEqual({
    ...known,
    person: { ...known.person, phone: '+49 30 1234567' },
    account: { ...known.account, domain: 'nordwerk.example' },
  });
});

test('what is told later corrects what was told before', () => {
  const told = make.lead({ person: { title: 'COO' }, account: { employees: 38 } });
  expect(merged(known, told)).toEqual({
    ...known,
    person: { ...known.person, title: 'COO' },
    account: { ...known.account, employees: 38 },
  });
});

test('what is not told stays', () => {
  const full = make.lead({
    score: { value: 80 },
    temperature: 'hot',
    meeting: { start_at: '2026-03-04T10:00:00Z' },
    campaign: { name: 'Spring' },
    consent: { do_not_call: true },
    discovery: { challenge: 'late parts' },
    tags: ['fair'],
    refs: [{ system: 'crm', type: 'contact', id: '7' }],
  });
  expect(merged(full, make.lead({ channel: undefined, person: {}, account: {} }))).toEqual(full);
});

test('nothing is made of nothing', () => {
  expect(merged(known, known)).toEqual(known);
});

test('a signal about a lead makes no signal of it, and a lead makes one of a signal', () => {
  const signal = make.lead({ kind: 'signal' });
  expect(merged(known, signal).kind).toBe('lead');
  expect(merged(signal, known).kind).toBe('lead');
});

test('a signal does not say how the lead came, unless nobody did', () => {
  const met = make.lead({ channel: 'trade_show' });
  const opened = make.lead({ kind: 'signal', channel: 'email' });
  expect(merged(met, opened).channel).toBe('trade_show');
  expect(merged(make.lead({ channel: undefined }), opened).channel).toBe('email');
});

test('the first campaign stays the campaign, the last channel is the channel', () => {
  const first = make.lead({ campaign: { name: 'Spring' }, channel: 'content' });
  const later = make.lead({ campaign: { name: 'Summer' }, channel: 'demo_request' });
  expect(merged(first, later)).toEqual({ ...later, campaign: first.campaign });
});

test('each consent is its own', () => {
  const first = make.lead({ consent: { do_not_call: true, unsubscribed: false } });
  const later = make.lead({ consent: { unsubscribed: true } });
  expect(merged(first, later).consent).toEqual({ do_not_call: true, unsubscribed: true });
  expect(merged(known, later).consent).toEqual({ unsubscribed: true });
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
  expect(merged(first, later).refs).toEqual([
    { system: 'crm', type: 'contact', id: '7', url },
    { system: 'crm', type: 'deal', id: '9', url: undefined },
  ]);
});

test('tags are listed once', () => {
  expect(merged(make.lead({ tags: ['fair', 'vip'] }), make.lead({ tags: ['vip', 'eu'] })).tags).toEqual([
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
  expect(merged(first, later).discovery).toEqual({
    challenge: 'late parts',
    budget: '50k',
    answers: [
      { question: 'Who?', answer: 'me' },
      { question: 'When?', answer: 'this quarter' },
      { question: 'What?', answer: 'planning' },
    ],
  });
});

test('signals are kept elsewhere, each with its time', () => {
  const told = make.lead({ signals: [make.signal()] });
  expect(merged(known, told).signals).toEqual([]);
});

test('neither lead is changed by it', () => {
  const first = make.lead({ tags: ['fair'], discovery: { answers: [{ question: 'When?', answer: 'now' }] } });
  const later = make.lead({
    tags: ['vip'],
    discovery: { answers: [{ question: 'When?', answer: 'later' }] },
  });
  const [firstBefore, laterBefore] = structuredClone([first, later]);
  merged(first, later);
  expect([first, later]).toEqual([firstBefore, laterBefore]);
});

// Who said it, and when

const told = (lead: Parameters<typeof make.lead>[0], origin: Origin): Known =>
  saidBy(make.lead({ channel: undefined, person: {}, account: {}, ...lead }), origin);
const all = (...messages: Known[]): Known => messages.reduce((before, next) => mergeLead(before, next));
const title = (value: string, origin: Origin) => told({ person: { title: value } }, origin);

test('what happened before and is heard later overwrites nothing, and completes what nobody said since', () => {
  const now = told({ person: { title: 'COO' } }, on(5));
  const late = told({ person: { title: 'Head', phone: '+49 30 1' } }, on(3, { received: on(6).at }));
  expect(all(now, late).record.person).toEqual({ title: 'COO', phone: '+49 30 1' });
});

test('of two that are dated alike the one received later counts, whichever is read first', () => {
  const first = title('Head', on(3, { received: on(4).at }));
  const corrected = title('COO', on(3, { received: on(5).at }));
  expect(all(first, corrected).record.person.title).toBe('COO');
  expect(all(corrected, first).record.person.title).toBe('COO');
});

test('of two that came in one delivery the one read last counts', () => {
  expect(all(title('Head', on(3)), title('COO', on(3))).record.person.title).toBe('COO');
});

test('what a rep put right stays, whatever a source says later, until a rep says something else', () => {
  const corrected = title('CEO', on(4, { by: 'rep', id: 'ana' }));
  const vendor = title('COO', on(9));
  const again = title('Chair', on(11, { by: 'rep', id: 'ben' }));
  expect(all(corrected, vendor).record.person.title).toBe('CEO');
  expect(all(vendor, corrected).record.person.title).toBe('CEO');
  expect(all(again, vendor, corrected).record.person.title).toBe('Chair');
});

test('what a rep puts right of a person says nothing of anything else', () => {
  const owned = all(told({ owner_email: 'ana@acme.example' }, on(2)), title('COO', on(3)));
  const byRep = on(4, { by: 'rep', id: 'ana' });
  const right = putRight(owned, { email: 'jane@acme.com' }, byRep);

  expect(right.record).toEqual({
    ...owned.record,
    person: { ...owned.record.person, email: 'jane@acme.com' },
  });
  expect(originAt(right.origins, 'person.email')).toEqual(byRep);
  expect(originAt(right.origins, 'owner_email')).toEqual(originAt(owned.origins, 'owner_email'));
  expect(mergeLead(right, told({ person: { email: 'old@acme.com' } }, on(9))).record.person.email).toBe(
    'jane@acme.com',
  );
});

test('a value said again is as old as its last saying', () => {
  const first = title('COO', on(2));
  const again = title('COO', on(8));
  expect(all(first, again, title('Head', on(5))).record.person.title).toBe('COO');
});

test('each fact knows who said it and when', () => {
  const known = all(
    told({ person: { title: 'COO', phone: '+49 30 1' } }, on(2)),
    told({ person: { title: 'CEO' }, account: { employees: 38 } }, on(5, { id: 'hubspot' })),
  );
  const of = (place: string) => originAt(known.origins, place);
  expect([of('person.title'), of('person.phone'), of('account.employees')]).toEqual([
    on(5, { id: 'hubspot' }),
    on(2),
    on(5, { id: 'hubspot' }),
  ]);
});

test('a source that names no owner names nobody: an older message brings no owner back', () => {
  const named = told({ owner_email: 'ana@acme.example' }, on(2));
  const newer = told({}, on(4));
  expect(all(named, newer).record.owner_email).toBe(undefined);
  expect(all(newer, named).record.owner_email).toBe(undefined);
});

test('the first campaign is the one that happened first', () => {
  const spring = told({ campaign: { name: 'Spring' } }, on(2));
  const summer = told({ campaign: { name: 'Summer' } }, on(5));
  expect(all(summer, spring).record.campaign?.name).toBe('Spring');
});

test('the channel of an older request does not come back', () => {
  const fair = told({ channel: 'trade_show' }, on(2));
  const demo = told({ channel: 'demo_request' }, on(5));
  const opened = told({ channel: 'email', kind: 'signal' }, on(7));
  expect(all(demo, opened, fair).record.channel).toBe('demo_request');
  expect(all(opened, fair).record.channel).toBe('trade_show');
});

// Consent

const consent = (value: Partial<CanonicalLead['consent']>, origin: Origin) =>
  told({ consent: value }, origin);
const NO_CALLS = consent({ do_not_call: true }, on(3));
const isBarred = (...messages: Known[]) => all(...messages).record.consent?.do_not_call;

test('what must not be asked stays so, whatever anybody says who is no authority for it', () => {
  expect(isBarred(NO_CALLS, consent({ do_not_call: false }, on(9)))).toBe(true);
  expect(isBarred(consent({ do_not_call: false }, on(9)), NO_CALLS)).toBe(true);
  expect(isBarred(NO_CALLS, consent({ do_not_call: false }, on(9, { by: 'rep', id: 'ana' })))).toBe(true);
  expect(isBarred(NO_CALLS, consent({ do_not_call: false }, on(9, { by: 'import' })))).toBe(true);
  expect(isBarred(NO_CALLS, told({}, on(9)))).toBe(true);
});

test('who is the authority for it gives it back, until it is said again', () => {
  const lifted = consent({ do_not_call: false }, on(5, { id: 'crm', lifts: ['do_not_call'] }));
  expect(isBarred(NO_CALLS, lifted)).toBe(false);
  expect(isBarred(lifted, NO_CALLS)).toBe(false);
  expect(isBarred(NO_CALLS, lifted, consent({ do_not_call: true }, on(7)))).toBe(true);
  expect(
    isBarred(lifted, consent({ do_not_call: false }, on(9)), consent({ do_not_call: true }, on(7))),
  ).toBe(true);
});

test('what was lifted before it was said is not lifted by that', () => {
  const lifted = consent(
    { do_not_call: false },
    on(2, { id: 'crm', lifts: ['do_not_call'], received: on(9).at }),
  );
  expect(isBarred(NO_CALLS, lifted)).toBe(true);
});

test('what is called lifted was withdrawn before, in whichever order that is heard', () => {
  const lifted = consent({ do_not_call: false }, on(5, { id: 'crm', lifts: ['do_not_call'] }));
  const again = consent({ do_not_call: false }, on(7, { id: 'crm', lifts: ['do_not_call'] }));
  const told = (...messages: Known[]) =>
    liftedConsents(all(...messages)).map(({ consent: one, at }) => [one, at]);
  expect(told(lifted, again)).toEqual([]);
  expect(told(NO_CALLS, lifted)).toEqual([['do_not_call', on(5).at]]);
  expect(told(lifted, NO_CALLS, again)).toEqual([['do_not_call', on(7).at]]);
  expect(told(again, lifted, NO_CALLS)).toEqual([['do_not_call', on(7).at]]);
  expect(told(NO_CALLS, lifted, consent({ do_not_call: true }, on(8)))).toEqual([]);
});

test('the authority for one consent gives no other back', () => {
  const both = consent({ do_not_call: true, unsubscribed: true }, on(3));
  const lifted = consent({ do_not_call: false, unsubscribed: false }, on(5, { lifts: ['unsubscribed'] }));
  expect(all(both, lifted).record.consent).toEqual({ do_not_call: true, unsubscribed: false });
});

// Completing

test('what is only completed keeps each fact it has, and takes what must not be asked', () => {
  const ours = saidBy(make.lead({ consent: { do_not_call: false } }), on(2));
  const row = told(
    { person: { title: 'COO', phone: '+49 30 1' }, consent: { do_not_call: true } },
    on(9, { by: 'import' }),
  );
  const { record, origins } = completeLead(ours, row);
  expect(record.person).toEqual({ ...ours.record.person, phone: '+49 30 1' });
  expect(record.consent).toEqual({ do_not_call: true });
  expect(originAt(origins, 'person.phone')).toEqual(on(9, { by: 'import' }));
});

// How it is stored

const FIRST = { sourceId: 'website', capturedAt: new Date(on(2).at) };

test('a lead that one message told of stores nothing of its origins', () => {
  const { origins } = saidBy(known, on(2));
  expect(storedOrigins(origins, FIRST)).toBe(null);
  expect(readOrigins(null, FIRST)).toEqual(origins);
});

test('whoever said most is stored once, and what is stored says everything', () => {
  const { origins } = all(saidBy(known, on(2)), title('COO', on(5, { id: 'hubspot', received: on(6).at })));
  const stored = storedOrigins(origins, FIRST);
  expect(stored).toEqual([
    {},
    { id: 'hubspot', at: on(5).at, received: on(6).at, of: ['owner_email', 'person.title'] },
  ]);
  expect(readOrigins(stored, FIRST)).toEqual(origins);
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

const called = (name: Partial<CanonicalLead['person']>, origin: Origin) =>
  saidBy(make.lead({ person: { full_name: undefined, ...name } }), origin);
const nameOfBoth = (one: Known, other: Known) => {
  const { full_name, first_name, last_name } = mergeLead(one, other).record.person;
  return full_name ?? [first_name, last_name].filter(Boolean).join(' ');
};

test('the first name stays, whichever is read first, and gives way to one that is more complete', () => {
  const jane = called({ full_name: 'Jane Doe' }, on(2));
  const bob = called({ first_name: 'Bob', last_name: 'Miller' }, on(3));
  const half = called({ first_name: 'Bob' }, on(1));
  const none = called({ full_name: '[not provided]' }, on(1));
  for (const [one, other] of [
    [jane, bob],
    [half, jane],
    [none, jane],
  ] as const) {
    expect([nameOfBoth(one, other), nameOfBoth(other, one)]).toEqual(['Jane Doe', 'Jane Doe']);
  }
});

test('of two people’s names no part is mixed, and a rep’s correction counts', () => {
  const jane = called({ full_name: 'Jane Doe' }, on(2));
  const bob = called({ first_name: 'Bob', last_name: 'Miller' }, on(3));
  expect(mergeLead(jane, bob).record.person).toMatchObject({ full_name: 'Jane Doe' });
  expect(mergeLead(jane, bob).record.person.first_name).toBeUndefined();
  expect(nameOfBoth(jane, called({ full_name: 'Janet' }, on(4, { by: 'rep', id: 'ana' })))).toBe('Janet');
});
