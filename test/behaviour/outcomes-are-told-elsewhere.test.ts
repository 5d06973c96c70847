import { describe, expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type HubspotAccount, openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { openWebhookReceiver, type Receiver } from '#sandbox/crm/webhook-receiver.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { crmAt, hookAt, startWithSinks, WEBHOOK_SECRET } from '../support/sinks.ts';
import type { TestStage } from '../support/stage.ts';

async function openCrm(): Promise<{ crm: HubspotAccount; id: string }> {
  const crm = await openHubspotAccount({
    owners: [
      { email: 'ana@acme-sales.example', name: 'Ana Lima' },
      { email: 'ben@acme-sales.example', name: 'Ben Okafor' },
    ],
  });
  onTestFinished(crm.stop);
  return { crm, id: crm.add({ email: 'lead@initech.example', name: 'Lead of initech' }) };
}

const writesTo = ({ asked }: HubspotAccount): string[] =>
  asked.filter((one) => one.startsWith('PATCH') || one === 'POST /crm/v3/objects/notes');
const notesIn = (crm: HubspotAccount) => crm.all('notes').map((note) => String(note.hs_note_body));
const record = async (stage: TestStage) => {
  const [row] = await stage.query<Record<string, unknown>>(
    "select * from sink_records where sink_id = 'crm'",
  );
  return row ?? {};
};

/** A lead that Ana has, in an app that tells a CRM. */
async function offered(sink: object = {}) {
  const { crm, id } = await openCrm();
  const stage = await startWithSinks([crmAt(crm.url, sink)]);
  await stage.send(leadAt('initech'));
  await stage.settle();
  return { crm, id, stage, ana: deskOf(stage, 'ana') };
}

describe('a press', () => {
  test('is told when it can no longer be undone, and stands in the history of the record once', async () => {
    const { crm, id, stage, ana } = await offered();
    expect(crm.record(id)).toMatchObject({ hs_lead_status: 'NEW', hubspot_owner_id: expect.any(String) });
    await ana.press(ana.card(), ids.accept);
    await stage.pass(1);
    expect(crm.record(id).hs_lead_status).toBe('NEW');
    await stage.pass(1);
    expect(crm.record(id).hs_lead_status).toBe('OPEN');
    expect(notesIn(crm)).toHaveLength(1);
    expect(notesIn(crm)[0]).toContain('Accepted by Ana');
    const before = crm.asked.length;
    await stage.pass(60);
    expect(writesTo(crm).length).toBe(writesTo({ ...crm, asked: crm.asked.slice(0, before) }).length);
  });

  test('that was undone is told nobody', async () => {
    const { crm, id, stage, ana } = await offered();
    const before = writesTo(crm).length;
    await ana.press(ana.card(), ids.accept);
    await ana.press(ana.card(), ids.undo);
    await stage.pass(5);
    expect(writesTo(crm)).toHaveLength(before);
    expect(crm.record(id).hs_lead_status).toBe('NEW');
    expect(notesIn(crm)).toEqual([]);
  });

  test('that rejects says why, in the words of the settings', async () => {
    const { crm, id, stage, ana } = await offered({ fields: { reason: 'company' } });
    await ana.open(ana.card(), ids.reject);
    await ana.submit({ reason: 'Too small' });
    await stage.pass(2);
    expect(crm.record(id)).toMatchObject({ hs_lead_status: 'UNQUALIFIED', company: 'Too small' });
    expect(notesIn(crm).join()).toContain('Rejected by Ana');
  });
});

describe('what cannot be told at once', () => {
  test('is told later, and a note whose answer was lost is not made twice', async () => {
    const { crm, id, stage, ana } = await offered();
    await ana.press(ana.card(), ids.accept);
    crm.loseAnswers(2);
    await stage.pass(2);
    await stage.pass(1);
    await stage.pass(6);
    expect(crm.record(id).hs_lead_status).toBe('OPEN');
    expect(notesIn(crm)).toHaveLength(1);
    // What was there before is known all the same.
    expect(
      await stage.query(
        "select from_value, to_value from sink_changes where field = 'hs_lead_status' order by id",
      ),
    ).toEqual([
      { from_value: null, to_value: 'NEW' },
      { from_value: 'NEW', to_value: 'OPEN' },
    ]);
    expect(await record(stage)).toMatchObject({ problem: null, tries: 0, failed_since: null, writing: null });
  });

  test('waits as long as the tool asks for', async () => {
    const { crm, id, stage, ana } = await offered();
    await ana.press(ana.card(), ids.accept);
    crm.answerNext({ status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '600' } });
    await stage.pass(2);
    const asked = crm.asked.length;
    await stage.pass(9);
    expect(crm.asked).toHaveLength(asked);
    await stage.pass(2);
    expect(crm.record(id).hs_lead_status).toBe('OPEN');
  });

  test('because we are refused rests for all leads, and goes on by itself once that is mended', async () => {
    const { crm, id, stage, ana } = await offered();
    crm.outage = { status: 401, body: { category: 'INVALID_AUTHENTICATION' } };
    await ana.press(ana.card(), ids.accept);
    await stage.pass(2);
    expect(await stage.query('select problem from sinks')).toEqual([
      { problem: 'HubSpot refuses the token (HTTP 401): put a new one in' },
    ]);
    crm.outage = null;
    await stage.pass(11);
    expect(crm.record(id).hs_lead_status).toBe('OPEN');
    expect(await stage.query('select problem, paused_until from sinks')).toEqual([
      { problem: null, paused_until: null },
    ]);
  });
});

