import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

/** Ana's lead, accepted at ten in Berlin; a dialler and a CRM tell of what she does. */

const tellerOf = (id: string, name: string) =>
  sourceSchema.parse({
    id,
    name,
    auth: { type: 'standard-webhooks', secret_env: ['WEBSITE_WEBHOOK_SECRET'] },
  });

const withTellers = (settings: Settings): Settings => ({
  ...settings,
  sources: [...settings.sources, tellerOf('aircall', 'Aircall'), tellerOf('crm-tasks', 'Salesforce')],
});

async function accepted(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage({ settings: withTellers });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  return { stage, ana };
}

type Told = { minute: number; outcome?: string; note?: string; by?: string };

/** A call of so many minutes past ten, as a source tells of it. */
async function tellOfCall(stage: TestStage, source: string, told: Told): Promise<void> {
  const { minute, outcome = 'no_answer', note, by = 'ana' } = told;
  const activity = {
    channel: 'call',
    outcome,
    note,
    at: new Date(MONDAY.getTime() + minute * 60_000).toISOString(),
    by_email: `${by}@acme-sales.example`,
  };
  const item = { kind: 'activity', person: { email: 'grace@globex.example' }, activity };
  expect(await stage.send(item, { source })).toBe(200);
  await stage.settle();
}

const tries = (stage: TestStage) => stage.query('select tries from handoffs');
const historyOf = (stage: TestStage) =>
  stage.query(`select type, event ->> 'outcome' as outcome, event ->> 'via' as via from handoff_events
    where type in ('responded', 'told_again') order by id`);

test('one call that the dialler and the CRM tell of is one try, and what the CRM knows is added', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(8);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  await tellOfCall(stage, 'crm-tasks', { minute: 7, note: 'Left a message' });

  expect(await tries(stage)).toEqual([{ tries: 1 }]);
  expect(await historyOf(stage)).toEqual([
    { type: 'responded', outcome: 'no_answer', via: 'aircall' },
    { type: 'told_again', outcome: 'no_answer', via: 'crm-tasks' },
  ]);
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte, no answer · from Aircall');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    'Salesforce told of the same call: no answer (Left a message)\n',
  );
});

test('where the second telling says that they were reached, nobody has to try again', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(8);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  await tellOfCall(stage, 'crm-tasks', { minute: 4, outcome: 'reached' });

  expect(await tries(stage)).toEqual([{ tries: 0 }]);
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte, reached them · from Aircall');
  expect(
    await stage.query(
      "select count(*)::int as running from clocks where kind = 'follow_up' and stopped_at is null",
    ),
  ).toEqual([{ running: 0 }]);
});

test('two calls of one dialler within ten minutes are two tries', async () => {
  const { stage } = await accepted();
  stage.clock.forward(9);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  await tellOfCall(stage, 'aircall', { minute: 7 });

  expect(await tries(stage)).toEqual([{ tries: 2 }]);
});

test('what was logged in Slack and is told of after that counts once, when it was, and the card says who told of it', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(5);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'No answer yet', note: 'Voicemail' });
  expect(ana.reads()).toContain('Called today at 10:05 AM by Ana Duarte, no answer · Try 2 of 6');
  stage.clock.forward(3);
  await tellOfCall(stage, 'aircall', { minute: 4 });

  expect(await tries(stage)).toEqual([{ tries: 1 }]);
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte, no answer · from Aircall');
});

test('the form shows what was told already, and whoever logs the same adds what came of it', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(6);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  stage.clock.forward(40);
  const form = await ana.open(ana.card(), ids.respond);
  expect(form).toContain('Called 23 Nov 2026, 10:04 by Ana Duarte, no answer · from Aircall');
  await ana.submit({ outcome: 'Reached them', note: 'She called back' });

  expect(await historyOf(stage)).toEqual([
    { type: 'responded', outcome: 'no_answer', via: 'aircall' },
    { type: 'told_again', outcome: 'reached', via: null },
  ]);
  expect(await tries(stage)).toEqual([{ tries: 0 }]);
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte, reached them · from Aircall');
  // What somebody logged is not asked about again.
  expect(await ana.open(ana.card(), ids.respond)).not.toContain('Is it one of these?');
});

test('what is logged as another one is a try of its own', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(6);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ touch: 'Another one, just now', channel: 'Call', outcome: 'No answer yet' });

  expect(await tries(stage)).toEqual([{ tries: 2 }]);
});

test('a call that is told after a callback was agreed on leaves the callback', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(5);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  stage.clock.forward(1);
  await tellOfCall(stage, 'aircall', { minute: 4 });
  expect(await stage.query('select state, tries from handoffs')).toEqual([{ state: 'snoozed', tries: 1 }]);

  await stage.pass(240);
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'working' }]);
});

test('two sources that tell of one call at the same moment count it once', async () => {
  const { stage } = await accepted();
  stage.clock.forward(8);
  await Promise.all([
    tellOfCall(stage, 'aircall', { minute: 4 }),
    tellOfCall(stage, 'crm-tasks', { minute: 5 }),
  ]);

  expect(await tries(stage)).toEqual([{ tries: 1 }]);
});
