import { expect, test } from 'vitest';
import { balance } from '#blocks/balance.ts';
import { definition } from '#blocks/definition.ts';
import { funnelTree } from '#blocks/funnel-tree.ts';
import { receiving } from '#blocks/receiving.ts';
import { report } from '#blocks/report.ts';
import { sources } from '#blocks/sources.ts';
import { stack } from '#blocks/stack.ts';
import { at } from '#src/examples/models.ts';
import * as make from '#src/examples/statements.ts';
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
          make.balanceLine({ repName: 'Cleo', owed: 0.001, place: 3, caughtUp: 1, toCatchUp: 2.5 }),
        ],
        entries: [
          make.balanceEntry(),
          make.balanceEntry({
            what: 'credit: a turn given back',
            repName: 'Ana',
            poolName: 'AEs',
            lead: null,
          }),
        ],
      }),
    ).blocks,
  );
  expect(lines.slice(0, 11)).toEqual([
    'Round-robin balance of Bruno, since 2026-11-23 00:00 UTC',
    '• Bruno in SDRs in Europe',
    '   12 turns, 2 credits, 1 debit · owed 0.5 of a turn · next in turn',
    '• Ana in SDRs in Europe, weight 2',
    '   1 turn, 2 credits, 1 debit · ahead by 1.3 turns · passed over now: away',
    '• Cleo in SDRs in Europe',
    '   12 turns, 2 credits, 1 debit, 1 turn caught up with, 2.5 still to catch up with · level · number 3 in turn',
    'The last entries',
    '• 2026-11-23 10:00 UTC: turn taken, Dana Ionescu (Globex) · 0195a7c2',
    '• 2026-11-23 10:00 UTC: Ana, credit: a turn given back, a lead that was erased, AEs · 0195a7c2',
    'What it means',
  ]);
});

test('a pool that does not go by turns alone says how it chooses, and a claim pool counts none', () => {
  const lines = seen(
    balance(
      make.balance({
        lines: [
          make.balanceLine({ chooses: 'whoever has the least open work', open: 1, place: null }),
          make.balanceLine({ chooses: 'whoever comes first', isByTurns: false, place: null }),
        ],
      }),
    ).blocks,
  );
  expect(lines.slice(1, 7)).toEqual([
    '• Bruno in SDRs in Europe',
    '   goes to whoever has the least open work',
    '   12 turns, 2 credits, 1 debit · owed 0.5 of a turn · 1 open lead · can take leads now',
    '• Bruno in SDRs in Europe',
    '   goes to whoever comes first',
    '   can take leads now',
  ]);
});

test('who is in no pool is told that no turns are counted', () => {
  expect(seen(balance(make.balance({ lines: [] })).blocks)[1]).toBe(
    'Bruno is in no pool, so no turns are counted.',
  );
});

test('whether somebody gets leads is said first, then everything against them in each pool with when it ends', () => {
  const away = make.receivingPool({
    against: [
      { check: 'away', until: new Date('2026-11-23T14:00:00Z') },
      { check: 'cap_unanswered', until: null },
    ],
  });
  const closed = make.receivingPool({ name: 'AEs', place: null, fedBy: [] });
  const desk = '   unanswered 1 of 3 · uncontacted 2 of 15 · offered today 4 of 30';
  const lately = {
    days: 7,
    isCut: false,
    chosen: 2,
    later: 1,
    passed: [
      { check: 'outside_hours' as const, count: 4 },
      { check: 'cap_unanswered' as const, count: 3 },
    ],
  };
  expect(seen(receiving(make.receiving({ pools: [away, closed], lately })).blocks)).toEqual([
    'Bruno gets no leads now.',
    '• SDRs in Europe: away until 2026-11-23 14:00 UTC; has as many unanswered offers as allowed',
    desk,
    '   chooses by turns; number 2 in turn, once they can take leads',
    '   leads come by route dach',
    '• AEs: can take one',
    desk,
    '   chooses by turns',
    '   no route leads here, so no lead comes: ops add one to the settings, or in /handoff setup',
    'In the last 7 days: chosen 2 times, later in turn 1 time, passed over 7 times (4 × outside working hours, 3 × has as many unanswered offers as allowed).',
  ]);
  const open = make.receivingPool({ place: 1 });
  expect(seen(receiving(make.receiving({ isAsker: true, pools: [open] })).blocks)).toEqual([
    'You get leads now, when the turn comes.',
    '• SDRs in Europe: can take one',
    desk,
    '   chooses by turns; next in turn',
    '   leads come by route dach',
    'In the last 7 days: not once looked at by a pool.',
  ]);
  expect(seen(receiving(make.receiving({ pools: [away, open] })).blocks)[0]).toBe(
    'Bruno gets leads from 1 of 2 pools now.',
  );
});

