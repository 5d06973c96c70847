import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { createPrune } from '#scheduler/prune.ts';
import { runDoctor } from '#src/cli/doctor.ts';
import { runInbox } from '#src/cli/inbox.ts';
import { deskOf } from '../support/desk.ts';
import { holdMessages } from '../support/hold.ts';
import { leadAt, warmAt } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const DAY = 24 * 60;

/** So many days later, when all of it was done. */
async function after(stage: TestStage, days: number): Promise<void> {
  stage.clock.forward(days * DAY);
  await stage.app.prune();
}

/** What had to stay is looked at again an hour later. */
const again = (stage: TestStage) => after(stage, 1 / 23);

const bodies = (stage: TestStage) =>
  stage.query('select key, body is not null as kept from deliveries order by received_at, key');
const kinds = async (stage: TestStage) =>
  (await stage.query<{ kind: string }>('select kind from messages order by kind, key')).map(
    ({ kind }) => kind,
  );
const inbox = (stage: TestStage, ...args: string[]) =>
  runInbox({ ...reachOf(stage.app.core.db), now: stage.clock.now }, args);

async function reject(stage: TestStage, personId: string): Promise<void> {
  const desk = deskOf(stage, personId);
  await desk.open(desk.card(), ids.reject);
  await desk.submit({ reason: 'Too small' });
}

test('a raw body goes after thirty days; the same delivery or item a second time still does nothing twice', async () => {
  const stage = await startStage();
  const lead = { ...leadAt('initech'), id: 'form-1' };
  await stage.send(lead, { id: 'msg_1' });
  await stage.settle();
  await after(stage, 29);
  expect(await bodies(stage)).toEqual([{ key: 'msg_1', kept: true }]);

  await after(stage, 2);
  expect(await bodies(stage)).toEqual([{ key: 'msg_1', kept: false }]);

  expect(await stage.send(lead, { id: 'msg_1' })).toBe(200);
  await stage.send(lead, { id: 'msg_2' });
  await stage.settle();
  expect(await stage.query('select outcome from items order by at')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'repeated' },
  ]);
  expect(await stage.query('select count(*)::int as n from handoffs')).toEqual([{ n: 1 }]);
  expect(stage.reads('ana').filter((text) => text.includes('Lead of initech'))).toHaveLength(1);
});

test('what a lead said stays when the body is gone: with a known id, other words are news still', async () => {
  const stage = await startStage();
  const form = { ...leadAt('initech'), id: 'person-1' };
  await stage.send(form);
  await stage.settle();
  await after(stage, 31);

  await stage.send({ ...form, discovery: { notes: 'Now about the other product' } });
  await stage.settle();

  expect(await stage.query('select outcome from items order by at')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
  ]);
});

test('where the body is gone the inbox says so, and after how many days', async () => {
  const stage = await startStage();
  const { account, ...lead } = leadAt('initech');
  await stage.send({ ...lead, account: { ...account, employees: '51-200' } });
  await stage.settle();
  await after(stage, 31);
  const [item] = await stage.query<{ id: string }>('select id from items');

  const { output } = await inbox(stage, 'show', item?.id ?? '');
  expect(output.split('\n').slice(-4)).toEqual([
    'problems  ',
    '  account.employees: a range: its lower end is kept; sent: "51-200"',
    'body',
    '  the raw body was removed after 30 days; what became of it stays',
  ]);
  expect((await inbox(stage, 'left-out')).output.split('\n').slice(1)).toEqual([
    '  account.employees: a range: its lower end is kept',
    '',
    'What was read in another form is not known for all of it: the raw body was removed after 30 days.',
    '',
    'With what was sent: npm run handoff -- inbox show <id>',
  ]);
});

test('what was never read, or could not be, keeps its body until it is mended, and can be read again after a year', async () => {
  const stage = await startStage();
  await stage.send([leadAt('initech'), { ...leadAt('hooli'), person: { full_name: 'No address' } }]);
  await stage.settle();
  await stage.query(`insert into deliveries (id, source_id, key, body, received_at, taken_until)
    values ('waits', 'website', 'waits', '{}', '2026-11-23T09:00Z', now() + interval '1 hour')`);
  await after(stage, 365);
  expect((await bodies(stage)).map((row) => row)).toEqual([
    { key: expect.any(String), kept: true },
    { key: 'waits', kept: true },
  ]);
  await stage.query("delete from deliveries where id = 'waits'");

  expect((await inbox(stage, 'retry', '--all')).output).toContain('1 delivery will be read again');
  await stage.settle();
  await stage.query("update items set outcome = 'ignored', key = 'mended' where outcome = 'quarantined'");
  await stage.app.core.db.execute('update deliveries set read_at = received_at');
  await again(stage);
  expect(await bodies(stage)).toEqual([{ key: expect.any(String), kept: false }]);
});

