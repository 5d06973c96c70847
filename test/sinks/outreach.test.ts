import { expect, test } from 'vitest';
import { planFields } from '#domain/plan-write.ts';
import { startOutreach } from '../support/sales-tools.ts';

const whom = { known: null, refs: [], email: null };
const ref = (id: string, type = 'prospect') => ({ system: 'outreach', type, id, url: undefined });
const prospect = (id: string) => ({ type: 'prospect', id });
const MEDIA_TYPE = 'application/vnd.api+json';

test('a prospect is found by the id, then by the address', async () => {
  const { sink, grace } = await startOutreach();

  expect(await sink.find({ ...whom, refs: [ref(grace)] })).toEqual(prospect(grace));
  expect(await sink.find({ ...whom, known: prospect(grace) })).toEqual(prospect(grace));
  expect(await sink.find({ ...whom, refs: [ref('77')], email: 'GRACE@acme.example' })).toEqual(
    prospect(grace),
  );
});

test('whom the org does not have is nobody, and an address that could mean others is not asked for', async () => {
  const { account, sink, grace } = await startOutreach();

  expect(await sink.find({ ...whom, email: 'race@acme.example' })).toBeNull();
  account.asked.length = 0;
  const refs = [{ ...ref(grace), system: 'salesloft' }, ref('1/../2'), ref(grace, 'account')];
  expect(await sink.find({ ...whom, refs, email: 'x@acme.example,grace@acme.example' })).toBeNull();
  expect(account.asked).toEqual([]);
});

test('stages are those of the account, whatever they are called, over all their pages', async () => {
  const { account, sink, grace } = await startOutreach({ stages: ['Neu', 'Angenommen'], pageSize: 1 });
  const fields = await sink.fields('prospect');

  expect(fields.slice(0, 2)).toMatchObject([
    {
      ...{ name: 'stage', type: 'choice' },
      options: ['Neu', 'Angenommen'].map((label) => ({ value: account.stageId(label), label })),
    },
    { name: 'owner', type: 'other' },
  ]);
  const current = await sink.read(prospect(grace), ['stage']);
  const plan = (value: string) =>
    planFields({
      ...{ wanted: [{ key: 'status', field: 'stage', value }], fields, current, written: {} },
      ...{ byHand: () => 'keep', stageOrder: [] },
    });
  expect(plan('Accepted')).toEqual({ changes: [], notes: ['Stage has no option Accepted'] });
  expect(plan('angenommen').changes).toEqual([
    { field: 'stage', from: null, to: account.stageId('Angenommen') },
  ]);
});

test('a stage that was renamed is the same stage', async () => {
  const { account, sink, grace } = await startOutreach();
  await sink.write(prospect(grace), { stage: account.stageId('Accepted') });
  account.rename('Accepted', 'Taken');

  const [stage] = await sink.fields('prospect');
  expect(stage?.options).toContainEqual({ value: account.stageId('Taken'), label: 'Taken' });
  expect(await sink.read(prospect(grace), ['stage'])).toEqual({ stage: account.stageId('Taken') });
});

test('stage, owner and numbered fields are written in one request, and read back', async () => {
  const users = [
    { name: 'Ana', email: 'ana@ours.example' },
    { name: 'Ben', email: 'ben@ours.example' },
  ];
  const { account, sink, grace } = await startOutreach({ users });
  const values = { stage: account.stageId('Rejected'), owner: '902', custom12: 'No budget — "now"' };

  await sink.write(prospect(grace), values);

  expect(account.asked).toEqual([`PATCH /api/v2/prospects/${grace}`]);
  expect(await sink.read(prospect(grace), ['stage', 'owner', 'Custom12'])).toEqual(values);
  await sink.write(prospect(grace), { stage: null, custom12: null });
  expect(await sink.read(prospect(grace), ['stage', 'owner', 'custom12'])).toEqual({
    ...{ stage: null, owner: '902', custom12: null },
  });
});

test('users are those who are not locked, over all pages, by their addresses in small letters', async () => {
  const { sink } = await startOutreach({
    pageSize: 1,
    users: [
      { name: 'Ana', email: 'Ana@Ours.example' },
      { name: 'Gone', email: 'gone@ours.example', isLocked: true },
      { name: 'Ben', email: 'ben@ours.example' },
    ],
  });

  expect([...(await sink.users())]).toEqual([
    ['ana@ours.example', '901'],
    ['ben@ours.example', '903'],
  ]);
});

test('a field that the org does not have is refused by its name, with nothing of what was written', async () => {
  const { sink, grace } = await startOutreach({ fields: 35 });

  await expect(sink.write(prospect(grace), { custom36: 'secret' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'custom36' },
    message: 'Outreach does not take what we write into custom36 (HTTP 422)',
  });
  await expect(sink.write(prospect(grace), { owner: '12345' })).rejects.toMatchObject({ field: 'owner' });
  await expect(sink.write(prospect(grace), { custom151: 'x' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'custom151' },
  });
  await expect(sink.write(prospect('77'), { stage: null })).rejects.toMatchObject({ about: 'record' });
  await expect(sink.read(prospect('77'), ['stage'])).rejects.toMatchObject({ about: 'record' });
  await expect(sink.read(prospect('1/../2'), ['stage'])).rejects.toMatchObject({ about: 'record' });
  await expect(sink.finish?.({ type: 'account', id: '1' })).rejects.toMatchObject({ about: 'record' });
});

