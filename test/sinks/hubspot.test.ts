import { expect, test } from 'vitest';
import { planFields } from '#domain/plan-write.ts';
import { HUBSPOT } from '#src/sinks/systems/hubspot.ts';
import { startHubspot } from '../support/hubspot.ts';

const AWAY = (retryAfterMs: number | null) => ({ name: 'Error', retryAfterMs });
const whom = { known: null, refs: [], email: null };
const ref = (id: string) => ({ system: 'hubspot', type: 'contact', id, url: undefined });

test('a contact is found by what it was found as before, by its id, then by its address', async () => {
  const { account, sink, mara } = await startHubspot();
  const jon = account.add({ email: 'jon@acme.example' });
  const url = (id: string) => `https://app-eu1.hubspot.com/contacts/62515/record/0-1/${id}`;
  const contact = (id: string) => ({ type: 'contacts', id, url: url(id) });

  const known = { type: 'contacts', id: mara };
  expect(await sink.find({ known, refs: [ref(jon)], email: null })).toEqual(contact(mara));
  expect(await sink.find({ ...whom, refs: [ref(jon)], email: 'mara@acme.example' })).toEqual(contact(jon));
  expect(await sink.find({ ...whom, refs: [ref('1')], email: 'Mara@acme.example' })).toEqual(contact(mara));
});

test('ids of other tools, and of other records, are not asked for', async () => {
  const { account, sink, mara } = await startHubspot();

  const refs = [{ ...ref(mara), system: 'pipedrive' }, { ...ref(mara), type: 'company' }, ref('../owners')];

  expect(await sink.find({ ...whom, refs })).toBeNull();
  expect(account.asked).toEqual([]);
});

test('whom HubSpot does not have is nobody', async () => {
  const { account, sink, mara } = await startHubspot();
  account.archive(mara);

  expect(await sink.find({ ...whom, refs: [ref(mara)], email: 'nobody@acme.example' })).toBeNull();
});

test('a contact that was merged is the one that is left', async () => {
  const { account, sink, mara } = await startHubspot();
  const jon = account.add({ email: 'jon@acme.example' });
  account.merge(jon, mara);

  const found = await sink.find({ ...whom, refs: [ref(mara)] });

  expect(found).toMatchObject({ id: jon });
  await sink.write({ type: 'contacts', id: mara }, { hs_lead_status: 'OPEN' });
  expect(account.record(jon).hs_lead_status).toBe('OPEN');
});

test('fields are what the account has, with its options', async () => {
  const { account, sink } = await startHubspot();
  account.properties.contacts.delete('hs_lead_status');

  const fields = await sink.fields('contacts');

  const named = (name: string) => fields.find((field) => field.name === name);
  expect(named('hs_lead_status')).toBeUndefined();
  expect(named('lifecyclestage')).toMatchObject({ type: 'choice', isReadOnly: false });
  expect(named('lifecyclestage')?.options[2]).toEqual({
    ...{ value: 'marketingqualifiedlead', label: 'Marketing Qualified Lead' },
  });
  expect(named('createdate')).toMatchObject({ type: 'datetime', isReadOnly: true });
  // Owners are no options of it.
  expect(named('hubspot_owner_id')).toMatchObject({ type: 'text', options: [] });
});

test('the usual words find options that the account has under names of its own', async () => {
  const { account, sink } = await startHubspot();
  const status = account.properties.contacts.get('hs_lead_status');
  const inProgress = status?.options.find(({ value }) => value === 'IN_PROGRESS');
  Object.assign(inProgress ?? {}, { value: 'st_3', label: 'In progress!' });

  const { changes } = planFields({
    wanted: [{ key: 'status', field: 'hs_lead_status', value: HUBSPOT.words.status.working ?? '' }],
    fields: await sink.fields('contacts'),
    ...{ current: {}, written: {}, byHand: () => 'overwrite', stageOrder: HUBSPOT.stageOrder },
  });

  expect(changes).toEqual([{ field: 'hs_lead_status', from: null, to: 'st_3' }]);
});

