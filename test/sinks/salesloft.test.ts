import { expect, test } from 'vitest';
import { planFields } from '#domain/plan-write.ts';
import type { Entry } from '#src/sinks/sink.ts';
import { startSalesloft } from '../support/sales-tools.ts';

const whom = { known: null, refs: [], email: null };
const ref = (id: string, type = 'person') => ({ system: 'salesloft', type, id, url: undefined });
const person = (id: string) => ({ type: 'person', id });
const entry = (mark: string): Entry => ({
  ...{ mark, at: new Date('2026-12-01T09:00:00Z'), title: 'Rejected by Ana', ownerId: null },
  text: 'No budget this year\nTry again',
});

test('a person is found by the id, then by the address', async () => {
  const { sink, grace } = await startSalesloft();

  expect(await sink.find({ ...whom, refs: [ref(grace)] })).toEqual(person(grace));
  expect(await sink.find({ ...whom, known: person(grace) })).toEqual(person(grace));
  expect(await sink.find({ ...whom, refs: [ref('77')], email: 'GRACE@acme.example' })).toEqual(person(grace));
});

test('whom the team does not have is nobody, and neither are ids of other tools or records', async () => {
  const { account, sink, grace } = await startSalesloft();

  expect(await sink.find({ ...whom, email: 'race@acme.example' })).toBeNull();
  account.asked.length = 0;
  const refs = [{ ...ref(grace), system: 'outreach' }, ref('1/../2'), ref(grace, 'account')];
  expect(await sink.find({ ...whom, refs })).toBeNull();
  expect(account.asked).toEqual([]);
});

test('stages and fields are those of the team, over all their pages', async () => {
  const { account, sink, grace } = await startSalesloft({
    ...{ stages: ['Neu', 'Angenommen'], pageSize: 1 },
    own: [
      { name: 'Grund', value_type: 'text' },
      { name: 'Wieder am', value_type: 'date' },
    ],
  });
  const fields = await sink.fields('person');

  expect(fields).toMatchObject([
    {
      ...{ name: 'person_stage_id', type: 'choice' },
      options: ['Neu', 'Angenommen'].map((label) => ({ value: account.stageId(label), label })),
    },
    { name: 'owner_id', type: 'other' },
    { name: 'Grund', type: 'text' },
    { name: 'Wieder am', type: 'date' },
  ]);
  const current = await sink.read(person(grace), ['person_stage_id']);
  const plan = (field: string, value: string) =>
    planFields({
      ...{ wanted: [{ key: 'status', field, value }], fields, current, written: {} },
      ...{ byHand: () => 'keep', stageOrder: [] },
    });
  expect(plan('person_stage_id', 'Working').notes).toEqual(['Stage has no option Working']);
  expect(plan('Handoff reason', 'x').notes).toEqual(['there is no field Handoff reason']);
  expect(plan('person_stage_id', 'angenommen').changes).toEqual([
    { field: 'person_stage_id', from: null, to: account.stageId('Angenommen') },
  ]);
});

test('a stage that was renamed is the same stage', async () => {
  const { account, sink, grace } = await startSalesloft();
  await sink.write(person(grace), { person_stage_id: account.stageId('Working') });
  account.rename('Working', 'At it');

  const [stage] = await sink.fields('person');
  expect(stage?.options).toContainEqual({ value: account.stageId('At it'), label: 'At it' });
  expect(await sink.read(person(grace), ['person_stage_id'])).toEqual({
    person_stage_id: account.stageId('At it'),
  });
});

test.each([true, false])(
  'what is written is read back, and fields of others stay (left out is emptied: %s)',
  async (replacesFields) => {
    const users = [
      { name: 'Ana', email: 'ana@ours.example' },
      { name: 'Ben', email: 'ben@ours.example' },
    ];
    const { account, sink, grace } = await startSalesloft({ users, replacesFields });
    account.change(grace, 'Region', 'North');
    const values = {
      ...{ person_stage_id: account.stageId('Closed- Not Converted'), owner_id: '802' },
      ...{ 'Handoff reason': 'No budget — "now"', 'Handoff recycle on': '2027-03-31' },
    };

    await sink.write(person(grace), values);

    expect(await sink.read(person(grace), [...Object.keys(values), 'Region'])).toEqual({
      ...values,
      Region: 'North',
    });
    await sink.write(person(grace), { person_stage_id: null, 'handoff reason': null });
    expect(account.record(grace)).toEqual({
      ...{ stage: null, owner: 802, Region: 'North', 'Handoff recycle on': '2027-03-31' },
    });
  },
);

