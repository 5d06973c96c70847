import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { pastAt } from '../support/past.ts';
import { withoutCaps, withSource } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Somebody new with this address; the company's name is nobody else's unless one is told. */
const newcomer = (email: string, name = email) => {
  const lead = leadAt('newcomer');
  return {
    ...lead,
    person: { ...lead.person, full_name: email, email },
    account: { ...lead.account, name, domain: undefined },
  };
};

/** How each newcomer found their owner, in the order of their addresses. */
const decisions = (stage: Pick<TestStage, 'query'>) =>
  stage.query<{ email: string; owner: string | null; by: string; rule: string }>(
    `select l.record -> 'person' ->> 'email' as email, r.chosen_id as owner, r.record ->> 'by' as by,
        r.record -> 'rules' -> -1 ->> 'rule' as rule
      from routing_log r join handoffs h on h.id = r.handoff_id join leads l on l.id = h.lead_id
      where l.record -> 'person' ->> 'full_name' like '%@%' order by email`,
  );

const owned = async (stage: TestStage, domain: string, owner: string) => {
  await stage.query(`update accounts set owner_id = '${owner}' where domain = '${domain}'`);
};

test('a customer goes to whoever looks after them, an opportunity to its AE, before any account’s owner', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await pastAt(stage, 'won', { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' });
  await pastAt(stage, 'sold', { stage: 'closed_won', leg: 'sql_to_ae', owner: 'eva' });
  await pastAt(stage, 'open', { stage: 'opportunity', leg: 'sql_to_ae', owner: 'eva' });
  await pastAt(stage, 'bought', { stage: 'closed_won', leg: 'mql_to_sdr', owner: 'ana' });
  await owned(stage, 'won.example', 'ana');
  await owned(stage, 'open.example', 'ana');
  await owned(stage, 'bought.example', 'ben');
  for (const domain of ['won', 'sold', 'open', 'bought']) await stage.send(newcomer(`a@${domain}.example`));
  await stage.settle();

  expect(await decisions(stage)).toEqual([
    { email: 'a@bought.example', owner: 'ben', by: 'customer', rule: 'owner of the customer' },
    { email: 'a@open.example', owner: 'eva', by: 'opportunity', rule: 'owner of the open opportunity' },
    { email: 'a@sold.example', owner: 'eva', by: 'customer', rule: 'owner of the customer' },
    { email: 'a@won.example', owner: 'vic', by: 'customer', rule: 'owner of the customer' },
  ]);
});

test('a named account is known by its other domains, and its subsidiaries have its owner', async () => {
  const stage = await startStage({ settings: withoutCaps });
  const addresses = [
    'a@eu.big-fish.example',
    'b@bigfish-group.example',
    'c@small-fish.example',
    'd@big-fish.test',
  ];
  for (const email of addresses) await stage.send(newcomer(email));
  await stage.settle();

  expect((await decisions(stage)).map(({ owner, by, rule }) => [owner, by, rule])).toEqual([
    ['ana', 'account_owner', 'named account'],
    ['ana', 'account_owner', 'named account'],
    ['ana', 'account_owner', 'named account of the same group'],
    [expect.stringMatching(/ana|ben/), 'pool', 'route rest-of-world'],
  ]);
  expect(await stage.query('select domain from accounts order by domain')).toEqual([
    { domain: 'big-fish.example' },
    { domain: 'big-fish.test' },
    { domain: 'small-fish.example' },
  ]);
});

test('the sender’s owner comes before a customer’s, and that before the owner of a named account; groups buy together', async () => {
  const stage = await startStage({
    settings: (settings) => withSource('crm', { auth: 'none' })(withoutCaps(settings)),
  });
  await pastAt(stage, 'small-fish', { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' });
  await stage.send(newcomer('a@big-fish.example'));
  await stage.send(
    { ...newcomer('b@big-fish.example'), owner_email: 'ben@acme-sales.example' },
    { source: 'crm' },
  );
  await stage.settle();

  expect((await decisions(stage)).map(({ owner, by }) => [owner, by])).toEqual([
    ['vic', 'customer'],
    ['ben', 'senders_owner'],
  ]);
});

test('a company is the domain that was registered: its parts are one account, another ending is another company', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await stage.send(newcomer('a@globex.example'));
  await stage.settle();
  await owned(stage, 'globex.example', 'ben');
  for (const email of ['b@mail.globex.example', 'c@de.sales.globex.example', 'd@globex.test']) {
    await stage.send(newcomer(email));
  }
  await stage.settle();

  expect((await decisions(stage)).slice(1).map(({ by, owner }) => [by, owner])).toEqual([
    ['domain', 'ben'],
    ['domain', 'ben'],
    ['pool', expect.stringMatching(/ana|ben/)],
  ]);
  expect(await stage.query('select domain from accounts order by domain')).toEqual([
    { domain: 'globex.example' },
    { domain: 'globex.test' },
  ]);
});

test('accounts that an older version made for each part of a company become one, with their leads and their owner', async () => {
  const site = await openSite();
  const before = await site.start({ settings: withoutCaps });
  await before.send(newcomer('a@globex.example'));
  await before.send(newcomer('b@initech.example'));
  await site.settle();
  await before.stop();
  await site.query("update accounts set domain = 'eu.' || domain, name_key = null, owner_id = 'ben'");
  const { send } = await site.start({ settings: withoutCaps });
  await send(newcomer('c@globex.example'));
  await send(newcomer('d@eu.initech.example'));
  await site.settle();

  expect((await decisions(site)).slice(2).map(({ by, owner }) => [by, owner])).toEqual([
    ['domain', 'ben'],
    ['domain', 'ben'],
  ]);
  expect(
    await site.query(
      `select a.domain, a.owner_id as owner, count(*)::int as leads from accounts a join leads l on l.account_id = a.id
        group by 1, 2 order by 1`,
    ),
  ).toEqual([
    { domain: 'globex.example', owner: 'ben', leads: 2 },
    { domain: 'initech.example', owner: 'ben', leads: 2 },
  ]);
});

test('of a company and its part that had an owner each, the company’s stays', async () => {
  const site = await openSite();
  await site.query(
    `insert into accounts (id, domain, name, owner_id, created_at) values
      ('part', 'eu.globex.example', 'Globex EU', 'ana', now()), ('whole', 'globex.example', 'Globex', 'ben', now())`,
  );
  const { send } = await site.start({ settings: withoutCaps });
  await send(newcomer('a@eu.globex.example'));
  await site.settle();

  expect((await decisions(site)).map(({ by, owner }) => [by, owner])).toEqual([['domain', 'ben']]);
  expect(await site.query('select id, domain, owner_id from accounts order by id')).toEqual([
    { id: 'part', domain: null, owner_id: null },
    { id: 'whole', domain: 'globex.example', owner_id: 'ben' },
  ]);
});

test('an account of an older version hints by its own name, whatever the lead that came to it calls the company', async () => {
  const site = await openSite();
  await site.query(
    "insert into accounts (id, domain, name, owner_id, created_at) values ('old', 'acme.example', 'Acme GmbH', 'cleo', now())",
  );
  const { send } = await site.start({ settings: withoutCaps });
  await send(newcomer('a@acme.example', 'Somebody’s newsletter'));
  await site.settle();
  await send(newcomer('b@acme.test', 'ACME, Inc.'));
  await site.settle();

  expect(
    await site.query(
      `select jsonb_path_query_array(record -> 'rules', '$[*] ? (@.result == "hint").repId') as hints
        from routing_log order by id`,
    ),
  ).toEqual([{ hints: [] }, { hints: ['cleo'] }]);
});

test('free-mail and throw-away addresses have nothing in common; the settings say what the lists know wrongly', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...withoutCaps(settings),
      free_mail: { also: ['agency.example'], except: ['bt.com'] },
    }),
  });
  const shared = ['gmail.com', 'posteo.de', 'mailinator.com', 'tempmail.com', 'agency.example', 'bt.com'];
  for (const domain of shared) await stage.send(newcomer(`a@${domain}`));
  await stage.settle();
  await stage.query("update accounts set owner_id = 'ben'");
  for (const domain of shared) await stage.send(newcomer(`b@${domain}`));
  await stage.settle();

  expect(await stage.query('select domain from accounts')).toEqual([{ domain: 'bt.com' }]);
  expect((await decisions(stage)).filter(({ by }) => by !== 'pool')).toEqual([
    { email: 'b@bt.com', owner: 'ben', by: 'domain', rule: 'owner of the account' },
  ]);
});

