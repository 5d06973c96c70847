import { expect, test } from 'vitest';
import type { Past, RepStatus } from '#domain/routing/checks.ts';
import { LEVEL } from '#domain/routing/choose.ts';
import { decideRoute, inputsOf } from '#domain/routing/decide-route.ts';
import type { NamedOwner, RoutingRecord } from '#domain/routing/record.ts';
import type { Settings } from '#domain/settings.ts';
import { make } from '../make.ts';

/** Owners, then routes, then pools and what they overflow into. Monday 2026-03-02, ten o’clock in Berlin. */

const night = new Date('2026-03-02T22:00:00Z');
const nextWeek = new Date('2026-03-09T08:00:00Z');
const NOBODY: Past = { refused: new Set(), had: new Set() };
const refusedBy = (...ids: string[]): Past => ({ refused: new Set(ids), had: new Set(ids) });
const hadBy = (...ids: string[]): Past => ({ refused: new Set(), had: new Set(ids) });

const IDS = ['ana', 'ben', 'cleo', 'dan', 'mia'];
const everybodyBut = (...others: RepStatus[]): RepStatus[] => [
  ...IDS.filter((id) => others.every((other) => other.id !== id)).map((id) => make.repStatus({ id })),
  ...others,
];
const LEVEL_ALL = { sdr: LEVEL, spare: LEVEL, ae: LEVEL };
const rep = (id: string, overrides: Partial<RepStatus> = {}) => make.repStatus({ id, ...overrides });

const person = (id: string, manager = 'mia') => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  roles: ['sdr' as const],
  manager,
});
const settings = make.settings({
  people: [
    ...IDS.slice(0, 4).map((id) => person(id)),
    { ...person('mia', 'olga'), roles: ['manager'] },
    person('olga'),
  ],
  pools: [
    { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] },
    { id: 'spare', name: 'Spare', members: [{ person: 'dan' }] },
    { id: 'ae', name: 'AEs', leg: 'sql_to_ae', members: [{ person: 'cleo' }] },
    { id: 'open', name: 'Whoever is first', mode: 'claim', deliver_to: 'C0OPEN' },
  ],
  territories: [
    { id: 'dach', when: { country: ['DE', 'AT', 'CH'] } },
    { id: 'europe', when: { country: ['DE', 'FR'] } },
  ],
  routes: [
    { id: 'large', when: { employees: { min: 1000 } }, to: { person: 'cleo' } },
    { id: 'partners', when: { department: 'partnerships' }, to: { person: 'ben' } },
    { id: 'dach', when: { territory: 'dach' }, to: { pool: 'sdr' } },
    { id: 'to-ae', leg: 'sql_to_ae', to: { pool: 'ae' } },
  ],
});
const overflowing = (overflow: Settings['pools'][number]['overflow']): Settings => ({
  ...settings,
  pools: settings.pools.map((pool) => (pool.id === 'sdr' ? { ...pool, overflow } : pool)),
});

type Asked = Parameters<typeof make.routingQuestion>[0];
/** Everybody is known and level: the record of what is decided. */
function decide(asked: Asked = {}, inForce = settings): RoutingRecord {
  const question = make.routingQuestion({ people: everybodyBut(), standings: LEVEL_ALL, ...asked });
  const answer = decideRoute(inForce, question);
  if (answer.ask !== null) throw new Error(`asks for ${answer.ask}`);
  return answer.decision.record;
}

const dach = { rule: 'territory dach', result: 'fits', repId: null, poolId: null };
const overlap = { rule: 'territory europe', result: 'overlaps', repId: null, poolId: null };
const tried = (rule: string, result: string, repId: string | null = null, poolId: string | null = null) => ({
  rule,
  result,
  repId,
  poolId,
});

