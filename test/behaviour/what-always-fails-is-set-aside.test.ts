import { expect, test } from 'vitest';
import type { DeliveryRow } from '#db/deliveries.ts';
import { deliveries } from '#db/schema.ts';
import { runInbox } from '#src/cli/inbox.ts';
import { intakeDelivery } from '#src/intake/read-delivery.ts';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { openToAll } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const items = (stage: TestStage) =>
  stage.query<{ outcome: string; problem: string | null }>(
    "select outcome, problems -> 0 ->> 'problem' as problem from items order by position",
  );
/** The delivery, as it is taken for the so-manieth time. */
async function takenFor(stage: TestStage, tries: number): Promise<DeliveryRow> {
  const [row] = await stage.app.core.db.select().from(deliveries);
  if (!row) throw new Error('no delivery');
  return { ...row, readAt: null, tries };
}

/** Postgres refuses whatever names this company, as it would refuse a value of a kind it does not know. */
const refuse = (stage: TestStage, company: string) =>
  stage.query(`
    create function refuse() returns trigger language plpgsql as $$ begin
      if new.record -> 'account' ->> 'name' = '${company}' then
        raise exception using errcode = '22P05', message = 'cannot keep ' || (new.record ->> 'person');
      end if;
      return new;
    end $$;
    create trigger refuse before insert or update on leads for each row execute function refuse();
  `);
const refuseNoMore = (stage: TestStage) => stage.query('drop function refuse cascade');

test('NUL and half a character are taken out of links, ids, names and keys, and the lead is handed over', async () => {
  const stage = await startStage();
  const lead = leadAt('initech');

  await stage.send({
    ...lead,
    id: 'nr\u0000 1\ud83d',
    person: { ...lead.person, linkedin_url: 'https://a.example/\u0000\ude00', full_name: 'A\u0000da \ud800' },
    account: { ...lead.account, website: 'https://a.example/\u0000' },
    refs: [{ system: 'crm\u0000', type: 'contact', id: '\ud83d7' }],
    signals: [{ type: 'page_view', at: '2026-11-23T08:00:00Z', url: 'https://a.example/\ud83d' }],
  });
  await stage.settle();

  const kept = await stage.query<{ key: string; outcome: string; website: string; name: string }>(
    `select key, outcome, lead -> 'account' ->> 'website' as website, lead -> 'person' ->> 'full_name' as name
      from items`,
  );
  expect(kept).toEqual([
    { key: 'nr 1\ufffd', outcome: 'handoff', website: 'https://a.example/', name: 'Ada \ufffd' },
  ]);
});

test('what is not read for its key is set aside under a name that can be kept', async () => {
  const stage = await startStage();

  await stage.send({ person: { 'na\u0000me\ud800': 'Ada' } });
  await stage.settle();

  expect((await items(stage)).map(({ outcome }) => outcome)).toEqual(['quarantined']);
});

test('a form that ends a link in %00 is a lead', async () => {
  const stage = await startStage({ settings: openToAll });

  await post(
    `${stage.address}/webhooks/zapier`,
    'email=ada%40initech.example&company=Initech%00&first_name=%00Ada',
    FORM,
  );
  await stage.settle();

  expect(await stage.query("select record -> 'person' ->> 'first_name' as name from leads")).toEqual([
    { name: 'Ada' },
  ]);
});

test('texts that no index could hold cost nobody a lead', async () => {
  const stage = await startStage();
  const random = (length: number) =>
    Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000))).join('');
  const lead = leadAt('initech');
  const long = {
    ...lead,
    refs: [{ system: 'crm', type: 'contact', id: random(4_000) }],
    person: { ...lead.person, phone: '1234567890'.repeat(400) },
    signals: [{ type: 'page_view', at: '2026-11-23T08:00:00Z', url: `https://a.example/${random(1_900)}` }],
  };

  await stage.send(long);
  await stage.send({ ...long, person: { ...long.person, email: undefined } });
  await stage.settle();

  expect((await items(stage)).map(({ outcome }) => outcome).sort()).toEqual(['handoff', 'joined']);
});

