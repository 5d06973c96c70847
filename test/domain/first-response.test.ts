import { expect, test } from 'vitest';
import { firstResponseBy, startFirstResponse } from '#domain/first-response.ts';
import { make } from './make.ts';

/** Monday 2 March 2026, ten in the morning in Berlin. */
const MONDAY = new Date('2026-03-02T09:00:00Z');
const lead = { record: make.lead(), sourceId: 'website', temperature: 'warm' as const };
const policy = {
  id: 'all',
  accept: { within: '4h' },
  ladder: [],
  snooze: { choices: ['1h'], limit: '4h', times: 2 },
};

test('a lead has to be reached for by the first of the clocks that wait for it', () => {
  const settings = make.settings({
    sla: [{ ...policy, first_call: { within: '2bd' }, first_email: { within: '1bd' } }],
  });
  expect(firstResponseBy(settings, lead, 'mql_to_sdr', 'ana', MONDAY)).toEqual(
    new Date('2026-03-03T09:00:00Z'),
  );
});

test('where no clock waits for it there is no such time', () => {
  const settings = make.settings({ sla: [policy] });
  expect(firstResponseBy(settings, lead, 'mql_to_sdr', 'ana', MONDAY)).toBeNull();
});

test('the clock says which it is, and who arrived overnight has the longer time', () => {
  const { repHours, teamHours } = make.situation();
  const seven = new Date('2026-03-02T06:00:00Z');
  const started = startFirstResponse({ policy: make.policy(), repHours, teamHours }, seven, seven);
  // From nine in Berlin.
  expect(started).toMatchObject({ kind: 'response', deadlineAt: new Date('2026-03-02T08:45:00Z') });
});
