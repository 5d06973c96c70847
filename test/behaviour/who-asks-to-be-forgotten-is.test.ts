import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FEEDBACK = 'C0FEEDBACK';

const ERASURE = { kind: 'erasure', id: 'erase-1', person: { email: 'grace@globex.example' } };

/** Everything that anybody of the team can read in Slack. */
const readable = (stage: TestStage): string =>
  ['ana', 'ben', 'eva', 'max', 'mia', 'olga'].flatMap((id) => stage.reads(id)).join('\n');

/** The last message of the feedback channel that counts rejections. */
function lastFeedback(stage: TestStage) {
  const read = deskOf(stage, 'mara').channel(FEEDBACK);
  const last = read.at(-1);
  if (!last) throw new Error('nothing in the feedback channel');
  return last;
}

async function tablesWith(stage: TestStage, text: string): Promise<string[]> {
  const tables = await stage.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await stage.query<{ count: number }>(
      `select count(*)::int as count from "${name}" t where t::text ilike '%${text}%'`,
    );
    if (row?.count !== 0) found.push(name);
  }
  return found;
}

test('their card shows nothing of them any more, nor does any message or table', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1', discovery: { notes: 'Call my private number' } });
  await stage.settle();
  expect(readable(stage)).toContain('Grace Hopper');
  expect(await tablesWith(stage, 'hopper')).not.toEqual([]);

  expect(await stage.send(ERASURE)).toBe(200);
  await stage.settle();
  expect(readable(stage)).not.toMatch(/Grace|Hopper|grace@globex|5550123|private number/);
  expect(readable(stage)).toContain('Erased on request');
  expect(await tablesWith(stage, 'hopper')).toEqual([]);
  expect(await tablesWith(stage, 'private number')).toEqual([]);
  expect(await stage.query('select id from deliveries where body is not null')).toEqual([]);
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'withdrawn' }]);
});

test('what is counted stays, and who comes again is somebody new', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1' });
  await stage.settle();
  await stage.send(ERASURE);
  await stage.settle();
  stage.clock.forward(60);
  await stage.send({ ...hot, id: 'form-2' });
  await stage.settle();
  expect(await stage.query("select count(*)::int as leads from leads where source_id = 'website'")).toEqual([
    { leads: 2 },
  ]);
  expect(await stage.query('select state from handoffs order by created_at')).toEqual([
    { state: 'withdrawn' },
    { state: 'offered' },
  ]);
});

test('of somebody nobody knows there is nothing to erase, and nothing is kept of the asking', async () => {
  const stage = await startStage();
  await stage.send(ERASURE);
  await stage.settle();
  expect(await stage.query('select outcome, lead from items')).toEqual([{ outcome: 'ignored', lead: null }]);
});

test('lists, what marketing reads and Homes show nothing of them either, whatever became of their lead', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(6);
  const [ana, mia, mara] = [deskOf(stage, 'ana'), deskOf(stage, 'mia'), deskOf(stage, 'mara')];
  await ana.openHome();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small', note: 'Three people in a garage, says Grace' });
  await mia.openHome();
  await mara.openHome();
  const everything = () =>
    ['ana', 'ben', 'eva', 'max', 'mia', 'mara', 'olga']
      .map((id) => JSON.stringify([stage.slack.as(stage.slackIdOf(id)).messages(), deskOf(stage, id).home()]))
      .join('\n');
  expect(everything()).toMatch(/garage/);
  expect(stage.reads('mia').join()).toContain('Grace');

  await stage.send(ERASURE);
  await stage.settle();
  expect(everything()).not.toMatch(/Grace|Hopper|garage|5550123|grace@globex/);
});

test('why a manager gave it to somebody else, and what marketing wrote of it, is forgotten with them', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1' });
  await stage.settle();
  await stage.pass(6);
  const [ben, mia, mara] = [deskOf(stage, 'ben'), deskOf(stage, 'mia'), deskOf(stage, 'mara')];
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ben Okafor', note: 'Zebra: they went to school together' });
  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Too small' });
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'We disagree', note: 'Zebra: they told me of 400 people' });
  expect(await tablesWith(stage, 'zebra')).toEqual(['handoff_events', 'answers']);

  await stage.send(ERASURE);
  await stage.settle();
  expect(await tablesWith(stage, 'zebra')).toEqual([]);
  expect(await ben.open(ben.card(), ids.more, 'Details')).toContain(
    'Reassigned to Ben Okafor by Mia Lindqvist\n',
  );
  expect(
    ['ana', 'ben', 'mia', 'mara']
      .map((id) => JSON.stringify(stage.slack.as(stage.slackIdOf(id)).messages()))
      .join(),
  ).not.toContain('Zebra');
});

test('why the next in turn was asked is forgotten with them, and an answer to several leads stays', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1' });
  await stage.send(leadAt('initech'));
  await stage.settle();
  const [ana, ben, mara] = [deskOf(stage, 'ana'), deskOf(stage, 'ben'), deskOf(stage, 'mara')];
  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Too small' });
  await stage.pass(6);
  const mia = deskOf(stage, 'mia');
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'By the rules: Ben Okafor', note: 'Zebra: they asked for him' });
  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Too small' });
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'Fixed at the source', note: 'The form asks for the size now' });
  expect(await stage.query('select count(*)::int as n from rejections where answer_id is not null')).toEqual([
    { n: 2 },
  ]);

  await stage.send(ERASURE);
  await stage.settle();
  expect(await tablesWith(stage, 'zebra')).toEqual([]);
  expect(await stage.query('select note from answers')).toEqual([{ note: 'The form asks for the size now' }]);
  expect(ana.thread(ana.card()).join()).not.toContain('Zebra');
});

test('two leads that the asking names by something of their own are both forgotten', async () => {
  const stage = await startStage();
  const record = { system: 'hubspot', type: 'contact', id: '7' };
  await stage.send({ ...hot, id: 'form-1' });
  await stage.send({ ...leadAt('initech'), refs: [record] });
  await stage.send(leadAt('hooli'));
  await stage.settle();
  await stage.send({ ...ERASURE, refs: [record] });
  await stage.settle();
  expect(await tablesWith(stage, 'hopper')).toEqual([]);
  expect(await tablesWith(stage, 'lead@initech')).toEqual([]);
  expect(await tablesWith(stage, 'lead@hooli')).not.toEqual([]);
  expect(await stage.query('select state, count(*)::int as n from handoffs group by 1 order by 1')).toEqual([
    { state: 'offered', n: 1 },
    { state: 'withdrawn', n: 2 },
  ]);
});

test('a rejection of somebody who is forgotten meanwhile can be undone no more', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1' });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small' });
  const card = ana.card();
  await stage.send(ERASURE);
  await stage.settle();
  expect(ana.reads()).not.toContain('undo');
  expect(await ana.press(card, ids.undo)).not.toBe('');
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'rejected' }]);
});
