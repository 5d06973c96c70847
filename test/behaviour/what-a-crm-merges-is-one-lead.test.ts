import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import * as schema from '#db/schema.ts';
import { TABLES_OF_LEADS } from '#db/unite-leads.ts';
import { deskOf } from '../support/desk.ts';
import { holdClocks, untilWaiting } from '../support/hold.ts';
import { coldAt, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

const record = (id: string) => ({ system: 'hubspot', type: 'contact', id });
const merge = (...records: string[]) => ({
  kind: 'update',
  id: `merge ${records.join()}`,
  merged: true,
  refs: records.map(record),
});

/** Two people of two companies, each with a card of their own. */
async function twoLeads(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), refs: [record('1')] });
  await stage.settle();
  stage.clock.forward(1);
  await stage.send({ ...leadAt('hooli'), refs: [record('2')] });
  await stage.settle();
  return stage;
}

const leads = (stage: TestStage) =>
  stage.query(
    "select record -> 'account' ->> 'name' as company, jsonb_array_length(record -> 'refs') as refs from leads",
  );
const states = (stage: TestStage) =>
  stage.query(
    'select state, count(*)::int as n, count(distinct lead_id)::int as leads from handoffs group by 1 order by 1',
  );

test('two leads that a CRM merged are one: one card stays, the other says so, and history and names are together', async () => {
  const stage = await twoLeads();
  await stage.send({
    kind: 'signal',
    refs: [record('2')],
    signals: [{ type: 'pricing_view', at: '2026-11-23T08:00:00Z' }],
  });
  await stage.settle();
  await stage.send(merge('1', '2'));
  await stage.settle();

  expect(await leads(stage)).toHaveLength(1);
  expect(await states(stage)).toEqual([
    { state: 'offered', n: 1, leads: 1 },
    { state: 'withdrawn', n: 1, leads: 1 },
  ]);
  const cards = ['ana', 'ben'].flatMap((id) => deskOf(stage, id).cards().map(deskOf(stage, id).read));
  expect(cards.filter((text) => text.includes('merged into another lead, or erased'))).toHaveLength(1);
  expect(cards.find((text) => text.includes('[Accept]'))).toContain('Pricing page');
  const [{ outcome } = { outcome: null }] = await stage.query<{ outcome: string }>(
    "select outcome from items where lead ->> 'merged' = 'true'",
  );
  expect(outcome).toBe('updated');

  // Whoever comes by either name is that one.
  for (const id of ['1', '2']) {
    await stage.send({ ...leadAt('initech'), person: { full_name: 'Initech' }, refs: [record(id)] });
    await stage.settle();
  }
  expect(await leads(stage)).toHaveLength(1);
});

test('what is being worked on stays, whichever record the CRM keeps', async () => {
  const stage = await twoLeads();
  const owner = deskOf(stage, 'ben').cards().length > 0 ? 'ben' : 'ana';
  const desk = deskOf(stage, owner);
  const company = desk.reads().includes('hooli') ? 'hooli' : 'initech';
  await desk.press(desk.card(), ids.accept);
  await stage.send(merge(company === 'hooli' ? '1' : '2', company === 'hooli' ? '2' : '1'));
  await stage.settle();
  expect(await stage.query('select state, owner_id from handoffs order by 1')).toEqual([
    { state: 'accepted', owner_id: owner },
    { state: 'withdrawn', owner_id: owner === 'ana' ? 'ben' : 'ana' },
  ]);
});

test('what an AE has stays before what an SDR works on', async () => {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), refs: [record('1')] });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '20k', authority: 'CFO', need: 'CRM', timeline: 'Q1' });
  await stage.send({ ...leadAt('hooli'), refs: [record('2')] });
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await stage.send(merge('1', '2'));
  await stage.settle();
  expect(await stage.query('select leg, state, owner_id from handoffs order by created_at, leg')).toEqual([
    { leg: 'mql_to_sdr', state: 'completed', owner_id: 'ana' },
    { leg: 'mql_to_sdr', state: 'withdrawn', owner_id: 'ben' },
    { leg: 'sql_to_ae', state: 'offered', owner_id: 'eva' },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_qualified' }]);
});

test('of two cards that nobody has accepted the one that must be answered sooner stays', async () => {
  const stage = await startStage();
  await stage.send({ ...coldAt('initech'), refs: [record('1')] });
  await stage.settle();
  stage.clock.forward(1);
  await stage.send({ ...leadAt('hooli'), refs: [record('2')] });
  await stage.settle();
  await stage.send(merge('1', '2'));
  await stage.settle();
  expect(await stage.query('select temperature, state from handoffs order by state')).toEqual([
    { temperature: 'hot', state: 'offered' },
    { temperature: 'cold', state: 'withdrawn' },
  ]);
});

test('whoever loses a lead to a merge before they accepted it has their turn back', async () => {
  const stage = await twoLeads();
  await stage.send(merge('1', '2'));
  await stage.settle();
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ben', kind: 'turn' },
    { rep_id: 'ben', kind: 'credit' },
  ]);
  expect(
    await stage.query(`select rep_id, lag from ${STANDINGS} where pool_id = 'sdr-emea' order by rep_id`),
  ).toEqual([
    { rep_id: 'ana', lag: -0.5 },
    { rep_id: 'ben', lag: 0.5 },
  ]);
});

