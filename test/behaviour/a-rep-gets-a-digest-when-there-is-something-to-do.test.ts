import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Friday 20 November 2026, 10:00 in Berlin. */
const FRIDAY = new Date('2026-11-20T09:00:00Z');
/** Nine in the morning there, of the Monday after. */
const MONDAY_OPENING = new Date('2026-11-23T08:00:00Z');

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };

const digests = (stage: TestStage, personId: string): string[] =>
  stage.reads(personId).filter((text) => text.startsWith('Your day · '));

async function sendDigests(stage: TestStage): Promise<void> {
  await stage.app.sendDigests();
  await stage.settle();
}

/** Ana is offered a warm lead on Friday afternoon, and leaves it over the weekend. */
async function leftOverTheWeekend(): Promise<TestStage> {
  const stage = await startStage({ at: new Date('2026-11-20T14:00:00Z') });
  await stage.send(warmAt('globex'));
  await stage.settle();
  stage.clock.set(MONDAY_OPENING);
  return stage;
}

/** A deal of Eva's that was to be signed on that day. */
async function dealOfEva(closeOn: string): Promise<{ stage: TestStage; eva: Desk }> {
  const stage = await startStage({ at: FRIDAY });
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ amount: '40000', currency: 'eur', close_on: closeOn, next_step: 'Demo' });
  return { stage, eva };
}

test('at their opening a rep reads what waits for their answer, and whoever has nothing to do reads nothing', async () => {
  const stage = await leftOverTheWeekend();
  stage.clock.forward(-1);
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toEqual([]);
  stage.clock.forward(1);
  await sendDigests(stage);
  expect(digests(stage, 'ana').map((text) => text.split('\n'))).toEqual([
    [
      'Your day · to answer: 1',
      'To answer',
      '• Lead of globex (globex) · ☀️ Warm · Accept by today at 11:30 AM',
      'Each lead with its buttons: its card, the Home tab of this app, or /leads mine',
      '[Mute]',
    ],
  ]);
  expect(digests(stage, 'ben')).toEqual([]);
  expect(digests(stage, 'eva')).toEqual([]);
});

test('what comes later in the day is no morning’s work: a rep who had nothing to do is not told at noon', async () => {
  const stage = await startStage({ at: MONDAY_OPENING });
  await sendDigests(stage);
  stage.clock.forward(120);
  await stage.send(leadAt('globex'));
  await stage.settle();
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toEqual([]);
});

test('what is overdue is said as that, and a test lead is nobody’s work', async () => {
  const stage = await leftOverTheWeekend();
  await stage.pass(24 * 60);
  await sendDigests(stage);
  expect(digests(stage, 'ana').map((text) => text.split('\n').slice(0, 3))).toEqual([
    [
      'Your day · overdue: 1',
      'Overdue',
      '• Lead of globex (globex) · ☀️ Warm · Overdue: acceptance was due yesterday at 11:30 AM',
    ],
  ]);

  stage.clock.forward(24 * 60);
  await stage.query(`update handoffs set source_id = '${TEST_SOURCE}'`);
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(1);
});

test('what they snoozed until today is in it, and what wakes tomorrow is not', async () => {
  const stage = await startStage({ at: FRIDAY });
  await stage.send(warmAt('globex'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, 'Next working morning');
  stage.clock.set(new Date('2026-11-23T07:59:00Z'));
  await stage.query("update handoffs set snoozed_until = '2026-11-23T14:00:00Z'");
  stage.clock.set(MONDAY_OPENING);
  await sendDigests(stage);
  expect(digests(stage, 'ana').map((text) => text.split('\n').slice(0, 3))).toEqual([
    [
      'Your day · snoozed, back today: 1',
      'Snoozed, back today',
      '• Lead of globex (globex) · ☀️ Warm · back today at 3:00 PM',
    ],
  ]);

  stage.clock.forward(24 * 60);
  await stage.query("update handoffs set snoozed_until = '2026-11-25T14:00:00Z'");
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(1);
});

test('an AE reads which deals have a day that has passed, and which are to be signed within a week', async () => {
  const passed = await dealOfEva('2026-11-21');
  passed.stage.clock.set(MONDAY_OPENING);
  await sendDigests(passed.stage);
  expect(digests(passed.stage, 'eva').map((text) => text.split('\n').slice(0, 3))).toEqual([
    [
      'Your day · deals whose day has passed: 1',
      'Deals whose day has passed',
      '• Grace Hopper (Globex) · Qualified, for an AE · 40,000 EUR · Discovery · closes Nov 21, 2026 · next step: Demo',
    ],
  ]);

  const soon = await dealOfEva('2026-11-30');
  soon.stage.clock.set(MONDAY_OPENING);
  await sendDigests(soon.stage);
  expect(digests(soon.stage, 'eva').map((text) => text.split('\n').slice(0, 3))).toEqual([
    [
      'Your day · deals to be signed within a week: 1',
      'Deals to be signed within a week',
      '• Grace Hopper (Globex) · Qualified, for an AE · 40,000 EUR · Discovery · closes Nov 30, 2026 · next step: Demo',
    ],
  ]);

  const later = await dealOfEva('2026-12-01');
  later.stage.clock.set(MONDAY_OPENING);
  await sendDigests(later.stage);
  expect(digests(later.stage, 'eva')).toEqual([]);
});

test('what the next team sent back is in it, with who and why', async () => {
  const stage = await startStage({ at: FRIDAY });
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  stage.clock.set(new Date('2026-11-23T07:59:00Z'));
  await eva.open(eva.card(), ids.reject);
  await eva.submit({ reason: 'Another reason', note: 'No decision maker was in the call' });
  stage.clock.set(MONDAY_OPENING);
  await sendDigests(stage);
  expect(digests(stage, 'ana').map((text) => text.split('\n').slice(0, 3))).toEqual([
    [
      'Your day · came back to you: 1',
      'Came back to you',
      '• Grace Hopper (Globex) · 🔥 Hot · Accept by today at 9:30 AM · Sent back by Eva Novak today at 8:59 AM: Reason Another reason · Note No decision maker was in the call',
    ],
  ]);
});

test('several processes, and as many runs, send one a day; on the next day there is another', async () => {
  const stage = await leftOverTheWeekend();
  await Promise.all([stage.app.sendDigests(), stage.app.sendDigests(), stage.app.sendDigests()]);
  await stage.settle();
  stage.clock.forward(60);
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(1);
  stage.clock.forward(24 * 60);
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(2);
});

test('missed because the app was away it comes later that day, and not after the closing', async () => {
  const stage = await leftOverTheWeekend();
  stage.clock.set(new Date('2026-11-23T17:00:00Z'));
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toEqual([]);
  stage.clock.set(new Date('2026-11-24T15:00:00Z'));
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(1);
});

test('whoever is away has it when they are back, and nobody has one while the settings say off or only look on', async () => {
  const stage = await leftOverTheWeekend();
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away 2h');
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toEqual([]);
  await ana.ask('/handoff back');
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(1);

  for (const settings of ['off', 'shadow'] as const) {
    const quiet = await startStage({
      at: MONDAY_OPENING,
      settings: (same) =>
        settings === 'off'
          ? { ...same, digests: { ...same.digests, reps: 'off' } }
          : { ...same, mode: 'shadow' },
    });
    await sendDigests(quiet);
    expect(await quiet.query("select key from messages where kind = 'rep_digest'")).toEqual([]);
  }
});
