import { expect, test } from 'vitest';
import { attribution } from '#blocks/attribution.ts';
import { cost } from '#blocks/cost.ts';
import { failures } from '#blocks/failures.ts';
import { plan } from '#blocks/plan.ts';
import { type Report, report } from '#blocks/report.ts';
import * as make from '#src/examples/costs.ts';

const lines = (model: Report): string[] => report(model).text.split('\n').slice(1);

test('what leads cost is said over all, then by group, then what to be careful about', () => {
  expect(lines(cost(make.cost()))).toEqual([
    '1,210.50 EUR spent, 100 leads in.',
    'Over all of them: a lead 10.00 EUR · effective 25.00 EUR · an SAL 50.00 EUR · an SQL 200 EUR',
    'Cost by channel, last 90 days',
    '• webinar: Spent 1,000 EUR, Leads 100, Cost per lead 10.00 EUR, Lead to MQL 40 %, Effective cost per lead 25.00 EUR, SAL 20, Cost per SAL 50.00 EUR, SQL 5, Cost per SQL 200 EUR, Won 0, Cost per win –, Days to SQL 4.0 (of 5), Days to won –',
    '• trade show: Spent 210.50 EUR, Leads 0, Cost per lead –, Lead to MQL –, Effective cost per lead –, SAL 0, Cost per SAL –, SQL 0, Cost per SQL –, Won 0, Cost per win –, Days to SQL –, Days to won –',
    'Spent on, without a lead: trade show (210.50 EUR).',
    '1 figure is about a longer time: spread evenly over its days, of which those of the period count.',
    'Nothing is told of 2026-11-01 to 2026-11-23: leads of then make costs look lower than they are.',
    'Leads that are still open may still come on: the cost per SAL, SQL and win falls as they do.',
  ]);
});

test('without spending it says how to tell it, and draws nothing', () => {
  const none = cost(make.cost({ total: { ...make.cost().total, spend: [] } }));
  expect(none).toMatchObject({ charts: [], tables: [], notes: [] });
  expect(lines(none)[0]).toBe('Nothing is told of what was spent in this time, for 100 leads.');
});

test('a chart of costs is of one currency and of two groups at least', () => {
  const [webinar] = make.cost().groups;
  if (!webinar) throw new Error('no group');
  const groups = [webinar, { ...webinar, name: 'ads', effective: null }];
  expect(cost(make.cost({ groups })).charts).toMatchObject([
    { yLabel: 'EUR', categories: ['webinar', 'ads'], series: [{ name: 'Cost per lead', values: [10, 10] }] },
  ]);
  expect(cost(make.cost()).charts).toEqual([]);
  const spend = ['EUR', 'USD'].map((currency) => ({ cents: 100, currency }));
  expect(cost(make.cost({ groups, total: { ...make.cost().total, spend } })).charts).toEqual([]);
});

/** What the record said of rejections, as the example has it. */
const RECORD = [
  'What the record said of rejections: 2 supported · 1 put right by the rep · 1 can’t be checked',
  'Put right: employees of Website demo form (1)',
  'Ask this on the form: industry of Website demo form (1) (rejections that it would have told of)',
];

test('failures say the most of them first, and what to do about it', () => {
  expect(lines(failures(make.failures()))).toEqual([
    '31 of 120 answers were rejections; 4 deadlines passed.',
    'Most: qualification threshold, 31 of 35, most often Too small, 20 of 31 from Webinar.',
    'What to do: mend it at the source that most of them come from: its form, its list or its mapping. One answer in the feedback channel covers them all.',
    'Rejections by failure point',
    '• Qualification threshold: Rejections 31, Of all answers 26 %, Before 12, Change more, from 10 %, Deadlines missed 0',
    'Rejections by reason',
    '• Too small: Rejections 31, Of all answers 26 %, Before 12, Change more, from 10 %, Failure point Qualification threshold, Most from Webinar (20)',
    'Deadlines that passed',
    '• acceptance: Missed 4, Of all measured 4 %, Before 5, Change about as before (5 %)',
    ...RECORD,
    expect.stringMatching(/^Before: /),
  ]);
});

