import { expect, test } from 'vitest';
import { SinkAway } from '#src/sinks/trouble.ts';
import { deal, entry, startHubspot } from '../support/hubspot.ts';

const TIMES = Array.from({ length: 100 }, (_, n) => n);

test('a note stands with the contact, in words, with its mark and by whom', async () => {
  const { account, sink, record } = await startHubspot();
  const ana = account.addOwner({ email: 'ana@acme.example', name: 'Ana Ruiz' });

  await sink.log(record, entry({ ownerId: ana }), 'note');

  expect(account.all('notes')).toMatchObject([
    {
      hs_note_body:
        '<p>Rejected by Ana Ruiz</p><p>No budget &lt;this year&gt; &amp; next</p><p>handoff:01KA1</p>',
      ...{ hs_timestamp: '2026-12-01T09:00:00Z', hubspot_owner_id: ana },
    },
  ]);
  expect(account.seen()[0]?.entries).toHaveLength(1);
});

test('a task is one that is done', async () => {
  const { account, sink, record } = await startHubspot();

  await sink.log(record, entry({ text: '' }), 'task');

  expect(account.all('tasks')).toMatchObject([
    {
      ...{ hs_task_subject: 'Rejected by Ana Ruiz', hs_task_body: '<p>handoff:01KA1</p>' },
      ...{ hs_task_status: 'COMPLETED', hs_task_type: 'TODO' },
    },
  ]);
});

test('a note is left once, though the search does not know it yet, and however many others there are', async () => {
  const { account, sink, record } = await startHubspot({ searchDelayMs: 3_600_000 });
  for (const n of TIMES) await sink.log(record, entry({ mark: `handoff:01KA1${n}` }), 'note');
  await sink.log(record, entry({ mark: 'handoff:01KA1' }), 'note');
  account.asked.length = 0;

  await sink.log(record, entry({ mark: 'handoff:01KA1' }), 'note');

  expect(account.all('notes')).toHaveLength(101);
  expect(account.asked.filter((asked) => asked.endsWith('/notes/batch/read'))).toHaveLength(2);
});

test('a note of a contact that was merged is found with the one that is left', async () => {
  const { account, sink, mara, record } = await startHubspot();
  await sink.log(record, entry(), 'note');
  const jon = account.add({ email: 'jon@acme.example' });
  account.merge(jon, mara);

  await sink.log({ type: 'contacts', id: jon }, entry(), 'note');

  expect(account.all('notes')).toHaveLength(1);
});

test.each(['note', 'task'] as const)(
  'of 100 %ss whose answers are lost none stands there twice',
  async (as) => {
    const { account, sink, record } = await startHubspot();
    let lost = 0;
    for (const n of TIMES) {
      account.loseAnswers(1);
      const one = entry({ mark: `handoff:01KB${n}` });
      await sink.log(record, one, as).catch((error) => {
        expect(error).toBeInstanceOf(SinkAway);
        lost += 1;
      });
      await sink.log(record, one, as);
    }

    expect(lost).toBe(100);
    expect(account.all(`${as}s`)).toHaveLength(100);
  },
);

test.each([
  ['in a property', true],
  ['in their description', false],
])(
  'of 100 deals that are known by a mark %s, whose answers are lost, none stands there twice',
  async (_, has) => {
    const { account, sink, record } = await startHubspot({}, { deals: true });
    if (has) await sink.addFields('contacts', []);
    let lost = 0;
    for (const n of TIMES) {
      account.loseAnswers(1);
      const one = deal({ mark: `handoff:01KD${n}` });
      await sink.deal(record, one).catch((error) => {
        expect(error).toBeInstanceOf(SinkAway);
        lost += 1;
      });
      await sink.deal(record, one);
    }

    expect(lost).toBe(100);
    const deals = account.all('deals');
    expect(deals).toHaveLength(100);
    expect(new Set(deals.map((one) => (has ? one.handoff_mark : one.description))).size).toBe(100);
  },
);

test('a deal is made open in the first stage of its pipeline, with what it is worth and by when', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  const ana = account.addOwner({ email: 'ana@acme.example', name: 'Ana Ruiz' });

  expect(await sink.deal(record, deal({ ownerId: ana }))).toEqual(record);

  expect(account.all('deals')).toMatchObject([
    {
      ...{ dealname: 'Acme', pipeline: 'default', dealstage: 'appointmentscheduled', amount: '12000' },
      ...{ closedate: '2027-03-31T12:00:00Z', hubspot_owner_id: ana, hs_is_closed: 'false' },
    },
  ]);
  expect(account.seen().find(({ title }) => title === 'Mara Holm')?.entries).toEqual([
    'Deal · Acme · Appointment Scheduled · 12000',
  ]);
});