/** Something is told by a name of the lead that leaves, while the two become one. */
async function toldMeanwhile(stage: TestStage, told: Record<string, unknown>): Promise<void> {
  const held = await holdClocks(stage.app.core.db);
  const merging = stage.send(merge('1', '2'));
  await untilWaiting(stage.app.core.db, 1);
  const telling = stage.send({ id: 'meanwhile', person: { email: 'lead@hooli.example' }, ...told });
  await untilWaiting(stage.app.core.db, 2);
  await held.release();
  await Promise.all([merging, telling]);
  await stage.settle();
}

const outcomes = (stage: TestStage) => stage.query("select outcome from items where key = 'meanwhile'");

test('who asks to be forgotten while a merge takes their lead in is forgotten with it', async () => {
  const stage = await twoLeads();
  await toldMeanwhile(stage, { kind: 'erasure' });
  expect(await outcomes(stage)).toEqual([{ outcome: 'erased' }]);
  expect(await stage.query('select count(*)::int as n from identities')).toEqual([{ n: 0 }]);
});

test('a call that is told of while a merge takes the lead in stops the clocks of the one that stays', async () => {
  const stage = await twoLeads();
  await toldMeanwhile(stage, {
    kind: 'activity',
    activity: { channel: 'call', outcome: 'reached', at: '2026-11-23T09:01:00Z' },
  });
  expect(await outcomes(stage)).toEqual([{ outcome: 'activity' }]);
});

test('what a CRM says of somebody while a merge takes their lead in is kept of the one that stays', async () => {
  const stage = await twoLeads();
  await toldMeanwhile(stage, { kind: 'update', opportunity: { stage: 'Proposal' } });
  expect(await outcomes(stage)).toEqual([{ outcome: 'updated' }]);
  expect(await stage.query("select record -> 'opportunity' ->> 'stage' as deal from leads")).toEqual([
    { deal: 'Proposal' },
  ]);
});

test('a rejection of the lead that left can be undone no more while the one that stays is open', async () => {
  const stage = await startStage();
  await stage.send({ ...leadAt('initech'), refs: [record('1')] });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '20k', authority: 'CFO', need: 'CRM', timeline: 'Q1' });
  await stage.send({ ...leadAt('hooli'), refs: [record('2')] });
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Vendor or spam' });
  await stage.send(merge('1', '2'));
  await stage.settle();
  await ben.press(ben.card(), ids.undo);
  expect(
    await stage.query("select leg, state from handoffs where state <> 'completed' order by leg"),
  ).toEqual([
    { leg: 'mql_to_sdr', state: 'rejected' },
    { leg: 'sql_to_ae', state: 'offered' },
  ]);
});

test('told twice it is merged once, and records of whom nothing is known merge nobody', async () => {
  const stage = await twoLeads();
  await stage.send(merge('1', '2'));
  await stage.send({ ...merge('1', '2'), id: 'again' });
  await stage.send(merge('8', '9'));
  await stage.settle();
  expect(await leads(stage)).toHaveLength(1);
  expect(
    await stage.query("select outcome from items where lead ->> 'merged' = 'true' order by at, outcome desc"),
  ).toEqual([{ outcome: 'updated' }, { outcome: 'updated' }, { outcome: 'ignored' }]);
});

test('an update that names two people without saying that they are one keeps them apart', async () => {
  const stage = await twoLeads();
  await stage.send({ ...merge('1', '2'), merged: undefined });
  await stage.settle();
  expect(await leads(stage)).toHaveLength(2);
});

test('a press on a card of the lead that left finds its handoff, and hears that it is over', async () => {
  const stage = await twoLeads();
  const owner = deskOf(stage, 'ben').cards().length > 0 ? 'ben' : 'ana';
  const desk = deskOf(stage, owner);
  const card = desk.card();
  await stage.send(merge('1', '2'));
  await stage.settle();
  const answer = await desk.press(card, ids.accept);
  expect(answer === '' || /withdrawn|accepted/i.test(answer)).toBe(true);
  expect(
    await stage.query("select count(*)::int as n from handoffs where state in ('offered', 'accepted')"),
  ).toEqual([{ n: 1 }]);
});

test('erasing who was merged forgets both', async () => {
  const stage = await twoLeads();
  await stage.send(merge('1', '2'));
  await stage.settle();
  await stage.send({ kind: 'erasure', refs: [record('2')] });
  await stage.settle();
  const left = await stage.query<{ all: string }>(
    'select (select string_agg(record::text, $$ $$) from leads) || coalesce((select string_agg(lead::text, $$ $$) from items), $$$$) as all',
  );
  expect(left[0]?.all).not.toMatch(/initech|hooli/i);
  expect(await stage.query('select count(*)::int as n from identities')).toEqual([{ n: 0 }]);
});

test('every table that names a lead is moved', () => {
  const named = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .filter((table) => 'leadId' in getTableColumns(table))
    .map((table) => getTableName(table));
  expect(TABLES_OF_LEADS.map((table) => getTableName(table)).toSorted()).toEqual(named.toSorted());
});