test('every usual word is one that a new account has', async () => {
  const { sink } = await startHubspot();
  const fields = await sink.fields('contacts');
  const optionsOf = (name: string) =>
    fields.find((field) => field.name === name)?.options.map(({ value }) => value) ?? [];

  expect(optionsOf('hs_lead_status')).toEqual(expect.arrayContaining(Object.values(HUBSPOT.words.status)));
  expect(optionsOf('lifecyclestage')).toEqual(expect.arrayContaining(Object.values(HUBSPOT.words.stage)));
  expect(optionsOf('lifecyclestage')).toEqual(HUBSPOT.stageOrder);
});

test('users are owners by their address, however many there are', async () => {
  const owners = Array.from({ length: 501 }, (_, n) => ({ email: `Rep${n}@acme.example`, name: `Rep ${n}` }));
  const { account, sink } = await startHubspot({ owners });

  const users = await sink.users();

  expect(users.size).toBe(501);
  expect(users.get('rep500@acme.example')).toBe(String(77_301_000 + 500 * 11));
  expect(account.asked).toEqual(['GET /crm/v3/owners', 'GET /crm/v3/owners']);
});

test('what is written stands there, what is null is emptied, by one request', async () => {
  const { account, sink, mara, record } = await startHubspot();
  const ana = account.addOwner({ email: 'ana@acme.example', name: 'Ana Ruiz' });
  account.change(mara, 'company', 'Acme');

  await sink.write(record, { hs_lead_status: 'OPEN', hubspot_owner_id: ana, company: null });

  expect(account.asked).toEqual([`PATCH /crm/v3/objects/contacts/${mara}`]);
  expect(await sink.read(record, ['hs_lead_status', 'hubspot_owner_id', 'company'])).toEqual({
    ...{ hs_lead_status: 'OPEN', hubspot_owner_id: ana, company: null },
  });
});

test('a value that HubSpot does not take is refused by its field, without the value', async () => {
  const { account, sink, mara, record } = await startHubspot();

  await expect(sink.write(record, { hs_lead_status: 'Mara', company: 'Acme' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'hs_lead_status' },
    message: 'HubSpot does not take what we write into hs_lead_status: INVALID_OPTION',
  });
  await expect(sink.write(record, { handoff_reason: 'x' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'handoff_reason' },
    message: 'HubSpot does not take what we write into handoff_reason: PROPERTY_DOESNT_EXIST',
  });
  expect(account.record(mara)).not.toHaveProperty('company');
});

test('who left the account meanwhile owns nothing', async () => {
  const { sink, record } = await startHubspot();

  await expect(sink.write(record, { hubspot_owner_id: '77301000' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'hubspot_owner_id' },
  });
});

test('a contact that is gone is said to be', async () => {
  const { account, sink, mara, record } = await startHubspot();
  account.archive(mara);

  const gone = { about: 'record', message: 'HubSpot has this record no more' };
  await expect(sink.write(record, { company: 'Acme' })).rejects.toMatchObject(gone);
  await expect(sink.read(record, ['company'])).rejects.toMatchObject(gone);
});

test('a stage goes back only where the settings let it', async () => {
  const stage = { lifecyclestage: 'lead' };
  const kept = await startHubspot();
  kept.account.change(kept.mara, 'lifecyclestage', 'opportunity');
  await kept.sink.write(kept.record, stage);
  const moved = await startHubspot({}, { stage_backwards: true });
  moved.account.change(moved.mara, 'lifecyclestage', 'opportunity');
  await moved.sink.write(moved.record, stage);

  expect(kept.account.record(kept.mara).lifecyclestage).toBe('opportunity');
  expect(moved.account.record(moved.mara).lifecyclestage).toBe('lead');
});

