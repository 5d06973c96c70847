import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const outcomes = (stage: TestStage) =>
  stage.query<{ company: string; stage: string; failed: string[] }>(
    `select record -> 'account' ->> 'name' as company, stage, evidence -> 'failed' as failed
      from leads order by company`,
  );

test('who does not meet the definition goes to nurture with the rules that failed: no card, and counted', async () => {
  const stage = await startStage();
  const content = { source: 'content' };
  await stage.send({ ...leadAt('a-idle'), channel: 'content' }, content);
  const small = warmAt('b-small');
  await stage.send({ ...small, account: { ...small.account, employees: 12 } }, content);
  const bakery = warmAt('c-bakery');
  await stage.send({ ...bakery, account: { ...bakery.account, industry: 'bakery' } }, content);
  await stage.send(warmAt('d-fits'), content);
  await stage.settle();

  const leads = await outcomes(stage);
  expect(leads.map(({ company, stage: at }) => [company, at])).toEqual([
    ['a-idle', 'nurture'],
    ['b-small', 'nurture'],
    ['c-bakery', 'nurture'],
    ['d-fits', 'marketing_qualified'],
  ]);
  expect(leads.map(({ failed }) => failed)).toEqual([
    [
      'pricing view or demo view, at least 2 within 14 days',
      'form submit, chat, email reply or trial start, at least 1 within 30 days',
      'content download or webinar attended, at least 2 within 30 days',
    ],
    ['mid-market-software: employees between 50 and 1999', 'enterprise: employees at least 2000'],
    [
      'mid-market-software: industry is software, saas, technology or fintech',
      'enterprise: employees at least 2000',
    ],
    [],
  ]);
  expect(await stage.query('select count(*)::int as cards from messages')).toEqual([{ cards: 1 }]);
  expect(
    await stage.query(
      'select stage, count(*)::int as leads from stage_changes group by stage order by stage',
    ),
  ).toEqual([
    { stage: 'inquiry', leads: 4 },
    { stage: 'marketing_qualified', leads: 1 },
    { stage: 'nurture', leads: 3 },
  ]);
  const funnel = deskOf(stage, 'mia');
  expect(funnel.read(await funnel.ask('/funnel'))).toContain('4 leads in · 3 to nurture');
});

test('who asked for sales is handed over even where facts are missing, and the card says what is unknown', async () => {
  const stage = await startStage();

  await stage.send({ person: { full_name: 'Ada', email: 'ada@initech.example' }, channel: 'demo_request' });
  await stage.settle();

  expect(await stage.query("select stage, evidence -> 'unknown' as unknown from leads")).toEqual([
    { stage: 'marketing_qualified', unknown: ['employees', 'seniority'] },
  ]);
  expect(deskOf(stage, 'ana').reads()).toContain('Fit unverified');
});

test('who asked for sales with a fact that rules them out is not handed over', async () => {
  const stage = await startStage();
  const person = { ...hot.person, phone: undefined };

  await stage.send({ ...hot, person: { ...person, email: 'a@globex.example', title: 'PhD student' } });
  await stage.send({ ...hot, person: { ...person, email: 'b@rivalsoft.example' } });
  await stage.send({ ...leadAt('initech'), tags: ['careers'] });
  await stage.send({ ...leadAt('hooli'), account: { ...hot.account, existing_customer: true } });
  await stage.send({ ...leadAt('umbrella'), account: { ...hot.account, employees: 3, industry: 'bakery' } });
  await stage.settle();

  expect(await stage.query('select distinct stage from leads')).toEqual([{ stage: 'nurture' }]);
  expect(
    await stage.query("select evidence -> 'failed' ->> 0 as failed from leads order by created_at, failed"),
  ).toEqual(
    expect.arrayContaining([
      { failed: 'not student (title includes student, intern, trainee or professor)' },
      { failed: 'not competitor (e-mail domain is rivalsoft.example or otherware.example)' },
      { failed: 'not job-seeker (tags is job-application or careers)' },
      { failed: 'not existing-customer (existing customer is yes)' },
    ]),
  );
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 0 }]);
});

test('the evidence for every rule stands in the details of the card: held, failed or unknown', async () => {
  const stage = await startStage();
  await stage.send({
    ...leadAt('initech'),
    account: { name: 'Initech', industry: 'software', employees: 420 },
  });
  await stage.settle();
  const ana = deskOf(stage, 'ana');

  const details = await ana.open(ana.card(), ids.more, 'Details');

  const lines = details.split('\n');
  expect(lines.slice(lines.indexOf('Evidence') + 1, lines.indexOf('What they did'))).toEqual([
    '• not competitor (e-mail domain is rivalsoft.example or otherware.example): ✓ held (initech.example)',
    '• not student (title includes student, intern, trainee or professor): ✓ held (Head of Operations)',
    '• not job-seeker (tags is job-application or careers): ? unknown',
    '• not existing-customer (existing customer is yes): ? unknown',
    '• mid-market-software: industry is software, saas, technology or fintech: ✓ held (software)',
    '• mid-market-software: employees between 50 and 1999: ✓ held (420)',
    '• mid-market-software: country is not KP, IR or SY: ✓ held (DE)',
    '• asked for sales (channel is demo request, pricing request, phone or chat): ✓ held (demo request)',
  ]);
});

test('a sender who is trusted to have qualified is not asked again, though what they know is still shown', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      sources: settings.sources.map((source) => ({
        ...source,
        auth: 'none',
        qualified_by_sender: source.id === 'crm',
      })),
    }),
  });
  const lead = { ...leadAt('tiny'), channel: 'other', account: { name: 'Tiny', employees: 2 } };

  await stage.send(lead, { source: 'content' });
  await stage.send({ ...lead, person: { email: 'other@tiny-two.example' } }, { source: 'crm' });
  await stage.settle();

  expect(await stage.query('select source_id, stage from leads order by source_id')).toEqual([
    { source_id: 'content', stage: 'nurture' },
    { source_id: 'crm', stage: 'marketing_qualified' },
  ]);
});

test('a lead in nurture that does what was missing is handed over then', async () => {
  const stage = await startStage();
  const content = { source: 'content' };
  await stage.send({ ...leadAt('initech'), channel: 'content' }, content);
  await stage.settle();
  expect(await outcomes(stage)).toEqual([
    { company: 'initech', stage: 'nurture', failed: expect.any(Array) },
  ]);

  stage.clock.forward(60);
  const at = ['2026-11-23T09:30:00Z', '2026-11-23T09:40:00Z'];
  await stage.send(
    {
      kind: 'signal',
      person: { email: 'lead@initech.example' },
      signals: at.map((time) => ({ type: 'pricing_view', at: time })),
    },
    content,
  );
  await stage.settle();

  expect(await stage.query('select stage from stage_changes order by id')).toEqual([
    { stage: 'inquiry' },
    { stage: 'nurture' },
    { stage: 'marketing_qualified' },
  ]);
  expect(deskOf(stage, 'ana').reads()).toContain('initech');
});