test('a deal is won in the same deal, and what stands there already is not written again', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  await sink.addFields('contacts', []);
  await sink.deal(record, deal());
  const [made] = account.all('deals');
  const won = deal({ status: 'won', amount: 14_000, closeOn: '2027-02-10', name: 'Acme Corp' });

  await sink.deal(record, won);
  account.asked.length = 0;
  await sink.deal(record, won);

  expect(account.all('deals')).toMatchObject([
    {
      ...{ id: made?.id, dealname: 'Acme', dealstage: 'closedwon', hs_is_closed_won: 'true' },
      ...{ amount: '14000', closedate: '2027-02-10T12:00:00Z' },
    },
  ]);
  expect(account.asked.filter((asked) => asked.startsWith('PATCH'))).toEqual([]);
});

test('a deal is lost for a reason, on the day it was, where people have moved it to', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  account.pipelines.push({
    ...{ id: '9', label: 'Large deals', displayOrder: 1, archived: false },
    stages: [
      { id: '91', label: 'Talks', displayOrder: 0, metadata: { isClosed: 'false', probability: '0.1' } },
      { id: '92', label: 'Signed', displayOrder: 1, metadata: { isClosed: 'true', probability: '1.0' } },
      { id: '93', label: 'Gone', displayOrder: 2, metadata: { isClosed: 'true', probability: '0.0' } },
    ],
  });
  await sink.deal(record, deal());
  const [made] = account.all('deals');
  account.moveDeal(made?.id ?? '', { pipeline: '9', dealstage: '91' });

  await sink.deal(record, deal({ status: 'lost', closeOn: null, lostReason: 'No budget' }));

  expect(account.all('deals')).toMatchObject([
    {
      ...{ pipeline: '9', dealstage: '93', closed_lost_reason: 'No budget' },
      closedate: '2026-12-01T12:00:00Z',
    },
  ]);
});

test('an open deal stays in the stage that people moved it to', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  await sink.deal(record, deal());
  const [made] = account.all('deals');
  account.moveDeal(made?.id ?? '', { dealstage: 'contractsent' });

  await sink.deal(record, deal({ amount: 20_000 }));

  expect(account.all('deals')).toMatchObject([{ dealstage: 'contractsent', amount: '20000' }]);
});

test('a new deal goes into the pipeline that the settings name', async () => {
  const options = { pipeline: 'large deals' };
  const { account, sink, record } = await startHubspot({}, { deals: true, options });
  account.pipelines.push({
    ...{ id: '9', label: 'Large deals', displayOrder: 1, archived: false },
    stages: [
      { id: '91', label: 'Talks', displayOrder: 0, metadata: { isClosed: 'false', probability: '0.1' } },
    ],
  });

  await sink.deal(record, deal());

  expect(account.all('deals')).toMatchObject([{ pipeline: '9', dealstage: '91' }]);
});

test('an account with a list of reasons has one of them, or none', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  const reason = account.properties.deals.get('closed_lost_reason');
  const options = [{ value: 'r1', label: 'No budget', displayOrder: 0, hidden: false }];
  Object.assign(reason ?? {}, { type: 'enumeration', fieldType: 'select', options });

  await sink.deal(record, deal({ mark: 'handoff:1', status: 'lost', lostReason: 'No budget' }));
  await sink.deal(record, deal({ mark: 'handoff:2', status: 'lost', lostReason: 'Silence' }));

  expect(account.all('deals').map((one) => one.closed_lost_reason)).toEqual(['r1', undefined]);
});

test('an amount stands there in its currency, or not at all', async () => {
  const many = await startHubspot({ currency: 'EUR', currencies: ['USD'] }, { deals: true });
  await many.sink.deal(many.record, deal({ currency: 'USD' }));
  const one = await startHubspot({ currency: 'EUR' }, { deals: true });

  expect(many.account.all('deals')).toMatchObject([{ amount: '12000', deal_currency_code: 'USD' }]);
  await expect(one.sink.deal(one.record, deal({ currency: 'USD' }))).rejects.toMatchObject({
    ...{ about: 'field', field: 'deal_currency_code' },
    message: 'this account of HubSpot has no currency USD: add it there, under Currencies',
  });
  expect(one.account.all('deals')).toEqual([]);
});
