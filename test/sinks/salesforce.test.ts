import { expect, test } from 'vitest';
import { planFields } from '#domain/plan-write.ts';
import { SALESFORCE } from '#src/sinks/systems/salesforce.ts';
import { startSalesforce } from '../support/salesforce.ts';

const whom = { known: null, refs: [], email: null };
const ref = (id: string, type = 'lead') => ({ system: 'salesforce', type, id, url: undefined });
const lead = (id: string) => ({ type: 'lead', id });

test('a lead is found by either form of its id, then by its address', async () => {
  const { account, sink, grace } = await startSalesforce();
  const found = { type: 'lead', id: grace, url: `${account.url}/lightning/r/Lead/${grace}/view` };

  expect(await sink.find({ ...whom, refs: [ref(grace)] })).toEqual(found);
  expect(await sink.find({ ...whom, refs: [ref(grace.slice(0, 15))] })).toEqual(found);
  expect(await sink.find({ ...whom, known: lead(grace.slice(0, 15)) })).toEqual(found);
  expect(
    await sink.find({ ...whom, refs: [ref('00Q000000000zzzAAA')], email: 'GRACE@acme.example' }),
  ).toEqual(found);
});

test('whom the org does not have is nobody, and an address can end no query', async () => {
  const { account, sink } = await startSalesforce();

  expect(await sink.find({ ...whom, email: 'nobody@acme.example' })).toBeNull();
  expect(await sink.find({ ...whom, email: "x' OR IsConverted = false OR Email = 'x" })).toBeNull();
  expect(await sink.find({ ...whom, email: "x\\' AND Email != 'x" })).toBeNull();
  const quoted = account.add({ email: "o'brien@acme.example" });
  expect(await sink.find({ ...whom, email: "o'brien@acme.example" })).toMatchObject({ id: quoted });
});

test('ids of other tools and texts that are no ids are not asked for', async () => {
  const { account, sink, grace } = await startSalesforce();

  const refs = [{ ...ref(grace), system: 'pipedrive' }, ref("00Q' OR Id != '"), ref(grace, 'opportunity')];

  expect(await sink.find({ ...whom, refs })).toBeNull();
  expect(account.asked).toEqual([]);
});

test('a lead that was converted is the contact it became', async () => {
  const { account, sink, grace } = await startSalesforce();
  account.convertByHand(grace, true);

  const found = await sink.find({ ...whom, refs: [ref(grace)] });

  expect(found).toMatchObject({ type: 'contact', id: account.all('Contact')[0]?.Id });
});

test('of somebody who came again, the lead that is still one is meant', async () => {
  const { account, sink, grace } = await startSalesforce();
  account.convertByHand(grace, true);
  const again = account.add({ email: 'grace@acme.example' });

  expect(await sink.find({ ...whom, email: 'grace@acme.example' })).toMatchObject({
    type: 'lead',
    id: again,
  });
});

test('fields are what the account has, and no status of those that a conversion gives', async () => {
  const { sink } = await startSalesforce({
    statuses: [{ label: 'New' }, { label: 'In Arbeit' }, { label: 'Kunde', isConverted: true }],
    without: ['Handoff_Reason__c'],
  });

  const fields = await sink.fields('lead');

  const named = (name: string) => fields.find((field) => field.name === name);
  expect(named('Status')).toEqual({
    ...{ name: 'Status', label: 'Status', type: 'choice', isReadOnly: false },
    options: [
      { value: 'New', label: 'New' },
      { value: 'In Arbeit', label: 'In Arbeit' },
    ],
  });
  expect(named('Handoff_Reason__c')).toBeUndefined();
  expect(named('IsConverted')).toMatchObject({ type: 'other', isReadOnly: true });
  expect(named('Handoff_Accepted_At__c')).toMatchObject({ type: 'datetime' });
});

test('a status that the account renamed is said to be missing, and the usual words are there in a new org', async () => {
  const wanted = [{ key: 'status', field: 'Status', value: SALESFORCE.words.status.accepted ?? '' }] as const;
  const plan = async (statuses?: { label: string }[]) => {
    const { sink, grace } = await startSalesforce(statuses && { statuses });
    const fields = await sink.fields('lead');
    const current = await sink.read(lead(grace), ['Status']);
    return planFields({ wanted, fields, current, written: {}, byHand: () => 'keep', stageOrder: [] });
  };

  expect(await plan()).toEqual({
    changes: [{ field: 'Status', from: 'Open - Not Contacted', to: 'Working - Contacted' }],
    notes: [],
  });
  expect(await plan([{ label: 'New' }, { label: 'In Arbeit' }])).toEqual({
    changes: [],
    notes: ['Status has no option Working - Contacted'],
  });
});

