import { expect, test } from 'vitest';
import { stateAfter } from '#domain/outcome-state.ts';
import type { Outcome } from '#domain/outcomes.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 23, 9, minute));
const after = (...outcomes: Outcome[]) =>
  stateAfter(outcomes.map((outcome, minute) => ({ ...outcome, at: at(minute) })));
const of = (type: Outcome['type'], detail: Outcome['detail'] = {}): Outcome => ({
  type,
  detail: { leg: 'mql_to_sdr', ...detail },
});
const ofAe = (type: Outcome['type'], detail: Outcome['detail'] = {}): Outcome => ({
  type,
  detail: { leg: 'sql_to_ae', ...detail },
});

test('nothing that is known says nothing', () => {
  expect(after()).toEqual({});
});

test('the whole way to won keeps what each step said', () => {
  const worth = { amount: 40_000, currency: 'EUR', closeOn: '2027-03-31' };
  expect(
    after(
      of('assigned', { ownerId: 'ana' }),
      of('accepted', { ownerId: 'ana' }),
      of('responded'),
      of('meeting_booked'),
      of('qualified', { ownerId: 'ana' }),
      ofAe('assigned', { ownerId: 'dan' }),
      ofAe('accepted', { ownerId: 'dan' }),
      ofAe('opportunity', { ownerId: 'dan', ...worth }),
      ofAe('won', { ownerId: 'dan', ...worth, amount: 42_000 }),
    ),
  ).toEqual({
    ...{ status: 'won', stage: 'closed_won', ownerId: 'dan', reason: null },
    ...{ acceptedAt: at(1), respondedAt: at(2), meetingAt: at(3), qualifiedAt: at(4), closedAt: at(8) },
    ...{ amount: 42_000, currency: 'EUR', closeOn: '2027-03-31' },
  });
});

test('a rejection says why, moves no stage, and whoever has it next begins anew', () => {
  const rejected = [
    of('assigned', { ownerId: 'ana' }),
    of('rejected', { ownerId: 'ana', reason: 'no_budget' }),
  ];
  expect(after(...rejected)).toEqual({
    ...{ status: 'rejected', ownerId: 'ana', reason: 'no_budget', rejectedAt: at(1) },
  });
  expect(after(...rejected, of('assigned', { ownerId: 'ben' }))).toMatchObject({
    ...{ status: 'assigned', ownerId: 'ben', reason: null },
  });
});

test('an AE who has it, or gives it back, does not take back how far it is', () => {
  const qualified = [of('accepted', { ownerId: 'ana' }), of('qualified', { ownerId: 'ana' })];
  expect(after(...qualified, ofAe('accepted', { ownerId: 'dan' }))).toMatchObject({
    ...{ status: 'qualified', stage: 'sales_qualified', ownerId: 'dan' },
  });
  expect(after(...qualified, ofAe('rejected', { reason: 'not_ready' }))).toMatchObject({
    ...{ status: 'qualified', stage: 'sales_qualified', reason: 'not_ready' },
  });
});

test('the first response stays the first, at the time at which it was made', () => {
  const told = of('responded', { doneAt: at(-30).toISOString() });
  expect(after(told, of('responded')).respondedAt).toEqual(at(-30));
});

test('who is recycled is to be asked again on a day, until somebody has them', () => {
  const recycled = of('recycled', { reason: 'bad_timing', until: '2027-02-01T08:00:00.000Z' });
  expect(after(recycled)).toMatchObject({ stage: 'nurture', recycleOn: '2027-02-01', reason: 'bad_timing' });
  expect(after(recycled, of('assigned', { ownerId: 'ana' }))).toMatchObject({
    recycleOn: null,
    reason: null,
  });
});

test('whoever covers what was accepted has not to accept it, and whoever is asked in their place has', () => {
  const accepted = of('accepted', { ownerId: 'ana' });
  expect(after(accepted, of('assigned', { ownerId: 'ben', isAccepted: true })).status).toBe('accepted');
  expect(after(accepted, of('reassigned', { ownerId: 'ben' })).status).toBe('assigned');
});

test('missed deadlines are counted', () => {
  expect(after(of('breached', { clock: 'accept' }), of('breached', { clock: 'response' })).breaches).toBe(2);
});
