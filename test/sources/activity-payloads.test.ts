import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseBody } from '#src/sources/body.ts';
import { type ItemResult, readItems } from '#src/sources/read-items.ts';
import { makeReadable, readPayload } from './make-source.ts';

/** The examples of `docs/activities.md`, each with a body as that system sends it. */

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'activities.md'), 'utf8');
const EXAMPLES = new Map(
  [...page.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, text = '']) => {
    const source = parse(text);
    return [String(source.id), source] as const;
  }),
);

async function read(sourceId: string, body: Buffer): Promise<ItemResult[]> {
  const parsed = await parseBody('application/json', body);
  if (!parsed.ok) throw new Error(parsed.problem);
  const source = makeReadable(EXAMPLES.get(sourceId));
  return readItems(source, parsed.value, new Date('2026-11-21T20:00:00Z'));
}

const readFile = (sourceId: string, file: string) => read(sourceId, readPayload(file));

const emptyLead = { schema_version: 1, refs: [], person: {}, account: {}, signals: [], tags: [] };
const found = (key: string, lead: object) => ({
  ok: true,
  ignored: false,
  key,
  warnings: [],
  lead: { ...emptyLead, id: key, ...lead },
});

test('the page has an example for a dialler, a CRM, a sequencer and a calendar', () => {
  expect([...EXAMPLES.keys()]).toEqual(['aircall', 'salesforce-tasks', 'outreach', 'calendly']);
});

test('Aircall: a call nobody answered, known by the number that was dialled', async () => {
  expect(await readFile('aircall', 'aircall.call-ended.json')).toEqual([
    found('812345678', {
      kind: 'activity',
      person: { phone: '+49305550123' },
      activity: {
        channel: 'call',
        outcome: 'no_answer',
        at: '2026-11-21T18:04:00.000Z',
        by_email: 'ana@acme-sales.example',
        automatic: false,
        note: 'Left a message',
      },
    }),
  ]);
});

test('Aircall: a call that came in, or has not ended, is nothing a rep did', async () => {
  const body = readPayload('aircall.call-ended.json').toString();
  const inbound = Buffer.from(body.replace('"outbound"', '"inbound"'));
  const answered = Buffer.from(body.replace('call.ended', 'call.answered'));
  expect(await read('aircall', inbound)).toEqual([{ ok: true, ignored: true }]);
  expect(await read('aircall', answered)).toEqual([{ ok: true, ignored: true }]);
});

test('Salesforce: a completed task is a call that reached somebody, known by their record', async () => {
  expect(await readFile('salesforce-tasks', 'salesforce.task-completed.json')).toEqual([
    found('00T000000000001AAA', {
      kind: 'activity',
      refs: [{ system: 'salesforce', type: 'lead', id: '00Q000000000001AAA' }],
      person: { email: 'pat.placeholder@acme-sample.example' },
      activity: {
        channel: 'call',
        outcome: 'reached',
        at: '2026-11-21T18:05:00.000Z',
        by_email: 'ana@acme-sales.example',
        note: 'Wants a demo for the whole team',
      },
    }),
  ]);
});

test('Aircall: a call nobody of the team made is automatic', async () => {
  expect(await readFile('aircall', 'aircall.call-ended-agent.json')).toMatchObject([
    { lead: { activity: { channel: 'call', outcome: 'reached', automatic: true } } },
  ]);
});

test('Salesforce: a list e-mail is automatic, and so is what Automated Process created', async () => {
  const listed = { lead: { activity: { channel: 'email', automatic: true } }, warnings: [] };
  expect(await readFile('salesforce-tasks', 'salesforce.task-list-email.json')).toMatchObject([listed]);
  const body = readPayload('salesforce.task-list-email.json').toString().replace('"ListEmail"', '"Email"');
  const byHand = Buffer.from(body);
  const byFlow = Buffer.from(body.replace('"Ana Duarte"', '"Automated Process"'));
  expect(await read('salesforce-tasks', byFlow)).toMatchObject([listed]);
  expect((await read('salesforce-tasks', byHand))[0]).not.toHaveProperty('lead.activity.automatic');
});

test('Outreach: a single mail, or one of a sequence that belongs to a task, is a person’s', async () => {
  expect(await readFile('outreach', 'outreach.mailing-delivered-single.json')).toMatchObject([
    { lead: { activity: { automatic: false } } },
  ]);
  const sequence = '"sequence": { "data": { "type": "sequence", "id": 54 } }';
  const body = readPayload('outreach.mailing-delivered.json').toString();
  const task = Buffer.from(
    body.replace(sequence, `${sequence}, "task": { "data": { "type": "task", "id": 7 } }`),
  );
  expect(await read('outreach', task)).toMatchObject([{ lead: { activity: { automatic: false } } }]);
});

test('Outreach: an e-mail of a sequence is automatic, and its reply shows that they answered', async () => {
  const refs = [{ system: 'outreach', type: 'prospect', id: '54321' }];
  const email = { channel: 'email', by_email: 'ana@acme-sales.example', automatic: true };
  expect(await readFile('outreach', 'outreach.mailing-delivered.json')).toEqual([
    found('mailing.delivered|9001', {
      kind: 'activity',
      refs,
      activity: { ...email, outcome: 'no_answer', at: '2026-11-21T18:06:11.000Z' },
    }),
  ]);
  expect(await readFile('outreach', 'outreach.mailing-replied.json')).toEqual([
    found('mailing.replied|9001', {
      kind: 'activity',
      refs,
      activity: { ...email, outcome: 'reached', at: '2026-11-21T19:30:00.000Z' },
    }),
  ]);
});

