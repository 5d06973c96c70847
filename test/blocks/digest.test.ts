import { expect, test } from 'vitest';
import { digest } from '#blocks/digest.ts';
import { digestSwitches, mutedPart } from '#blocks/digest-switches.ts';
import { marketingDigest } from '#blocks/marketing-digest.ts';
import { repDigest } from '#blocks/rep-digest.ts';
import * as make from '#src/examples/homes.ts';
import { at, funnelGroup } from '#src/examples/models.ts';
import { fall } from '#src/examples/pipeline.ts';
import { breaches } from './breaches.ts';
import { seen } from './screen.ts';

const HOME =
  'Each lead, with Reassign and Nudge: the Home tab of this app. How these figures are counted: /funnel 7d';

const WEEK =
  'Marketing’s week, <!date^1794787200^{date_short}|2026-11-16 00:00 UTC> to <!date^1795391999^{date_short}|2026-11-22 23:59 UTC>';
const COUNTED = [
  'Leads count in the week they were handed over, rejections in the week they were said.',
  'Longer, and compared: /funnel by source, /funnel failures, /funnel by week',
];

const MUTE = '[Mute]';

test('when nothing happened and nothing waits, that is said in two lines', () => {
  expect(seen(digest(make.digest()).blocks)).toEqual([
    'Your team, since 2026-11-23 08:00 UTC',
    'Nothing came in, and nothing was answered or missed.',
    'Now: nothing is overdue, at risk or waiting for an owner.',
    HOME,
    MUTE,
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
    MUTE,
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

test('a rep reads first how much there is to do, then each lead with what is due', () => {
  expect(seen(repDigest(make.repDigest()).blocks)).toEqual([
    'Your day · overdue: 1 · deals whose day has passed: 1',
    'Overdue',
    '• Dana Ionescu (Globex) · 🔥 Hot · Overdue: acceptance was due 2026-11-23 08:05 UTC',
    'Deals whose day has passed',
    '• Dana Ionescu (Globex) · Qualified, for an AE · 40,000 EUR · Proposal · closes 2026-11-20',
    'Each lead with its buttons: its card, the Home tab of this app, or /leads mine',
    MUTE,
  ]);
});

test('a list of a rep that is too long is counted', () => {
  const { text } = repDigest({ lists: [{ list: 'offered', leads: make.manyOf(make.lead(), 40) }] });
  expect(text).toContain('Your day · to answer: 40\n');
  expect(text).toContain('\n… and 32 more\n');
});

test('a marketer reads what sales took and gave back, what waits, whose definition is due, and where the funnel fell', () => {
  const model = make.marketingDigest({
    falls: [fall()],
    definition: { ...make.marketingDigest().definition, isOverdue: true },
  });
  expect(marketingDigest(model).text.split('\n')).toEqual([
    WEEK,
    '13 leads handed to sales · 8 taken · 3 given back · 2 not answered yet',
    'Fell: MQL → SAL, from 70 % (84 of 120) to 50 % (60 of 120) so far, −20.0 points. Mostly more rejections (quality): −12.0 more rejections (quality), −5.0 more misses (capacity), −4.0 more still undecided, +1.0 the mix of sources.',
    'Rejections that wait for your answer (3), with Answer… on your Home',
    '• Website: Too small ×3 · due <!date^1795442400^{date_short_pretty} at {time}|2026-11-23 14:00 UTC>',
    'MQL definition 2026-3: its review is overdue, it was due by <!date^1801389600^{date_short}|2027-01-31>. /handoff definitions. Signed by Mara Holm for marketing, Mia Lindqvist for sales',
    'Taken by sales, by source',
    '• Website: Taken 8, Given back 3, Not answered yet 2',
    'Taken by sales, by campaign',
    '• Autumn demo: Taken 5, Given back 3, Not answered yet 0',
    'Rejections by failure point',
    '• Too small: Failure point Qualification threshold, Rejections 3',
    '• Contact data is wrong: Failure point Data quality, Rejections 1',
    ...COUNTED,
  ]);
});

test('a week in which nothing came is said in few lines', () => {
  const model = make.marketingDigest({
    acceptance: { bySource: [], byCampaign: [] },
    unanswered: { rows: [], total: 0 },
    rejections: [],
  });
  expect(marketingDigest(model).text.split('\n')).toEqual([
    WEEK,
    'Nothing was handed to sales.',
    'Every rejection is answered.',
    'MQL definition 2026-3: to be reviewed by <!date^1801389600^{date_short}|2027-01-31>. /handoff definitions. Signed by Mara Holm for marketing, Mia Lindqvist for sales',
    'Sales rejected nothing in that week.',
    ...COUNTED,
  ]);
});

test('digests keep within Slack’s limits, however many sources and leads there are', () => {
  const words = 'Something with quite a long name, '.repeat(20);
  const group = { name: words, accepted: 1, rejected: 2, open: 3 };
  const groups = Array.from({ length: 100 }, (_, n) => ({ ...group, name: `${n} ${words}` }));
  const week = make.marketingDigest({
    acceptance: { bySource: groups, byCampaign: groups },
    rejections: groups.map(({ name }) => ({ failurePoint: 'data_quality', reason: name, count: 1 })),
    falls: [fall(), fall(), fall()],
  });
  expect(breaches(marketingDigest(week))).toEqual([]);
  const long = make.lead({ lead: { name: words, company: words, title: words, employees: 1 } });
  const lists = (['overdue', 'returned', 'offered', 'wakes', 'deals_passed', 'deals_soon'] as const).map(
    (list) => ({
      list,
      leads: make.manyOf(long, 500),
    }),
  );
  expect(breaches(repDigest({ lists }))).toEqual([]);
});

test('the switches say when each digest comes and whether it is muted, with the button that changes it', () => {
  const switches = [
    { kind: 'managers', at: 'off', isMuted: false },
    { kind: 'marketers', at: 'opening', isMuted: true },
    { kind: 'reps', at: '08:30', isMuted: false },
  ] as const;
  expect(seen(digestSwitches([...switches]).blocks)).toEqual([
    'Your digests, in your own zone and hours',
    '• Your team’s day: the settings turn it off for everybody.',
    '• Marketing’s week: once a week, on your first working day of it, as your work opens. Muted: you are not sent it.',
    '• Your morning: each working day on which there is something to do, at 08:30.',
    '[Mute your team’s day]',
    '[Unmute marketing’s week]',
    '[Mute your morning]',
  ]);
  expect(seen(digestSwitches([]).blocks)).toEqual([
    'You get no digest. Reps, managers and marketers do; ops set who is what.',
  ]);
  expect(seen(mutedPart(['reps']))).toEqual(['Muted digests: your morning.', '[Unmute your morning]']);
  expect(mutedPart([])).toEqual([]);
});