test('fields are written as their types are, and read back', async () => {
  const { account, sink, grace } = await startSalesforce();
  const values = {
    ...{ Status: 'Working - Contacted', Handoff_Reason__c: 'No budget — "now"' },
    ...{ Handoff_Accepted_At__c: '2026-12-01T09:00:00.000Z', Handoff_Recycle_On__c: '2027-03-31' },
  };

  await sink.write(lead(grace), values);
  expect(await sink.read(lead(grace), Object.keys(values))).toEqual(values);

  expect(account.record(grace).Handoff_Accepted_At__c).toBe('2026-12-01T09:00:00.000+0000');

  await sink.write(lead(grace), { handoff_reason__c: 'x'.repeat(300), Handoff_Recycle_On__c: null });
  expect(account.record(grace)).toMatchObject({ Handoff_Recycle_On__c: null });
});

test('users are the active people of the org, over all pages, by their addresses in small letters', async () => {
  const { sink } = await startSalesforce({
    pageSize: 2,
    users: [
      { name: 'Ana', email: 'Ana@Ours.example' },
      { name: 'Ben', email: 'ben@ours.example' },
      { name: 'Gone', email: 'gone@ours.example', isActive: false },
      { name: 'Portal', email: 'portal@ours.example', type: 'PowerCustomerSuccess' },
      { name: 'Cem', email: 'cem@ours.example' },
    ],
  });

  expect([...(await sink.users()).keys()].toSorted()).toEqual([
    ...['ana@ours.example', 'ben@ours.example', 'cem@ours.example'],
  ]);
});

test('what a field cannot take is refused with its name, and with nothing of what was written', async () => {
  const { sink, grace } = await startSalesforce({
    rule: ({ Status, Handoff_Reason__c }) =>
      Status === 'Closed - Not Converted' && !Handoff_Reason__c
        ? { field: 'Handoff_Reason__c', message: 'Say why grace@acme.example was closed' }
        : null,
  });
  const refused = (field: string) => ({ name: 'Error', about: 'field', field });

  const picklist = await sink.write(lead(grace), { Status: 'Secret' }).catch((error) => error);
  expect(picklist).toMatchObject(refused('Status'));
  expect(picklist.message).toBe(
    'Salesforce refuses (INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST) at Status: the picklist, or the record type, has no such value',
  );
  const rule = await sink.write(lead(grace), { Status: 'Closed - Not Converted' }).catch((error) => error);
  expect(rule).toMatchObject(refused('Handoff_Reason__c'));
  expect(rule.message).not.toContain('grace');
  await expect(sink.write(lead(grace), { LastName: null })).rejects.toMatchObject(refused('LastName'));
  await expect(sink.write(lead(grace), { OwnerId: '005000000000zzzAAA' })).rejects.toMatchObject(
    refused('OwnerId'),
  );
  await expect(sink.write(lead(grace), { IsConverted: 'true' })).rejects.toMatchObject(
    refused('IsConverted'),
  );
  await expect(sink.write(lead(grace), { Nowhere__c: 'x' })).rejects.toMatchObject({ about: 'field' });
});

test('a lead that was converted meanwhile refuses as a record, and one that is gone', async () => {
  const { account, sink, grace } = await startSalesforce();
  account.convertByHand(grace, false);

  await expect(sink.write(lead(grace), { Status: 'Working - Contacted' })).rejects.toMatchObject({
    about: 'record',
  });
  await expect(sink.write(lead('00Q000000000zzzAAA'), { Status: 'x' })).rejects.toMatchObject({
    about: 'record',
  });
  await expect(sink.read(lead('00Q000000000zzzAAA'), ['Status'])).rejects.toMatchObject({ about: 'record' });
});

test.each(['UNABLE_TO_LOCK_ROW', 'ENTITY_IS_LOCKED'] as const)(
  'a record that is locked (%s) is tried later',
  async (code) => {
    const { account, sink, grace } = await startSalesforce();
    account.lock(grace, 1, code);

    await expect(sink.write(lead(grace), { Status: 'Working - Contacted' })).rejects.toMatchObject({
      retryAfterMs: null,
    });
    await sink.write(lead(grace), { Status: 'Working - Contacted' });
    expect(account.record(grace).Status).toBe('Working - Contacted');
  },
);

