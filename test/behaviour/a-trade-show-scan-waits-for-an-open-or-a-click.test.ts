import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

const content = { source: 'content' };
const scan = { ...leadAt('initech'), channel: 'trade_show' };
const opened = {
  kind: 'signal',
  person: { email: 'lead@initech.example' },
  signals: [{ type: 'email_open', at: '2026-11-23T09:30:00Z' }],
};

test('whose badge was scanned stays with marketing, and becomes a card with a week by what they open', async () => {
  const stage = await startStage();
  await stage.send(scan, content);
  await stage.settle();
  expect(await stage.query("select stage, evidence -> 'failed' as failed from leads")).toEqual([
    {
      stage: 'nurture',
      failed: expect.arrayContaining([
        'email open or email click, at least 1 within 30 days, where channel is trade show',
      ]),
    },
  ]);
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 0 }]);

  stage.clock.forward(60);
  await stage.send(opened, content);
  await stage.settle();

  expect(await stage.query('select policy_id from handoffs')).toEqual([{ policy_id: 'trade-show' }]);
  expect(deskOf(stage, 'ana').reads()).toContain('initech');
});