test('few answers are counted instead of rated, and nothing failed is said as such', () => {
  const few = { count: 1, of: 8, before: 0, change: { type: 'too_few', before: 0 } } as const;
  expect(
    lines(
      failures(
        make.failures({
          answers: 8,
          points: [{ ...few, failurePoint: 'data_quality', missed: 2 }],
          reasons: [],
          misses: [],
          top: {
            ...{ failurePoint: 'response_timing', count: 2, of: 3 },
            ...{ change: 'capacity', kind: 'unassigned', missed: 2 },
          },
          topWords: null,
        }),
      ),
    ),
  ).toEqual([
    '1 of 8 answers were rejections; 0 deadlines passed.',
    'Most: response timing, 2 of 3, most often the deadline for an owner (2).',
    'What to do: nobody was there to take them. /leads waiting shows who waits; hours, absences and caps of the pool decide who can.',
    'Rejections by failure point',
    '• Data quality: Rejections 1, Of all answers 1 of 8, Before 0, Change too few to say, Deadlines missed 2',
    ...RECORD,
    expect.stringMatching(/^Before: /),
    'With so few answers one more or less changes much: read them one by one.',
  ]);
  expect(lines(failures(make.failures({ top: null, topWords: null })))[1]).toBe(
    'Nothing was rejected, and nothing was missed.',
  );
});

test('attribution sets four ways to share out the wins beside each other', () => {
  expect(lines(attribution(make.attribution()))).toEqual([
    '4 companies signed (5 won leads), with 11 touches known before.',
    '1 win has no touch known, and is in no share.',
    'Wins by source, four ways to count',
    '• First touch: Webinar 2, Website 1',
    '• Last touch: Webinar 1, Website 2',
    '• Even: Webinar 1.5, Website 1.5',
    '• 40/20/40: Webinar 1.6, Website 1.4',
    'Wins by source, last 90 days',
    '• Webinar: First touch 2, Last touch 1, Even 1.50, 40/20/40 1.60, Touches 6, Wins touched 3',
    '• Website: First touch 1, Last touch 2, Even 1.50, 40/20/40 1.40, Touches 5, Wins touched 2',
    'No model is the true one. Where they differ much, the source starts deals or ends them, not both.',
  ]);
  const none = make.attribution({ wins: 0, wonLeads: 0, untouched: 0, groups: [] });
  expect(lines(attribution(none))).toEqual([
    'Nothing was won in this time. A longer one: /funnel attribution this year',
  ]);
});

test('a plan says the leads, what one may cost and the reps, then each stage with what is missing', () => {
  const base =
    'By what became of the leads from <!date^1787616000^{date_short}|2026-08-25 00:00 UTC> to <!date^1795435200^{date_short}|2026-11-23 12:00 UTC> (last 90 days).';
  expect(report(plan(make.plan())).text.split('\n')).toEqual([
    'Plan: 5 won a quarter',
    base,
    '250 leads a quarter (likely 180 to 341), 20 a week. Now: 121 a quarter.',
    'A won deal is worth 12,000 EUR on average (of 23).',
    'A lead may cost at most 240 EUR before what is won only pays for the leads.',
    'A lead costs now: 31.50 EUR.',
    'What a lead may cost by a budget: add budget 20k EUR, or budget 15%.',
    '3 reps at today’s pace (likely 1 to 4): 6 leads a rep and week (210 leads accepted by 4 reps).',
    'Needed and now, a quarter',
    '• Needed: Leads 250, Won 5',
    '• Now: Leads 120, Won 2',
    'What the goal takes, a quarter',
    '• Leads: Needed 250, Likely 180 to 341, Now 121, Missing 130, Rate into it –, Of decided –',
    '• Won: Needed 5, Likely –, Now 3, Missing 3, Rate into it 40 %, Of decided 1,000',
    'The team’s own past is the rule: a better source or a faster answer needs fewer, a new one perhaps more.',
  ]);
});

test('a plan that cannot be made says which step has too few, and draws nothing', () => {
  const refused = (refusal: Extract<ReturnType<typeof make.plan>['plan'], { ok: false }>['refusal']) =>
    plan(make.plan({ plan: { ok: false, refusal, placeLabel: 'SQL' } }));
  const few = refused({ type: 'few_decided', place: 'sales_qualified', decided: 7, came: 3 });
  expect(few).toMatchObject({ charts: [], tables: [] });
  expect(lines(few).slice(1)).toEqual([
    'Too few to plan by: of those that could become SQL, 7 are decided (3 came on); 20 are needed.',
    'A longer time has more: for example /funnel plan 5 won this year, or last year.',
  ]);
  expect(lines(refused({ type: 'nobody_came', place: 'sales_qualified', decided: 40 }))[1]).toBe(
    'No plan can be made: of the 40 that could become SQL, none did. No number of leads is known to be enough.',
  );
  expect(lines(refused({ type: 'few_deals', currency: 'EUR', deals: 1 }))[1]).toBe(
    'Too few to say what a deal is worth: 1 won deal in EUR; 20 are needed.',
  );
});
