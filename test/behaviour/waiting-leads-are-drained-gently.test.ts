import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { offerAllWaiting } from '#src/handoff/backlog.ts';
import { deskOf } from '../support/desk.ts';
import { coldAt, leadAt, person } from '../support/leads.ts';
import { withoutCaps, withSource } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Monday 23 November 2026, 07:00 in Berlin: nobody works yet; at nine they do. */
const EARLY = new Date('2026-11-23T06:00:00Z');
const NINE = new Date('2026-11-23T08:00:00Z');

const given = (stage: TestStage) =>
  stage.query('select rep_id, count(*)::int as leads from offers group by 1 order by 1');
const log = (stage: TestStage) => stage.query('select count(*)::int as rows from routing_log');

const single = (settings: Parameters<typeof withoutCaps>[0]) =>
  withSource('content', { batch: 'never' })(withoutCaps(settings));

async function night(leads: readonly unknown[]): Promise<TestStage> {
  const stage = await startStage({ at: EARLY, settings: single });
  await stage.send(leads, { source: 'content' });
  await stage.settle();
  stage.clock.set(NINE);
  await stage.pass(0);
  return stage;
}

test('when thirty leads waited for two people each has one at once, and another every two minutes', {
  timeout: 60_000,
}, async () => {
  const stage = await night(Array.from({ length: 30 }, (_, n) => coldAt(`night-${n}`)));
  const both = (leads: number) => [
    { rep_id: 'ana', leads },
    { rep_id: 'ben', leads },
  ];
  expect(await given(stage)).toEqual(both(1));

  await stage.pass(1);
  expect(await given(stage)).toEqual(both(1));
  await stage.pass(1);
  expect(await given(stage)).toEqual(both(2));
  await stage.pass(10);
  expect(await given(stage)).toEqual(both(3));
});

test('while nobody can take anything a tick asks once for all of them, and writes nothing down', async () => {
  const stage = await night(Array.from({ length: 20 }, (_, n) => coldAt(`night-${n}`)));
  const before = await log(stage);
  for (const seconds of [15, 30, 45, 60]) await stage.pass(seconds / 240);

  const [{ rows: early }, { rows: late }] = [before[0], (await log(stage))[0]] as [
    { rows: number },
    { rows: number },
  ];
  expect(late - early).toBeLessThanOrEqual(1);
});

test('a hot lead that waits goes before cold ones that waited longer', async () => {
  const stage = await night([
    ...Array.from({ length: 10 }, (_, n) => coldAt(`cold-${n}`)),
    leadAt('hot-one'),
  ]);

  expect(
    await stage.query(
      "select temperature, count(*)::int as leads from handoffs where state = 'offered' group by 1 order by 1",
    ),
  ).toEqual([
    { temperature: 'cold', leads: 1 },
    { temperature: 'hot', leads: 1 },
  ]);
});

test('fresh leads do not keep those that wait from being offered', async () => {
  const stage = await night(Array.from({ length: 4 }, (_, n) => coldAt(`night-${n}`)));
  stage.clock.forward(1.5);
  await stage.send([coldAt('fresh-1'), coldAt('fresh-2')], { source: 'content' });
  await stage.settle();

  await stage.pass(0.5);
  expect(await stage.query("select count(*)::int as left from handoffs where state = 'waiting'")).toEqual([
    { left: 0 },
  ]);
});

test('leads of accounts that are somebody’s come to them in the same pace', async () => {
  const stage = await startStage({ settings: single });
  await stage.send(leadAt('globex'), { source: 'content' });
  await stage.settle();
  const [first] = await stage.query<{ owner_id: string }>('select owner_id from handoffs');
  await stage.query(`update accounts set owner_id = '${first?.owner_id}'`);
  const ana = deskOf(stage, 'ana');
  const ben = deskOf(stage, 'ben');
  await ana.ask('/handoff away 2h');
  await ben.ask('/handoff away 2h');
  await stage.send(
    Array.from({ length: 5 }, (_, n) => ({
      ...person(`Person ${n}`, `p${n}@globex.example`),
      account: leadAt('globex').account,
    })),
    { source: 'content' },
  );
  await stage.settle();
  stage.clock.forward(5);
  const owner = first?.owner_id === 'ana' ? ana : ben;

  await owner.ask('/handoff back');
  const waiting = () => stage.query("select count(*)::int as left from handoffs where state = 'waiting'");
  expect(await waiting()).toEqual([{ left: 4 }]);
  await stage.pass(1);
  expect(await waiting()).toEqual([{ left: 4 }]);
  await stage.pass(1);
  expect(await waiting()).toEqual([{ left: 3 }]);
});

/** How many transactions the next look at what waits takes. */
async function attempts({ app: { core } }: TestStage): Promise<number> {
  let count = 0;
  const db = new Proxy(core.db, {
    get: (target, key) => {
      if (key === 'transaction') count += 1;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await offerAllWaiting({ ...core, db }, (error) => {
    throw error;
  });
  return count;
}

test('leads that somebody refused are tried once for all of them, and keep no other from being offered', async () => {
  const stage = await startStage({ settings: single });
  const ana = deskOf(stage, 'ana');
  await deskOf(stage, 'ben').ask('/handoff away 5h');
  for (const company of ['a', 'b', 'c', 'd']) {
    await stage.send(coldAt(company), { source: 'content' });
    await stage.settle();
    await ana.open(ana.card(), ids.reject);
    await ana.submit({ reason: 'Belongs to another territory' });
    stage.clock.forward(1);
  }
  expect(await attempts(stage)).toBe(1);

  await ana.ask('/handoff away 2h');
  await stage.send(coldAt('fresh'), { source: 'content' });
  await stage.settle();
  expect(await attempts(stage)).toBe(2);
  await ana.ask('/handoff back');
  await stage.settle();
  expect(
    await stage.query(`select l.record -> 'account' ->> 'name' as company, h.owner_id
      from handoffs h join leads l on l.id = h.lead_id where h.state = 'offered'`),
  ).toEqual([{ company: 'fresh', owner_id: 'ana' }]);
});

test('new routes reach the leads that wait already, each of them', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-routes-')), 'handoff.yaml');
  const text = readFileSync('handoff.yaml', 'utf8');
  writeFileSync(file, text);
  const site = await openSite();
  const running = await site.start({ file });
  const from = (country: string) => {
    const lead = leadAt(`lead-${country.toLowerCase()}`);
    return { ...lead, person: { ...lead.person, country }, account: { ...lead.account, country } };
  };
  for (const country of ['US', 'CA', 'MX']) {
    await running.send(from(country));
    await site.settle();
    site.clock.forward(1);
  }
  const canada = '  - { id: canada, when: { country: CA }, to: { pool: sdr-emea } }\n';
  writeFileSync(file, text.replace('  - { id: americas,', `${canada}  - { id: americas,`));

  const olga = deskOf(site, 'olga');
  await olga.ask('/handoff reload');
  await site.slack.until(() => site.slack.as(site.slackIdOf('ana')).dm()[0], 10_000);
  await site.settle();

  expect(
    await site.query(`select l.record -> 'account' ->> 'country' as country, h.state, h.pool_id
      from handoffs h join leads l on l.id = h.lead_id order by h.created_at`),
  ).toEqual([
    { country: 'US', state: 'waiting', pool_id: 'sdr-americas' },
    { country: 'CA', state: 'offered', pool_id: 'sdr-emea' },
    { country: 'MX', state: 'waiting', pool_id: 'sdr-americas' },
  ]);
});