test('a day that is used up rests for an hour, too much at once for a moment', async () => {
  const { account, sink } = await startSalesforce({ perDay: 0 });
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 3_600_000 });

  account.outage = {
    status: 403,
    body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests' }],
  };
  await expect(sink.users()).rejects.toMatchObject({
    retryAfterMs: null,
    message: 'Salesforce is busy (HTTP 403)',
  });
  account.outage = { status: 503, body: 'down' };
  await expect(sink.users()).rejects.toMatchObject({ message: 'Salesforce is busy (HTTP 503)' });
  account.outage = { status: 429, body: '', headers: { 'retry-after': '7' } };
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 7_000 });
});

test('a user who may not use the API is about access, one who may not write a lead about that record', async () => {
  const { account, sink, grace } = await startSalesforce({ forbidden: ['Lead', 'Task'] });

  await expect(sink.write(lead(grace), { Status: 'Working - Contacted' })).rejects.toMatchObject({
    about: 'record',
  });
  expect(await sink.lacks()).toEqual([
    { what: 'leads cannot be changed', fix: 'give its user Read and Edit on Lead records' },
    {
      what: 'nothing can be left in the history of a lead',
      fix: 'give its user Read and Create on Task records',
    },
  ]);
  account.outage = { status: 403, body: [{ errorCode: 'API_DISABLED_FOR_ORG', message: 'no' }] };
  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
});

test('what its user may not even see is lacking as well', async () => {
  const { sink } = await startSalesforce({ hidden: ['Opportunity'] }, { deals: true });

  expect(await sink.lacks()).toEqual([
    {
      what: 'opportunities cannot be made',
      fix: 'give its user Read and Create on Opportunity records',
    },
  ]);
});

test('an org that has what is needed lacks nothing', async () => {
  const { sink } = await startSalesforce({}, { deals: true, options: { convert: 'yes' } });

  expect(await sink.lacks()).toEqual([]);
});

test('a token that wore out is bought anew, by REST and by SOAP', async () => {
  const { account, sink, grace } = await startSalesforce({}, { deals: true, options: { convert: 'yes' } });
  await sink.users();
  account.wearTokens();
  await sink.write(lead(grace), { Status: 'Working - Contacted' });
  expect(account.sold()).toBe(2);

  const soap: number[] = [];
  account.beforeAnswer = () => {
    if (account.asked.at(-1) !== 'POST /services/Soap/u/60.0') return;
    soap.push(account.sold());
    if (soap.length === 1) account.wearTokens();
  };
  await sink.deal?.(lead(grace), deal());

  expect(soap).toEqual([2, 3]);
  expect(account.record(grace).IsConverted).toBe(true);
});

const entry = (mark: string) => ({
  ...{
    mark,
    at: new Date('2026-12-01T09:00:00Z'),
    title: 'Accepted by Ana',
    text: 'They want a demo',
    ownerId: null,
  },
});

test('a task that is done says what happened, with our mark, once', async () => {
  const { account, sink, grace } = await startSalesforce();

  await sink.log?.(lead(grace), entry('handoff:1'), 'note');
  await sink.log?.(lead(grace), entry('handoff:1'), 'note');
  await sink.log?.(lead(grace), entry('handoff:11'), 'task');

  expect(account.all('Task')).toMatchObject([
    {
      ...{ WhoId: grace, Status: 'Completed', ActivityDate: '2026-12-01', Subject: 'Accepted by Ana' },
      Description: 'They want a demo\n\nhandoff:1',
    },
    { Description: 'They want a demo\n\nhandoff:11' },
  ]);
});

const deal = (
  more: Partial<Parameters<NonNullable<import('#src/sinks/sink.ts').RecordSink['deal']>>[1]> = {},
) => ({
  ...{ mark: 'handoff:h1', name: 'Acme & <Söhne>', status: 'open' as const, amount: 12_000, currency: null },
  ...{ closeOn: '2027-03-31', lostReason: null, ownerId: null, at: new Date('2026-12-01T09:00:00Z') },
  ...more,
});
const CONVERTING = { deals: true, options: { convert: 'yes' } };

