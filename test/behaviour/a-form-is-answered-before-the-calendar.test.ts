import { expect, test } from 'vitest';
import { askForm, CALENDARS, PAGE, withCalendars, withoutBens, withQualify } from '../support/forms.ts';
import { hot, leadAt, person, warmAt } from '../support/leads.ts';
import { pastAt } from '../support/past.ts';
import { all, toBeClaimed, withoutCaps, withPerson, withPool, withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const NO = { book: null };
/** Monday 23 November 2026, 06:00 in Berlin: nobody in Europe works yet. */
const EARLY = new Date('2026-11-23T05:00:00Z');

const count = async (stage: TestStage, table: string) =>
  (await stage.query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count;

test('a qualified lead is answered with the calendar of whoever has it, and nothing else', async () => {
  const stage = await startStage({ settings: withCalendars });

  const first = await askForm(stage, leadAt('acme'));
  const second = await askForm(stage, leadAt('initech'));

  expect(first).toMatchObject({ status: 200, answer: { book: CALENDARS.ana } });
  expect(second).toMatchObject({ status: 200, answer: { book: CALENDARS.ben } });
  expect(first.headers.get('access-control-allow-origin')).toBe(PAGE);
  expect(first.headers.get('vary')).toBe('Origin');
  expect(await stage.query('select outcome, source_id from items')).toEqual([
    { outcome: 'handoff', source_id: 'website' },
    { outcome: 'handoff', source_id: 'website' },
  ]);
});

test('a form is read by the names of its fields as well', async () => {
  const stage = await startStage({ settings: withCalendars });
  const fields = new URLSearchParams({
    ...{ name: 'Grace Hopper', work_email: 'grace@globex.example', company: 'Globex', employees: '420' },
    ...{ industry: 'software', country: 'DE', channel: 'demo_request', submission_id: 'f-17' },
  });

  const asked = await askForm(stage, `${fields}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

  expect(asked).toMatchObject({ status: 200, answer: { book: CALENDARS.ana } });
  expect(await stage.query("select key, lead #>> '{person,email}' as email from items")).toEqual([
    { key: 'f-17', email: 'grace@globex.example' },
  ]);
});

test('whoever is not qualified, excluded, a customer or in shadow is answered alike, and is kept', async () => {
  const stage = await startStage({
    settings: all(
      withCalendars,
      withQualify({}),
      withQualify({}, 'content'),
      withSource('content', { mode: 'shadow' }),
    ),
  });
  const small = { ...leadAt('tiny'), account: { name: 'Tiny', employees: 3, industry: 'bakery' } };
  const student = { ...leadAt('uni'), person: { email: 'jane@uni.example', title: 'PhD student' } };
  await stage.send({ ...hot, account: { ...hot.account, existing_customer: true } });
  await stage.settle();

  const answers = [
    await askForm(stage, small),
    await askForm(stage, student),
    await askForm(stage, person('Jane Roe', 'jane@globex.example')),
    await askForm(stage, leadAt('umbrella'), { source: 'content' }),
  ];

  expect(answers.map(({ status, answer }) => [status, answer]).slice(0, 2)).toEqual([
    [200, NO],
    [200, NO],
  ]);
  expect(answers[3]).toMatchObject({ status: 200, answer: NO });
  expect(await count(stage, 'items')).toBe(5);
});

test('somebody of a customer is answered as whoever is not qualified, and reaches whoever looks after them', async () => {
  const calendar = { booking_url: 'https://cal.acme-sales.example/vic' };
  const stage = await startStage({ settings: all(withCalendars, withPerson('vic', calendar)) });
  await pastAt(stage, 'initech', { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' });

  expect(await askForm(stage, leadAt('initech'))).toMatchObject({ status: 200, answer: NO });
  expect(await askForm(stage, person('Joan', 'joan@initech.example'))).toMatchObject({ answer: NO });
  await stage.settle();

  expect(stage.card('vic').text).toContain('initech');
});

test('an owner without a calendar is nobody to book, unless the pool has one', async () => {
  const shared = 'https://cal.acme-sales.example/emea';
  const without = await startStage({ settings: withoutBens });
  await askForm(without, leadAt('acme'));
  const withPools = await startStage({
    settings: all(withoutBens, withPool('sdr-emea', { booking_url: shared })),
  });
  await askForm(withPools, leadAt('acme'));

  expect(await askForm(without, leadAt('initech'))).toMatchObject({ answer: NO });
  expect(await askForm(withPools, leadAt('initech'))).toMatchObject({ answer: { book: shared } });
});

test('where nobody is on, or whoever comes first has it, nobody can be booked', async () => {
  const early = await startStage({ at: EARLY, settings: withCalendars });
  const claimed = await startStage({ settings: all(withCalendars, toBeClaimed) });

  expect(await askForm(early, leadAt('acme'))).toMatchObject({ status: 200, answer: NO });
  expect(await askForm(claimed, leadAt('acme'))).toMatchObject({ status: 200, answer: NO });
  await claimed.settle();

  expect(await early.query('select state, owner_id from handoffs')).toEqual([
    { state: 'waiting', owner_id: null },
  ]);
  expect(await claimed.query('select claim_key is not null as lies from handoffs')).toEqual([{ lies: true }]);
});

test('where everybody is full nobody can be booked', async () => {
  const stage = await startStage({
    settings: all(
      withCalendars,
      withPool('sdr-emea', { caps: { unanswered: 1, uncontacted: 1, per_day: 30 } }),
    ),
  });

  const answers = [];
  for (const company of ['acme', 'initech', 'hooli']) answers.push(await askForm(stage, leadAt(company)));

  expect(answers.map(({ answer }) => answer)).toEqual([{ book: CALENDARS.ana }, { book: CALENDARS.ben }, NO]);
});

test('a pool that offers outside hours books whoever would get it', async () => {
  const stage = await startStage({
    at: EARLY,
    settings: all(withCalendars, withPool('sdr-emea', { outside_hours: 'offer' })),
  });

  expect(await askForm(stage, leadAt('acme'))).toMatchObject({ answer: { book: CALENDARS.ana } });
});

test('the same form sent twice, also at once, is one lead, one turn and the same answer', async () => {
  const stage = await startStage({ settings: withCalendars });

  const twice = await Promise.all([askForm(stage, hot), askForm(stage, hot), askForm(stage, hot)]);
  const again = await askForm(stage, hot);

  expect([...twice, again].map(({ answer }) => answer)).toEqual(
    Array.from({ length: 4 }, () => ({ book: CALENDARS.ana })),
  );
  expect([
    await count(stage, 'deliveries'),
    await count(stage, 'items'),
    await count(stage, 'leads'),
    await count(stage, 'handoffs'),
    await count(stage, "balance_entries where kind = 'turn'"),
  ]).toEqual([1, 1, 1, 1, 1]);
});

test('only pages of ours may ask, and their browsers hear so before', async () => {
  const stage = await startStage({ settings: withCalendars });
  const before = (headers: Record<string, string>, source = 'website') =>
    askForm(stage, '', { method: 'OPTIONS', headers, source });

  const allowed = await before({ 'access-control-request-method': 'POST' });
  expect(allowed.status).toBe(204);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': PAGE,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    vary: 'Origin',
  });
  const foreign = await before({ origin: 'https://evil.example' });
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);

  const refused = [
    await askForm(stage, hot, { headers: { origin: 'https://evil.example' } }),
    await askForm(stage, hot, { headers: { origin: `${PAGE}.evil.example` } }),
    await askForm(stage, hot, { headers: { origin: 'null' } }),
    await askForm(stage, hot, { headers: { origin: '' } }),
  ];
  expect(refused.map(({ status, answer }) => [status, answer])).toEqual(
    Array.from({ length: 4 }, () => [403, NO]),
  );
  expect(await askForm(stage, hot, { source: 'content' })).toMatchObject({ status: 404, answer: NO });
  expect(await askForm(stage, hot, { source: 'nobody' })).toMatchObject({ status: 404, answer: NO });
  expect((await askForm(stage, '', { method: 'GET' })).status).toBe(405);
  expect(await count(stage, 'deliveries')).toBe(0);
});

test('what cannot be read, or names nobody, is answered alike and not kept', async () => {
  const stage = await startStage({ settings: withCalendars });
  const nothing = [
    ...['', '{', '[]', 'null', '"a"', '7', '{"person":{}}', '{"person":{"email":"no address"}}', '[{},{}]'],
    JSON.stringify([hot, hot]),
    JSON.stringify({ ...hot, kind: 'erasure' }),
    JSON.stringify({ ...hot, kind: 'test' }),
    JSON.stringify({ ...hot, kind: 'activity', activity: { channel: 'call' } }),
    JSON.stringify({ person: { full_name: 'Nobody' }, refs: [{ system: 'crm', type: 'lead', id: '1' }] }),
    '{"__proto__":{"person":{"email":"a@b.example"}}}',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ];

  // One address may not ask so often.
  const stages = await Promise.all(
    nothing.map((body, n) => askForm(stage, body, { headers: { 'x-forwarded-for': `10.0.0.${n}` } })),
  );

  expect(new Set(stages.map(({ answer }) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(NO)]));
  expect(await count(stage, 'deliveries')).toBe(0);
  expect((await askForm(stage, 'x'.repeat(40_000))).status).toBe(413);
});

test('a visitor says nothing of what we have with them, and what they hide in a form is not read', async () => {
  const stage = await startStage({ settings: withCalendars });
  const told = {
    ...hot,
    occurred_at: '2020-01-01T00:00:00Z',
    refs: [{ system: 'hubspot', type: 'contact', id: '501' }],
    account: { ...hot.account, existing_customer: true, open_opportunity: true, abm_tier: 'one' },
    temperature: 'hot',
    score: { value: 100 },
    signals: [{ type: 'pricing_view', at: '2026-11-23T08:00:00Z' }],
    meeting: { status: 'booked', start_at: '2026-11-24T10:00:00Z' },
    opportunity: { status: 'won' },
    owner_email: 'ben@acme-sales.example',
    consent: { do_not_call: true, unsubscribed: false },
  };

  expect(await askForm(stage, told)).toMatchObject({ answer: { book: CALENDARS.ana } });
  const [item] = await stage.query<{ lead: Record<string, unknown> }>('select lead from items');
  expect(Object.keys(item?.lead ?? {}).toSorted()).toEqual([
    ...[
      'account',
      'campaign',
      'channel',
      'consent',
      'kind',
      'person',
      'refs',
      'schema_version',
      'signals',
      'tags',
    ],
  ]);
  expect(item?.lead).toMatchObject({ refs: [], signals: [], kind: 'lead', consent: { do_not_call: true } });
  expect(await count(stage, 'meetings')).toBe(0);
});

test('one address asks so often, and of one company so many', async () => {
  const stage = await startStage({
    settings: all(withCalendars, withoutCaps, withQualify({ per_address: '3/minute', per_domain: '2/hour' })),
    environment: { TRUSTED_PROXIES: '1' },
  });
  const from = (address: string) => ({ headers: { 'x-forwarded-for': `203.0.113.99, ${address}` } });

  const one = [];
  for (const company of ['a1', 'a2', 'a3', 'a4'])
    one.push(await askForm(stage, leadAt(company), from('10.1.1.1')));
  expect(one.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(one[3]?.answer).toEqual(NO);
  expect(one[3]?.headers.get('retry-after')).toBe('20');
  expect(one[3]?.headers.get('access-control-allow-origin')).toBe(PAGE);
  expect((await askForm(stage, leadAt('a5'), from('10.1.1.2'))).status).toBe(200);

  const company = ['grace', 'jane', 'joan'].map((name) => person(name, `${name}@eu.hooli.example`));
  const alike = [];
  for (const [n, lead] of company.entries()) alike.push(await askForm(stage, lead, from(`10.2.0.${n}`)));
  expect(alike.map(({ status }) => status)).toEqual([200, 200, 429]);
  const mailboxes = ['ann', 'bea', 'cat'].map((name) => person(name, `${name}@gmail.com`));
  for (const [n, lead] of mailboxes.entries())
    expect((await askForm(stage, lead, from(`10.3.0.${n}`))).status).toBe(200);

  stage.clock.forward(0.34);
  expect((await askForm(stage, leadAt('a6'), from('10.1.1.1'))).status).toBe(200);
});

test('without a trusted proxy whoever is connected counts, whatever they claim', async () => {
  const stage = await startStage({ settings: all(withCalendars, withQualify({ per_address: '2/minute' })) });
  const claims = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];

  const answers = [];
  for (const address of claims)
    answers.push(await askForm(stage, leadAt(`c${address}`), { headers: { 'x-forwarded-for': address } }));

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
});

test('a page hears what to ask next, of what its source may ask, and of the form alone', async () => {
  const stage = await startStage({
    settings: all(withCalendars, withQualify({ ask: ['country', 'employees'] })),
  });
  const read = {
    channel: 'content',
    person: { email: 'lead@initech.example', country: 'DE' },
    account: { name: 'Initech', industry: 'software' },
  };

  expect((await askForm(stage, read)).answer).toEqual({ book: null, ask: 'employees' });
  // What is known of them since changes nothing about the question.
  await stage.send(warmAt('initech'));
  await stage.settle();
  expect((await askForm(stage, { ...read, tags: ['again'] })).answer).toEqual({ book: CALENDARS.ana });
  expect(
    (
      await askForm(stage, {
        ...read,
        person: { email: 'a@umbrella.example' },
        account: { industry: 'bakery', employees: 9 },
      })
    ).answer,
  ).toEqual(NO);
  expect(
    (
      await askForm(stage, {
        ...read,
        person: { email: 'a@tiny.example' },
        account: { industry: 'software', employees: 2 },
      })
    ).answer,
  ).toEqual(NO);
});

test('a visitor who answers what was asked next is the same lead, qualified now', async () => {
  const stage = await startStage({ settings: all(withCalendars, withQualify({ ask: ['employees'] })) });
  const { employees: _, ...account } = leadAt('acme').account;
  const first = { ...leadAt('acme'), channel: 'content', account, id: 'f-1' };
  await stage.send({ ...warmAt('acme'), account: { domain: 'acme.example' } });
  await stage.settle();

  expect((await askForm(stage, first)).answer).toEqual({ book: null, ask: 'employees' });
  expect((await askForm(stage, { ...first, account: { ...account, employees: 420 } })).answer).toEqual({
    book: CALENDARS.ana,
  });
  expect([await count(stage, 'leads'), await count(stage, 'handoffs')]).toEqual([1, 1]);
});
