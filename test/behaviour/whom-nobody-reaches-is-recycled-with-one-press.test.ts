import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Three tries, each within a working day of the one before, or five working days at most. */
const threeTries = (settings: Settings): Settings => ({
  ...settings,
  sla: settings.sla.map((policy) => ({
    ...policy,
    follow_up: {
      within: { unit: 'business_days', amount: 1 },
      calendar: 'rep',
      ladder: [],
      tries: 3,
      over: { unit: 'business_days', amount: 5 },
      reason: 'unresponsive',
    },
  })),
});

const withReason =
  (change: Partial<Settings['reasons'][number]>) =>
  (settings: Settings): Settings => ({
    ...threeTries(settings),
    reasons: settings.reasons.map((reason) =>
      reason.code === 'unresponsive' ? { ...reason, ...change } : reason,
    ),
  });

async function accepted(settings = threeTries): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage({ settings });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  return { stage, ana };
}

async function log(ana: Desk, channel: string, outcome: string): Promise<void> {
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel, outcome });
}

async function tried(settings = threeTries): Promise<{ stage: TestStage; ana: Desk }> {
  const { stage, ana } = await accepted(settings);
  await log(ana, 'Call', 'No answer yet');
  await log(ana, 'E-mail', 'No answer yet');
  await log(ana, 'LinkedIn', 'No answer yet');
  return { stage, ana };
}

test('after a try without an answer the card counts, and says what to try next and until when', async () => {
  const { stage, ana } = await accepted();
  await log(ana, 'Call', 'No answer yet');
  expect(ana.reads()).toContain(
    'Called today at 10:00 AM by Ana Duarte, no answer · Try 2 of 3: next try by tomorrow at 10:00 AM',
  );
  expect(ana.reads()).toContain('Next: E-mail at once: they did not pick up.');

  await log(ana, 'E-mail', 'No answer yet');
  expect(ana.reads()).toContain('E-mailed today at 10:00 AM by Ana Duarte, no answer · Try 3 of 3');
  expect(ana.reads()).toContain('Next: Call on the next working day.');

  await stage.pass(24 * 60 + 1);
  expect(ana.reads()).toContain('Try 3 of 3: overdue, was due today at 10:00 AM');
});

test('whoever is reached ends the tries', async () => {
  const { stage, ana } = await accepted();
  await log(ana, 'Call', 'No answer yet');
  await log(ana, 'E-mail', 'Reached them');

  expect(ana.reads()).not.toContain('Try ');
  expect(ana.reads()).toContain('Next: Qualify, recycle or disqualify; else follow up.');
  expect(await stage.query("select met from clocks where kind = 'follow_up'")).toEqual([{ met: true }]);
});

test('after the last try recycling is one press, which can be undone', async () => {
  const { stage, ana } = await tried();
  expect(ana.reads().split('\n').slice(3, 7)).toEqual([
    'Wrote on LinkedIn today at 10:00 AM by Ana Duarte, no answer · 3 tries without an answer · Decide by Dec 7, 2026 at 10:00 AM',
    'Next: Nobody answers: recycle it, or try once more.',
    'Call +49 30 5550123 · E-mail grace@globex.example',
    '[Recycle: Never answered] [Log response] [Qualify…] [Snooze (callback) ▾] [… Details | Why me? | Recycle… | Disqualify…]',
  ]);

  stage.clock.forward(1);
  expect(await ana.press(ana.card(), ids.recycle)).toContain('Recycled');
  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Recycled by Ana Duarte today at 10:01 AM: Never answered (undo until today at 10:03 AM)',
    '[Undo] [… Details | Why me?]',
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'nurture' }]);

  await ana.press(ana.card(), ids.undo);
  expect(ana.reads()).toContain('[Recycle: Never answered]');
  expect(await stage.query('select state, closed_at from handoffs')).toEqual([
    { state: 'working', closed_at: null },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_accepted' }]);

  await ana.press(ana.card(), ids.recycle);
  await stage.pass(3);
  expect(ana.reads()).toContain('[… Details | Why me?]');
  expect(ana.reads()).not.toContain('[Undo]');
});

test('one more try that reaches them takes the proposal back', async () => {
  const { ana } = await tried();
  await log(ana, 'Call', 'Reached them');
  expect(ana.reads()).not.toContain('Recycle: Never answered');
});

test('whom nobody reached for so long is proposed for recycling when the next try is missed', async () => {
  const { stage, ana } = await accepted();
  await log(ana, 'Call', 'No answer yet');
  await stage.pass(4 * 24 * 60);
  await log(ana, 'E-mail', 'No answer yet');
  expect(ana.reads()).not.toContain('Recycle: ');
  await stage.pass(4 * 24 * 60);
  expect(ana.reads()).toContain('[Recycle: Never answered]');
});

test('whoever is not reached any more has as many days as the first time', async () => {
  const { stage, ana } = await accepted();
  await log(ana, 'Call', 'Reached them');
  await stage.pass(8 * 24 * 60);
  await log(ana, 'Call', 'No answer yet');
  expect(ana.reads()).toContain('Try 2 of 3: ');
  expect(ana.reads()).not.toContain('Recycle: ');
  await stage.pass(24 * 60 + 1);
  expect(ana.reads()).toContain('Try 2 of 3: overdue');
  expect(ana.reads()).not.toContain('Recycle: ');
});

test('whoever has it next starts from the first try', async () => {
  const { stage } = await tried();
  const mia = deskOf(stage, 'mia');
  const [lead] = await stage.query<{ id: string }>('select id from handoffs');
  await mia.ask(`/leads reassign ${lead?.id} @ben`);
  expect(await stage.query('select owner_id, tries, exhausted_at from handoffs')).toEqual([
    { owner_id: 'ben', tries: 0, exhausted_at: null },
  ]);
});

test('where the settings do not offer the reason for recycling, the button asks for one', async () => {
  const { stage, ana } = await tried(withReason({ offered_for: ['disqualify'] }));
  expect(ana.reads()).toContain('[Recycle: never answered…]');
  expect(await ana.open(ana.card(), ids.recycle)).toContain('Recycle lead');
  await ana.submit({ reason: 'Not now' });
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'completed' }]);
});

test('a recycling is not undone once the lead was handed over anew', async () => {
  const { stage, ana } = await tried();
  await ana.press(ana.card(), ids.recycle);
  const closed = ana.card();
  await stage.send({ ...hot, campaign: { name: 'Winter demo' } });
  await stage.settle();

  await ana.press(closed, ids.undo);
  expect(await stage.query('select state from handoffs order by created_at, state')).toEqual([
    { state: 'completed' },
    { state: 'offered' },
  ]);
});
