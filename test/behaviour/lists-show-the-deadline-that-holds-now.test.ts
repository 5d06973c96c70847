import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line));
};

/** Managers are told at three of the five minutes. */
const toldSoon = (settings: Settings): Settings => ({
  ...settings,
  sla: settings.sla.map((policy) => ({
    ...policy,
    ladder: [{ at: '60%', do: 'tell_manager' as const, urgent: false }],
  })),
});

async function told(lead: object = hot): Promise<TestStage> {
  const stage = await startStage({ settings: toldSoon });
  await stage.send(lead);
  await stage.settle();
  await stage.pass(3);
  return stage;
}

const rowOf = (stage: TestStage): string => deskOf(stage, 'mia').direct()[0]?.split('\n')[1] ?? '';

test('after a pause the manager’s list and Home show when it is due by then', async () => {
  const stage = await told();
  const mia = deskOf(stage, 'mia');
  await mia.openHome();
  expect(mia.home().join('\n')).toContain('acceptance due today at 10:05 AM');
  expect(rowOf(stage)).toContain(' · is due today at 10:05 AM');
  await said(stage, 'olga', '/handoff pause');
  await stage.pass(0);
  expect(rowOf(stage)).toContain(' · Offered, not answered · its clock stands still');
  expect(mia.home().join('\n')).not.toContain('10:05 AM');

  await stage.pass(60);
  await said(stage, 'olga', '/handoff resume');
  await stage.pass(0);
  expect(rowOf(stage)).toContain(' · is due today at 11:05 AM');
  expect(mia.home().join('\n')).toContain('acceptance due today at 11:05 AM');
});

test('what is snoozed is answered, and back on the list with the time it has then', async () => {
  const stage = await told();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await stage.settle();
  expect(deskOf(stage, 'mia').direct()[0]).toBe(
    'Nothing overdue, since today at 10:03 AM\nAnswered since (1): Grace Hopper: snoozed, with Ana Duarte',
  );
  await stage.pass(2);
  await ana.press(ana.card(), ids.wake);
  await stage.settle();
  expect(rowOf(stage)).toContain(' · is due today at 10:07 AM');
});

test('what somebody let pass says by when whoever has it now is due', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.pass(5);
  await stage.pass(5);
  expect(rowOf(stage)).toContain(
    'with Ben Okafor · Offered, not answered · was due today at 10:05 AM, now by today at 10:15 AM',
  );
});

test('a policy that was edited moves no deadline that was told', async () => {
  const stage = await told();
  const { settings } = stage.app.core.inForce();
  expect(settings.sla.length).toBeGreaterThan(0);
  for (const policy of settings.sla) policy.accept.within = { unit: 'minutes', amount: 240 };
  await said(stage, 'olga', '/handoff pause');
  await stage.pass(10);
  await said(stage, 'olga', '/handoff resume');
  await stage.pass(0);
  expect(rowOf(stage)).toContain(' · is due today at 10:15 AM');
});
