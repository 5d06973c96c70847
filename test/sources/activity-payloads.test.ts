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

test('Outreach: an e-mail that was delivered is a try, and its reply reaches them', async () => {
  const refs = [{ system: 'outreach', type: 'prospect', id: '54321' }];
  const email = { channel: 'email', by_email: 'ana@acme-sales.example' };
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

test('Calendly: a booking is a signal with its meeting', async () => {
  const uri = 'https://api.calendly.com/scheduled_events/GBGBDCAADAEDCRZ2/invitees/AAAAAAAAAAAAAAAA';
  expect(await readFile('calendly', 'calendly.invitee-created.json')).toEqual([
    found(`invitee.created|${uri}`, {
      kind: 'signal',
      occurred_at: '2026-11-21T17:51:19.000Z',
      person: { email: 'john.placeholder@acme-sample.example' },
      meeting: { start_at: '2026-11-24T14:00:00.000Z', host_email: 'rep.one@seller.example' },
    }),
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