test('an item that Postgres refuses is set aside after three tries, and what came with it is handed over', async () => {
  const stage = await startStage();
  await refuse(stage, leadAt('initech').account.name);

  await stage.send([leadAt('initech'), leadAt('globex')]);
  await stage.settle();

  const problem = 'the database refuses what is in it (SQLSTATE 22P05)';
  expect(await items(stage)).toEqual([
    { outcome: 'quarantined', problem },
    { outcome: 'handoff', problem: null },
  ]);
  expect(await stage.query('select tries, taken_until from deliveries')).toEqual([
    { tries: 3, taken_until: null },
  ]);
  const ops = deskOf(stage, 'olga');
  const [told] = ops.channel(OPS).map(ops.read);
  expect(told).toContain('One item from website could not be read');
  expect(told).toContain(problem);
  expect(told).toContain(`Lead of initech, initech, hot: the item: ${problem}`);
  expect(told).not.toContain('cannot keep');
});

test('somebody hot who is set aside is told to ops at once, by name, company and temperature', async () => {
  const stage = await startStage();
  await refuse(stage, leadAt('initech').account.name);

  await stage.send(leadAt('initech'));
  await stage.settle();

  const ops = deskOf(stage, 'olga');
  const told = ops.channel(OPS).map(ops.read);
  const urgent = told.find((text) => text.includes('waits'));
  expect(urgent?.split('\n').slice(0, 4)).toEqual([
    'A lead from Website waits and could not be read',
    'Lead of initech, initech, hot',
    'lead@initech.example',
    'the item: the database refuses what is in it (SQLSTATE 22P05)',
  ]);
});

test('where what is seen cannot be kept either, it is set aside all the same', async () => {
  const stage = await startStage();
  await stage.query(`
    create function blind() returns trigger language plpgsql as $$ begin
      if new.lead is not null then raise exception using errcode = '22P05'; end if;
      return new;
    end $$;
    create trigger blind before insert or update on items for each row execute function blind();
  `);

  await stage.send(leadAt('initech'));
  await stage.settle();

  expect(await items(stage)).toEqual([
    { outcome: 'quarantined', problem: 'the database refuses what is in it (SQLSTATE 22P05)' },
  ]);
});

test('once the cause is mended, a retry hands over what was set aside', async () => {
  const stage = await startStage();
  await refuse(stage, leadAt('initech').account.name);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await refuseNoMore(stage);

  await runInbox(reachOf(stage.app.core.db), ['retry', '--all']);
  stage.clock.forward(2);
  await stage.app.tick();
  await stage.settle();

  expect(await items(stage)).toEqual([{ outcome: 'handoff', problem: null }]);
  expect(await stage.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 1 },
  ]);
});

test('a delivery that cannot even be opened is set aside as a whole', async () => {
  const stage = await startStage({ settings: openToAll });
  await post(`${stage.address}/webhooks/zapier`, '{"email":"ada@initech.example"}', JSON_TYPE);
  await stage.settle();
  await stage.query('delete from items');
  const delivery = await takenFor(stage, 3);
  const broken = () => Promise.reject(new TypeError('ada@initech.example is not iterable'));

  await intakeDelivery(stage.app.core, broken, delivery);

  expect(await items(stage)).toEqual([
    { outcome: 'quarantined', problem: 'the app cannot take it in (TypeError); the log says where' },
  ]);
});

test('while the database is away or full nothing is set aside, however often it fails', async () => {
  const stage = await startStage({ settings: openToAll });
  await post(`${stage.address}/webhooks/zapier`, '{"email":"ada@initech.example"}', JSON_TYPE);
  await stage.settle();
  await stage.query('delete from items');
  const delivery = await takenFor(stage, 50);
  const full = () => Promise.reject(Object.assign(new Error('full'), { severity: 'ERROR', code: '53100' }));
  const away = () =>
    Promise.reject(Object.assign(new Error('no'), { syscall: 'connect', code: 'ECONNREFUSED' }));

  await expect(intakeDelivery(stage.app.core, full, delivery)).rejects.toThrow('full');
  await expect(intakeDelivery(stage.app.core, away, delivery)).rejects.toThrow('no');

  expect(await items(stage)).toEqual([]);
});