const senders: NamedOwner = { by: 'senders_owner', repId: 'ana', rule: 'owner named by crm' };
const account: NamedOwner = { by: 'account_owner', repId: 'ben', rule: 'named account' };
const domain: NamedOwner = { by: 'domain', repId: 'cleo', rule: 'owner of the account' };

// Owners

test('the first named owner gets the lead, and no rule after it is tried', () => {
  expect(decide({ owners: [senders, account, domain] })).toEqual({
    because: 'new lead',
    facts: expect.objectContaining({ territory: 'dach', country: 'DE' }),
    rules: [dach, overlap, tried('owner named by crm', 'goes_to', 'ana')],
    candidates: [],
    poolId: null,
    chosenId: 'ana',
    by: 'senders_owner',
  });
});

test('an owner who cannot take it is passed over for the next one, with the cause', () => {
  const people = everybodyBut(rep('ben', { awayUntil: night }));
  const { rules, chosenId, by } = decide({ owners: [account, domain], people });
  expect([rules.slice(2), chosenId, by]).toEqual([
    [tried('named account', 'away', 'ben'), tried('owner of the account', 'goes_to', 'cleo')],
    'cleo',
    'domain',
  ]);
});

test('an owner the settings do not know stands in the log as such, and the routes decide', () => {
  const { rules, by } = decide({ owners: [{ ...senders, repId: null }] });
  expect(rules[2]).toEqual(tried('owner named by crm', 'not_in_settings'));
  expect(by).toBe('pool');
});

/** What came of one owner’s rule. */
const resultFor = (owner: NamedOwner, status: RepStatus, past: Past = NOBODY, now?: Date) =>
  decide({ owners: [owner], people: everybodyBut(status), past, ...(now && { now }) }).rules[2]?.result;

const FULL = { unanswered: 99, uncontacted: 99, today: 99, misses: 9 };

test('the sender’s own choice is taken at night, and with every cap reached', () => {
  expect(resultFor(senders, rep('ana', FULL), NOBODY, night)).toBe('goes_to');
});

test('the sender’s own choice is passed over while away: they were promised no new leads', () => {
  expect(resultFor(senders, rep('ana', { awayUntil: nextWeek }))).toBe('away');
});

test('the sender’s own choice is not taken when nobody could see it in Slack', () => {
  expect(resultFor(senders, rep('ana', { isKnown: false }))).toBe('unknown_to_slack');
  expect(resultFor(senders, rep('ana', { isActive: false }))).toBe('deactivated');
});

test('the sender’s own choice is not taken against who rejected it or had it', () => {
  expect(resultFor(senders, rep('ana'), refusedBy('ana'))).toBe('refused');
  expect(resultFor(senders, rep('ana'), hadBy('ana'))).toBe('had_it');
});

test('an account’s owner is asked only while they work', () => {
  expect(resultFor(account, rep('ben'))).toBe('goes_to');
  expect(resultFor(account, rep('ben'), NOBODY, night)).toBe('outside_hours');
  expect(resultFor(account, rep('ben', { awayUntil: night }))).toBe('away');
});

test('an account’s owner is not capped: it is their account', () => {
  expect(resultFor(account, rep('ben', FULL))).toBe('goes_to');
});

test('an account’s owner who rejected the lead does not get it again', () => {
  expect(resultFor(account, rep('ben'), refusedBy('ben'))).toBe('refused');
});

test('a hint stands in the log and decides nothing', () => {
  const hint = { rule: 'same name as Nordwerk', result: 'hint', repId: 'cleo', poolId: null } as const;
  const { rules, chosenId } = decide({ hints: [hint] });
  expect([rules[2], chosenId]).toEqual([hint, 'ana']);
});

// Routes

test('without an owner the routes are tried in order, and each is named with what came of it', () => {
  const { rules, chosenId, by, poolId } = decide();
  expect([rules, chosenId, by, poolId]).toEqual([
    [
      dach,
      overlap,
      tried('route large', 'no_match'),
      tried('route partners', 'unknown'),
      tried('route dach', 'goes_to', null, 'sdr'),
    ],
    'ana',
    'pool',
    'sdr',
  ]);
});