test('a scope that is missing is about access, and what its user may not do about this record alone', async () => {
  const without = await startOutreach(
    { missingScopes: ['prospects.write', 'stages.read'] },
    { finish: true },
  );
  await expect(without.sink.write(prospect(without.grace), { custom1: 'x' })).rejects.toMatchObject({
    ...{ about: 'access', message: 'Outreach refuses us (HTTP 403): the scope prospects.write is missing' },
  });
  await expect(without.sink.fields('prospect')).rejects.toMatchObject({ about: 'access' });
  expect(await without.sink.lacks()).toEqual([
    { what: 'the scope stages.read', fix: 'add it to the app, and connect it anew' },
  ]);

  const { account, sink, grace } = await startOutreach();
  expect(await sink.lacks()).toEqual([]);
  account.forbidden.add(grace);
  await expect(sink.write(prospect(grace), { custom1: 'x' })).rejects.toMatchObject({ about: 'record' });
});

test('sequences are asked about only where they are to be finished', async () => {
  const options = { missingScopes: ['sequenceStates.read'] };
  expect(await (await startOutreach(options)).sink.lacks()).toEqual([]);
  expect(await (await startOutreach(options, { finish: true })).sink.lacks()).toMatchObject([
    { what: 'the scope sequenceStates.read' },
  ]);
});

test('an hour that is used up says how long it lasts, and trouble is no refusal', async () => {
  const { account, sink, grace } = await startOutreach({ perHour: 1, now: () => 0 });
  await sink.users();
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 3_600_000 });

  account.outage = { status: 502, body: 'bad gateway' };
  await expect(sink.write(prospect(grace), {})).rejects.toMatchObject({
    message: 'Outreach is busy (HTTP 502)',
  });
  const until = new Date(Date.now() + 600_000).toISOString();
  account.outage = { status: 503, body: { errors: [] }, headers: { 'retry-after': until } };
  const failure = await sink.users().catch((error) => error);
  expect(failure.retryAfterMs).toBeGreaterThan(500_000);
});

test('a token that is over is about access', async () => {
  const { account, sink } = await startOutreach();
  account.wearTokens();
  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
});

test('every request says that it is JSON:API', async () => {
  const { account, sink, grace } = await startOutreach();
  account.begin(grace);
  await sink.fields('prospect');
  await sink.write(prospect(grace), { custom1: 'x' });
  await sink.finish?.(prospect(grace));
  const answer = await fetch(`${account.url}/api/v2/stages`, {
    headers: { authorization: 'Bearer token-of-the-api', 'content-type': 'application/json' },
  });

  expect([answer.status, answer.headers.get('content-type')]).toEqual([415, MEDIA_TYPE]);
});

test('the active sequences of a prospect are finished, no others, and twice is as once', async () => {
  const { account, sink, grace } = await startOutreach({ pageSize: 1 });
  const other = account.add({ email: 'other@acme.example' });
  const states = [
    account.begin(grace),
    account.begin(grace, 'bounced'),
    account.begin(grace),
    account.begin(other),
  ];

  await sink.finish?.(prospect(grace));
  expect(states.map(account.stateOf)).toEqual(['finished', 'bounced', 'finished', 'active']);

  account.asked.length = 0;
  await sink.finish?.(prospect(grace));
  expect(account.asked.filter((asked) => asked.startsWith('POST'))).toEqual([]);
});

test('a sequence that somebody finished meanwhile is finished', async () => {
  const { account, sink, grace } = await startOutreach();
  const state = account.begin(grace);
  account.beforeAnswer = () => {
    if (account.asked.at(-1)?.startsWith('POST') && account.stateOf(state) === 'active') account.end(state);
  };

  await sink.finish?.(prospect(grace));

  expect(account.asked.filter((asked) => asked.startsWith('POST'))).toHaveLength(1);
  expect(account.stateOf(state)).toBe('finished');
});

test('a sequence that goes on is not said to be finished', async () => {
  const { account, sink, grace } = await startOutreach();
  const state = account.begin(grace);
  account.forbidden.add(grace);

  await expect(sink.finish?.(prospect(grace))).rejects.toMatchObject({ about: 'record' });
  expect(account.stateOf(state)).toBe('active');
  const without = await startOutreach({ missingScopes: ['sequenceStates.write'] });
  without.account.begin(without.grace);
  await expect(without.sink.finish?.(prospect(without.grace))).rejects.toMatchObject({ about: 'access' });
});

test('of a hundred whose answers were lost, each shows the last and has its sequence finished once', async () => {
  const { account, sink } = await startOutreach();
  const finished: string[] = [];
  account.onChange(({ id, field }) => field === 'sequence' && finished.push(id));
  for (let at = 0; at < 100; at += 1) {
    const record = prospect(account.add({ email: `p${at}@acme.example` }));
    account.begin(record.id);
    const tell = async () => {
      await sink.write(record, { stage: account.stageId('Won') });
      await sink.finish?.(record);
    };
    for (const _ of ['the write', 'the end']) {
      account.loseAnswers(1);
      const lost = await (_ === 'the write' ? tell() : sink.finish?.(record))?.catch((error) => error);
      expect(lost).toMatchObject({ message: 'Outreach cannot be reached' });
    }
    account.loseAnswers(0);
    await tell();
    expect(String(account.record(record.id).stage)).toBe(account.stageId('Won'));
  }

  expect([finished.length, new Set(finished).size]).toEqual([100, 100]);
});
