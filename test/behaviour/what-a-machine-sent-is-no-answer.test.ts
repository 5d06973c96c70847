import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ids } from '#blocks/ids.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { readPayload } from '../sources/make-source.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, warmAt } from '../support/leads.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

/** The recipes of docs/activities.md, with what those systems send, through HTTP. The lead is Grace's. */

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'activities.md'), 'utf8');
const auth = { type: 'standard-webhooks', secret_env: ['WEBSITE_WEBHOOK_SECRET'] } as const;
const RECIPES = [...page.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, text = '']) =>
  sourceSchema.parse({ ...parse(text), auth }),
);
const withRecipes = (settings: Settings): Settings => ({
  ...settings,
  sources: [...settings.sources, ...RECIPES, sourceSchema.parse({ id: 'teller', name: 'Teller', auth })],
});

/** A minute after ten in Berlin is one minute after MONDAY. */
const at = (minutes: number): string => new Date(MONDAY.getTime() + minutes * 60_000).toISOString();

/** What a system sends, about Grace and from today. */
const about = (file: string, ...more: [string, string][]): unknown => {
  const today: [string, string][] = [
    ['2026-11-21T18:0', '2026-11-23T09:0'],
    ['2026-11-21T19:3', '2026-11-23T09:1'],
    ['2026-11-21T17:51', '2026-11-23T09:01'],
    ['pat.placeholder@acme-sample.example', 'grace@globex.example'],
    ['john.placeholder@acme-sample.example', 'grace@globex.example'],
    ['1795284240', String(Date.parse(at(4)) / 1_000)],
  ];
  const sent = [...today, ...more].reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    readPayload(file).toString(),
  );
  return JSON.parse(sent);
};

const inOutreach = { ...hot, refs: [{ system: 'outreach', type: 'prospect', id: '54321' }] };

async function started(lead: object = inOutreach): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage({ settings: withRecipes });
  await stage.send(lead);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

async function accepted(lead?: object): Promise<{ stage: TestStage; ana: Desk }> {
  const { stage, ana } = await started(lead);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(30);
  return { stage, ana };
}

async function tell(stage: TestStage, source: string, body: unknown): Promise<void> {
  expect(await stage.send(body, { source })).toBe(200);
  await stage.settle();
}

const told = (activity: object) => ({
  kind: 'activity',
  person: { email: 'grace@globex.example' },
  activity: { channel: 'email', by_email: 'ana@acme-sales.example', ...activity },
});

const standing = async (stage: TestStage) => {
  const [found] = await stage.query(`select h.state, h.tries, h.responded_at, k.met,
    to_char(k.stopped_at at time zone 'UTC', 'HH24:MI') as stopped
    from handoffs h join clocks k on k.handoff_id = h.id and k.kind = 'response'`);
  return found;
};
const UNANSWERED = { state: 'accepted', tries: 0, responded_at: null, met: null, stopped: null };

test('Outreach: a mail of a sequence stands on the card and in Details, and answers nothing', async () => {
  const { stage, ana } = await accepted();
  await tell(stage, 'outreach', about('outreach.mailing-delivered.json'));

  expect(await standing(stage)).toEqual(UNANSWERED);
  expect(ana.reads()).toContain('Automatic e-mail today at 10:06 AM · from Outreach');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    '• today at 10:06 AM: Automatic email: no answer · from Outreach\n',
  );
  // It is none of those somebody could log once more.
  expect(await ana.open(ana.card(), ids.respond)).not.toContain('Is it one of these?');
});

test('Outreach: nor does it accept what is offered to the one it names, or make up for what they missed', async () => {
  const { stage, ana } = await started();
  await stage.pass(7);
  await tell(stage, 'outreach', about('outreach.mailing-delivered.json'));

  expect(await stage.query('select state, accepted_at from handoffs')).toEqual([
    { state: 'offered', accepted_at: null },
  ]);
  expect(await stage.query("select misses_in_a_row from people where id = 'ana'")).toEqual([
    { misses_in_a_row: 1 },
  ]);
  expect(ana.reads()).toContain('Automatic e-mail today at 10:06 AM · from Outreach');
});

test('Outreach: that they replied to it is shown, and the lead still waits for an answer', async () => {
  const { stage, ana } = await accepted();
  await tell(stage, 'outreach', about('outreach.mailing-replied.json'));

  expect(await standing(stage)).toEqual(UNANSWERED);
  expect(ana.reads()).toContain('Automatic e-mail today at 10:10 AM, they answered · from Outreach');
});

test('Outreach: a single mail is the rep’s response', async () => {
  const { stage, ana } = await accepted();
  await tell(stage, 'outreach', about('outreach.mailing-delivered-single.json'));

  expect(await standing(stage)).toMatchObject({ state: 'working', tries: 1, met: true, stopped: '09:06' });
  expect(ana.reads()).toContain('E-mailed today at 10:06 AM by Ana Duarte, no answer · from Outreach');
});

