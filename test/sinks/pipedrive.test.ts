import { expect, test } from 'vitest';
import { planFields } from '#domain/plan-write.ts';
import { keyOf, ownField } from '#sandbox/crm/pipedrive/fields.ts';
import type { DealEntry, Entry } from '#src/sinks/sink.ts';
import { startPipedrive } from '../support/pipedrive.ts';

const whom = { known: null, refs: [], email: null };
const ref = (type: string, id: string) => ({ system: 'pipedrive', type, id, url: undefined });
const person = (id: string) => ({ type: 'person', id });
const lead = (id: string) => ({ type: 'lead', id });

const deal = (more: Partial<DealEntry> = {}): DealEntry => ({
  ...{
    mark: 'handoff:h1',
    name: 'Acme',
    status: 'open',
    amount: 12_000,
    currency: 'USD',
    closeOn: '2027-03-31',
  },
  ...{ lostReason: null, ownerId: null, at: new Date('2026-12-01T09:00:00Z') },
  ...more,
});
const entry = (mark: string): Entry => ({
  ...{ mark, at: new Date('2026-12-01T09:00:00Z'), title: 'Rejected by Ana', ownerId: null },
  text: 'No budget <this year> & next\nTry again',
});

test('a person is found by the id, then by the address', async () => {
  const { account, sink, grace } = await startPipedrive();
  const found = { type: 'person', id: grace, url: `${account.url}/person/${grace}` };

  expect(await sink.find({ ...whom, refs: [ref('person', grace)] })).toEqual(found);
  expect(await sink.find({ ...whom, known: person(grace) })).toEqual(found);
  expect(await sink.find({ ...whom, refs: [ref('person', '77')], email: 'GRACE@acme.example' })).toEqual(
    found,
  );
});

test('whom the company does not have is nobody, and neither are parts of addresses and ids of other tools', async () => {
  const { account, sink, grace } = await startPipedrive();

  expect(await sink.find({ ...whom, email: 'race@acme.example' })).toBeNull();
  account.asked.length = 0;
  const refs = [{ ...ref('person', grace), system: 'salesforce' }, ref('person', '1/../2'), ref('lead', 'x')];
  expect(await sink.find({ ...whom, refs })).toBeNull();
  expect(account.asked).toEqual([]);
});

test('whom a search does not show yet is found by the id', async () => {
  const { account, sink, grace } = await startPipedrive();
  account.isSearchLate = true;

  expect(await sink.find({ ...whom, email: 'grace@acme.example' })).toBeNull();
  expect(await sink.find({ ...whom, refs: [ref('person', grace)] })).toMatchObject(person(grace));
});

test('while somebody has a lead, the lead is meant, and once it is a deal, the deal', async () => {
  const { account, sink, grace } = await startPipedrive();
  const id = account.addLead(grace);

  expect(await sink.find({ ...whom, email: 'grace@acme.example' })).toMatchObject(lead(id));
  expect(await sink.find({ ...whom, refs: [ref('lead', id)] })).toMatchObject(lead(id));

  const dealId = account.convertByHand(id);
  const refs = [ref('lead', id), ref('person', grace)];
  expect(await sink.find({ ...whom, refs })).toMatchObject({ type: 'deal', id: dealId });
  expect(await sink.find({ ...whom, known: { type: 'deal', id: dealId } })).toMatchObject({
    type: 'deal',
    id: dealId,
  });
});

test('labels and fields of an account are known by their names, and options by theirs', async () => {
  const { account, sink } = await startPipedrive({ labels: ['Neu', 'Angenommen'] });

  const fields = await sink.fields('lead');

  const named = (name: string) => fields.find((field) => field.name === name);
  expect(named('label')).toMatchObject({
    type: 'choice',
    options: [
      { value: account.labelId('Neu'), label: 'Neu' },
      { value: account.labelId('Angenommen'), label: 'Angenommen' },
    ],
  });
  expect(named('Region')).toMatchObject({
    type: 'choice',
    options: [
      { value: '40', label: 'North' },
      { value: '41', label: 'South' },
    ],
  });
  expect(named(keyOf('Region'))).toMatchObject({ label: 'Region' });
  expect(named('Handoff recycle on')).toMatchObject({ type: 'date', isReadOnly: false });
});

