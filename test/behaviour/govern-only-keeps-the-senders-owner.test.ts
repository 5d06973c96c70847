import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt, person } from '../support/leads.ts';
import { withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS_CHANNEL = 'C0OPS0001';
const CRM = { source: 'crm' };
const GOVERNED = { settings: withSource('crm', { auth: 'none' }) };

const ownedBy = (name: string, company: string) => ({
  ...leadAt(company),
  owner_email: `${name}@acme-sales.example`,
});

const routed = (stage: TestStage) =>
  stage.query<{ company: string; owner: string | null; by: string; first: string }>(
    `select l.record -> 'account' ->> 'name' as company, r.chosen_id as owner, r.record ->> 'by' as by,
        jsonb_path_query_first(r.record -> 'rules', '$[*] ? (@.result != "fits")') ->> 'result' as first
      from routing_log r join handoffs h on h.id = r.handoff_id join leads l on l.id = h.lead_id order by r.id`,
  );

const toldOps = (stage: TestStage) => {
  const ops = deskOf(stage, 'olga');
  return ops.channel(OPS_CHANNEL).map((message) => ops.read(message));
};

test('the sender’s owner has every lead of theirs: at night, past their caps, and before a named account’s owner', async () => {
  const stage = await startStage(GOVERNED);
  for (const company of ['a', 'b', 'c', 'd']) await stage.send(ownedBy('cleo', company), CRM);
  const named = person('Ina', 'ina@big-fish.example');
  await stage.send({ ...named, owner_email: 'Cleo@Acme-Sales.example' }, CRM);
  await stage.settle();

  expect((await routed(stage)).map(({ owner, by }) => [owner, by])).toEqual(
    Array.from({ length: 5 }, () => ['cleo', 'senders_owner']),
  );
  const cards = "select count(*)::int as cards from messages where kind = 'card' and place = 'person:cleo'";
  expect(await stage.query(cards)).toEqual([{ cards: 5 }]);
  expect(await stage.query('select * from balance_entries')).toEqual([]);
});

test('whoever does not answer loses it to the next by our routes, and their manager is told', async () => {
  const stage = await startStage(GOVERNED);
  await stage.send(ownedBy('ben', 'initech'), CRM);
  await stage.settle();
  expect(deskOf(stage, 'ben').reads()).toContain('initech');

  await stage.pass(5);
  expect(deskOf(stage, 'mia').direct().join()).toContain('initech');
  await stage.pass(6);
  expect((await routed(stage)).map(({ owner, by, first }) => [owner, by, first])).toEqual([
    ['ben', 'senders_owner', 'goes_to'],
    ['ana', 'pool', 'had_it'],
  ]);
});

test('an owner who is away was promised no new leads: our routes cover, and the log says why', async () => {
  const stage = await startStage(GOVERNED);
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away 2h');
  await stage.send(ownedBy('ana', 'initech'), CRM);
  await stage.settle();

  expect(await routed(stage)).toEqual([{ company: 'initech', owner: 'ben', by: 'pool', first: 'away' }]);
  expect(toldOps(stage)).toEqual([]);
  const ben = deskOf(stage, 'ben');
  expect(await ben.open(ben.card(), ids.more, 'Why me?')).toContain('Ana Duarte: away');
});

test('an owner nobody knows, or who left, leads to our routes; ops are told once a day with what to do', async () => {
  const stage = await startStage(GOVERNED);
  await stage.slack.deactivate(stage.slackIdOf('cleo'));
  await stage.app.checkPeople();
  await stage.send(ownedBy('gone', 'a-unknown'), CRM);
  await stage.send(ownedBy('gone', 'b-unknown'), CRM);
  await stage.send(ownedBy('cleo', 'c-left'), CRM);
  await stage.send(leadAt('d-unowned'), CRM);
  await stage.send(ownedBy('ana', 'e-known'), CRM);
  await stage.settle();

  expect((await routed(stage)).map(({ company, by, first }) => [company, by, first])).toEqual([
    ['a-unknown', 'pool', 'not_in_settings'],
    ['b-unknown', 'pool', 'not_in_settings'],
    ['c-left', 'pool', 'deactivated'],
    ['d-unowned', 'pool', 'no_match'],
    ['e-known', 'senders_owner', 'goes_to'],
  ]);
  const notices = toldOps(stage).filter((text) => text.includes('CRM workflow'));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain('CRM workflow names owners who cannot get leads');
  expect(notices[0]).toContain('gone@acme-sales.example: not among the people of the settings (2 leads)');
  expect(notices[0]).toMatch(/Cleo Marsh: .*deactivated.* \(one lead\)/i);
  expect(notices[0]).not.toContain('ana');
});

test('the sender’s word holds for the lead it brings: a qualified lead goes on by our own routes', async () => {
  const stage = await startStage(GOVERNED);
  await stage.send(ownedBy('ben', 'initech'), CRM);
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await ben.open(ben.card(), ids.qualify);
  await ben.submit({ budget: '20k', authority: 'CFO', need: 'CRM', timeline: 'Q1' });

  expect(await stage.query("select leg, owner_id from handoffs where leg = 'sql_to_ae'")).toEqual([
    { leg: 'sql_to_ae', owner_id: 'eva' },
  ]);
});

test('whom we knew from elsewhere goes to the owner the CRM names when the CRM brings them', async () => {
  const stage = await startStage(GOVERNED);
  const content = { ...leadAt('initech'), channel: 'content' };
  await stage.send(content, { source: 'content' });
  await stage.send(ownedBy('ben', 'initech'), CRM);
  await stage.settle();

  expect(await routed(stage)).toEqual([
    { company: 'initech', owner: 'ben', by: 'senders_owner', first: 'goes_to' },
  ]);
});

test('the owner the CRM named for an earlier lead does not have a later one that it names nobody for', async () => {
  const stage = await startStage(GOVERNED);
  await stage.send(ownedBy('cleo', 'initech'), CRM);
  await stage.settle();
  const cleo = deskOf(stage, 'cleo');
  await cleo.open(cleo.card(), ids.reject);
  await cleo.submit({ reason: 'bad_contact_data' });

  stage.clock.forward(60);
  await stage.send(leadAt('initech'), CRM);
  await stage.settle();

  expect((await routed(stage)).map(({ owner, by }) => [owner, by])).toEqual([
    ['cleo', 'senders_owner'],
    ['ana', 'pool'],
  ]);
});
