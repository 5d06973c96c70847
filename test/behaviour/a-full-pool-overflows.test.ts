import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Pool, Settings } from '#domain/settings.ts';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Each in the European pool may have one unanswered offer. */
const overflowing = (overflow: Pool['overflow'], and: (settings: Settings) => Settings = (same) => same) =>
  startStage({
    settings: (settings) => {
      const caps = { unanswered: 1, uncontacted: 15, per_day: 30 };
      return and(withPool('sdr-emea', { overflow, caps })(settings));
    },
  });

async function sendThree(stage: TestStage): Promise<unknown[]> {
  for (const company of ['a-first', 'b-second', 'c-third']) {
    await stage.send(leadAt(company));
    await stage.settle();
  }
  return stage.query(`select l.record -> 'account' ->> 'name' as company, h.state, h.owner_id as owner,
      r.record ->> 'by' as by, r.record ->> 'poolId' as pool, r.record -> 'others' -> 0 ->> 'poolId' as other
    from handoffs h join leads l on l.id = h.lead_id join routing_log r on r.handoff_id = h.id order by 1`);
}

const inPool = (company: string, owner: string) => ({
  company,
  state: 'offered',
  owner,
  by: 'pool',
  pool: 'sdr-emea',
  other: null,
});

test('what a full pool cannot take goes to the next pool, whose turn it costs', async () => {
  const nightShift = withPool('sdr-americas', { outside_hours: 'offer' });
  const stage = await overflowing({ pool: 'sdr-americas' }, nightShift);

  expect(await sendThree(stage)).toEqual([
    inPool('a-first', 'ana'),
    inPool('b-second', 'ben'),
    {
      company: 'c-third',
      state: 'offered',
      owner: 'cleo',
      by: 'pool',
      pool: 'sdr-americas',
      other: 'sdr-emea',
    },
  ]);
  expect(deskOf(stage, 'cleo').reads()).toContain('c-third');
  expect(await stage.query('select pool_id, rep_id from balance_entries order by id')).toEqual([
    { pool_id: 'sdr-emea', rep_id: 'ana' },
    { pool_id: 'sdr-emea', rep_id: 'ben' },
    { pool_id: 'sdr-americas', rep_id: 'cleo' },
  ]);
});

test('or to the manager of the pool, who answers it like anybody else', async () => {
  const stage = await overflowing('manager');

  const [, , third] = await sendThree(stage);
  expect(third).toEqual({
    company: 'c-third',
    state: 'offered',
    owner: 'mia',
    by: 'overflow_manager',
    pool: 'sdr-emea',
    other: null,
  });
  const mia = deskOf(stage, 'mia');
  await mia.press(mia.card(), ids.accept);
  expect(await stage.query("select owner_id from handoffs where state = 'accepted'")).toEqual([
    { owner_id: 'mia' },
  ]);
  expect(
    await stage.query("select count(*)::int as turns from balance_entries where rep_id = 'mia'"),
  ).toEqual([{ turns: 0 }]);
});

test('or waits in the pool until somebody has worked something off', async () => {
  const stage = await overflowing('hold');

  const [, , third] = await sendThree(stage);
  expect(third).toMatchObject({ company: 'c-third', state: 'waiting', owner: null, by: 'nobody' });
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await stage.pass(2);

  expect(await stage.query("select owner_id from handoffs where state = 'offered' order by 1")).toEqual([
    { owner_id: 'ana' },
    { owner_id: 'ben' },
  ]);
});

test('the log of a turn in the second pool says why nobody of the first could', async () => {
  const stage = await overflowing(
    { pool: 'sdr-americas' },
    withPool('sdr-americas', { outside_hours: 'offer' }),
  );
  await sendThree(stage);
  const ofCleo = (await decisionsOf(stage)).find(({ chosenId }) => chosenId === 'cleo');
  expect(ofCleo?.others?.[0]?.candidates).toMatchObject([
    { repId: 'ana', check: 'cap_unanswered' },
    { repId: 'ben', check: 'cap_unanswered' },
  ]);
});
