import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { all, step, withEscalation, withLadders, withoutCaps, withPerson } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/**
 * Ana and Ben work in Berlin, where it is 10:00; their manager Max works in New York, where it is 04:00 and work
 * begins at 15:00 of Berlin.
 */
const FAR = all(
  withoutCaps,
  withPerson('ana', { manager: 'max' }),
  withPerson('ben', { manager: 'max' }),
  withLadders({ accept: [step('5m', 'tell_manager')] }),
);

async function overnight(
  ...changes: ((settings: Settings) => Settings)[]
): Promise<{ stage: TestStage; max: Desk }> {
  const stage = await startStage({ settings: all(FAR, ...changes) });
  await stage.send(hot);
  await stage.settle();
  return { stage, max: deskOf(stage, 'max') };
}

const headings = (desk: Desk) => desk.direct().map((message) => message.split('\n')[0]);

test('what is overdue in a manager’s night is told at their opening, all of it on one message', async () => {
  const { stage, max } = await overnight();
  await stage.pass(5);
  await stage.pass(60);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.pass(5);
  // From 11:10 in Berlin to the last minute before nine in New York.
  await stage.pass(229);
  expect(max.direct()).toEqual([]);
  await stage.pass(1);

  expect(headings(max)).toEqual(['2 leads overdue, since today at 4:05 AM']);
  // What is missed after that hour's opening joins it.
  await stage.send(leadAt('umbrella'));
  await stage.settle();
  await stage.pass(5);
  expect(headings(max)).toEqual(['3 leads overdue, since today at 4:05 AM']);
});

test('what is told before its time is over is due soon, and does not count as overdue', async () => {
  const ladder = [step('50%', 'tell_manager', { urgent: true })];
  const { stage, max } = await overnight(withLadders({ accept: ladder }));
  await stage.pass(2.5);
  expect(headings(max)).toEqual(['1 lead due soon, since today at 4:02 AM']);
  await stage.pass(2.5);
  expect(headings(max)).toEqual(['1 lead overdue, since today at 4:02 AM']);
});

test('of what was answered by the opening nothing is said', async () => {
  const { stage, max } = await overnight();
  await stage.pass(5);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(5 * 60);

  expect(max.direct()).toEqual([]);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.pass(5);
  expect(headings(max)).toEqual(['1 lead overdue, since today at 4:05 AM']);
});

test('what the settings call urgent is told in the night, and the opening’s list follows it', async () => {
  const ladder = [step('5m', 'tell_manager'), step('15m', 'tell_manager', { urgent: true })];
  const { stage, max } = await overnight(withLadders({ accept: ladder }));
  await stage.pass(5);
  expect(max.direct()).toEqual([]);
  await stage.pass(10);
  expect(headings(max)).toEqual(['1 lead overdue, since today at 4:15 AM']);

  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(headings(max)).toEqual(['Nothing overdue, since today at 4:15 AM']);
  await stage.pass(5 * 60);
  expect(headings(max)).toEqual(['Nothing overdue, since today at 4:15 AM']);
});

test('a night’s list is the live one until the opening, and then points to the new one', async () => {
  const ladder = [step('5m', 'tell_manager'), step('15m', 'tell_manager', { urgent: true })];
  const { stage, max } = await overnight(withLadders({ accept: ladder }));
  await stage.pass(15);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.pass(5);
  expect(headings(max)).toEqual(['1 lead overdue, since today at 4:15 AM']);
  // Told neither in the night nor by an urgent step: it waits for nine o'clock.
  await stage.query('update steps set is_live = false where done_at is null');
  await stage.pass(4 * 60 + 40);

  expect(headings(max)).toEqual([
    'Overdue leads from today at 4:15 AM: a newer list is further down.',
    '2 leads overdue, since today at 4:15 AM',
  ]);
});

test('two times of day may be quiet instead, and nothing need be', async () => {
  const lunch = await overnight(withEscalation({ quiet_hours: '03:00-04:30' }));
  await lunch.stage.pass(5);
  expect(lunch.max.direct()).toEqual([]);
  await lunch.stage.pass(25);
  expect(headings(lunch.max)).toEqual(['1 lead overdue, since today at 4:05 AM']);

  const never = await overnight(withEscalation({ quiet_hours: 'never' }));
  await never.stage.pass(5);
  expect(headings(never.max)).toEqual(['1 lead overdue, since today at 4:05 AM']);
});

test('new settings wake nobody: what is held back stays so', async () => {
  const { stage, max } = await overnight();
  await stage.pass(5);
  const changed = await stage.app.core.changeSettings({
    what: 'another name',
    bySlackId: stage.slackIdOf('olga'),
    edit: (edits) => ({ ...edits, workspace: { ...edits.workspace, name: 'Acme' } }),
  });
  expect(changed.ok).toBe(true);
  await stage.pass(1);

  expect(max.direct()).toEqual([]);
});