test('a lead whose deal begins is converted, and the opportunity of it is won in its turn', async () => {
  const { account, sink, grace } = await startSalesforce({}, CONVERTING);

  const record = await sink.deal?.(lead(grace), deal());

  expect(record).toMatchObject({ type: 'contact', id: account.record(grace).ConvertedContactId });
  expect(account.record(grace)).toMatchObject({ IsConverted: true, Status: 'Closed - Converted' });
  expect(account.all('Opportunity')).toMatchObject([
    {
      ...{ Name: 'Acme & <Söhne>', StageName: 'Prospecting', Amount: 12_000, CloseDate: '2027-03-31' },
      Description: 'handoff:h1',
    },
  ]);
  account.change(String(account.all('Opportunity')[0]?.Id), 'StageName', 'Negotiation/Review');
  if (record === undefined) throw new Error('expected a record');
  await sink.deal?.(record, deal({ amount: 15_000 }));
  expect(account.all('Opportunity')).toMatchObject([{ StageName: 'Negotiation/Review', Amount: 15_000 }]);

  await sink.deal?.(
    record,
    deal({ status: 'won', amount: null, closeOn: null, at: new Date('2027-02-01T10:00:00Z') }),
  );
  expect(account.all('Opportunity')).toMatchObject([
    { StageName: 'Closed Won', CloseDate: '2027-02-01', Amount: 15_000 },
  ]);
});

test('stages and the converted status are those of the org', async () => {
  const { account, sink, grace } = await startSalesforce(
    {
      statuses: [{ label: 'Neu' }, { label: 'Kunde & <mehr>', isConverted: true }],
      stages: [
        { label: 'Erst' },
        { label: 'Weg', isClosed: true },
        { label: 'Da', isClosed: true, isWon: true },
      ],
    },
    { deals: true, options: { convert: 'yes', lost_reason_field: 'Loss_Reason__c' } },
  );

  const record = await sink.deal?.(lead(grace), deal());
  expect(account.record(grace).Status).toBe('Kunde & <mehr>');
  if (record === undefined) throw new Error('expected a record');
  await sink.deal?.(record, deal({ status: 'lost', lostReason: 'No budget', closeOn: null }));

  expect(account.all('Opportunity')).toMatchObject([
    { StageName: 'Weg', Loss_Reason__c: 'No budget', CloseDate: '2026-12-01' },
  ]);
});

test('unless it is asked for nothing is converted; the deal follows once somebody did', async () => {
  const { account, sink, grace } = await startSalesforce({}, { deals: true });

  expect(await sink.deal?.(lead(grace), deal())).toEqual(lead(grace));
  expect(account.all('Opportunity')).toEqual([]);

  account.convertByHand(grace, true);
  await sink.deal?.(lead(grace), deal({ status: 'won' }));
  expect(account.all('Opportunity')).toMatchObject([
    { Name: 'Acme', StageName: 'Closed Won', Description: 'handoff:h1' },
  ]);
});

test('what was converted without an opportunity gets one, of its account and about its contact', async () => {
  const { account, sink, grace } = await startSalesforce({}, { deals: true });
  account.convertByHand(grace, false);

  await sink.deal?.(lead(grace), deal({ closeOn: null }));

  const { ConvertedAccountId, ConvertedContactId } = account.record(grace);
  expect(account.all('Opportunity')).toMatchObject([
    {
      AccountId: ConvertedAccountId,
      ContactId: ConvertedContactId,
      CloseDate: '2026-12-31',
      StageName: 'Prospecting',
    },
  ]);
});

test('an amount has its currency where an org has several, and one that it does not have is refused', async () => {
  const { account, sink, grace } = await startSalesforce({ currencies: ['USD', 'EUR'] }, CONVERTING);

  const record = await sink.deal?.(lead(grace), deal({ currency: 'EUR' }));
  expect(account.all('Opportunity')).toMatchObject([{ Amount: 12_000, CurrencyIsoCode: 'EUR' }]);

  if (record === undefined) throw new Error('expected a record');
  await expect(sink.deal?.(record, deal({ amount: 9, currency: 'CHF' }))).rejects.toMatchObject({
    ...{ about: 'field', field: 'CurrencyIsoCode' },
  });
  expect(account.all('Opportunity')).toMatchObject([{ Amount: 12_000 }]);
});

