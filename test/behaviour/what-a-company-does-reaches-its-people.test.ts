import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const surge = (at: string, more: object = {}) => ({
  kind: 'account_signal',
  account: { domain: 'globex.example', name: 'Globex' },
  signals: [{ type: 'intent_surge', at, title: 'Surging: lead routing' }],
  ...more,
});

const outcomes = (stage: TestStage) =>
  stage.query<{ outcome: string }>(
    "select outcome, problems from items where lead ->> 'kind' = 'account_signal' order by outcome desc",
  );

test('what a company does stands on its open cards, and is said in the thread of each', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.send(surge('2026-11-23T08:30:00Z'));
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  const [card] = ana.cards().filter((one) => ana.read(one).includes('Globex'));
  if (!card) throw new Error('no card of Globex');
  expect(ana.read(card)).toContain('their company: Surging: lead routing, ');
  expect(ana.thread(card)).toEqual([
    'Globex, the company of Grace Hopper, did this:\n• Surging: lead routing, today at 9:30 AM, says Website',
  ]);
  const others = [...ana.cards(), ...deskOf(stage, 'ben').cards()].map((one) => ana.read(one));
  expect(others.filter((text) => text.includes('Surging'))).toHaveLength(1);
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 2 }]);
  expect(await outcomes(stage)).toEqual([{ outcome: 'joined', problems: null }]);
});

test('told again it says nothing twice', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  for (const id of ['a', 'b']) await stage.send(surge('2026-11-23T08:30:00Z', { id }));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card())).toHaveLength(1);
  expect((await outcomes(stage)).map(({ outcome }) => outcome)).toEqual(['signal', 'joined']);
});

test('it is kept for who comes later, for a quarter', async () => {
  const stage = await startStage();
  await stage.send(surge('2026-11-20T08:30:00Z'));
  await stage.send(
    surge('2026-08-01T08:30:00Z', { signals: [{ type: 'review_site_visit', at: '2026-08-01' }] }),
  );
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.reads()).toContain('their company: Surging: lead routing, ');
  expect(ana.reads()).not.toContain('Review site');
  expect(ana.thread(ana.card())).toEqual([]);
});

test('who looks after a company without an open lead there reads of it once a day, when they are at work', async () => {
  const stage = await startStage();
  await stage.send(surge('2026-11-20T08:30:00Z'));
  await stage.query("update accounts set owner_id = 'ana'");
  stage.clock.set(new Date('2026-11-23T20:00:00Z'));
  await stage.send(surge('2026-11-23T19:00:00Z'));
  await stage.send(
    surge('2026-11-23T19:30:00Z', { signals: [{ type: 'pricing_view', at: '2026-11-23T19:30:00Z' }] }),
  );
  await stage.settle();
  const news = () =>
    deskOf(stage, 'ana')
      .direct()
      .filter((text) => text.startsWith('News of Globex'));
  expect(news()).toEqual([]);

  stage.clock.set(new Date('2026-11-24T08:00:00Z'));
  await stage.app.tick();
  await stage.settle();
  expect(news()).toEqual([
    [
      'News of Globex, which you look after. No open lead of yours there.',
      '• Pricing page, yesterday at 8:30 PM, says Website',
      '• Surging: lead routing, yesterday at 8:00 PM, says Website',
    ].join('\n'),
  ]);
});

test('a source in shadow disturbs nobody with it', async () => {
  const stage = await startStage({ settings: withSource('content', { mode: 'shadow' }) });
  await stage.send(hot);
  await stage.settle();
  await stage.send(surge('2026-11-23T08:30:00Z'), { source: 'content' });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card())).toEqual([]);
  expect(ana.reads()).toContain('their company: Surging');
});

test('a company is known by its name where only one has it; who names none is set aside', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.send(surge('2026-11-23T08:30:00Z', { account: { name: 'GLOBEX GmbH' } }));
  await stage.send(surge('2026-11-23T08:31:00Z', { account: { name: 'Hooli' } }));
  await stage.settle();
  expect(await outcomes(stage)).toEqual([
    { outcome: 'joined', problems: null },
    {
      outcome: 'ignored',
      problems: [{ path: 'account', problem: 'no domain, and no one company here has just this name' }],
    },
  ]);
  await stage.send(surge('2026-11-23T08:32:00Z', { account: {} }));
  await stage.send({ kind: 'account_signal', account: { domain: 'globex.example' } });
  await stage.settle();
  expect(
    await stage.query(
      "select problems -> 0 ->> 'path' as path from items where outcome = 'quarantined' order by 1",
    ),
  ).toEqual([{ path: 'account' }, { path: 'signals' }]);
});

test('words of strangers stay words', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.send(
    surge('2026-11-23T08:30:00Z', {
      signals: [
        { type: 'other', at: '2026-11-23T08:30:00Z', title: '<!channel> *now* <https://evil.example|ok>' },
      ],
    }),
  );
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card())[0]).toContain('<!channel> *now* <https://evil.example|ok>');
});
