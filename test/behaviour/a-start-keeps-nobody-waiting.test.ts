import { expect, test } from 'vitest';
import { hot } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

test('what comes while the app starts is told to come again, and does not keep it from starting', async () => {
  const site = await openSite();
  const answers: number[] = [];

  const app = await site.start({
    whileStarting: async (send) => {
      answers.push(await send(hot, { id: 'msg_early' }), await send(hot, { id: 'msg_early' }));
    },
  });
  const later = await app.send(hot, { id: 'msg_early' });
  await site.settle();

  expect(answers[0]).toBe(503);
  expect(later).toBe(200);
  expect(await site.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 1 }]);
});
