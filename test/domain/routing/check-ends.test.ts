import { expect, test } from 'vitest';
import { endOf, tellChecks, withoutEchoes } from '#domain/routing/check-ends.ts';
import { make } from '../make.ts';

/** Monday, ten in the morning in Berlin. */
const now = new Date('2026-03-02T09:00:00Z');
/** Ana works in this pool on Thursdays. */
const pool = make.pool({ members: [{ person: 'ana', days: ['thu'] }, { person: 'ben' }] });
const evening = new Date('2026-03-02T18:00:00Z');
const endFor = (
  ...[check, status, at]: [Parameters<typeof endOf>[0], Parameters<typeof make.repStatus>[0]?, Date?]
) => endOf(check, make.repStatus(status), { pool, now: at ?? now });

test('a check ends when what it found does', () => {
  const until = new Date('2026-03-03T09:00:00Z');
  expect(endFor('away', { awayUntil: until })).toEqual(until);
  expect(endFor('status_away', { status: { emoji: ':palm_tree:', until } })).toEqual(until);
  expect(endFor('do_not_disturb', { quiet: { from: now, until } })).toEqual(until);
});

test('outside working hours the next opening ends it, a cap of the day the night', () => {
  expect(endFor('outside_hours', {}, evening)).toEqual(new Date('2026-03-03T08:00:00Z'));
  expect(endFor('holiday', { hours: make.hours({ holidays: ['2026-03-02'] }) })).toEqual(
    new Date('2026-03-03T08:00:00Z'),
  );
  expect(endFor('cap_per_day')).toEqual(new Date('2026-03-02T23:00:00Z'));
});

test('a day off in a pool ends with the opening of the next of their days', () => {
  expect(endFor('off_day')).toEqual(new Date('2026-03-05T08:00:00Z'));
});

test('the next of their days may be a week off, or two; of none no end is known', () => {
  const inPool = (days: ('mon' | 'sat')[], holidays: string[] = []) =>
    endOf('off_day', make.repStatus({ hours: make.hours({ holidays }) }), {
      pool: make.pool({ members: [{ person: 'ana', days }] }),
      now: new Date('2026-03-03T09:00:00Z'),
    });
  expect(inPool(['mon'])).toEqual(new Date('2026-03-09T08:00:00Z'));
  expect(inPool(['mon'], ['2026-03-09'])).toEqual(new Date('2026-03-16T08:00:00Z'));
  expect(inPool(['sat'])).toBeNull();
});

test('of what only people can change no end is known', () => {
  expect(endFor('refused')).toBeNull();
  expect(endFor('not_answering')).toBeNull();
  expect(endFor('cap_unanswered')).toBeNull();
  expect(endFor('status_away', { status: { emoji: ':palm_tree:', until: null } })).toBeNull();
});

test('what another check says already is left out', () => {
  expect(withoutEchoes(['refused', 'had_it', 'holiday', 'outside_hours'])).toEqual(['refused', 'holiday']);
  expect(withoutEchoes(['had_it', 'outside_hours'])).toEqual(['had_it', 'outside_hours']);
});

test('somebody unknown has checks without an end', () => {
  expect(tellChecks(['unknown_to_slack'], undefined, { pool, now })).toEqual([
    { check: 'unknown_to_slack', until: null },
  ]);
});
