import { expect, test } from 'vitest';
import { customerDeeds } from '#domain/customer.ts';
import { isChurnDay, readExpansion } from '#domain/customer-news.ts';
import { make } from './make.ts';

const typed = { what: ' More seats ', amount: '', currency: '', expectedOn: '' };

test('an expansion needs words alone; an amount needs a currency, and a day one of the calendar', () => {
  expect(readExpansion(typed)).toEqual({
    ok: true,
    expansion: { what: 'More seats', deal: null, expectedOn: null },
  });
  const whole = { ...typed, amount: '12000.50', currency: 'eur', expectedOn: '2027-02-28' };
  expect(readExpansion(whole)).toEqual({
    ok: true,
    expansion: { what: 'More seats', deal: { amount: 12000.5, currency: 'EUR' }, expectedOn: '2027-02-28' },
  });
  const fieldOf = (changed: Partial<typeof typed>) => readExpansion({ ...whole, ...changed });
  expect(fieldOf({ amount: 'lots' })).toEqual({ ok: false, field: 'amount' });
  expect(fieldOf({ amount: '0' })).toEqual({ ok: false, field: 'amount' });
  expect(fieldOf({ currency: '' })).toEqual({ ok: false, field: 'currency' });
  expect(fieldOf({ expectedOn: '2027-02-30' })).toEqual({ ok: false, field: 'closeOn' });
});

test('a customer leaves on a day of the calendar, within ten years', () => {
  const days = ['2026-11-30', '2036-01-01', '2027-02-30', '2037-01-01', '0026-11-30', 'soon'];
  expect(days.map((day) => isChurnDay(day, '2026-11-30'))).toEqual([true, true, false, false, false, false]);
});

test('what is said of a customer is said from acceptance on, by who has them and those above', () => {
  const csm = (state: 'offered' | 'accepted' | 'working' | 'snoozed' | 'completed' | 'rejected') =>
    make.handoff({ leg: 'won_to_cs', state, acceptedAt: state === 'offered' ? null : new Date(0) });
  const deeds = (
    state: Parameters<typeof csm>[0],
    relation: 'owner' | 'manager' | 'ops' | 'other' = 'owner',
  ) => customerDeeds(csm(state), { relation, isOpenElsewhere: false });
  const both = ['expand', 'churn'];
  expect([deeds('accepted'), deeds('working'), deeds('completed')]).toEqual([both, both, both]);
  expect([deeds('offered'), deeds('snoozed'), deeds('rejected')]).toEqual([[], [], []]);
  expect([deeds('completed', 'manager'), deeds('completed', 'ops'), deeds('completed', 'other')]).toEqual([
    both,
    both,
    [],
  ]);
  expect(customerDeeds(csm('completed'), { relation: 'owner', isOpenElsewhere: true })).toEqual(['churn']);
  const sdrs = make.handoff({ state: 'completed' });
  expect(customerDeeds(sdrs, { relation: 'owner', isOpenElsewhere: false })).toEqual([]);
});
