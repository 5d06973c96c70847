import { expect, test } from 'vitest';
import { balance } from '#blocks/balance.ts';
import { definition } from '#blocks/definition.ts';
import { funnelTree } from '#blocks/funnel-tree.ts';
import { FUNNEL_NOT_YET } from '#blocks/not-yet.ts';
import { receiving } from '#blocks/receiving.ts';
import { sources } from '#blocks/sources.ts';
import * as make from './make-statements.ts';
import { seen } from './screen.ts';

test('a balance says turns, what is owed and the place in turn, and what the words mean', () => {
  const lines = seen(
    balance(
      make.balance({
        lines: [
          make.balanceLine(),
          make.balanceLine({
            repName: 'Ana',
            weight: 2,
            turns: 1,
            owed: -1.25,
            place: null,
            passedOver: 'away',
          }),
          make.balanceLine({ repName: 'Cleo', owed: 0.001, place: 3 }),
        ],
      }),
    ).blocks,
  );
  expect(lines.slice(0, 8)).toEqual([
    'Round-robin balance of Bruno, since 2026-11-23 00:00 UTC',
    '• Bruno in SDRs in Europe',
    '   12 turns, 2 credits, 1 debit · owed 0.5 of a turn · next in turn',
    '• Ana in SDRs in Europe, weight 2',
    '   1 turn, 2 credits, 1 debit · ahead by 1.3 turns · passed over now: away',
    '• Cleo in SDRs in Europe',
    '   12 turns, 2 credits, 1 debit · level · number 3 in turn',
    'What it means',
  ]);
});

test('who is in no pool is told that no turns are counted', () => {
  expect(seen(balance(make.balance({ lines: [] })).blocks)[1]).toBe(
    'Bruno is in no pool, so no turns are counted.',
  );
});

test('whether somebody gets leads is said first, then the check of each pool with its facts', () => {
  const away = make.receivingPool({ check: 'away', awayUntil: new Date('2026-11-23T14:00:00Z') });
  const night = make.receivingPool({
    name: 'AEs',
    check: 'outside_hours',
    opensAt: new Date('2026-11-24T08:00:00Z'),
  });
  const desk = '   unanswered 1 of 3 · uncontacted 2 of 15 · offered today 4 of 30';
  expect(seen(receiving(make.receiving({ pools: [away, night] })).blocks)).toEqual([
    'Bruno gets no leads now.',
    '• SDRs in Europe: away until 2026-11-23 14:00 UTC',
    desk,
    '• AEs: outside working hours; back 2026-11-24 08:00 UTC',
    desk,
  ]);
  expect(seen(receiving(make.receiving({ isAsker: true })).blocks)).toEqual([
    'You get leads now, when the turn comes.',
    '• SDRs in Europe: can take one',
    desk,
  ]);
  expect(seen(receiving(make.receiving({ pools: [away, make.receivingPool()] })).blocks)[0]).toBe(
    'Bruno gets leads from 1 of 2 pools now.',
  );
  expect(seen(receiving(make.receiving({ pools: [] })).blocks)).toEqual([
    'Bruno is in no pool: they get only leads of accounts or routes that name them.',
  ]);
});

test('the definition is said with who signed it, and that its review is overdue', () => {
  expect(seen(definition(make.definition({ isReviewOverdue: true })).blocks)).toEqual([
    'What an MQL is, version 2026.4',
    'Signed by Mara for marketing and Sam for sales, on 2026-01-05.',
    'The review is overdue: it was due by 2026-07-05. Marketing and sales look at it together.',
    'Never, whatever else holds',
    '• student: title includes student',
    'Else one of these profiles',
    '• enterprise: employees at least 2000',
    'and one of these behaviours',
    '• pricing view, at least 2 within 14 days',
    'Or they ask for sales (channel is demo request): then unknown facts do not hold them up.',
  ]);
  expect(seen(definition(make.definition()).blocks)[2]).toBe('To be reviewed by 2026-07-05.');
});

test('each source says when it was heard, what came of it today, and how it proves itself', () => {
  const silent = make.sourceLine({
    id: 'forms',
    name: 'Forms',
    lastDeliveryAt: null,
    today: [],
    quarantined: 2,
  });
  expect(seen(sources(make.sources({ sources: [make.sourceLine(), silent] })).blocks)).toEqual([
    'Sources',
    '• Website (website): last delivery 2026-11-23 09:58 UTC',
    '   today: 3 handed over, 1 to nurture',
    '   proves itself by: signed (Standard Webhooks)',
    '• Forms (forms): nothing delivered yet',
    '   today: nothing',
    '   2 items could not be read and wait. Why, and reading them again: npm run handoff -- inbox',
    '   proves itself by: signed (Standard Webhooks)',
    'Delivered before, not in the settings now: old-forms',
  ]);
});

test('the tree says the bottleneck first, and by which rule', () => {
  const first = (bottleneck: ReturnType<typeof make.funnelTree>['bottleneck']) =>
    seen(funnelTree(make.funnelTree({ bottleneck })).blocks)[1];
  const labels = { label: 'SQL', fromLabel: 'SAL' };
  expect(seen(funnelTree(make.funnelTree()).blocks)).toEqual([
    'Funnel from its end, last 90 days (2026-08-25 00:00 UTC to 2026-11-23 12:00 UTC)',
    'Bottleneck: MQL → SAL, 40 %: of the steps below their target (60 %) the furthest.',
    '• SAL: 40 ← MQL: 40 % (likely 31 % to 50 %) of 100 decided, 10 still open, below the target of 60 %, about as before (42 %)',
    '• Leads: 128',
    'Meetings: 12 booked, 8 held, 2 no-show',
    'A rate is the share of those in the stage to the right whose answer is known. Open leads count neither way.',
  ]);
  expect(
    first({ ...labels, words: { rule: 'fell', stage: 'sales_qualified', rate: 0.2, before: 0.4 } }),
  ).toBe('Bottleneck: SAL → SQL, 20 %: no step is below its target; this one fell most, from 40 %.');
  expect(first({ ...labels, words: { rule: 'lowest', stage: 'sales_qualified', rate: 0.2 } })).toBe(
    'Bottleneck: SAL → SQL, 20 %: no step is below its target or fell; this one has the lowest rate.',
  );
  expect(first(null)).toBe('Bottleneck: too few leads are decided to say which step it is.');
});

test('a tree without leads says where to look', () => {
  expect(seen(funnelTree(make.funnelTree({ leads: 0 })).blocks)[1]).toBe(
    'No leads in this period. A longer one: /funnel tree 90d',
  );
});

test('what cannot be worked out yet says in one sentence or two what is missing', () => {
  expect(Object.keys(FUNNEL_NOT_YET)).toEqual(['velocity', 'coverage', 'forecast', 'cost', 'plan', 'chart']);
});