test('a route to a person comes before a later route to a pool', () => {
  const { rules, chosenId, by } = decide({ facts: make.facts({ employees: 5000 }) });
  expect([rules.slice(2), chosenId, by]).toEqual([
    [tried('route large', 'goes_to', 'cleo')],
    'cleo',
    'route',
  ]);
});

test('a route to a person who does not work now falls through to the next one that fits', () => {
  const newYork = make.hours({ timeZone: 'America/New_York' });
  const people = everybodyBut(rep('cleo', { hours: newYork }));
  const { rules, chosenId } = decide({ facts: make.facts({ employees: 5000 }), people });
  expect([rules.slice(2), chosenId]).toEqual([
    [
      tried('route large', 'outside_hours', 'cleo'),
      tried('route partners', 'unknown'),
      tried('route dach', 'goes_to', null, 'sdr'),
    ],
    'ana',
  ]);
});

test('when no route fits nobody gets it', () => {
  expect(decide({ facts: make.facts({ country: 'FR', department: 'sales' }) })).toEqual({
    because: 'new lead',
    facts: expect.objectContaining({ territory: 'europe' }),
    rules: [
      { ...overlap, result: 'fits' },
      tried('route large', 'no_match'),
      tried('route partners', 'no_match'),
      tried('route dach', 'no_match'),
    ],
    candidates: [],
    poolId: null,
    chosenId: null,
    by: 'nobody',
  });
});

test('routes of another leg are not tried', () => {
  const { rules, chosenId } = decide({ leg: 'sql_to_ae' });
  expect([rules.slice(2), chosenId]).toEqual([[tried('route to-ae', 'goes_to', null, 'ae')], 'cleo']);
});

// Pools that have nobody

const anaFull = rep('ana', { unanswered: 3 });
const benFull = rep('ben', { unanswered: 3 });
const full = everybodyBut(anaFull, benFull);

test('a pool that holds keeps the lead waiting, with the cause of each of its members', () => {
  const { chosenId, by, poolId, candidates } = decide({ people: full });
  expect([chosenId, by, poolId, candidates]).toEqual([
    null,
    'nobody',
    'sdr',
    [
      { repId: 'ana', check: 'cap_unanswered', weight: 1, lag: 0 },
      { repId: 'ben', check: 'cap_unanswered', weight: 1, lag: 0 },
    ],
  ]);
});

test('a full pool overflows into the next, and the log tells of both', () => {
  const { rules, chosenId, by, poolId, candidates, others } = decide(
    { people: full },
    overflowing({ pool: 'spare' }),
  );
  expect([rules.slice(4), chosenId, by, poolId, candidates, others]).toEqual([
    [tried('route dach', 'goes_to', null, 'sdr'), tried('overflow of pool sdr', 'goes_to', null, 'spare')],
    'dan',
    'pool',
    'spare',
    [{ repId: 'dan', check: null, weight: 1, lag: 0 }],
    [{ poolId: 'sdr', candidates: [expect.anything(), expect.anything()] }],
  ]);
});

test('a full pool may overflow to where whoever comes first takes it', () => {
  const { chosenId, by, poolId, others } = decide({ people: full }, overflowing({ pool: 'open' }));
  expect([chosenId, by, poolId, others?.map((pool) => pool.poolId)]).toEqual([
    null,
    'claim',
    'open',
    ['sdr'],
  ]);
});

test('a full pool may overflow to its manager, who can be away', () => {
  const toManager = overflowing('manager');
  const there = decide({ people: full }, toManager);
  expect([there.rules.at(-1), there.chosenId, there.by, there.poolId]).toEqual([
    tried('overflow of pool sdr', 'goes_to', 'mia'),
    'mia',
    'overflow_manager',
    'sdr',
  ]);
  const away = decide(
    { people: everybodyBut(anaFull, benFull, rep('mia', { awayUntil: night })) },
    toManager,
  );
  expect([away.rules.at(-1), away.chosenId, away.by]).toEqual([
    tried('overflow of pool sdr', 'away', 'mia'),
    null,
    'nobody',
  ]);
});