test('users are the active ones, over all pages, by their addresses in small letters', async () => {
  const { sink } = await startSalesloft({
    pageSize: 1,
    users: [
      { name: 'Ana', email: 'Ana@Ours.example' },
      { name: 'Gone', email: 'gone@ours.example', isActive: false },
      { name: 'Ben', email: 'ben@ours.example' },
    ],
  });

  expect([...(await sink.users())]).toEqual([
    ['ana@ours.example', '801'],
    ['ben@ours.example', '803'],
  ]);
});

test('what Salesloft refuses is refused, with nothing of what was written', async () => {
  const { account, sink, grace } = await startSalesloft();

  await expect(sink.write(person(grace), { owner_id: '12345' })).rejects.toMatchObject({
    ...{ about: 'field', field: 'owner_id' },
    message: 'Salesloft does not take what we write into owner_id (HTTP 422)',
  });
  await expect(sink.write(person(grace), { Nowhere: 'x' })).rejects.toMatchObject({ field: 'Nowhere' });
  await expect(sink.write(person('77'), { owner_id: '801' })).rejects.toMatchObject({ about: 'record' });
  await expect(sink.read(person('77'), ['owner_id'])).rejects.toMatchObject({ about: 'record' });
  for (const record of [person('1/../2'), { type: 'account', id: '1' }]) {
    await expect(sink.read(record, ['owner_id'])).rejects.toMatchObject({ about: 'record' });
    await expect(sink.log?.(record, entry('handoff:1'), 'note')).rejects.toMatchObject({ about: 'record' });
    await expect(sink.finish?.(record)).rejects.toMatchObject({ about: 'record' });
  }
  account.outage = {
    status: 422,
    body: { errors: [{ attribute: 'owner_id', message: 'ana@ours.example' }] },
  };
  await expect(sink.write(person(grace), { owner_id: '801' })).rejects.toMatchObject({ field: 'owner_id' });
  account.outage = { status: 400, body: 'ana@ours.example' };
  await expect(sink.write(person(grace), { owner_id: '801' })).rejects.toMatchObject({
    ...{ about: 'request', message: 'Salesloft refuses what we ask of it (HTTP 400)' },
  });
});

test('what a token may not do is about access, and said before it is needed', async () => {
  const forbidden = ['GET users', 'PUT people', 'GET notes', 'GET cadence_memberships'];
  const { sink, grace } = await startSalesloft({ forbidden }, { finish: true });

  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
  await expect(sink.write(person(grace), { owner_id: '801' })).rejects.toMatchObject({ about: 'access' });
  expect((await sink.lacks()).map(({ what }) => what)).toEqual(
    ['users', 'notes', 'cadence_memberships'].map((part) => `the token may not read ${part}`),
  );
  const bare = await startSalesloft({ forbidden: ['GET notes', 'GET cadence_memberships'] }, { log: 'none' });
  expect(await bare.sink.lacks()).toEqual([]);
});

test('a token that is over is about access', async () => {
  const { account, sink } = await startSalesloft();
  account.wearTokens();
  await expect(sink.users()).rejects.toMatchObject({ about: 'access' });
  await expect((await startSalesloft({}, {}, 'another')).sink.users()).rejects.toMatchObject({
    about: 'access',
  });
});

test('a minute that is used up says how long it lasts, and trouble is no refusal', async () => {
  const { account, sink, grace } = await startSalesloft({ perMinute: 1, now: () => 0 });
  await sink.users();
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 60_000 });

  account.outage = { status: 429, body: {}, headers: { 'retry-after': '9' } };
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 9_000 });
  account.outage = { status: 429, body: {} };
  await expect(sink.users()).rejects.toMatchObject({ retryAfterMs: 60_000 });
  account.outage = { status: 502, body: 'bad gateway' };
  await expect(sink.write(person(grace), { owner_id: '801' })).rejects.toMatchObject({
    message: 'Salesloft is busy (HTTP 502)',
  });
});

