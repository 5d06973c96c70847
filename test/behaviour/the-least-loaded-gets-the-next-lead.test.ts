import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const byWork = (settings: Settings): Settings =>
  withPool('sdr-emea', { mode: 'load_balance' })(withoutCaps(settings));

test('whoever has the least open work gets the next lead, and closed leads weigh nothing', async () => {
  const stage = await startStage({ settings: byWork });
  const sendOne = async (company: string) => {
    await stage.send(leadAt(company));
    await stage.settle();
  };
  for (const company of ['one', 'two', 'three', 'four']) await sendOne(company);
  const ben = deskOf(stage, 'ben');
  for (const index of [0, 1]) {
    const card = () => ben.cards()[index] ?? ben.card();
    await ben.press(card(), ids.accept);
    await ben.open(card(), ids.more, 'Disqualify…');
    await ben.submit({ reason: 'no_need' });
  }
  for (const company of ['five', 'six', 'seven']) await sendOne(company);

  expect(
    await stage.query(`select l.record -> 'account' ->> 'name' as company, h.owner_id as owner
      from handoffs h join leads l on l.id = h.lead_id
      where l.record -> 'account' ->> 'name' in ('five', 'six', 'seven') order by h.created_at, h.id`),
  ).toEqual(
    expect.arrayContaining([
      { company: 'five', owner: 'ben' },
      { company: 'six', owner: 'ben' },
    ]),
  );
  expect((await decisionsOf(stage)).at(-3)?.candidates).toMatchObject([
    { repId: 'ana', open: 2 },
    { repId: 'ben', open: 0 },
  ]);
});
