import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { exampleSettings, importRows } from '../support/imports.ts';
import { leadAt } from '../support/leads.ts';
import { pastAt } from '../support/past.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const customerAt = (company: string) => {
  const lead = leadAt(company);
  return { ...lead, account: { ...lead.account, existing_customer: true } };
};

const colleagueAt = (company: string, overrides: object = {}) => {
  const lead = customerAt(company);
  const person = { ...lead.person, full_name: 'Colleague', email: `colleague@${company}.example` };
  return { ...lead, person, ...overrides };
};

const stages = (stage: TestStage) =>
  stage.query<{ name: string; stage: string }>(
    `select l.record -> 'person' ->> 'full_name' as name, l.stage from leads l order by name`,
  );

const handoffs = (stage: TestStage) =>
  stage.query<{ owner: string | null; by: string; because: string }>(
    `select h.owner_id as owner, r.record ->> 'by' as by, r.record ->> 'because' as because
      from routing_log r join handoffs h on h.id = r.handoff_id where h.state <> 'completed' order by r.id`,
  );

const won = { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' };

test('a customer who asks for a demo reaches whoever looks after them, and stays a customer whatever comes of it', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', won);
  await stage.send(customerAt('initech'));
  await stage.settle();

  expect(await handoffs(stage)).toEqual([{ owner: 'vic', by: 'customer', because: 'asked again' }]);
  const vic = deskOf(stage, 'vic');
  expect(vic.reads()).toContain('initech');
  await vic.press(vic.card(), ids.accept);
  expect(await stages(stage)).toEqual([{ name: 'Lead of initech', stage: 'closed_won' }]);
  await vic.open(vic.card(), ids.more, 'Disqualify…');
  await vic.submit({ reason: 'no_need' });
  expect(await stages(stage)).toEqual([{ name: 'Lead of initech', stage: 'closed_won' }]);
});

test('a colleague of a customer is no new MQL, but their request is the owner’s to answer, with its clock', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', won);
  await stage.send(colleagueAt('initech'));
  await stage.settle();

  expect(await handoffs(stage)).toEqual([{ owner: 'vic', by: 'customer', because: 'asked again' }]);
  expect(await stage.query("select kind from clocks where stopped_at is null and kind = 'accept'")).toEqual([
    { kind: 'accept' },
  ]);
  const vic = deskOf(stage, 'vic');
  await vic.press(vic.card(), ids.accept);
  expect((await stages(stage))[0]).toEqual({ name: 'Colleague', stage: 'nurture' });
  expect(
    await stage.query(
      "select s.stage from stage_changes s join leads l on l.id = s.lead_id where l.record -> 'person' ->> 'full_name' = 'Colleague' order by s.id",
    ),
  ).toEqual([{ stage: 'inquiry' }, { stage: 'nurture' }]);
});

test('a request that comes while the first is open joins it', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', won);
  await stage.send(customerAt('initech'));
  await stage.send(customerAt('initech'), { id: 'again' });
  await stage.settle();

  expect(await handoffs(stage)).toHaveLength(1);
});

test('what is no request, or comes from whom the definition turns away for another cause, tells nobody', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', won);
  await stage.send(colleagueAt('initech', { channel: 'webinar' }));
  const student = colleagueAt('initech');
  await stage.send({
    ...student,
    person: { ...student.person, email: 's@initech.example', title: 'Student' },
  });
  await stage.send({ ...customerAt('initech'), kind: 'signal' });
  await stage.settle();

  expect(await handoffs(stage)).toEqual([]);
});

test('a customer nobody here looks after goes to nurture, as before', async () => {
  const stage = await startStage();
  await stage.send(customerAt('initech'));
  await stage.settle();

  expect(await handoffs(stage)).toEqual([]);
  expect(await stages(stage)).toEqual([{ name: 'Lead of initech', stage: 'nurture' }]);
});

test('whom an import brought as an opportunity keeps the stage, and reaches the owner the CRM told', async () => {
  const site = await openSite();
  const running = await site.start();
  await importRows({ db: site.database.db, settings: exampleSettings(), now: site.clock.now() }, [
    {
      'Record ID': '501',
      Email: 'lead@initech.example',
      'Create Date': '2026-10-05 10:00',
      'Lifecycle Stage': 'Opportunity',
      'Contact owner': 'Ben Okafor',
    },
  ]);
  await running.send(leadAt('initech'));
  await site.settle();

  expect(
    await site.query(
      `select r.chosen_id as owner, r.record ->> 'by' as by, l.stage from routing_log r
        join handoffs h on h.id = r.handoff_id join leads l on l.id = h.lead_id`,
    ),
  ).toEqual([{ owner: 'ben', by: 'opportunity', stage: 'opportunity' }]);
});

test('somebody qualified who asks again is handed over once more and never falls back', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', { stage: 'sales_qualified', leg: 'mql_to_sdr', owner: 'ana' });
  await stage.send(leadAt('initech'), { id: 'again' });
  await stage.settle();

  const [{ owner } = { owner: null }] = await handoffs(stage);
  const desk = deskOf(stage, owner ?? '');
  await desk.press(desk.card(), ids.accept);
  expect(await stages(stage)).toEqual([{ name: 'Lead of initech', stage: 'sales_qualified' }]);
});