test('a second deal of the same person is another opportunity', async () => {
  const { account, sink, grace } = await startSalesforce({}, CONVERTING);
  const record = await sink.deal?.(lead(grace), deal());
  if (record === undefined) throw new Error('expected a record');

  await sink.deal?.(record, deal({ mark: 'handoff:h12' }));

  expect(account.all('Opportunity').map(({ Description }) => Description)).toEqual([
    'handoff:h1',
    'handoff:h12',
  ]);
});

test('a lead that was lost before it was a deal is not converted', async () => {
  const { account, sink, grace } = await startSalesforce({}, CONVERTING);

  expect(await sink.deal?.(lead(grace), deal({ status: 'lost' }))).toEqual(lead(grace));
  expect(account.record(grace).IsConverted).toBe(false);
});

test('a lead of a queue is converted for whoever has the deal, and not without somebody', async () => {
  const { account, sink } = await startSalesforce({}, CONVERTING);
  const queued = account.add({ email: 'q@acme.example', ownerId: '00G000000000001AAA' });
  const ana = String(account.all('User')[0]?.Id);

  await expect(sink.deal?.(lead(queued), deal())).rejects.toMatchObject({
    about: 'record',
    field: 'OwnerId',
  });
  await sink.deal?.(lead(queued), deal({ ownerId: ana }));

  expect(account.all('Opportunity')).toMatchObject([{ OwnerId: ana }]);
});

test('a conversion that the org stops says why', async () => {
  const duplicates = await startSalesforce({ hasDuplicates: true }, CONVERTING);
  await expect(duplicates.sink.deal?.(lead(duplicates.grace), deal())).rejects.toMatchObject({
    about: 'record',
    message:
      'Salesforce refuses (DUPLICATES_DETECTED): a rule against duplicates stops it: do this one by hand',
  });
  const forbidden = await startSalesforce({ forbidden: ['convert'] }, CONVERTING);
  await expect(forbidden.sink.deal?.(lead(forbidden.grace), deal())).rejects.toMatchObject({
    about: 'record',
  });
  const locked = await startSalesforce({}, CONVERTING);
  locked.account.lock(locked.grace, 1, 'UNABLE_TO_LOCK_ROW');
  await expect(locked.sink.deal?.(lead(locked.grace), deal())).rejects.toMatchObject({ retryAfterMs: null });
  const without = await startSalesforce({ statuses: [{ label: 'New' }] }, CONVERTING);
  await expect(without.sink.deal?.(lead(without.grace), deal())).rejects.toMatchObject({ about: 'request' });
  expect(await without.sink.lacks()).toHaveLength(1);
});

test('of a hundred whose answers were lost, each has one task, one conversion and one opportunity', async () => {
  const { account, sink } = await startSalesforce({}, CONVERTING);
  for (let at = 0; at < 100; at += 1) {
    const id = account.add({ email: `p${at}@acme.example`, company: `Acme ${at}` });
    const tellAll = async () => {
      const record = await sink.find({ ...whom, refs: [ref(id)] });
      if (record === null) throw new Error('expected a record');
      await sink.log?.(record, entry(`handoff:t${at}`), 'task');
      await sink.deal?.(record, deal({ mark: `handoff:d${at}`, name: `Acme ${at}` }));
    };
    // The task's, the conversion's and the opportunity's answer are lost, one at each try.
    for (const tried of [1, 2, 3]) {
      account.loseAnswers(1);
      await expect(tellAll(), `try ${tried}`).rejects.toMatchObject({
        message: 'Salesforce cannot be reached',
      });
    }
    account.loseAnswers(0);
    await tellAll();
  }

  const counts = (object: 'Task' | 'Contact' | 'Opportunity') => account.all(object).length;
  expect([counts('Task'), counts('Contact'), counts('Opportunity')]).toEqual([100, 100, 100]);
  expect(new Set(account.all('Task').map(({ Description }) => Description)).size).toBe(100);
  expect(new Set(account.all('Opportunity').map(({ Description }) => Description)).size).toBe(100);
});

test('a contact who never was a lead has one opportunity, though answers are lost', async () => {
  const { account, sink } = await startSalesforce({}, { deals: true });
  const contact = { type: 'contact', id: account.add({ email: 'c@acme.example', as: 'Contact' }) };
  account.loseAnswers(1);
  await expect(sink.deal?.(contact, deal())).rejects.toThrow('cannot be reached');

  await sink.deal?.(contact, deal());
  await sink.deal?.(contact, deal({ status: 'won' }));

  expect(account.all('Opportunity')).toMatchObject([{ ContactId: contact.id, StageName: 'Closed Won' }]);
});