test('reminders and planned steps go once their lead is long closed; its card, history and clocks stay', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  await stage.pass(121);
  await stage.send(warmAt('hooli'));
  await stage.settle();
  await stage.pass(121);
  const remindersOf = () =>
    stage.query<{ of: string }>(`
    select l.record -> 'account' ->> 'name' as of from messages m join handoffs h on h.id = m.handoff_id
    join leads l on l.id = h.lead_id where m.kind = 'reminder' group by 1 order by 1`);
  expect(await remindersOf()).toEqual([{ of: 'hooli' }, { of: 'initech' }]);
  await reject(stage, 'ana');
  const [closed] = await stage.query<{ of: string }>(`
    select l.record -> 'account' ->> 'name' as of from handoffs h join leads l on l.id = h.lead_id
    where h.closed_at is not null`);
  const before = await stage.query('select count(*)::int as n from handoff_events');
  expect(closed).toEqual({ of: 'initech' });

  await after(stage, 89);
  expect(await remindersOf()).toHaveLength(2);
  await after(stage, 2);

  expect(await remindersOf()).toEqual([{ of: 'hooli' }]);
  // Planned for after it was closed: gone as long after that.
  await after(stage, 14);
  expect(
    await stage.query(`select h.closed_at is not null as closed, s.manager_id is not null as told
      from steps s join handoffs h on h.id = s.handoff_id group by 1, 2 order by 1, 2`),
  ).not.toContainEqual({ closed: true, told: false });
  expect((await kinds(stage)).filter((kind) => kind === 'card')).toHaveLength(2);
  expect(await stage.query('select count(*)::int as n from handoff_events')).toEqual(before);
  expect(await stage.query('select count(*)::int as n from clocks')).not.toEqual([{ n: 0 }]);
});

test('what marketing still owes an answer to stays on its message for as long as it does', async () => {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.settle();
  await reject(stage, 'ana');
  await after(stage, 200);
  expect(await kinds(stage)).toContain('feedback');

  const mara = deskOf(stage, 'mara');
  const [message] = mara.channel('C0FEEDBACK');
  if (!message) throw new Error('nothing stands in the feedback channel');
  await mara.open(message, ids.answer);
  await mara.submit({ answer: 'Fixed at the source' });
  await again(stage);
  expect(await kinds(stage)).not.toContain('feedback');
  expect(mara.channel('C0FEEDBACK').map((one) => mara.read(one))[0]).toContain('Fixed at the source');
});

test('a manager’s list stays while a clock on it runs, and goes when all of it is over', async () => {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.settle();
  await stage.pass(6);
  expect(await kinds(stage)).toContain('escalations');
  await after(stage, 200);
  expect(await kinds(stage)).toContain('escalations');

  await stage.query('update clocks set stopped_at = now(), met = false where stopped_at is null');
  await again(stage);
  expect(await kinds(stage)).not.toContain('escalations');
});

test('of digests the newest two of each manager stay: the next says what happened since', async () => {
  const stage = await startStage();
  await stage.query(`
    insert into messages (key, kind, marker, place, detail, wanted, shown, created_at, posted_at)
    select 'digest:mia:' || no, 'digest', no::text, 'person:mia', '{}', 1, 1, at, at
    from generate_series(1, 4) as no, lateral (select timestamptz '2026-05-01' + no * interval '1 day') as of (at)`);
  await again(stage);
  expect(await stage.query("select key from messages where kind = 'digest' order by key")).toEqual([
    { key: 'digest:mia:3' },
    { key: 'digest:mia:4' },
  ]);
});

test('batches, covers, pauses and what is set aside stay on their messages until they are over', async () => {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.send({ ...leadAt('hooli'), person: { full_name: 'No address' } });
  await stage.settle();
  await stage.app.core.db.execute("update handoffs set claim_key = 'batch:website:sdr-emea:2026-11-23'");
  await stage.query(`insert into covers (id, person_id, state, created_at, until)
    values ('c', 'ana', 'active', '2026-11-23', '2027-11-23')`);
  await stage.query(`insert into pauses ("from", why, by_id) values ('2026-11-23', 'offsite', 'olga')`);
  await stage.query(`
    insert into messages (key, kind, marker, place, detail, wanted, shown, created_at)
    select 'of ' || (detail ->> 'of'), kind, 'm', 'channel:C1', detail, 1, 1, '2026-11-23'
    from (values ('batch', jsonb_build_object('of', 'batch', 'batch', 'batch:website:sdr-emea:2026-11-23')),
      ('cover', '{"of": "cover", "coverId": "c"}'),
      ('ops', '{"of": "pause", "about": "pause", "no": 1}'),
      ('ops', '{"of": "outage", "about": "outage"}')) as made (kind, detail)`);
  const left = async () =>
    (
      await stage.query<{ key: string }>(
        `select key from messages where kind not in ('card', 'home') order by key`,
      )
    ).map(({ key }) => key);
  await after(stage, 100);
  expect(await left()).toEqual([
    'of batch',
    'of cover',
    'of pause',
    'ops:quarantine:website:2026-11-23T09:00:00.000Z',
    expect.stringContaining('ops:urgent:'),
  ]);

  await stage.query('update handoffs set claim_key = null');
  await stage.query("update covers set state = 'ended'");
  await stage.query('update pauses set ended_at = now()');
  await stage.query("update items set outcome = 'test' where outcome = 'quarantined'");
  await again(stage);
  expect(await left()).toEqual([]);
});

