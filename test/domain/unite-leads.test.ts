import { expect, test } from 'vitest';
import { inOrderOfStaying, type OneOfTwo, type OpenWork, united } from '#domain/unite-leads.ts';
import { make } from './make.ts';

const day = (no: number) => new Date(Date.UTC(2026, 10, no, 9));

const lead = (id: string, change: Partial<OneOfTwo> = {}): OneOfTwo => ({
  ...{ id, accountId: null, stage: 'inquiry', sourceId: 'website', campaign: null, origins: null },
  ...{ record: make.lead(), capturedAt: day(2), createdAt: day(2) },
  ...change,
});

const ids = (all: readonly OneOfTwo[]) => all.map(({ id }) => id);

const open = (change: Partial<OpenWork> = {}): OpenWork => ({
  ...{ leg: 'mql_to_sdr', state: 'offered', acceptedAt: null, temperature: 'warm' },
  ...change,
});

test('what is furthest in work stays, then what was captured first', () => {
  const old = lead('old', { capturedAt: day(1) });
  const [offered, working, done] = [lead('offered'), lead('working'), lead('done', { capturedAt: day(3) })];
  expect(
    ids(
      inOrderOfStaying([
        { lead: done, open: null },
        { lead: offered, open: open() },
        { lead: old, open: null },
        { lead: working, open: open({ state: 'working', acceptedAt: day(3) }) },
      ]),
    ),
  ).toEqual(['working', 'offered', 'old', 'done']);
});

test('what has come to a later team stays, however far the team before it is with the other', () => {
  expect(
    ids(
      inOrderOfStaying([
        { lead: lead('sdr'), open: open({ state: 'working', acceptedAt: day(3) }) },
        { lead: lead('ae'), open: open({ leg: 'sql_to_ae', state: 'waiting' }) },
      ]),
    ),
  ).toEqual(['ae', 'sdr']);
});

test('of what nobody has accepted the one that must be answered sooner stays, and never before an accepted one', () => {
  expect(
    ids(
      inOrderOfStaying([
        { lead: lead('cold'), open: open({ temperature: 'cold' }) },
        { lead: lead('hot'), open: open({ state: 'waiting', temperature: 'hot' }) },
        { lead: lead('callback'), open: open({ state: 'snoozed', acceptedAt: day(3), temperature: 'cold' }) },
      ]),
    ),
  ).toEqual(['callback', 'hot', 'cold']);
});

test('each fact is as it was said best, and how they came first is how the first of them came', () => {
  const staying = lead('a', {
    record: make.lead({ person: { full_name: 'Anna Berg', title: 'COO' } }),
    capturedAt: day(5),
    sourceId: 'webinar',
  });
  const leaving = lead('b', {
    record: make.lead({ person: { full_name: 'Anna Berg', title: 'Head', phone: '+49 30 5550123' } }),
    capturedAt: day(1),
    campaign: 'Spring',
    accountId: 'nordwerk',
  });
  expect(united(staying, leaving)).toMatchObject({
    ...{ id: 'a', sourceId: 'website', campaign: 'Spring', accountId: 'nordwerk', capturedAt: day(1) },
    record: { person: { title: 'COO', phone: '+49 30 5550123' } },
  });
});

test('one who came further takes the other along; who is done with ends nothing', () => {
  const stageOf = (a: OneOfTwo['stage'], b: OneOfTwo['stage']) =>
    united(lead('a', { stage: a }), lead('b', { stage: b })).stage;
  expect(stageOf('marketing_qualified', 'opportunity')).toBe('opportunity');
  expect(stageOf('opportunity', 'marketing_qualified')).toBe('opportunity');
  expect(stageOf('marketing_qualified', 'disqualified')).toBe('marketing_qualified');
  expect(stageOf('disqualified', 'nurture')).toBe('disqualified');
  expect(stageOf('nurture', 'closed_won')).toBe('closed_won');
});