test('a field that is missing may be made, once', async () => {
  const { sink } = await startSalesloft({ own: [] });
  const ours = { name: 'Handoff reason', label: 'Reason' };

  await sink.addFields?.('person', [ours]);
  await sink.addFields?.('person', [ours]);

  const named = (await sink.fields('person')).map(({ name }) => name);
  expect(named).toEqual(['person_stage_id', 'owner_id', 'Handoff reason']);
  const poor = await startSalesloft({ own: [], forbidden: ['POST custom_fields'] });
  await expect(poor.sink.addFields?.('person', [ours])).rejects.toMatchObject({ about: 'access' });
});

test('a note says what happened, with our mark, once, among whatever others', async () => {
  const { account, sink, grace } = await startSalesloft({ pageSize: 1 });
  const other = account.add({ email: 'other@acme.example' });

  await sink.log?.(person(grace), entry('handoff:11'), 'task');
  await sink.log?.(person(grace), entry('handoff:1'), 'note');
  await sink.log?.(person(grace), entry('handoff:1'), 'note');
  await sink.log?.(person(other), entry('handoff:1'), 'note');

  expect(account.notes().map(({ content, person: id }) => [content.split('\n').at(-1), String(id)])).toEqual([
    ['handoff:11', grace],
    ['handoff:1', grace],
    ['handoff:1', other],
  ]);
  expect(account.notes()[1]?.content).toBe('Rejected by Ana\nNo budget this year\nTry again\n\nhandoff:1');
});

test('a person leaves every cadence they are on, and twice is as once', async () => {
  const { account, sink, grace } = await startSalesloft({ pageSize: 1 });
  const other = account.add({ email: 'other@acme.example' });
  const on = [account.begin(grace), account.begin(grace, 'completed'), account.begin(grace, 'scheduled')];
  const elses = account.begin(other);

  await sink.finish?.(person(grace));
  expect([...on, elses].map(account.stateOf)).toEqual(['removed', 'completed', 'removed', 'active']);

  account.asked.length = 0;
  await sink.finish?.(person(grace));
  expect(account.asked.filter((asked) => asked.startsWith('DELETE'))).toEqual([]);
});

test('a cadence at which Salesloft is at work ends later, the others now', async () => {
  const { account, sink, grace } = await startSalesloft();
  const [busy, idle] = [account.begin(grace, 'processing'), account.begin(grace)];

  await expect(sink.finish?.(person(grace))).rejects.toMatchObject({
    ...{ retryAfterMs: null, message: 'Salesloft is at work on a cadence of this person' },
  });
  expect([busy, idle].map(account.stateOf)).toEqual(['processing', 'removed']);
  account.move(busy, 'active');
  account.beforeAnswer = () => {
    if (account.asked.at(-1)?.startsWith('DELETE')) account.move(busy, 'processing');
  };
  await expect(sink.finish?.(person(grace))).rejects.toMatchObject({
    message: 'Salesloft does not let a cadence end now',
  });
  account.beforeAnswer = () => {};
  account.move(busy, 'active');
  await sink.finish?.(person(grace));
  expect(account.stateOf(busy)).toBe('removed');
});

test('a cadence that the token may not end is said to go on', async () => {
  const { account, sink, grace } = await startSalesloft({ forbidden: ['DELETE cadence_memberships'] });
  const on = account.begin(grace);

  await expect(sink.finish?.(person(grace))).rejects.toMatchObject({ about: 'access' });
  expect(account.stateOf(on)).toBe('active');
});

test('of a hundred whose answers were lost, each has one note and left its cadence once', async () => {
  const { account, sink } = await startSalesloft();
  const left: string[] = [];
  account.onChange(({ id, field }) => field === 'cadence' && left.push(id));
  for (let at = 0; at < 100; at += 1) {
    const record = person(account.add({ email: `p${at}@acme.example` }));
    account.begin(record.id);
    const steps = [
      () => sink.write(record, { person_stage_id: account.stageId('Working') }),
      async () => sink.log?.(record, entry(`handoff:n${at}`), 'note'),
      async () => sink.finish?.(record),
    ];
    for (const step of steps) {
      account.loseAnswers(1);
      await expect(step()).rejects.toMatchObject({ message: 'Salesloft cannot be reached' });
      account.loseAnswers(0);
      await step();
    }
  }

  expect(account.notes()).toHaveLength(100);
  expect(new Set(account.notes().map(({ content }) => content)).size).toBe(100);
  expect([left.length, new Set(left).size]).toEqual([100, 100]);
});