describe('what somebody changed in the tool', () => {
  test('is kept where they decide, taken back where we do, and said', async () => {
    const { crm, id, stage, ana } = await offered();
    const ben = crm.addOwner({ email: 'else@acme-sales.example', name: 'Somebody Else' });
    crm.change(id, 'hubspot_owner_id', ben);
    crm.change(id, 'hs_lead_status', 'UNQUALIFIED');
    await ana.press(ana.card(), ids.accept);
    await stage.pass(2);
    expect(crm.record(id)).toMatchObject({ hubspot_owner_id: ben, hs_lead_status: 'OPEN' });
    const notes = (await record(stage)).notes as string[];
    expect(notes.join('\n')).toMatch(/owner stays .*: it was changed there/i);
    expect(notes.join('\n')).toMatch(/was Unqualified, changed there, and is ours again/i);
  });

  test('is no stage that goes back', async () => {
    const { crm, id, stage, ana } = await offered({
      words: { stage: { sales_accepted: 'marketingqualifiedlead' } },
    });
    crm.change(id, 'lifecyclestage', 'customer');
    await ana.press(ana.card(), ids.accept);
    await stage.pass(2);
    expect(crm.record(id).lifecyclestage).toBe('customer');
    expect(((await record(stage)).notes as string[]).join()).toContain('it would go back');
  });
});

