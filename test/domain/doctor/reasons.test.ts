import { expect, test } from 'vitest';
import { findInReasons } from '#domain/doctor/reasons.ts';
import { make } from '../make.ts';

const route = { id: 'all', when: {}, to: { pool: 'ae' } };

test('AEs who can say of no deal why it is lost are told of, and teams without AEs are not', () => {
  const reasons = [make.reason({ offered_for: ['reject'] })];
  const settings = make.settings({ reasons, routes: [{ ...route, leg: 'sql_to_ae' }] });
  expect(findInReasons(settings)).toEqual([
    {
      severity: 'risk',
      where: 'reasons',
      what: 'none is offered_for lose, so no AE can say that a deal is lost',
      advice: 'Copy those at the end of `reasons` in starter.yaml.',
    },
  ]);
  const first = make.settings({ reasons, routes: [{ ...route, leg: 'mql_to_sdr' }] });
  expect(findInReasons(first)).toEqual([]);
  const lose = make.reason({ offered_for: ['lose'] });
  expect(findInReasons({ ...settings, reasons: [...reasons, lose] })).toEqual([]);
});