test('a busy account is left alone for as long as it says', async () => {
  const { sink, record } = await startHubspot({ perTenSeconds: 1, now: () => 0 });
  await sink.users();

  await expect(sink.read(record, ['company'])).rejects.toMatchObject(AWAY(10_000));
});

test.each([500, 502, 503, 504, 423, 477])(
  'an account that answers %i is asked again later',
  async (status) => {
    const { account, sink, record } = await startHubspot();
    account.outage = { status, body: { status: 'error', message: 'internal error' } };

    await expect(sink.write(record, { company: 'Acme' })).rejects.toMatchObject(AWAY(null));
  },
);

test('a token that HubSpot does not know is a matter of access', async () => {
  const { sink, record } = await startHubspot({}, {}, 'another');

  await expect(sink.read(record, ['company'])).rejects.toMatchObject({ about: 'access' });
  expect(await sink.lacks()).toEqual([
    {
      what: 'HubSpot refuses the token for everything',
      fix: 'copy the access token of the private app once more, and put it into the environment',
    },
  ]);
});

test('scopes that are missing are named, and looking for them changes nothing', async () => {
  const scopes = ['crm.objects.contacts.read', 'crm.objects.deals.read'];
  const { account, sink, record } = await startHubspot({ scopes }, { deals: true });
  const changes: unknown[] = [];
  account.onChange((change) => changes.push(change));

  expect((await sink.lacks()).map(({ what }) => what)).toEqual([
    'the scope crm.objects.contacts.write',
    'the scope crm.objects.owners.read',
    'the scope crm.objects.deals.write',
  ]);
  expect(changes).toEqual([]);
  await expect(sink.write(record, { company: 'Acme' })).rejects.toMatchObject({ about: 'access' });
});

test('an account with all that is needed lacks nothing, and of deals none are asked for where there are none', async () => {
  const { account, sink } = await startHubspot();

  expect(await sink.lacks()).toEqual([]);
  expect(account.asked.filter((asked) => asked.includes('deals'))).toEqual([]);
});

test('a pipeline that is not there, and one without a stage, are named', async () => {
  const { account, sink } = await startHubspot({}, { deals: true, options: { pipeline: 'Renewals' } });
  await sink.addFields('contacts', []);

  expect(await sink.lacks()).toMatchObject([
    { what: 'HubSpot has no pipeline Renewals; it has Sales Pipeline' },
  ]);
  account.pipelines.push({
    ...{ id: '9', label: 'renewals', displayOrder: 1, archived: false },
    stages: account.pipelines[0]?.stages.slice(0, 1) ?? [],
  });
  expect(await sink.lacks()).toMatchObject([
    { what: 'the pipeline 9 of HubSpot has no stage for what is won' },
  ]);
});

test('fields that are missing are made in a group of their own, and those that are there stay', async () => {
  const { account, sink, record } = await startHubspot({}, { deals: true });
  const fields = [{ name: 'handoff_reason', label: 'Reason' }];

  await sink.addFields('contacts', fields);
  await sink.addFields('contacts', [...fields, { name: 'handoff_source', label: 'Source' }]);

  expect(account.properties.contacts.get('handoff_reason')).toMatchObject({
    groupName: 'handoff',
    label: 'Reason',
  });
  expect(account.properties.deals.get('handoff_mark')).toMatchObject({ hasUniqueValue: true });
  await sink.write(record, { handoff_reason: 'No budget', handoff_source: 'Webinar' });
  expect(await sink.read(record, ['handoff_source'])).toEqual({ handoff_source: 'Webinar' });
});

test('an app that may make no fields says which scope it lacks', async () => {
  const { sink } = await startHubspot({ scopes: ['crm.objects.contacts.read'] });

  await expect(
    sink.addFields('contacts', [{ name: 'handoff_reason', label: 'Reason' }]),
  ).rejects.toMatchObject({
    about: 'access',
    message: 'HubSpot lets us make no properties: the app lacks the scope crm.schemas.contacts.write',
  });
});
