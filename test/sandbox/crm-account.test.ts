import { expect, onTestFinished, test } from 'vitest';
import { createIds, createLimit, openAccount } from '#sandbox/crm/account.ts';
import { ok } from '#sandbox/tools/tool-api.ts';

async function startAccount() {
  const done: string[] = [];
  const account = await openAccount({
    answer: ({ method, body }) => {
      if (method === 'POST') done.push(String(body.note));
      return body.note === 'refused' ? { status: 400, body: {} } : ok({ done: done.length });
    },
    isWrite: ({ method }) => method === 'POST',
    seen: () => done.map((title) => ({ title, values: {}, entries: [] })),
  });
  onTestFinished(account.stop);
  const post = (note: string) => fetch(account.url, { method: 'POST', body: JSON.stringify({ note }) });
  return { account, done, post };
}

test('a write whose answer is lost is done, and only as many are lost as were asked for', async () => {
  const { account, done, post } = await startAccount();
  account.loseAnswers(1);

  await expect(post('first')).rejects.toThrow('fetch failed');
  const second = await post('second');

  expect(await second.json()).toEqual({ done: 2 });
  expect(done).toEqual(['first', 'second']);
  expect(account.seen().map(({ title }) => title)).toEqual(['first', 'second']);
});

test('neither the answer to a question is lost, nor a refusal', async () => {
  const { account, post } = await startAccount();
  account.loseAnswers(1);

  expect((await fetch(account.url)).status).toBe(200);
  expect((await post('refused')).status).toBe(400);
  await expect(post('first')).rejects.toThrow('fetch failed');
});

test('whoever listens hears of changes', async () => {
  const { account } = await startAccount();
  const heard: unknown[] = [];
  account.onChange((change) => heard.push(change));

  account.changed({ id: '1', field: 'status', value: 'NEW', by: 'hand' });

  expect(heard).toEqual([{ id: '1', field: 'status', value: 'NEW', by: 'hand' }]);
});

test('a limit lets so many through in any such time, and says how long the next has to wait', () => {
  let now = 0;
  const take = createLimit(2, 1_000, () => now);

  expect([take(), take(), take()]).toEqual([0, 0, 1_000]);
  now = 400;
  expect(take()).toBe(600);
  now = 1_000;
  expect([take(), take(), take()]).toEqual([0, 0, 1_000]);
});

test('ids grow', () => {
  const idOf = createIds(9_007_199_254_740_993n, 7n);

  expect([idOf(), idOf()]).toEqual(['9007199254740993', '9007199254741000']);
});