test('a label that the account does not have is said to be missing', async () => {
  const { account, sink, grace } = await startPipedrive({ labels: ['Hot'] });
  const id = account.addLead(grace);
  const fields = await sink.fields('lead');
  const wanted = [{ key: 'status', field: 'label', value: 'Accepted' }] as const;
  const current = await sink.read(lead(id), ['label']);

  expect(planFields({ wanted, fields, current, written: {}, byHand: () => 'keep', stageOrder: [] })).toEqual({
    changes: [],
    notes: ['Label has no option Accepted'],
  });
  expect((await sink.lacks()).map(({ fix }) => fix)).toEqual([
    'add them in the leads inbox, or name others under words.status',
  ]);
});

test('a label takes the place of another of ours, and leaves those that people gave', async () => {
  const { account, sink, grace } = await startPipedrive();
  const id = account.addLead(grace, ['Hot', 'Assigned']);
  const accepted = account.labelId('Accepted');
  expect(await sink.read(lead(id), ['label'])).toEqual({ label: account.labelId('Assigned') });

  await sink.write(lead(id), { label: accepted });
  expect(account.record(id).label_ids).toEqual([account.labelId('Hot'), accepted]);
  expect(await sink.read(lead(id), ['label'])).toEqual({ label: accepted });

  await sink.write(lead(id), { label: null });
  expect(account.record(id).label_ids).toEqual([account.labelId('Hot')]);
});

test('words of the settings are labels of ours as well', async () => {
  const { account, sink, grace } = await startPipedrive(
    { labels: ['Neu', 'Angenommen', 'Hot'] },
    { words: { status: { assigned: 'neu', accepted: 'Angenommen' }, stage: {} } },
  );
  const id = account.addLead(grace, ['Neu', 'Hot']);

  await sink.write(lead(id), { label: account.labelId('Angenommen') });

  expect(account.record(id).label_ids).toEqual(['Hot', 'Angenommen'].map(account.labelId));
});

test.each(['person', 'lead', 'deal'] as const)(
  'fields of a %s are written as their types are, and read back',
  async (type) => {
    const { account, sink, grace } = await startPipedrive();
    const leadId = type === 'person' ? '' : account.addLead(grace);
    const id = type === 'person' ? grace : type === 'lead' ? leadId : account.convertByHand(leadId);
    const fields = await sink.fields(type);
    const label =
      fields.find(({ name }) => name === 'label')?.options.find((one) => one.label === 'Accepted')?.value ??
      '';
    const values = {
      ...{ label, owner_id: '900', 'Handoff reason': 'No budget — "now"', Region: '41' },
      'Handoff recycle on': '2027-03-31',
      ...(type !== 'person' && { value: '1200.5', currency: 'USD', expected_close_date: '2027-04-01' }),
    };

    await sink.write({ type, id }, values);

    expect(await sink.read({ type, id }, Object.keys(values))).toEqual(values);
    await sink.write({ type, id }, { 'handoff reason': null });
    expect(await sink.read({ type, id }, ['Handoff reason'])).toEqual({ 'Handoff reason': null });
  },
);

test('an amount of a lead keeps its currency, and has none without one', async () => {
  const { account, sink, grace } = await startPipedrive();
  const id = account.addLead(grace);

  await expect(sink.write(lead(id), { value: '10' })).rejects.toMatchObject({
    about: 'field',
    field: 'currency',
  });
  account.change(id, 'value', { amount: 1, currency: 'CHF' });
  await sink.write(lead(id), { value: '10' });
  expect(account.record(id).value).toEqual({ amount: 10, currency: 'CHF' });
});

test('users are the active ones, by their addresses in small letters', async () => {
  const { sink } = await startPipedrive({
    users: [
      { name: 'Ana', email: 'Ana@Ours.example' },
      { name: 'Gone', email: 'gone@ours.example', isActive: false },
    ],
  });

  expect([...(await sink.users())]).toEqual([['ana@ours.example', '900']]);
});

test('what Pipedrive refuses is refused, with nothing of what was written', async () => {
  const { sink, grace } = await startPipedrive();

  const refused = await sink.write(person(grace), { owner_id: '12345' }).catch((error) => error);
  expect(refused).toMatchObject({ about: 'request', message: 'Pipedrive takes no such value (HTTP 400)' });
  await expect(sink.write(person(grace), { Nowhere: 'x' })).rejects.toMatchObject({
    about: 'field',
    field: 'Nowhere',
  });
  await expect(sink.write(person('77'), { owner_id: '900' })).rejects.toMatchObject({ about: 'record' });
  await expect(sink.read(person('77'), ['label'])).rejects.toMatchObject({ about: 'record' });
  await expect(sink.read({ type: 'person', id: '1/../2' }, ['label'])).rejects.toMatchObject({
    about: 'record',
  });
});