test('who has not answered lately reads that leads come only where nobody else can take them', () => {
  const silent = make.receivingPool({ against: [{ check: 'not_answering', until: null }] });
  const heading = (pool: typeof silent) => seen(receiving(make.receiving({ pools: [pool] })).blocks)[0];
  expect(heading(silent)).toBe('Bruno gets leads only where nobody else can take them.');
  const full = { check: 'cap_unanswered' as const, until: null };
  expect(heading({ ...silent, against: [...silent.against, full] })).toBe('Bruno gets no leads now.');
});

test('who only waits for the pace of a backlog gets new leads', () => {
  const paced = make.receivingPool({
    against: [{ check: 'paced', until: new Date('2026-11-23T10:02:00Z') }],
  });
  expect(seen(receiving(make.receiving({ pools: [paced] })).blocks).slice(0, 2)).toEqual([
    'Bruno gets leads now, when the turn comes.',
    '• SDRs in Europe: can take one; no lead that waited until 2026-11-23 10:02 UTC',
  ]);
});

test('who is in no pool, is named by rules alone, or is not known to Slack reads what to do', () => {
  const first = (overrides: Parameters<typeof make.receiving>[0]) =>
    seen(receiving(make.receiving({ pools: [], ...overrides })).blocks).slice(0, 2);
  expect(first({})[0]).toBe(
    'Bruno is in no pool, and no rule names them, so no leads come. Ops change pools in /handoff setup.',
  );
  expect(first({ namedBy: ['route strategic'] })).toEqual([
    'Bruno is in no pool: only leads of accounts or routes that name them come.',
    'Named by route strategic: such leads come without a turn.',
  ]);
  expect(first({ problem: 'not found in Slack: ops checks their e-mail address' })).toEqual([
    'Bruno gets no leads:',
    '• not found in Slack: ops checks their e-mail address',
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

test('each source says when it was heard, how much comes, what came of it today, and how it proves itself', () => {
  const silent = make.sourceLine({
    id: 'forms',
    name: 'Forms',
    lastDeliveryAt: null,
    today: [],
    quarantined: 2,
  });
  expect(seen(sources(make.sources({ sources: [make.sourceLine(), silent] })).blocks)).toEqual([
    'Sources',
    '• Website (website): last delivery 2026-11-23 09:58 UTC; 14 a day in the last 7 days, before that 12 a day',
    '   today: 3 handed over, 1 to nurture',
    '   proves itself by: signed (Standard Webhooks)',
    '• Forms (forms): nothing delivered yet',
    '   today: nothing',
    '   2 items could not be read and wait. Why, and reading them again: npm run handoff -- inbox',
    '   proves itself by: signed (Standard Webhooks)',
    'Delivered before, not in the settings now: old-forms',
    'Which tool sends what, and what two of them both send: /handoff stack',
  ]);
});

test('a source says that it is silent, what was refused, and until when its subscription lasts', () => {
  const troubled = make.sourceLine({
    rate: { lately: 0.3, before: null },
    refused: { unproven: 1_200, unreadable: 1 },
    subscriptionEndsAt: at('20:00'),
    troubles: [
      make.sourceTrouble({ refusedSince: 3 }),
      make.sourceTrouble({ kind: 'refused' }),
      make.sourceTrouble({ kind: 'subscription', since: at('20:00'), problem: 'Zoho CRM refuses' }),
    ],
  });
  const everywhere = make.sourceTrouble({ name: null, amount: 1 });
  const model = make.sources({ sources: [troubled], troubles: [everywhere], former: [] });
  expect(seen(sources(model).blocks).slice(1, -2)).toEqual([
    'Nothing arrives from any source since 2026-11-23 09:58 UTC: some 1 delivery should have come',
    '• Website (website): last delivery 2026-11-23 09:58 UTC; 2.1 a week in the last 7 days',
    '   Silent since 2026-11-23 09:58 UTC: some 14 deliveries should have come, 3 were refused',
    '   Deliveries are refused since 2026-11-23 09:58 UTC',
    '   Its subscription could not be made longer, and ends 2026-11-23 20:00 UTC: Zoho CRM refuses',
    '   today: 3 handed over, 1 to nurture',
    '   refused in the last 7 days: 1,200 did not prove who sent them, 1 could not be opened',
    '   its subscription ends 2026-11-23 20:00 UTC, and is made longer before',
  ]);
});

test('the tools say which way data flows, since when, and what two of them both send', () => {
  expect(seen(stack(make.stack()).blocks)).toEqual([
    'Tools, and which way data flows',
    '• HubSpot: in since 2026-03-02 09:00 UTC, the last 2026-11-23 09:58 UTC; its accounts, last read whole 2026-11-23 02:00 UTC',
    '   last 30 days: 120 handed over',
    'Nothing came yet from Typeform.',
    'Out: nothing. What comes of leads is written into no tool.',
    'Told of by two tools, last 30 days: each counts once, as one lead.',
    '• HubSpot and Typeform: 34 leads (20 % of the first’s, 68 % of the second’s)',
  ]);
  expect(seen(stack(make.stack({ tools: [], overlaps: [] })).blocks)).toEqual([
    'Tools, and which way data flows',
    'No tool is connected. To connect one: /handoff setup',
    'Out: nothing. What comes of leads is written into no tool.',
    'No lead of the last 30 days was told of by two tools.',
  ]);
  const told = [
    { name: 'HubSpot', isApproved: true },
    { name: 'Webhook', isApproved: false },
  ];
  expect(seen(stack(make.stack({ told })).blocks)).toContain(
    'Out: what comes of leads is told HubSpot, Webhook (nothing before ops approve it).',
  );
});

test('the tree says the bottleneck first, and by which rule', () => {
  const first = (bottleneck: ReturnType<typeof make.funnelTree>['bottleneck']) =>
    seen(report(funnelTree(make.funnelTree({ bottleneck }))).blocks)[1];
  const labels = { label: 'SQL', fromLabel: 'SAL' };
  expect(report(funnelTree(make.funnelTree())).text.split('\n')).toEqual([
    expect.stringMatching(/^Funnel from its end, last 90 days \(/),
    'Bottleneck: MQL → SAL, 40 %: of the steps below their target (60 %) the furthest.',
    'Meetings: 12 booked, 8 held, 2 no-show',
    'Each stage and what it is made of, the last first',
    '• SAL: Leads 40, Inferred 0, Out of MQL, Decided 100, Came on 40 %, Likely 31 % to 50 %, Still open 10, Against below the target of 60 %, about as before (42 %)',
    '• Leads: Leads 128',
  ]);
  expect(
    first({ ...labels, words: { rule: 'fell', stage: 'sales_qualified', rate: 0.2, before: 0.4 } }),
  ).toBe('Bottleneck: SAL → SQL, 20 %: no step is below its target; this one fell most, from 40 %.');
  expect(first({ ...labels, words: { rule: 'lowest', stage: 'sales_qualified', rate: 0.2 } })).toBe(
    'Bottleneck: SAL → SQL, 20 %: no step is below its target, and of those decided none fell; this one has the lowest rate.',
  );
  expect(first(null)).toBe('Bottleneck: too few leads are decided to say which step it is.');
});

test('a tree without leads says where to look', () => {
  expect(seen(report(funnelTree(make.funnelTree({ leads: 0 }))).blocks)[1]).toBe(
    'No leads in this period. A longer one: /funnel tree 90d',
  );
});
