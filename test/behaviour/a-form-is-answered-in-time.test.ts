import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgres } from '#db/open.ts';
import { deskOf } from '../support/desk.ts';
import { askForm, CALENDARS, PAGE, withCalendars, withQualify } from '../support/forms.ts';
import { holdLeads } from '../support/hold.ts';
import { leadAt } from '../support/leads.ts';
import { pastAt } from '../support/past.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';
import { all, withoutCaps } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { queryOn, startStage } from '../support/stage.ts';

const CARDS_MS = 60_000;

test('a visitor waits two seconds at most, and the lead is offered at once when it is taken in', async () => {
  const site = await openSite();
  const running = await site.start({ settings: withCalendars });
  const held = await holdLeads(site.database.db);
  const asked = performance.now();

  const answer = await askForm(running, leadAt('acme'));

  expect(performance.now() - asked).toBeLessThan(3_500);
  expect(answer).toMatchObject({ status: 200, answer: { book: null } });
  expect(await site.query('select read_at from deliveries')).toEqual([{ read_at: null }]);
  await held.release();
  await site.slack.until(() => deskOf(site, 'ana').cards().length > 0, CARDS_MS);
  expect(await site.query('select state, owner_id, offer_no from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana', offer_no: 1 },
  ]);
  expect(await site.query('select rep_id, kind from balance_entries')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
  ]);
});

test('a kill -9 between storing a form and answering it loses and doubles nothing', {
  timeout: 120_000,
}, async () => {
  const around = await openSurroundings('http');
  const office = { ...around, settle: async () => {} };
  const database = openPostgres(around.env.DATABASE_URL ?? '', 8);
  onTestFinished(() => database.close());
  const count = async (table: string) =>
    (await queryOn(database)<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n;
  const first = await startProcess(around);
  const held = await holdLeads(database.db);
  const asking = askForm(first, leadAt('acme')).catch(() => 'cut off');
  await expect.poll(() => count('deliveries'), { timeout: CARDS_MS }).toBe(1);

  await first.kill('SIGKILL');
  await held.release();
  expect(await asking).toBe('cut off');
  await startProcess(around);
  await around.slack.until(() => deskOf(office, 'ana').cards().length > 0, CARDS_MS);

  expect([
    await count('leads'),
    await count('handoffs'),
    await count("balance_entries where kind = 'turn'"),
    await count("messages where kind = 'card'"),
  ]).toEqual([1, 1, 1, 1]);
});

const forms = fc.record({
  person: fc.record({
    email: fc.constantFrom('new', 'known', 'vip', 'gone', 'ann', 'bea').map((name) => `${name}@COMPANY`),
    title: fc.constantFrom('Head of Operations', 'PhD student', undefined),
    country: fc.constantFrom('DE', 'US', undefined),
  }),
  company: fc.constantFrom(
    'fresh.example',
    'buyer.example',
    'talks.example',
    'rivalsoft.example',
    'gmail.com',
  ),
  account: fc.record({
    industry: fc.constantFrom('software', 'bakery', undefined),
    employees: fc.constantFrom(3, 420, undefined),
  }),
  channel: fc.constantFrom('demo_request', 'content', undefined),
});
const FORMS = fc.sample(forms, { numRuns: 60, seed: 17 }).map(({ person, company, ...rest }) => ({
  ...rest,
  person: { ...person, email: person.email.replace('COMPANY', company) },
}));

const RULES = { per_address: '1000/minute', per_domain: '1000/minute', ask: ['industry', 'employees'] };

/** What each form is answered by an app that knows some of these people and companies, or nobody. */
async function answersOf({ knowsThem }: { knowsThem: boolean }) {
  const stage = await startStage({ settings: all(withCalendars, withoutCaps, withQualify(RULES)) });
  if (knowsThem) {
    await pastAt(stage, 'buyer', { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' });
    await pastAt(stage, 'talks', { stage: 'opportunity', leg: 'sql_to_ae', owner: 'eva' });
    await stage.send({ ...leadAt('fresh'), person: { email: 'known@fresh.example' } });
    await stage.settle();
  }
  const answers = [];
  for (const form of FORMS) {
    const { status, answer } = await askForm(stage, form, { headers: { origin: PAGE } });
    answers.push({ status, answer: answer as { book: string | null; ask?: string } });
  }
  return answers;
}

test('an answer is one of a few, and what it asks depends on nothing but the form', {
  timeout: 120_000,
}, async () => {
  const [strangers, known] = [await answersOf({ knowsThem: false }), await answersOf({ knowsThem: true })];

  const shapes = new Set([...strangers, ...known].map((one) => JSON.stringify(one)));
  const possible = [
    { book: null },
    { book: null, ask: 'industry' },
    { book: null, ask: 'employees' },
    { book: CALENDARS.ana },
    { book: CALENDARS.ben },
  ].map((answer) => JSON.stringify({ status: 200, answer }));
  expect([...shapes].filter((shape) => !possible.includes(shape))).toEqual([]);
  expect(shapes.size).toBe(possible.length);

  const asks = (all: typeof known) =>
    all.map(({ answer }) => (answer.book === null ? (answer.ask ?? '') : null));
  const both = asks(strangers).map((ask, n) => [ask, asks(known)[n] ?? null]);
  expect(both.filter(([one, other]) => one !== null && other !== null && one !== other)).toEqual([]);
  // Whoever buys from us already is answered as somebody who is not qualified, whatever they write.
  const buyers = FORMS.flatMap(({ person }, n) =>
    /buyer|talks/.test(person.email) ? [known[n]?.answer.book] : [],
  );
  expect([...new Set(buyers)]).toEqual([null]);
});
