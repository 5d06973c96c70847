import { expect, test } from 'vitest';
import { digest } from '#blocks/digest.ts';
import * as make from '#src/examples/homes.ts';
import { at, funnelGroup } from '#src/examples/models.ts';
import { breaches } from './breaches.ts';
import { seen } from './screen.ts';

const HOME =
  'Each lead, with Reassign and Nudge: the Home tab of this app. How these figures are counted: /funnel 7d';

test('when nothing happened and nothing waits, that is said in two lines', () => {
  expect(seen(digest(make.digest()).blocks)).toEqual([
    'Your team, since 2026-11-23 08:00 UTC',
    'Nothing came in, and nothing was answered or missed.',
    'Now: nothing is overdue, at risk or waiting for an owner.',
    HOME,
  ]);
});

test('a digest says what came and went, who missed how often, both figures apart, and how it stands now', () => {
  const { speed, sla, responseSla } = funnelGroup();
  const model = make.digest({
    happened: { received: 12, accepted: 10, rejected: 1, responded: 9 },
    missed: [
      { name: 'Ana', count: 2 },
      { name: 'Bruno', count: 1 },
    ],
    unowned: 1,
    sla,
    responseSla,
    speed: { ...speed, snoozed: make.NOT_MEASURED },
    now: { overdue: 2, atRisk: 1, waiting: 3, snoozed: 1 },
    notAnswering: [{ name: 'Eva', misses: 3 }],
    away: [{ name: 'Dan', until: at('14:00'), coveredBy: ['Ana'] }],
  });
  const { text, blocks } = digest(model);
  expect(seen(blocks)).toEqual([
    'Your team, since 2026-11-23 08:00 UTC',
    '12 leads received · 10 accepted · 1 rejected · 9 responded to',
    'Deadlines missed: Ana 2, Bruno 1',
    'Found no owner in time: 1 lead',
    'Answered in time: 90 %, 45 of 50 (target 90 % met)',
    'First response in time: 5 of 8 (target 90 %)',
    'Speed to lead: median 14 min, 9 in 10 within 4 h 5 min (35 leads)',
    '• System’s share: median 6 s, 9 in 10 within 2 min (33 leads)',
    '• Person’s share: median 13 min, 9 in 10 within 4 h (33 leads)',
    'Now: 2 overdue · 1 at risk in the next 15 minutes · 3 waiting for an owner',
    'Snoozed: 1 lead',
    'Not answering: Eva (missed 3 in a row)',
    'Away: Dan until 2026-11-23 14:00 UTC (covered by Ana)',
    HOME,
  ]);
  expect(text).toContain('Deadlines missed: Ana 2, Bruno 1');
});

test('a team of hundreds keeps within Slack’s limits', () => {
  const people = Array.from({ length: 300 }, (_, n) => `Somebody with quite a long name, number ${n}`);
  const model = make.digest({
    missed: people.map((name) => ({ name, count: 1 })),
    notAnswering: people.map((name) => ({ name, misses: 2 })),
    away: people.map((name) => ({ name, until: at('14:00'), coveredBy: people })),
  });
  expect(breaches(digest(model))).toEqual([]);
});
