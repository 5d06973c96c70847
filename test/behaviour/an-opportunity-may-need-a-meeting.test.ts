import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };
const DEAL = { amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Demo' };

const withMeeting = (settings: Settings): Settings => ({
  ...settings,
  opportunity: { ...settings.opportunity, needs_meeting: true },
});

/** Eva, an AE, has accepted Grace, whom nobody has met. */
async function withEva(): Promise<{ stage: TestStage; eva: Desk }> {
  const stage = await startStage({ settings: withMeeting });
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  stage.clock.forward(60);
  return { stage, eva };
}

const lastStage = async (stage: TestStage) => (await stage.query('select stage from leads'))[0];

test('a meeting that nobody told of is asked for, and logged with the deal', async () => {
  const { stage, eva } = await withEva();
  expect(await eva.open(eva.card(), ids.opportunity)).toContain('When did you meet them?');
  expect((await eva.submit(DEAL)).errors).toEqual({ met_on: 'Please complete this required field.' });
  expect((await eva.submit({ ...DEAL, met_on: '2026-12-24' })).errors).toEqual({
    met_on: 'Expected a day that has come: when you met them.',
  });
  await eva.submit({ ...DEAL, met_on: '2026-11-23' });
  expect(await lastStage(stage)).toEqual({ stage: 'opportunity' });
  expect(
    await stage.query(
      "select event ->> 'channel' as by, event ->> 'outcome' as came from handoff_events where type = 'responded'",
    ),
  ).toEqual([{ by: 'meeting', came: 'reached' }]);
  // It is known from then on.
  expect(await eva.open(eva.card(), ids.opportunity)).not.toContain('When did you meet them?');
});

test('whoever logged the meeting is not asked for it', async () => {
  const { stage, eva } = await withEva();
  await eva.open(eva.card(), ids.respond);
  await eva.submit({ channel: 'meeting', outcome: 'reached' });
  expect(await eva.open(eva.card(), ids.opportunity)).not.toContain('When did you meet them?');
  await eva.submit(DEAL);
  expect(await lastStage(stage)).toEqual({ stage: 'opportunity' });
});

test('a CRM is not refused: its opportunity is marked as one without a meeting', async () => {
  const { stage, eva } = await withEva();
  await stage.send({
    ...{ id: 'deal', kind: 'update', person: { email: 'grace@globex.example' } },
    opportunity: { status: 'open', amount: 41_000, currency: 'EUR', close_on: '2027-03-31' },
  });
  await stage.settle();
  expect(await lastStage(stage)).toEqual({ stage: 'opportunity' });
  expect(await eva.open(eva.card(), ids.more, 'Details')).toContain(
    'Opportunity, by Website: 41,000 EUR, closes 31 Mar 2027; no meeting was held before',
  );
});
