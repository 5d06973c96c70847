import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import { mergeLead, saidBy } from '#domain/merge-lead.ts';
import { echoIn, type Ours, type ToldFields } from '#domain/own-writes.ts';

const AT = new Date('2026-11-23T10:00:00Z');
const minutes = (count: number) => new Date(AT.getTime() + count * 60_000);
const CONTACT = { system: 'hubspot', type: 'contact', id: '101' };
const lead = (changes: object = {}) =>
  canonicalLeadSchema.parse({
    ...{ kind: 'update', occurred_at: AT.toISOString(), refs: [CONTACT] },
    ...changes,
  });
const KNOWN = lead({ kind: 'lead', person: { email: 'grace@globex.example' }, account: { name: 'Globex' } });
const ours = (changes: Partial<Ours> = {}): Ours => ({
  records: [
    {
      ...{ recordType: 'contacts', recordId: '101', writing: null },
      written: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'OPEN', amount: '40000' },
    },
  ],
  ...{ past: [], outcomes: [], known: KNOWN, after: KNOWN, ownerEmail: null },
  ...changes,
});
const fields = (values: ToldFields['values'], changes: Partial<ToldFields> = {}): ToldFields => ({
  ...{ record: CONTACT, says: 'changed', values, isByHand: false },
  ...changes,
});
const echo = (values: ToldFields['values'], changes: Partial<ToldFields> = {}, mine = ours()) =>
  echoIn(fields(values, changes), lead({ kind: 'lead' }), mine);

test('what changed to what we wrote last is ours, also when it is told as a number', () => {
  expect(echo({ lifecyclestage: 'salesqualifiedlead' })).toBe('own');
  expect(echo({ amount: '40000.00', update_time: '2026-11-23T10:00:00Z' })).toBe('own');
});

test('what changed to anything else, or beside it, or of another record, is news', () => {
  expect(echo({ lifecyclestage: 'marketingqualifiedlead' })).toBe('news');
  expect(echo({ lifecyclestage: 'salesqualifiedlead', jobtitle: 'CFO' })).toBe('news');
  expect(echo({ lifecyclestage: 'salesqualifiedlead' }, { record: { ...CONTACT, id: '102' } })).toBe('news');
});

test('what a CRM says that somebody did there is news, whatever it is', () => {
  expect(echo({ lifecyclestage: 'salesqualifiedlead' }, { isByHand: true })).toBe('news');
});

test('what is being written is ours before its answer comes', () => {
  const [record] = ours().records;
  const writing = [{ field: 'lifecyclestage', from: 'salesqualifiedlead', to: 'opportunity' }];
  const mine = ours({ records: record ? [{ ...record, writing }] : [] });
  expect(echo({ lifecyclestage: 'opportunity' }, {}, mine)).toBe('own');
  expect(echo({ lifecyclestage: 'salesqualifiedlead' }, {}, mine)).toBe('own');
});

test('what we wrote before is ours where it happened when we wrote it, and news later', () => {
  const wrote = (at: Date) => ours({ past: [{ field: 'hs_lead_status', value: 'NEW', at }] });
  expect(echo({ hs_lead_status: 'NEW' }, {}, wrote(AT))).toBe('own');
  expect(echo({ hs_lead_status: 'NEW' }, {}, wrote(minutes(-30)))).toBe('news');
});

test('what a lead did is never ours', () => {
  const did = lead({ signals: [{ type: 'page_view', at: AT.toISOString() }] });
  expect(echoIn(fields({ lifecyclestage: 'salesqualifiedlead' }), did, ours())).toBe('news');
  const erasure = lead({ kind: 'erasure' });
  expect(echoIn(fields({ lifecyclestage: 'salesqualifiedlead' }), erasure, ours())).toBe('news');
});

const SF_LEAD = { system: 'salesforce', type: 'lead', id: '00QRM000004ZyAB' };
const ofOrg = (changes: Partial<Ours> = {}) =>
  ours({
    records: [
      {
        // The same id, as Salesforce writes it in 18 characters.
        ...{ recordType: 'lead', recordId: '00QRM000004ZyAB2A0', writing: null },
        written: { Status: 'Working - Contacted' },
      },
    ],
    ...changes,
  });