const INVITEE = 'https://api.calendly.com/scheduled_events/GBGBDCAADAEDCRZ2/invitees/AAAAAAAAAAAAAAAA';
const MOVED = 'https://api.calendly.com/scheduled_events/HCHCEDDBBFBDDSA3/invitees/BBBBBBBBBBBBBBBB';

/** What every message of Calendly about that invitee says. */
const john = (id: string) => ({
  refs: [{ system: 'calendly', type: 'invitee', id }],
  person: {
    email: 'john.placeholder@acme-sample.example',
    full_name: 'John Placeholder',
    time_zone: 'America/New_York',
  },
  campaign: { form: '30 Minute Demo', utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'q4-demo' },
  discovery: {
    answers: [
      {
        question: 'What would you like to discuss?',
        answer: 'We lose leads between marketing and sales',
      },
    ],
  },
});
const demo = {
  id: INVITEE,
  start_at: '2026-11-24T14:00:00.000Z',
  end_at: '2026-11-24T14:30:00.000Z',
  host_email: 'rep.one@seller.example',
};

test('Calendly: a booking is a demo request with its meeting', async () => {
  expect(await readFile('calendly', 'calendly.invitee-created.json')).toEqual([
    found(`invitee.created|${INVITEE}`, {
      ...john(INVITEE),
      kind: 'lead',
      channel: 'demo_request',
      occurred_at: '2026-11-21T17:51:19.000Z',
      meeting: { ...demo, status: 'booked' },
    }),
  ]);
});

test('Calendly: a cancellation says who called it off', async () => {
  expect(await readFile('calendly', 'calendly.invitee-canceled.json')).toEqual([
    found(`invitee.canceled|${INVITEE}`, {
      ...john(INVITEE),
      kind: 'signal',
      occurred_at: '2026-11-22T08:00:05.000Z',
      meeting: { ...demo, status: 'cancelled', cancelled_by: 'lead' },
    }),
  ]);
});

test('Calendly: a reschedule is the old meeting, moved, and a new one in its place', async () => {
  expect(await readFile('calendly', 'calendly.invitee-canceled-rescheduled.json')).toMatchObject([
    { lead: { kind: 'signal', meeting: { id: INVITEE, status: 'moved' } } },
  ]);
  expect(await readFile('calendly', 'calendly.invitee-created-rescheduled.json')).toMatchObject([
    {
      lead: {
        kind: 'signal',
        meeting: { id: MOVED, replaces: INVITEE, status: 'booked', start_at: '2026-11-26T15:00:00.000Z' },
      },
    },
  ]);
});

test('Calendly: that they did not come is told, and taken back, of the same meeting', async () => {
  expect(await readFile('calendly', 'calendly.invitee-no-show-created.json')).toMatchObject([
    {
      key: `invitee_no_show.created|${INVITEE}|2026-11-24T14:20:00.000000Z`,
      lead: { kind: 'signal', meeting: { ...demo, status: 'no_show' } },
    },
  ]);
  expect(await readFile('calendly', 'calendly.invitee-no-show-deleted.json')).toMatchObject([
    { lead: { meeting: { ...demo, status: 'reopened' } } },
  ]);
});

test('Calendly: news that names the invitee only is of the same meeting', async () => {
  const bare = {
    event: 'invitee_no_show.created',
    created_at: '2026-11-24T14:20:00.000000Z',
    payload: {
      uri: 'https://api.calendly.com/invitee_no_shows/CCCCCCCCCCCCCCCC',
      invitee: INVITEE,
      created_at: '2026-11-24T14:20:00.000000Z',
    },
  };
  expect(await read('calendly', Buffer.from(JSON.stringify(bare)))).toMatchObject([
    {
      ok: true,
      lead: { refs: [{ id: INVITEE }], meeting: { id: INVITEE, status: 'no_show' } },
    },
  ]);
});

test('an activity that does not say what was done is set aside, and so is what does and says no kind', async () => {
  const canonical = makeReadable({});
  const ana = { person: { email: 'grace@globex.example' } };
  const at = new Date('2026-11-21T20:00:00Z');
  expect(await readItems(canonical, { ...ana, kind: 'activity' }, at)).toMatchObject([
    {
      ok: false,
      problems: [{ path: 'activity', problem: 'needed with kind: activity; expected at least a channel' }],
    },
  ]);
  expect(await readItems(canonical, { ...ana, activity: { channel: 'call' } }, at)).toMatchObject([
    { ok: false, problems: [{ path: 'activity', problem: 'only read with kind: activity' }] },
  ]);
});

test('a lead that says it is one is handed over without the activity in it', async () => {
  const told = { person: { email: 'g@globex.example' }, kind: 'lead', activity: { channel: 'call' } };
  const [result] = await readItems(makeReadable({}), told, new Date('2026-11-21T20:00:00Z'));
  expect(result).toMatchObject({
    ok: true,
    warnings: [{ path: 'activity', problem: 'only read with kind: activity' }],
  });
  expect(result).not.toHaveProperty('lead.activity');
});

test('a try whose outcome nobody tells is one without an answer', async () => {
  const told = { person: { email: 'g@globex.example' }, kind: 'activity', activity: { channel: 'linkedin' } };
  expect(await readItems(makeReadable({}), told, new Date('2026-11-21T20:00:00Z'))).toMatchObject([
    { ok: true, lead: { activity: { channel: 'linkedin', outcome: 'no_answer' } } },
  ]);
});
