import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { readRoutingLog } from '#db/routing.ts';
import { replay } from '#domain/routing/replay.ts';
import type { Person, Settings } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };
const DEAL = { amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Sign' };

/** Finn is an AE beside Eva, and comes after her in the pool; Ana, alone in hers, works with him. */
function withFinn(settings: Settings): Settings {
  const eva = settings.people.find(({ id }) => id === 'eva') as Person; // of handoff.yaml
  const finn: Person = { ...eva, id: 'finn', name: 'Finn Berg', email: 'finn@acme-sales.example' };
  const members = ['eva', 'finn'].map((person) => ({ person, weight: 1 }));
  return {
    ...settings,
    people: [...settings.people, finn],
    pools: settings.pools.map((pool) => {
      if (pool.id === 'sdr-emea') return { ...pool, members: [{ person: 'ana', weight: 1 }] };
      return pool.id === 'ae' ? { ...pool, members } : pool;
    }),
    pairs: [{ sdr: 'ana', ae: 'finn' }],
  };
}

const withTeam = (settings: Settings): Settings => ({
  ...withFinn(settings),
  named_accounts: [
    { domain: 'globex.example', aliases: [], subsidiaries: [], team: { sdr: 'ana', ae: 'eva', csm: 'vic' } },
  ],
});

async function qualifies(stage: TestStage, ana: Desk, company: string): Promise<void> {
  await stage.send(leadAt(company));
  await stage.settle();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  stage.clock.forward(5);
}

/** Of each decision about a later leg, who has it and by what rule. */
const decided = (stage: TestStage, leg = 'sql_to_ae') =>
  stage.query<{ owner: string | null; by: string; rule: string }>(
    `select r.chosen_id as owner, r.record ->> 'by' as by, r.record -> 'rules' -> -1 ->> 'rule' as rule
      from routing_log r join handoffs h on h.id = r.handoff_id where h.leg = '${leg}' order by r.at, r.id`,
  );

test('what an SDR qualifies goes to the AE they work with, who reads why', async () => {
  const stage = await startStage({ settings: withFinn });
  const [ana, finn] = [deskOf(stage, 'ana'), deskOf(stage, 'finn')];
  await qualifies(stage, ana, 'globex');
  expect(await decided(stage)).toEqual([{ owner: 'finn', by: 'pair', rule: 'works with ana' }]);
  const why = await finn.open(finn.card(), ids.more, 'Why me?');
  expect(why).toContain('You work with Ana Duarte (SDR).');
  expect(why).toContain('works with Ana Duarte: matches: Finn Berg');
  await finn.closeModal();
  expect(await finn.open(finn.card(), ids.more, 'Details')).toContain('You work with Ana Duarte (SDR).');
});

test('while they are away, or full, their pool has it, and the decision made again is the same', async () => {
  const stage = await startStage({ settings: withFinn });
  const [ana, finn] = [deskOf(stage, 'ana'), deskOf(stage, 'finn')];
  await finn.ask('/handoff away 2d');
  await qualifies(stage, ana, 'globex');
  await finn.ask('/handoff back');
  for (const company of ['hooli', 'initech', 'umbrella', 'stark']) await qualifies(stage, ana, company);
  expect(await decided(stage)).toEqual([
    { owner: 'eva', by: 'pool', rule: 'route to-ae' },
    { owner: 'finn', by: 'pair', rule: 'works with ana' },
    { owner: 'finn', by: 'pair', rule: 'works with ana' },
    { owner: 'finn', by: 'pair', rule: 'works with ana' },
    { owner: 'eva', by: 'pool', rule: 'route to-ae' },
  ]);
  const { core } = stage.app;
  const handoffs = await stage.query<{ id: string }>("select id from handoffs where leg = 'sql_to_ae'");
  const logs = await Promise.all(handoffs.map(({ id }) => readRoutingLog(core.db, id)));
  const again = logs.flat().map(({ record }) => replay(core.inForce().settings, record));
  expect(again.map((one) => one.ok && one.agrees)).toEqual([true, true, true, true, true]);
});

test('an account’s team comes before the pair, on every leg', async () => {
  const stage = await startStage({ settings: withTeam });
  const [ana, eva, vic] = [deskOf(stage, 'ana'), deskOf(stage, 'eva'), deskOf(stage, 'vic')];
  await qualifies(stage, ana, 'globex');
  expect(await decided(stage, 'mql_to_sdr')).toEqual([
    { owner: 'ana', by: 'account_team', rule: 'SDR of the named account' },
  ]);
  expect(await eva.open(eva.card(), ids.more, 'Why me?')).toContain(
    'You are the AE of globex: AE of the named account.',
  );
  await eva.closeModal();
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  await eva.open(eva.card(), ids.win);
  await eva.submit({ promised: 'Live by June', use_case: 'Demo requests' });
  expect(await decided(stage, 'won_to_cs')).toEqual([
    { owner: 'vic', by: 'account_team', rule: 'CSM of the named account' },
  ]);
  expect(await vic.open(vic.card(), ids.more, 'Why me?')).toContain('You are the CSM of globex');
});
