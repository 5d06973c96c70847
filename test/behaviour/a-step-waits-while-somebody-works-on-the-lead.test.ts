import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { hot, warmAt } from '../support/leads.ts';
import { all, step, withEscalation, withLadders } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

async function offered(settings: (settings: Settings) => Settings): Promise<TestStage> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  return stage;
}

const told = (stage: TestStage) => deskOf(stage, 'mia').direct().length;

/** What a dialler tells of a call that nobody took. */
const called = {
  kind: 'activity',
  person: { email: 'grace@globex.example' },
  activity: { channel: 'call', outcome: 'no_answer' },
};

const TELL = withLadders({ accept: [step('5m', 'tell_manager')] });

test('a manager is not told while the rep is on the phone to the lead, but ten minutes later', async () => {
  const stage = await offered(TELL);
  stage.clock.forward(4);
  await stage.send(called);
  await stage.pass(1);
  expect(told(stage)).toBe(0);
  await stage.pass(8.9);
  expect(told(stage)).toBe(0);
  await stage.pass(0.1);

  expect(told(stage)).toBe(1);
  expect(
    await stage.query(
      `select planned_at::text as planned, due_at::text as due from steps s
        where "do" = 'tell_manager' and done_at is not null`,
    ),
  ).toEqual([{ planned: expect.stringContaining('09:05:00'), due: expect.stringContaining('09:14:00') }]);
});

test('what goes on and on keeps no step longer than half an hour', async () => {
  const stage = await offered(TELL);
  for (let times = 0; times < 6; times += 1) {
    stage.clock.forward(4);
    await stage.send(called);
    await stage.pass(1);
  }
  // 10:30 in Berlin; told five minutes later.
  expect(told(stage)).toBe(0);
  stage.clock.forward(4);
  await stage.send(called);
  await stage.pass(1);
  expect(told(stage)).toBe(1);
});

test('what waited before a pause may wait as long again after it', async () => {
  const stage = await offered(TELL);
  stage.clock.forward(4);
  await stage.send(called);
  await stage.pass(1);
  stage.clock.forward(1);
  await deskOf(stage, 'olga').ask('/handoff pause');
  await stage.pass(60);
  await deskOf(stage, 'olga').ask('/handoff resume');
  stage.clock.forward(4);
  await stage.send(called);
  await stage.pass(4);
  expect(told(stage)).toBe(0);
  await stage.pass(6);
  expect(told(stage)).toBe(1);
});

test('what waited before a snooze may wait as long again after it', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const talked = { ...called, person: { email: warmAt('initech').person.email } };
  // That it is back from its snooze mentioned Ana: when its time comes the reminder says nothing more.
  const reminded = () =>
    stage.query(
      `select to_char(done_at, 'MI') as at from steps where "do" = 'remind' and done_at is not null`,
    );
  // A warm lead's reminder comes after two hours.
  stage.clock.forward(119);
  await stage.send(talked);
  await stage.pass(1);
  stage.clock.forward(1);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await stage.pass(60);
  stage.clock.forward(4);
  await stage.send(talked);
  // Eight minutes were left of its waiting when it was snoozed.
  await stage.pass(4);
  expect(await reminded()).toEqual([]);
  await stage.pass(6);
  expect(await reminded()).toEqual([{ at: '15' }]);
});

test('who just accepted has a moment before anything is said of the first response', async () => {
  const stage = await offered(withLadders({ accept: [], response: [step('15m', 'tell_manager')] }));
  stage.clock.forward(12);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(3);
  expect(told(stage)).toBe(0);
  await stage.pass(7);
  expect(told(stage)).toBe(1);
});

const RESPECTED = (settings: Settings): Settings => ({
  ...settings,
  availability: { ...settings.availability, do_not_disturb: true },
});

/** Ana has the lead, and Slack does not disturb her from 10:02 on. */
async function inAMeeting(settings: (settings: Settings) => Settings, until: string): Promise<TestStage> {
  const stage = await offered(settings);
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), { from: at('09:02'), until: at(until) });
  await stage.app.checkPresence();
  return stage;
}

test('a step waits while the owner is in Do Not Disturb, and comes when that is over', async () => {
  const ladder = [step('3m', 'remind'), step('6m', 'tell_manager')];
  const stage = await inAMeeting(all(RESPECTED, withLadders({ accept: ladder })), '09:05');
  const ana = deskOf(stage, 'ana');
  await stage.pass(3);
  expect(ana.card().replies).toHaveLength(0);
  await stage.pass(2);
  expect(ana.card().replies).toHaveLength(1);
  await stage.pass(1);
  expect(told(stage)).toBe(1);
});

test('a long meeting keeps a step no longer than the settings have it', async () => {
  const wait = { unit: 'minutes', amount: 10 } as const;
  const stage = await inAMeeting(all(RESPECTED, TELL, withEscalation({ wait_at_most: wait })), '12:00');
  await stage.pass(5);
  await stage.pass(9.9);
  expect(told(stage)).toBe(0);
  await stage.pass(0.1);
  expect(told(stage)).toBe(1);
});

test('where the settings do not ask for Do Not Disturb, no step waits for it', async () => {
  const stage = await offered(TELL);
  await stage.query(
    "update people set quiet_from = '2026-11-23T09:00:00Z', quiet_until = '2026-11-23T12:00:00Z' where id = 'ana'",
  );
  await stage.pass(5);
  expect(told(stage)).toBe(1);
});

test('that a deadline was missed is counted at once, whoever is in a meeting', async () => {
  const stage = await inAMeeting(all(RESPECTED, TELL), '12:00');
  await stage.pass(5);

  expect(deskOf(stage, 'ana').reads()).toContain('Overdue: acceptance was due today at 10:05 AM');
  expect(
    await stage.query("select type from handoff_events where type in ('breached', 'escalated')"),
  ).toEqual([{ type: 'breached' }]);
});
