import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line));
};

test('whoever is away gets no new leads and keeps what they have', async () => {
  const stage = await startStage();
  await stage.send(warmAt('globex'));
  await stage.settle();
  expect((await said(stage, 'ana', '/handoff away 2h')).split('\n')[0]).toBe(
    'You get no new leads until today at 12:00 PM. Back sooner? /handoff back',
  );
  for (const company of ['initech', 'hooli']) await stage.send(warmAt(company));
  await stage.settle();

  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
  expect(deskOf(stage, 'ben').cards()).toHaveLength(2);
  await stage.pass(120);
  for (const company of ['umbrella', 'soylent']) {
    await stage.send(warmAt(company));
    await stage.settle();
  }
  expect(deskOf(stage, 'ana').cards()).toHaveLength(2);
});

test('whoever comes back sooner is offered at once what waits', async () => {
  const stage = await startStage();
  await said(stage, 'ana', '/handoff away until monday');
  await said(stage, 'ben', '/handoff away 1d');
  await stage.send(leadAt('globex'));
  await stage.settle();
  expect(deskOf(stage, 'ana').cards()).toEqual([]);

  expect(await said(stage, 'ana', '/handoff back')).toBe('Welcome back: you take leads again.');
  expect(deskOf(stage, 'ana').reads()).toContain('Lead of globex');
});

test('what was not understood is said, with how to write it', async () => {
  const stage = await startStage();

  expect(await said(stage, 'ana', '/handoff away until someday')).toContain('/handoff away 2h | away until');
  expect(await said(stage, 'ana', '/handoff help')).toContain(
    '\n• /handoff back: You take leads again, at once, and what others covered for you comes back.\n',
  );
  expect((await said(stage, 'ana', '/handoff bakc')).split('\n')[0]).toBe(
    '“bakc” is not something /handoff knows; did you mean “back”?',
  );
});