test('where every pool of a chain is full it waits for the first, and the log tells of all', () => {
  const people = everybodyBut(anaFull, benFull, rep('dan', { today: 30 }));
  const { chosenId, by, poolId, others } = decide({ people }, overflowing({ pool: 'spare' }));
  expect([chosenId, by, poolId, others]).toEqual([
    null,
    'nobody',
    'sdr',
    [{ poolId: 'spare', candidates: [{ repId: 'dan', check: 'cap_per_day', weight: 1, lag: 0 }] }],
  ]);
});

test('pools that overflow into each other are asked once each', () => {
  const circle: Settings = {
    ...settings,
    pools: settings.pools.map((pool) => ({
      ...pool,
      overflow: { pool: pool.id === 'sdr' ? 'spare' : 'sdr' },
    })),
  };
  const people = everybodyBut(anaFull, benFull, rep('dan', { today: 30 }));
  expect(decide({ people }, circle)).toMatchObject({ by: 'nobody', others: [{ poolId: 'spare' }] });
});

// Those who did not answer, or had it

const silent = everybodyBut(rep('ana', { misses: 2 }), rep('ben', { misses: 2 }));

test('somebody who did not answer lately is better than nobody', () => {
  expect(decide({ people: silent })).toMatchObject({
    chosenId: 'ana',
    by: 'pool',
    candidates: [
      { repId: 'ana', check: null, waived: 'not_answering' },
      { repId: 'ben', check: null, waived: 'not_answering' },
    ],
  });
});

test('somebody of the next pool goes before somebody who did not answer lately', () => {
  expect(decide({ people: silent }, overflowing({ pool: 'spare' }))).toMatchObject({ chosenId: 'dan' });
});

test('where the next pool has nobody either, the log of a turn tells of that too', () => {
  const people = [...silent.filter(({ id }) => id !== 'dan'), rep('dan', { today: 30 })];
  const { chosenId, poolId, rules, others } = decide({ people }, overflowing({ pool: 'spare' }));
  expect([chosenId, poolId, rules.at(-1), others]).toEqual([
    'ana',
    'sdr',
    tried('overflow of pool sdr', 'goes_to', null, 'spare'),
    [{ poolId: 'spare', candidates: [{ repId: 'dan', check: 'cap_per_day', weight: 1, lag: 0 }] }],
  ]);
});

test('the same person gets a lead again only when they are alone, and never where it has an owner', () => {
  const people = everybodyBut(benFull);
  expect(decide({ people, past: hadBy('ana') })).toMatchObject({
    chosenId: 'ana',
    candidates: [{ waived: 'had_it' }, { check: 'cap_unanswered' }],
  });
  expect(decide({ past: hadBy('ana') })).toMatchObject({ chosenId: 'ben' });
  expect(decide({ people, past: hadBy('ana') }, overflowing({ pool: 'spare' }))).toMatchObject({
    chosenId: 'dan',
  });
  expect(decide({ people, past: hadBy('ana'), mayRepeat: false })).toMatchObject({ chosenId: null });
});

test('who refused a lead never gets it again, however alone they are', () => {
  expect(decide({ people: everybodyBut(benFull), past: refusedBy('ana') })).toMatchObject({
    chosenId: null,
    by: 'nobody',
  });
});

// What a question does not know is asked for

