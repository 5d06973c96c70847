import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';

const CARDS_MS = 40_000;

test('what was acknowledged before a kill -9 is one card each after the next start, which needs no clearing up', {
  timeout: 90_000,
}, async () => {
  const around = await openSurroundings('http');
  const office = { ...around, settle: async () => {} };
  const [ana, ben] = [deskOf(office, 'ana'), deskOf(office, 'ben')];
  const first = await startProcess(around);
  const send = (company: string) => first.send(leadAt(company));
  await send('early');
  await around.slack.until(() => ana.cards().length > 0, CARDS_MS);

  const answers = await Promise.all(['initech', 'hooli', 'umbrella', 'soylent', 'acme'].map(send));
  const killed = await first.kill('SIGKILL');
  await startProcess(around);
  await around.slack.until(() => ana.cards().length + ben.cards().length >= 6, CARDS_MS);

  expect(answers).toEqual([200, 200, 200, 200, 200]);
  expect(killed.signal).toBe('SIGKILL');
  expect([ana.cards().length, ben.cards().length]).toEqual([3, 3]);
  expect(await ana.press(ana.card(), ids.accept)).toContain('Accepted');
});