test('a window that is used up says how long it lasts, and trouble is no refusal', async () => {
  const { account, sink, grace } = await startPipedrive({ perTwoSeconds: 1 });
  await sink.users();
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 2_000 });

  account.outage = { status: 429, body: {}, headers: { 'retry-after': '9', 'x-ratelimit-reset': '1' } };
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 9_000 });
  account.outage = { status: 502, body: 'bad gateway' };
  await expect(sink.write(person(grace), {})).rejects.toMatchObject({
    message: 'Pipedrive is busy (HTTP 502)',
  });
});

test('a wrong token is about access, and so is what a token may not do', async () => {
  const wrong = await startPipedrive({}, {}, 'another');
  await expect(wrong.sink.users()).rejects.toMatchObject({ about: 'access' });

  const { account, sink } = await startPipedrive();
  account.outage = { status: 403, body: { success: false, error: 'Scope and URL mismatch' } };
  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
  account.outage = { status: 402, body: { success: false } };
  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
});

test.each(['person', 'lead', 'deal'] as const)(
  'a note at a %s says what happened, with our mark, once',
  async (type) => {
    const { account, sink, grace } = await startPipedrive({ pageSize: 1 });
    const leadId = type === 'person' ? '' : account.addLead(grace);
    const id = type === 'person' ? grace : type === 'lead' ? leadId : account.convertByHand(leadId);

    await sink.log?.({ type, id }, entry('handoff:1'), 'note');
    await sink.log?.({ type, id }, entry('handoff:11'), 'task');
    await sink.log?.({ type, id }, entry('handoff:1'), 'note');

    expect(account.notes().map(({ content }) => content)).toEqual([
      '<b>Rejected by Ana</b><br>No budget &lt;this year&gt; &amp; next<br>Try again<br><br>handoff:1',
      '<b>Rejected by Ana</b><br>No budget &lt;this year&gt; &amp; next<br>Try again<br><br>handoff:11',
    ]);
    expect(String(account.notes()[0]?.[`${type}_id`])).toBe(id);
  },
);

test('a lead becomes a deal, with its notes, and is won in its turn', async () => {
  const { account, sink, grace } = await startPipedrive({ conversionTakes: 2 }, { deals: true });
  const id = account.addLead(grace);
  await sink.log?.(lead(id), entry('handoff:1'), 'note');

  const record = await sink.deal?.(lead(id), deal());

  expect(record).toMatchObject({ type: 'deal', id: '1', url: `${account.url}/deal/1` });
  expect(account.leads()).toEqual([]);
  expect(account.deals()).toMatchObject([
    {
      ...{
        source_lead_id: id,
        status: 'open',
        value: 12_000,
        currency: 'USD',
        expected_close_date: '2027-03-31',
      },
      custom_fields: { [keyOf('Handoff deal')]: 'handoff:h1' },
    },
  ]);
  if (record === undefined) throw new Error('expected a record');
  await sink.log?.(record, entry('handoff:1'), 'note');
  expect(account.notes()).toHaveLength(1);

  account.change('deal:1', 'stage_id', 2);
  await sink.deal?.(record, deal({ status: 'won', amount: null, closeOn: null }));
  expect(account.deals()).toMatchObject([{ status: 'won', value: 12_000, stage_id: 2 }]);
});

test('a deal that is lost says why, and may be open again', async () => {
  const { account, sink, grace } = await startPipedrive({}, { deals: true });
  const record = await sink.deal?.(lead(account.addLead(grace)), deal());
  if (record === undefined) throw new Error('expected a record');

  await sink.deal?.(record, deal({ status: 'lost', lostReason: 'No budget' }));
  expect(account.deals()).toMatchObject([{ status: 'lost', lost_reason: 'No budget' }]);

  await sink.deal?.(record, deal());
  expect(account.deals()).toMatchObject([{ status: 'open' }]);
});

test('a lead that was lost before it was a deal stays a lead', async () => {
  const { account, sink, grace } = await startPipedrive({}, { deals: true });
  const id = account.addLead(grace);

  expect(await sink.deal?.(lead(id), deal({ status: 'lost' }))).toEqual(lead(id));
  expect([account.leads().length, account.deals().length]).toEqual([1, 0]);
});