test('who and what has to be known is asked for, one thing after another, and nothing that is not needed', () => {
  const owners = [account, domain];
  const first = decideRoute(settings, make.routingQuestion({ owners }));
  expect(first).toEqual({ ask: 'people', ids: ['ben', 'cleo'] });

  const away = [rep('ben', { awayUntil: night }), rep('cleo', { awayUntil: night })];
  const second = decideRoute(settings, make.routingQuestion({ owners, people: away }));
  expect(second).toEqual({ ask: 'pool', pool: settings.pools[0] });
});

test('a manager is asked for only where a pool overflows to them', () => {
  const question = make.routingQuestion({ people: [anaFull, benFull], standings: { sdr: LEVEL } });
  expect(decideRoute(overflowing('manager'), question)).toEqual({ ask: 'people', ids: ['mia'] });
});

test('nothing of who a lead is comes into what is kept, and what came of rules about that does', () => {
  const personal: Settings = {
    ...settings,
    routes: [
      { id: 'vip', leg: 'mql_to_sdr', when: { company: 'Globex' }, to: { person: 'cleo' } },
      ...settings.routes,
    ],
  };
  const question = make.routingQuestion({ people: everybodyBut(), standings: LEVEL_ALL });
  const answer = decideRoute(personal, question);
  if (answer.ask !== null) throw new Error(`asks for ${answer.ask}`);
  const inputs = inputsOf(question, answer.decision);
  expect(inputs.answers).toEqual({ 'route vip': 'failed' });
  expect(JSON.stringify([answer.decision.record, inputs])).not.toMatch(/nordwerk|Anna|Head of/i);
});

test('what is kept is those who were looked at, and of them what is not as usual', () => {
  const question = make.routingQuestion({
    people: full,
    standings: { ...LEVEL_ALL, sdr: make.standing({ lags: { ana: 0.5 } }) },
  });
  const answer = decideRoute(overflowing('manager'), question);
  if (answer.ask !== null) throw new Error(`asks for ${answer.ask}`);
  expect(inputsOf(question, answer.decision)).toEqual({
    leg: 'mql_to_sdr',
    at: '2026-03-02T09:00:00.000Z',
    owners: [],
    past: { refused: [], had: [] },
    mayRepeat: true,
    isBacklog: false,
    answers: {},
    people: { ana: { unanswered: 3 }, ben: { unanswered: 3 }, mia: {} },
    standings: { sdr: { lags: { ana: 0.5 }, owed: {}, caughtUp: {}, isCatchingUp: false } },
  });
});

// Teams and pairs

const pair: NamedOwner = { by: 'pair', repId: 'cleo', rule: 'works with ana' };
const forAe = { leg: 'sql_to_ae', owners: [pair] } as const satisfies Asked;

test('an AE who works with the SDR has it without a turn, in the name of their pool', () => {
  const question = make.routingQuestion({ ...forAe, people: everybodyBut(), standings: LEVEL_ALL });
  const answer = decideRoute(settings, question);
  expect(answer).toMatchObject({
    decision: { turn: null, record: { by: 'pair', chosenId: 'cleo', poolId: 'ae', candidates: [] } },
  });
});

test('the caps of their pool hold for them, and the routes decide where they are full', () => {
  const people = everybodyBut(rep('cleo', { unanswered: 3 }));
  const { rules, by } = decide({ ...forAe, people });
  expect([rules.slice(2), by]).toEqual([
    [tried('works with ana', 'cap_unanswered', 'cleo'), tried('route to-ae', 'goes_to', null, 'ae')],
    'nobody',
  ]);
});

test('whoever is named for a team is asked with their pool, and somebody without one as any named person', () => {
  const asked = (owners: readonly NamedOwner[]) =>
    decideRoute(settings, make.routingQuestion({ leg: 'sql_to_ae', owners: [...owners] }));
  expect(asked([pair])).toMatchObject({ ask: 'pool', pool: { id: 'ae' } });
  expect(asked([{ by: 'account_team', repId: 'ana', rule: 'AE of the named account' }, pair])).toEqual({
    ask: 'people',
    ids: ['ana'],
  });
});
