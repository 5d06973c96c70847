import { expect, test } from 'vitest';
import { JSON_TYPE, post } from '../support/deliveries.ts';
import { leadAt } from '../support/leads.ts';
import { openToAll, withSource } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const OUTCOMES = "select outcome, lead ->> 'id' as id from items order by position, outcome";

test('each lead of a list becomes a handoff of its own, and one that cannot be read costs the others nothing', async () => {
  const stage = await startStage();

  expect(await stage.send([leadAt('initech'), { person: { email: 12 } }, leadAt('hooli'), 'hello'])).toBe(
    200,
  );
  await stage.settle();

  expect(await stage.query('select position, outcome from items order by position')).toEqual([
    { position: 0, outcome: 'handoff' },
    { position: 1, outcome: 'quarantined' },
    { position: 2, outcome: 'handoff' },
    { position: 3, outcome: 'quarantined' },
  ]);
  expect(stage.reads('ana').join()).toContain('Initech'.toLowerCase());
  expect(stage.reads('ben').join()).toContain('Hooli'.toLowerCase());
});

test('the leads of a Standard Webhooks envelope are those of its data', async () => {
  const stage = await startStage();

  await stage.send({
    type: 'leads.captured',
    timestamp: '2026-11-23T08:59:00Z',
    data: [leadAt('initech'), leadAt('hooli')],
  });
  await stage.settle();

  expect(await stage.query('select captured_at::text from leads')).toEqual([
    { captured_at: '2026-11-23 08:59:00+00' },
    { captured_at: '2026-11-23 08:59:00+00' },
  ]);
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 2 }]);
});

test('a mapping says where the list is, which items count, and where each fact stands', async () => {
  const stage = await startStage({
    settings: (settings) =>
      openToAll(
        withSource('zapier', {
          items: 'rows',
          when: 'status = "new"',
          map: {
            id: '$string(nr)',
            'person.email': '$email(mail)',
            'account.name': 'firm',
            channel: '"demo_request"',
          },
        })(settings),
      ),
  });
  const rows = [
    { nr: 1, status: 'new', mail: ' Ada@Initech.example ', firm: 'Initech' },
    { nr: 2, status: 'known', mail: 'bob@hooli.example', firm: 'Hooli' },
    { nr: 3, status: 'new', mail: 'nowhere', firm: 'Umbrella' },
    { nr: 4, status: 'new', mail: 'cy@soylent.example', firm: 'Soylent' },
  ];

  await post(`${stage.address}/webhooks/zapier`, JSON.stringify({ rows }), JSON_TYPE);
  await stage.settle();

  expect(await stage.query(OUTCOMES)).toEqual([
    { outcome: 'handoff', id: '1' },
    { outcome: 'quarantined', id: null },
    { outcome: 'handoff', id: '4' },
  ]);
  expect(await stage.query('select value from identities order by value')).toEqual([
    { value: 'ada@initech.example' },
    { value: 'cy@soylent.example' },
  ]);
});

test('a form is a lead whose fields are those of the form', async () => {
  const stage = await startStage({ settings: openToAll });
  const form = new URLSearchParams({
    lead_id: '77',
    first_name: 'Zoë',
    last_name: 'O’Neill & Söhne',
    email: 'zoe@initech.example',
    company_name: 'Initech',
    company_size: '51-200',
    source: 'website-form',
  });

  await post(`${stage.address}/webhooks/zapier`, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
  await stage.settle();

  expect(
    await stage.query(
      "select record -> 'person' ->> 'last_name' as name, record -> 'account' ->> 'employees' as employees from leads",
    ),
  ).toEqual([{ name: 'O’Neill & Söhne', employees: '51' }]);
});

test('so is one that a form builder sends in parts, with a file beside its fields', async () => {
  const stage = await startStage({ settings: openToAll });
  const form = new FormData();
  form.append('lead_id', '78');
  form.append('last_name', 'O’Neill & Söhne');
  form.append('email', 'zoe@initech.example');
  form.append('company_name', 'Initech');
  form.append('company_size', '51-200');
  form.append('source', 'website-form');
  form.append('upload', new Blob(['%PDF-1.7']), 'plan.pdf');
  const sent = new Response(form);
  const type = sent.headers.get('content-type') ?? '';

  expect(
    await post(`${stage.address}/webhooks/zapier`, Buffer.from(await sent.arrayBuffer()), {
      'content-type': type,
    }),
  ).toBe(200);
  await stage.settle();
  expect(
    await stage.query(
      "select record -> 'person' ->> 'last_name' as name, record -> 'account' ->> 'employees' as employees from leads",
    ),
  ).toEqual([{ name: 'O’Neill & Söhne', employees: '51' }]);
});