test('a domain that turned out to be free-mail matches nobody any more, whatever account was made of it', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await stage.send(newcomer('a@city-mail.test'));
  await stage.settle();
  await stage.query("update accounts set domain = 'city-mail.example', owner_id = 'cleo'");
  await stage.send(newcomer('b@city-mail.example'));
  await stage.settle();

  expect((await decisions(stage)).map(({ by }) => by)).toEqual(['pool', 'pool']);
});

test('the same company name, and an owner told to whom we do not leave the choice, are hints and no more', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await stage.send(newcomer('a@globex.example', 'Globex GmbH'));
  await stage.settle();
  await owned(stage, 'globex.example', 'cleo');
  await stage.send({ ...newcomer('b@globex.test', 'GLOBEX, Inc.'), owner_email: 'dan@acme-sales.example' });
  await stage.settle();

  const [last] = await stage.query<{ by: string; owner: string; hints: unknown }>(
    `select record ->> 'by' as by, chosen_id as owner,
        jsonb_path_query_array(record -> 'rules', '$[*] ? (@.result == "hint")') as hints
      from routing_log order by id desc limit 1`,
  );
  expect(last).toEqual({
    by: 'pool',
    owner: expect.stringMatching(/ana|ben/),
    hints: [
      { rule: 'owner named by website', result: 'hint', repId: 'dan', poolId: null },
      { rule: 'same company name as an account of theirs', result: 'hint', repId: 'cleo', poolId: null },
    ],
  });
  const desk = deskOf(stage, last?.owner ?? '');
  expect(await desk.open(desk.card(), ids.more, 'Why me?')).toContain(
    'speaks for Cleo Marsh, but decides nothing',
  );
});

test('an owner who cannot take it is passed over for the next, and the log says both', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await pastAt(stage, 'won', { stage: 'closed_won', leg: 'won_to_cs', owner: 'ben' });
  await owned(stage, 'won.example', 'ana');
  await deskOf(stage, 'ben').ask('/handoff away 2h');
  await stage.send(newcomer('a@won.example'));
  await stage.settle();

  expect(
    await stage.query(
      "select record -> 'rules' -> -2 as passed, record -> 'rules' -> -1 as had from routing_log order by id desc limit 1",
    ),
  ).toEqual([
    {
      passed: { rule: 'owner of the customer', result: 'away', repId: 'ben', poolId: null },
      had: { rule: 'owner of the account', result: 'goes_to', repId: 'ana', poolId: null },
    },
  ]);
});