test('whoever has no lead gets a deal in the pipeline that was named, and another for another handoff', async () => {
  const pipelines = [
    { name: 'Sales', stages: ['One'] },
    { name: 'Mid market', stages: ['Two', 'Three'] },
  ];
  const { account, sink, grace } = await startPipedrive(
    { pipelines },
    { deals: true, options: { pipeline: 'mid market' } },
  );

  expect(await sink.deal?.(person(grace), deal({ ownerId: '900' }))).toEqual(person(grace));
  await sink.deal?.(person(grace), deal({ status: 'won' }));
  await sink.deal?.(person(grace), deal({ mark: 'handoff:h12' }));

  expect(account.deals()).toMatchObject([
    { title: 'Acme', status: 'won', pipeline_id: 2, stage_id: 2, owner_id: 900, person_id: 1 },
    { status: 'open', pipeline_id: 2, stage_id: 2 },
  ]);
  const unknown = await startPipedrive({}, { deals: true, options: { pipeline: 'Nowhere' } });
  await expect(unknown.sink.deal?.(person(unknown.grace), deal())).rejects.toMatchObject({
    about: 'request',
  });
});

test('without a field for our mark no deal is made that could not be found again; we may make one', async () => {
  const own = [ownField('Handoff reason')];
  const { account, sink, grace } = await startPipedrive({ own }, { deals: true });

  await expect(sink.deal?.(person(grace), deal())).rejects.toMatchObject({
    about: 'field',
    field: 'Handoff deal',
  });
  expect(await sink.lacks()).toEqual([
    { what: 'deals have no field Handoff deal', fix: 'add a text field "Handoff deal" to deals' },
  ]);
  await sink.addFields?.('person', [{ name: 'Handoff source', label: 'Handoff source' }]);
  await sink.addFields?.('person', [{ name: 'Handoff source', label: 'Handoff source' }]);
  await sink.deal?.(person(grace), deal());

  expect(account.deals()).toHaveLength(1);
  expect(await sink.lacks()).toEqual([]);
  expect((await sink.fields('person')).filter(({ name }) => name === 'Handoff source')).toHaveLength(1);
  const poor = await startPipedrive({ own, isAdmin: false }, { deals: true });
  await expect(poor.sink.addFields?.('lead', [])).rejects.toMatchObject({ about: 'access' });
});

test('of a hundred whose answers were lost, each has one note and one deal', async () => {
  const { account, sink } = await startPipedrive({}, { deals: true });
  for (let at = 0; at < 100; at += 1) {
    const personId = account.add({ email: `p${at}@acme.example` });
    const id = at % 2 === 0 ? account.addLead(personId) : null;
    const refs = [...(id === null ? [] : [ref('lead', id)]), ref('person', personId)];
    const tellAll = async () => {
      const record = await sink.find({ ...whom, refs });
      if (record === null) throw new Error('expected a record');
      const shown = await sink.deal?.(record, deal({ mark: `handoff:d${at}` }));
      await sink.log?.(shown ?? record, entry(`handoff:n${at}`), 'note');
    };
    // The conversion's answer, or the deal's, is lost; then that of what the deal is to show; then the note's.
    const losses = id === null ? 2 : 3;
    for (let tries = 0; tries < losses; tries += 1) {
      account.loseAnswers(1);
      await expect(tellAll()).rejects.toMatchObject({ message: 'Pipedrive cannot be reached' });
    }
    account.loseAnswers(0);
    await tellAll();
  }

  const marks = account.deals().map(({ custom_fields }) => Object.values(custom_fields as object).at(-1));
  expect([account.deals().length, new Set(marks).size, account.notes().length]).toEqual([100, 100, 100]);
  expect(new Set(account.notes().map(({ content }) => content)).size).toBe(100);
  expect(account.leads()).toEqual([]);
});

test('a lead that can still be read after it became a deal becomes no second one', async () => {
  const { account, sink, grace } = await startPipedrive({ leadsLinger: true }, { deals: true });
  const id = account.addLead(grace);
  account.loseAnswers(1);
  await expect(sink.deal?.(lead(id), deal())).rejects.toThrow('cannot be reached');

  expect(await sink.deal?.(lead(id), deal())).toMatchObject({ type: 'deal', id: '1' });
  expect(account.deals()).toHaveLength(1);
});

test('a conversion that takes its time is not made twice', async () => {
  const { account, sink, grace } = await startPipedrive({ conversionTakes: 3 }, { deals: true });
  const id = account.addLead(grace);
  account.loseAnswers(1);
  await expect(sink.deal?.(lead(id), deal())).rejects.toThrow('cannot be reached');

  // The first job is under way: a second is rejected, and what it would have made is not there yet.
  await expect(sink.deal?.(lead(id), deal())).rejects.toMatchObject({
    message: 'Pipedrive has not made a deal of the lead yet',
  });
  account.convertByHand(id);
  const record = await sink.find({ ...whom, refs: [ref('lead', id), ref('person', grace)] });

  expect(record).toMatchObject({ type: 'deal', id: '1' });
  expect(account.deals()).toHaveLength(1);
});