const at = (time: Date) => ({
  ...{ by: 'source' as const, id: 'crm', at: time.toISOString(), received: time.toISOString() },
});
const whole = (
  values: ToldFields['values'],
  more: object = {},
  mine: Partial<Ours> = {},
  record: object = SF_LEAD,
) => {
  const ref = { ...SF_LEAD, ...record };
  const told = lead({ kind: 'lead', refs: [ref], account: { name: 'Globex' }, ...more });
  const { record: after } = mergeLead(saidBy(KNOWN, at(minutes(-60))), saidBy(told, at(AT)));
  return echoIn(fields(values, { record: ref, says: 'whole' }), told, { ...ofOrg(mine), after });
};

test('a whole record that shows what we wrote, and says nothing new, is ours', () => {
  expect(whole({ Status: 'Working - Contacted', Company: 'Globex' })).toBe('own');
  expect(whole({ Company: 'Globex' })).toBe('own');
  expect(whole({ status: 'Working - Contacted' })).toBe('own');
});

test('a whole record that shows what we wrote and something new asks for nothing', () => {
  expect(whole({ Status: 'Working - Contacted' }, { person: { title: 'CFO' } })).toBe('known');
  expect(whole({ Status: 'Working - Contacted' }, { owner_email: 'ben@ours.example' })).toBe('known');
});

test('a whole record that shows something else, or a new record of the same person, is news', () => {
  expect(whole({ Status: 'Open - Not Contacted' })).toBe('news');
  expect(whole({ Company: 'Globex' }, { person: { title: 'CFO' } })).toBe('news');
  expect(whole({ Status: 'Working - Contacted' }, {}, {}, { id: '00QRM000004ZyAC' })).toBe('news');
});

test('a lead that was converted asks for nothing', () => {
  expect(whole({ Status: 'Closed - Converted' })).toBe('news');
  expect(whole({ Status: 'Closed - Converted', IsConverted: 'true' })).toBe('known');
});

test('the contact that a lead became asks for nothing', () => {
  const contact = { type: 'contact', id: '003RM000004ZyAB' };
  expect(whole({}, {}, {}, contact)).toBe('known');
  expect(whole({}, { person: { title: 'CFO' } }, {}, contact)).toBe('news');
});

const DEAL = { system: 'hubspot', type: 'deal', id: '9' };
const said = (amount: number, dueAt: Date) =>
  ({
    type: 'opportunity',
    at: dueAt,
    dueAt,
    detail: { amount, currency: 'EUR', closeOn: '2027-03-31' },
  }) as const;
const deal = (opportunity: object, changes: Partial<ToldFields> = {}, mine: Partial<Ours> = {}) =>
  echoIn(
    fields({}, { record: DEAL, says: 'made', ...changes }),
    lead({ refs: [DEAL, CONTACT], opportunity: { status: 'open', currency: 'EUR', ...opportunity } }),
    ours({ outcomes: [said(40_000, AT)], ...mine }),
  );

test('a deal that is as our outcomes have it is ours', () => {
  expect(deal({ stage: 'appointmentscheduled', amount: 40_000, close_on: '2027-03-31' })).toBe('own');
  // Pipedrive has an amount of nothing where it has none.
  expect(deal({ amount: 0 })).toBe('own');
});

test('a deal that somebody moved, or whose amount or end is another, is news', () => {
  expect(deal({ amount: 50_000 })).toBe('news');
  expect(deal({ close_on: '2027-04-30' })).toBe('news');
  expect(deal({ status: 'won', amount: 40_000 })).toBe('news');
  expect(deal({ stage: 'contractsent', amount: 40_000 }, { says: 'changed' })).toBe('news');
  expect(deal({ amount: 40_000 }, { isByHand: true })).toBe('news');
});

test('a deal as our outcomes had it when that happened is ours', () => {
  const later = { outcomes: [said(40_000, minutes(-5)), said(50_000, minutes(5))] };
  expect(deal({ amount: 40_000 }, {}, later)).toBe('own');
  expect(deal({ amount: 30_000 }, {}, later)).toBe('news');
});

test('of a lead that we wrote nowhere a deal is news', () => {
  expect(deal({ amount: 40_000 }, {}, { records: [] })).toBe('news');
});