test('Salesforce: a list e-mail answers nothing, a completed call does', async () => {
  const { stage } = await accepted();
  await tell(stage, 'salesforce-tasks', about('salesforce.task-list-email.json'));
  expect(await standing(stage)).toEqual(UNANSWERED);
  await tell(stage, 'salesforce-tasks', about('salesforce.task-completed.json'));
  expect(await standing(stage)).toMatchObject({ state: 'working', met: true, stopped: '09:05' });
});

test('Aircall: a call that nobody of the team made answers nothing, one of Ana’s does', async () => {
  const { stage, ana } = await accepted();
  await tell(stage, 'aircall', about('aircall.call-ended-agent.json'));
  expect(await standing(stage)).toEqual(UNANSWERED);
  expect(ana.reads()).toContain('Automatic call today at 10:04 AM, they answered · from Aircall');
  await tell(stage, 'aircall', about('aircall.call-ended.json'));
  expect(await standing(stage)).toMatchObject({ state: 'working', met: true, stopped: '09:04' });
});

test('Calendly: the lead books, which leaves nothing to be answered', async () => {
  const { stage } = await started();
  stage.clock.forward(2);
  await tell(stage, 'calendly', about('calendly.invitee-created.json'));
  expect(await standing(stage)).toMatchObject({ state: 'offered', met: true, stopped: '09:01' });
});

test('a calendar’s confirmation by mail answers nothing, though it tells of a meeting', async () => {
  const { stage } = await accepted();
  await tell(stage, 'teller', told({ outcome: 'meeting_booked', at: at(5), automatic: true }));
  expect(await standing(stage)).toEqual(UNANSWERED);
});

test('where nobody says who made it, a mail whose subject or kind shows a machine is automatic', async () => {
  const { stage } = await accepted();
  await tell(stage, 'teller', told({ at: at(5), subject: 'Automatic reply: Your demo' }));
  await tell(stage, 'teller', { ...told({ at: at(6) }), mailing_type: 'sequence' });
  expect(await standing(stage)).toEqual(UNANSWERED);
  await tell(stage, 'teller', told({ at: at(7), subject: 'Your demo' }));
  expect(await standing(stage)).toMatchObject({ state: 'working', stopped: '09:07' });
});

test('who had the answer sent to a lead that had written in has answered', async () => {
  const { stage, ana } = await accepted();
  await tell(
    stage,
    'teller',
    told({ at: at(5), automatic: true, set_off_by_email: 'ana@acme-sales.example' }),
  );

  expect(await standing(stage)).toMatchObject({ state: 'working', tries: 1, met: true, stopped: '09:05' });
  expect(ana.reads()).toContain('E-mailed today at 10:05 AM by Ana Duarte, no answer · from Teller');
});

test('a machine that nobody of ours set off has not', async () => {
  const { stage } = await accepted();
  await tell(
    stage,
    'teller',
    told({ at: at(5), automatic: true, set_off_by_email: 'robot@acme-sales.example' }),
  );
  expect(await standing(stage)).toEqual(UNANSWERED);
});

test('nor has one that writes to somebody who wrote nothing', async () => {
  const { stage } = await started(warmAt('initech'));
  const sent = told({ at: at(0), automatic: true, set_off_by_email: 'ana@acme-sales.example' });
  await tell(stage, 'teller', { ...sent, person: { email: 'lead@initech.example' } });
  expect(await stage.query('select state, responded_at from handoffs')).toEqual([
    { state: 'offered', responded_at: null },
  ]);
});

test('the CRM’s copy of a mail of a sequence answers nothing either, whichever comes first', async () => {
  const { stage } = await accepted();
  await tell(stage, 'outreach', about('outreach.mailing-delivered.json'));
  await tell(stage, 'teller', told({ at: at(7) }));
  expect(await standing(stage)).toEqual(UNANSWERED);

  const other = await accepted();
  await tell(other.stage, 'teller', told({ at: at(7) }));
  expect(await standing(other.stage)).toMatchObject({ state: 'working', stopped: '09:07' });
  await tell(other.stage, 'outreach', about('outreach.mailing-delivered.json'));
  expect(await standing(other.stage)).toEqual({ ...UNANSWERED, state: 'working' });
});

test('what was earlier and is told later moves the first response, its clock and the speed that is counted', async () => {
  const { stage } = await accepted();
  await tell(stage, 'teller', told({ channel: 'call', at: at(20) }));
  expect(await standing(stage)).toMatchObject({ stopped: '09:20' });
  await tell(stage, 'aircall', about('aircall.call-ended.json'));

  expect(await standing(stage)).toMatchObject({ met: true, stopped: '09:04' });
  expect(
    await stage.query(`select k.stopped_at <= k.deadline_at as in_time, h.responded_at = k.stopped_at as same
      from clocks k join handoffs h on h.id = k.handoff_id where k.kind = 'response'`),
  ).toEqual([{ in_time: true, same: true }]);
});
