import { expect, test } from 'vitest';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { make } from '../make.ts';
import { arrival, play, told } from './play.ts';

/** For what a lead waits that found nobody. Monday 2 March 2026, 08:00 UTC is nine in Berlin, when work opens. */

const NEXT_WEEK = '2026-03-09T12:00:00Z';
const alone = (person: string, changes: object = {}) => ({
  id: 'sdr',
  name: 'SDRs',
  members: [{ person }],
  ...changes,
});
const owned = (domain: string, repId: string): CompanyFact => ({
  at: new Date('2026-03-01T09:00:00Z'),
  domain,
  type: 'owned',
  repId,
});

test('whoever has too many whom they did not reach yet gets the next one when they reach one', () => {
  const settings = make.settings({ pools: [alone('ana', { caps: { uncontacted: 1 } })] });
  // Answered at 09:15, reached at 10:00.
  const two = [arrival('one', '2026-03-02T09:00:00Z'), arrival('two', '2026-03-02T09:30:00Z')];
  expect(told(play(settings, two, NEXT_WEEK).decided)).toEqual([
    'one → ana 2026-03-02T09:00',
    'two → ana 2026-03-02T10:00',
  ]);
});

test('a lead for one person waits for them, before any pool', () => {
  const settings = make.settings({
    routes: [
      { id: 'german', when: { country: 'DE' }, to: { person: 'mia' } },
      { id: 'french', when: { country: 'FR' }, to: { pool: 'sdr' } },
    ],
  });
  const german = { record: make.lead({ person: { email: 'x@nordwerk.example', country: 'DE' } }) };
  const { decided, figures } = play(settings, [arrival('night', '2026-03-02T20:00:00Z', german)], NEXT_WEEK);
  expect(told(decided)).toEqual(['night → mia 2026-03-03T08:00']);
  expect(figures.byRoute).toEqual([{ rule: 'route german', count: 1 }]);
});

test('where others find nobody in their pool, a lead whose owner is at work goes to the owner', () => {
  const settings = make.settings({ pools: [alone('ana', { caps: { unanswered: 1 } })] });
  const from = (id: string, minute: string) =>
    arrival(id, `2026-03-02T20:${minute}:00Z`, {
      record: make.lead({ person: { email: `x@${id}.example` } }),
    });
  const some = [from('first', '00'), from('second', '01'), from('owned', '02')];
  expect(told(play(settings, some, NEXT_WEEK, [owned('owned.example', 'mia')]).decided)).toEqual([
    'first → ana 2026-03-03T08:00',
    'owned → mia 2026-03-03T08:00',
    'second → ana 2026-03-03T08:15',
  ]);
});

test('what a full pool passes on counts for the route that led to the pool', () => {
  const settings = make.settings({
    pools: [
      alone('ana', { caps: { unanswered: 1 }, overflow: { pool: 'more' } }),
      { id: 'more', name: 'More', members: [{ person: 'ben' }] },
    ],
  });
  const two = [arrival('one', '2026-03-02T09:00:00Z'), arrival('two', '2026-03-02T09:01:00Z')];
  const { decided, figures } = play(settings, two, NEXT_WEEK);
  expect(told(decided)).toEqual(['one → ana 2026-03-02T09:00', 'two → ben 2026-03-02T09:01']);
  expect(figures.byRoute).toEqual([{ rule: 'route all', count: 2 }]);
  expect(figures.byPool).toEqual([
    { poolId: 'more', count: 1 },
    { poolId: 'sdr', count: 1 },
  ]);
});

test('whoever was offered a lead then has not claimed it: its company stays nobody’s', () => {
  const settings = make.settings({ pools: [alone('ana', { mode: 'claim', deliver_to: 'C0SDR' })] });
  const record = make.lead({ person: { email: 'x@globex.example' } });
  const offered = { record, repId: 'ben', firstOfferedAt: new Date('2026-03-02T09:30:00Z') };
  const two = [
    arrival('one', '2026-03-02T09:00:00Z', offered),
    arrival('two', '2026-03-02T11:00:00Z', { record }),
  ];
  expect(told(play(settings, two, NEXT_WEEK).decided)).toEqual([
    'one → claim 2026-03-02T09:00',
    'two → claim 2026-03-02T11:00',
  ]);
});
