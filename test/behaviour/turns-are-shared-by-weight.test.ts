import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { STANDINGS } from '../support/standings.ts';

/** Ana has twice the share of Ben. */
const twoToOne = (settings: Settings): Settings => ({
  ...withoutCaps(settings),
  pools: withoutCaps(settings).pools.map((pool) => ({
    ...pool,
    members: pool.members.map((member) => ({ ...member, weight: member.person === 'ana' ? 2 : 1 })),
  })),
});

test('forty-two leads at once, through two processes where the database allows it, are shared two to one exactly', {
  timeout: 60_000,
}, async () => {
  const site = await openSite();
  const [first, second] = await site.startTwo({ settings: twoToOne });

  const answers = await Promise.all(
    Array.from({ length: 42 }, (_, n) => (n % 2 === 0 ? first : second).send(leadAt(`company-${n}`))),
  );
  await site.drain(first);

  expect(new Set(answers)).toEqual(new Set([200]));
  expect(
    await site.query('select owner_id, count(*)::int as leads from handoffs group by 1 order by 1'),
  ).toEqual([
    { owner_id: 'ana', leads: 28 },
    { owner_id: 'ben', leads: 14 },
  ]);
  expect(
    await site.query(`select (select count(*)::int from leads) as leads, (select count(*)::int from offers) as offers,
      (select count(*)::int from routing_log) as decisions, (select count(*)::int from balance_entries) as turns,
      (select count(distinct marker)::int from messages) as cards`),
  ).toEqual([{ leads: 42, offers: 42, decisions: 42, turns: 42, cards: 42 }]);
  expect([deskOf(site, 'ana').cards().length, deskOf(site, 'ben').cards().length]).toEqual([28, 14]);
  expect(
    await site.query(
      `select rep_id, round(lag::numeric, 9)::float8 as lag from ${STANDINGS} order by rep_id`,
    ),
  ).toEqual([
    { rep_id: 'ana', lag: 0 },
    { rep_id: 'ben', lag: 0 },
  ]);
});

test('after every lead the shares are within one of what is due, in whatever order it comes', async () => {
  const site = await openSite();
  const app = await site.start({ settings: twoToOne });

  await app.send(Array.from({ length: 9 }, (_, n) => leadAt(`company-${n}`)));
  await site.drain(app);

  const taken = await site.query<{ rep_id: string }>('select rep_id from balance_entries order by id');
  const due = taken.map((_, n) => {
    const anas = taken.slice(0, n + 1).filter((turn) => turn.rep_id === 'ana').length;
    return Math.abs(anas - ((n + 1) * 2) / 3);
  });
  expect(Math.max(...due)).toBeLessThan(1);
});

test('somebody who was away is not flooded when they come back, and somebody new starts level', async () => {
  const site = await openSite();
  const app = await site.start({ settings: twoToOne });
  const ana = deskOf(site, 'ana');
  await ana.ask('/handoff away 2h');
  await app.send(Array.from({ length: 6 }, (_, n) => leadAt(`while-away-${n}`)));
  await site.drain(app);
  await ana.ask('/handoff back');

  await app.send(Array.from({ length: 6 }, (_, n) => leadAt(`after-${n}`)));
  await site.drain(app);

  expect(
    await site.query(`select rep_id, count(*)::int as turns from (select * from balance_entries order by id offset 6) later
      group by 1 order by 1`),
  ).toEqual([
    { rep_id: 'ana', turns: 4 },
    { rep_id: 'ben', turns: 2 },
  ]);
});