describe('a tool that is new', () => {
  test('is told nothing before somebody has seen what it would be told', async () => {
    const { crm, id } = await openCrm();
    const stage = await startWithSinks([crmAt(crm.url)], { approved: false });
    await stage.send(leadAt('initech'));
    await stage.settle();
    const ana = deskOf(stage, 'ana');
    await ana.press(ana.card(), ids.accept);
    await stage.pass(2);
    expect(writesTo(crm)).toEqual([]);
    const [row] = await stage.query<{ planned: { changes: object[]; entries: string[] } }>(
      'select planned from sink_records',
    );
    expect(row?.planned.changes).toContainEqual({ field: 'hs_lead_status', from: null, to: 'OPEN' });
    expect(row?.planned.entries).toEqual([expect.stringContaining('Accepted by Ana')]);
    expect(crm.record(id).hs_lead_status).toBeUndefined();
  });

  test('in shadow mode writes nothing, whatever was approved, and catches up when it is over', async () => {
    const { crm, id } = await openCrm();
    let mode: 'live' | 'shadow' = 'live';
    const stage = await startWithSinks([crmAt(crm.url)], { settings: (same) => ({ ...same, mode }) });
    await stage.send(leadAt('initech'));
    await stage.settle();
    const before = writesTo(crm).length;
    const ana = deskOf(stage, 'ana');
    await ana.press(ana.card(), ids.accept);
    mode = 'shadow';
    await stage.app.core.reloadSettings();
    await stage.pass(2);
    expect(writesTo(crm)).toHaveLength(before);
    expect((await record(stage)).planned).not.toBeNull();
    mode = 'live';
    await stage.app.core.reloadSettings();
    await stage.app.tendSinks();
    await stage.settle();
    expect(crm.record(id).hs_lead_status).toBe('OPEN');
  });

  test('is told fifty things in its first hour, and the rest after it', async () => {
    const { crm } = await openCrm();
    const companies = Array.from({ length: 6 }, (_, no) => `company${no}`);
    for (const company of companies) crm.add({ email: `lead@${company}.example` });
    const stage = await startWithSinks([crmAt(crm.url)], { approved: false });
    await stage.query(
      `insert into sinks (id, first_seen_at, approved_at, early_writes) values ('crm', now(), '${stage.clock.now().toISOString()}', 46)`,
    );
    for (const company of companies) await stage.send(leadAt(company));
    await stage.settle();
    expect(writesTo(crm)).toHaveLength(4);
    await stage.pass(61);
    expect(new Set(writesTo(crm)).size).toBe(6);
  });
});

describe('outcomes one by one', () => {
  async function heard(): Promise<{ receiver: Receiver; stage: TestStage }> {
    let clock = () => new Date();
    const receiver = await openWebhookReceiver({ secret: WEBHOOK_SECRET, now: () => clock() });
    onTestFinished(receiver.stop);
    const stage = await startWithSinks([hookAt()], { url: receiver.url });
    clock = stage.clock.now;
    return { receiver, stage };
  }
  const types = ({ heard: all }: Receiver) => all.map(({ body }) => body.type);

  test('come in the order in which they happened, each once, though answers are lost', async () => {
    const { receiver, stage } = await heard();
    receiver.loseAnswers(2);
    await stage.send(leadAt('initech'));
    await stage.settle();
    const ana = deskOf(stage, 'ana');
    await ana.press(ana.card(), ids.accept);
    await stage.pass(2);
    await ana.open(ana.card(), ids.respond);
    await ana.submit({ channel: 'Call', outcome: 'Reached them' });
    await stage.pass(10);
    await stage.pass(40);
    expect(types(receiver).slice(0, 3)).toEqual([
      'handoff.assigned',
      'handoff.accepted',
      'handoff.responded',
    ]);
    expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(receiver.heard.length);
  });

  test('of somebody who was forgotten are that, and nothing else that waited', async () => {
    const { receiver, stage } = await heard();
    await stage.send(leadAt('initech'));
    await stage.settle();
    const ana = deskOf(stage, 'ana');
    await ana.press(ana.card(), ids.accept);
    await stage.send({ kind: 'erasure', person: { email: 'lead@initech.example' } });
    await stage.pass(5);
    expect(types(receiver)).toEqual(['handoff.assigned', 'handoff.forgotten']);
    expect(JSON.stringify(receiver.heard.at(-1)?.body)).not.toContain('initech');
  });

  test('are told no more to an address that is gone', async () => {
    const { receiver, stage } = await heard();
    receiver.answerNext({ status: 410 });
    await stage.send(leadAt('initech'));
    await stage.settle();
    await stage.pass(3_000);
    expect(receiver.answered).toEqual([410]);
    expect(await stage.query('select problem from sinks')).toEqual([
      { problem: expect.stringContaining('it is there no more (HTTP 410)') },
    ]);
  });
});