test('the note that an item came again goes ninety days later, but stays while its delivery can be read again', async () => {
  const stage = await startStage();
  const form = { ...leadAt('initech'), id: 'form-1' };
  for (const id of ['one', 'two', 'three']) {
    await stage.send(form, { id });
    stage.clock.forward(1);
  }
  await stage.settle();
  await stage.query("update deliveries set body = null where key <> 'two'");
  const repeats = () =>
    stage.query(`select d.key from items i join deliveries d on d.id = i.delivery_id
      where i.outcome = 'repeated' order by 1`);
  await stage.query(`insert into items (id, delivery_id, source_id, key, position, outcome, at)
    select 'q', id, source_id, 'q', 1, 'quarantined', received_at from deliveries where key = 'two'`);
  await after(stage, 91);
  expect(await repeats()).toEqual([{ key: 'three' }, { key: 'two' }]);

  await stage.query("delete from items where id = 'q'");
  await again(stage);
  await again(stage);
  // The last delivery of a source is shown in /handoff setup.
  expect(await repeats()).toEqual([{ key: 'three' }]);
});

test('a run takes a bite of each kind and goes on while there is time; the next goes on from there', async () => {
  const stage = await startStage();
  await stage.query(`insert into refusals (handoff_id, slack_user_id, command, at)
    select 'h', 'U', 'accept', timestamptz '2026-01-01' + no * interval '1 second' from generate_series(1, 1000) as no`);
  const left = () =>
    stage.query(
      "select count(*)::int as n, min(at) > '2026-01-01 00:03:20+00' as oldest_first from refusals",
    );

  const prune = createPrune(stage.app.core);

  expect(await prune(0)).toEqual({ refusals: 200 });
  expect(await left()).toEqual([{ n: 800, oldest_first: true }]);
  expect(await prune()).toEqual({ refusals: 800 });
  expect(await prune()).toEqual({});
});

test('what has to stay is passed over, however much it is', async () => {
  const stage = await startStage();
  await stage.query(`insert into deliveries (id, source_id, key, body, received_at, read_at)
    select 'd' || no, 'website', 'd' || no, '{}', at, at
    from generate_series(1, 1000) as no, lateral (select timestamptz '2026-01-01' + no * interval '1 second') as of (at)`);
  await stage.query(`insert into items (id, delivery_id, source_id, key, position, outcome, at)
    select 'i' || no, 'd' || no, 'website', 'i' || no, 0, 'quarantined', '2026-01-01' from generate_series(1, 990) as no`);
  expect(await createPrune(stage.app.core)()).toEqual({ 'raw bodies': 10 });
});

test('nobody waits for it, and it waits for nobody: what somebody has in hand is left for the next time', async () => {
  const site = await openSite();
  const [one, two] = await site.startTwo({});
  await site.query(`
    insert into messages (key, kind, marker, place, detail, wanted, shown, created_at)
    select 'late:' || no, 'late', no::text, 'person:ana', '{}', 1, 1, '2026-01-01' from generate_series(1, 500) as no`);
  const runs = [one, two].map(({ app }) => createPrune(app.core));
  const both = () => Promise.all(runs.map((prune) => prune()));
  const held = await holdMessages(site.database.db);
  expect(await both()).toEqual([{}, {}]);
  await held.release();

  site.clock.forward(61);
  const removed = (await both()).map(({ messages = 0 }) => messages);
  expect(Math.max(...removed)).toBeLessThanOrEqual(500);
  site.clock.forward(61);
  await both();
  expect(await site.query('select count(*)::int as n from messages')).toEqual([{ n: 0 }]);
});

test('doctor says what should be gone for days and is still there, and since when', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  const doctor = async () =>
    (await runDoctor({ ...reachOf(stage.app.core.db), now: stage.clock.now }, [])).output;
  stage.clock.forward(32 * DAY);
  expect(await doctor()).not.toContain('raw bodies');
  stage.clock.forward(2 * DAY);
  expect(await doctor()).toContain(
    'raw bodies: the oldest are of Mon 23 Nov, 34 days old: they should be gone by now',
  );
  await again(stage);
  expect(await doctor()).not.toContain('raw bodies');
});

test('what companies did is gone after its year, and a company keeps what is younger', async () => {
  const stage = await startStage();
  await stage.query(
    "insert into accounts (id, domain, name_key, created_at) values ('a', 'globex.example', '', now())",
  );
  const at = (days: number) => new Date(stage.clock.now().getTime() - days * 86_400_000).toISOString();
  await stage.query(`insert into account_signals (id, account_id, source_id, type, at, message_key)
    values ('old', 'a', 'website', 'other', '${at(366)}', ''), ('young', 'a', 'website', 'other', '${at(364)}', '')`);
  expect(await createPrune(stage.app.core)()).toEqual({ 'signals of companies': 1 });
  expect(await stage.query('select id from account_signals')).toEqual([{ id: 'young' }]);
});
