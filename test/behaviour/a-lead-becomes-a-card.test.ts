import { expect, test } from 'vitest';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

test('a qualified lead is one card in one rep’s direct messages, with everything they need', async () => {
  const stage = await startStage();

  expect(await stage.send(hot)).toBe(200);
  await stage.settle();

  console.log(stage.reads('ana').join('\n---\n'), '\nBEN', stage.reads('ben').join('\n---\n'));
  console.log(stage.card('ana').text);
  console.log(await stage.query('select key, kind, shown, wanted, problem, not_before from messages'));
  console.log(JSON.stringify(await stage.query('select record from routing_log')));
});
