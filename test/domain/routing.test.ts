import { expect, test } from 'vitest';
import {
  CHECKS,
  checkMember,
  findDestination,
  leadFacts,
  type NamedOwner,
  type Past,
  pickMember,
  type RepStatus,
  withoutIdentity,
} from '#domain/routing.ts';
import { make } from './make.ts';

/** Where a lead goes, and why not elsewhere. Monday 2026-03-02, ten o’clock in Berlin. */

const now = new Date('2026-03-02T09:00:00Z');
const night = new Date('2026-03-02T22:00:00Z');
const NOBODY: Past = { refused: new Set(), had: new Set() };
const refusedByAna: Past = { refused: new Set(['ana']), had: new Set(['ana']) };
const hadByAna: Past = { refused: new Set(), had: new Set(['ana']) };

const pool = make.pool();
const statuses = (...known: RepStatus[]) => new Map(known.map((status) => [status.id, status]));
const ana = make.repStatus();
const ben = make.repStatus({ id: 'ben' });
const cleo = make.repStatus({ id: 'cleo' });
const everybody = statuses(ana, ben, cleo);

// Checks of a pool's member

test('somebody at work with nothing on their desk can take a lead', () => {
  expect(checkMember(pool, ana, NOBODY, now)).toBeNull();
});

test('a member who is not in our rows is not found in Slack', () => {
  expect(checkMember(pool, undefined, NOBODY, now)).toBe('unknown_to_slack');
});

test('a member without a Slack account is passed over', () => {
  expect(checkMember(pool, make.repStatus({ isKnown: false }), NOBODY, now)).toBe('unknown_to_slack');
});

test('a deactivated member is passed over', () => {
  expect(checkMember(pool, make.repStatus({ isActive: false }), NOBODY, now)).toBe('deactivated');
});

test('who rejected this lead before is passed over', () => {
  expect(checkMember(pool, ana, refusedByAna, now)).toBe('refused');
});

test('who was offered this lead before is passed over', () => {
  expect(checkMember(pool, ana, hadByAna, now)).toBe('had_it');
});

test('who is away is passed over, and back at the instant they said', () => {
  const awayUntil = new Date('2026-03-02T09:30:00Z');
  expect(checkMember(pool, make.repStatus({ awayUntil }), NOBODY, now)).toBe('away');
  expect(checkMember(pool, make.repStatus({ awayUntil }), NOBODY, awayUntil)).toBeNull();
});

test('outside their working hours a member is passed over', () => {
  expect(checkMember(pool, ana, NOBODY, night)).toBe('outside_hours');
});

test('outside their working hours a member is offered a lead all the same where the pool says so', () => {
  expect(checkMember(make.pool({ outside_hours: 'offer' }), ana, NOBODY, night)).toBeNull();
});

test('the hours are the member’s own', () => {
  const newYork = make.hours({ timeZone: 'America/New_York' });
  expect(checkMember(pool, make.repStatus({ hours: newYork }), NOBODY, now)).toBe('outside_hours');
});

test('with as many unanswered offers as allowed a member is passed over', () => {
  expect(checkMember(pool, make.repStatus({ unanswered: 2 }), NOBODY, now)).toBeNull();
  expect(checkMember(pool, make.repStatus({ unanswered: 3 }), NOBODY, now)).toBe('cap_unanswered');
});

test('with as many uncontacted leads as allowed a member is passed over', () => {
  expect(checkMember(pool, make.repStatus({ uncontacted: 14 }), NOBODY, now)).toBeNull();
  expect(checkMember(pool, make.repStatus({ uncontacted: 15 }), NOBODY, now)).toBe('cap_uncontacted');
});

test('with as many leads today as allowed a member is passed over', () => {
  expect(checkMember(pool, make.repStatus({ today: 29 }), NOBODY, now)).toBeNull();
  expect(checkMember(pool, make.repStatus({ today: 30 }), NOBODY, now)).toBe('cap_per_day');
});

test('the caps are the pool’s', () => {
  const strict = make.pool({ caps: { unanswered: 1 } });
  expect(checkMember(strict, make.repStatus({ unanswered: 1 }), NOBODY, now)).toBe('cap_unanswered');
});

test('of several causes the one that lasts longest is named', () => {
  const awayUntil = new Date('2026-03-09T08:00:00Z');
  const busy = make.repStatus({ awayUntil, unanswered: 9, uncontacted: 99, today: 99 });
  expect(checkMember(pool, { ...busy, isActive: false }, refusedByAna, night)).toBe('deactivated');
  expect(checkMember(pool, busy, refusedByAna, night)).toBe('refused');
  expect(checkMember(pool, busy, NOBODY, night)).toBe('away');
});

test('each check has words for people', () => {
  expect(CHECKS).toEqual({
    not_in_settings: 'not among the people of the settings',
    unknown_to_slack: 'not found in Slack',
    deactivated: 'deactivated in Slack',
    away: 'away',
    refused: 'rejected this lead before',
    had_it: 'was offered this lead before',
    outside_hours: 'outside working hours',
    cap_unanswered: 'has as many unanswered offers as allowed',
    cap_uncontacted: 'has as many uncontacted leads as allowed',
    cap_per_day: 'had as many leads today as allowed',
  });
});

// Turns in a pool

test('the first of equal members has the turn, and the log shows how everybody stood', () => {
  expect(pickMember(pool, everybody, new Map(), NOBODY, now)).toEqual({
    chosenId: 'ana',
    candidates: [
      { repId: 'ana', check: null, weight: 1, lag: 0 },
      { repId: 'ben', check: null, weight: 1, lag: 0 },
    ],
    standing: [
      { id: 'ana', lag: -0.5 },
      { id: 'ben', lag: 0.5 },
    ],
  });
});

test('whoever is owed a turn has it', () => {
  const lags = new Map([
    ['ana', -0.5],
    ['ben', 0.5],
  ]);
  expect(pickMember(pool, everybody, lags, NOBODY, now)).toEqual({
    chosenId: 'ben',
    candidates: [
      { repId: 'ana', check: null, weight: 1, lag: -0.5 },
      { repId: 'ben', check: null, weight: 1, lag: 0.5 },
    ],
    standing: [
      { id: 'ana', lag: 0 },
      { id: 'ben', lag: 0 },
    ],
  });
});

test('who cannot take a lead is named with the cause, and neither takes nor accrues a turn', () => {
  const away = make.repStatus({ awayUntil: night });
  expect(pickMember(pool, statuses(away, ben), new Map(), NOBODY, now)).toEqual({
    chosenId: 'ben',
    candidates: [
      { repId: 'ana', check: 'away', weight: 1, lag: 0 },
      { repId: 'ben', check: null, weight: 1, lag: 0 },
    ],
    standing: [
      { id: 'ana', lag: 0 },
      { id: 'ben', lag: 0 },
    ],
  });
});

test('with nobody eligible nobody is chosen, and the standing stays', () => {
  expect(pickMember(pool, statuses(ana), new Map([['ben', 0.5]]), NOBODY, night)).toEqual({
    chosenId: null,
    candidates: [
      { repId: 'ana', check: 'outside_hours', weight: 1, lag: 0 },
      { repId: 'ben', check: 'unknown_to_slack', weight: 1, lag: 0.5 },
    ],
    standing: [
      { id: 'ana', lag: 0 },
      { id: 'ben', lag: 0.5 },
    ],
  });
});

test('an offer goes on to somebody who has not had it', () => {
  const lags = new Map([['ana', 0.9]]);
  expect(pickMember(pool, everybody, lags, hadByAna, now)).toMatchObject({ chosenId: 'ben' });
});

test('who is alone and had it is chosen only when asked without that, who rejected it never', () => {
  const alone = make.pool({ members: [{ person: 'ana' }] });
  const withoutHad = new Set<string>();
  expect(pickMember(alone, everybody, new Map(), hadByAna, now)).toMatchObject({ chosenId: null });
  expect(pickMember(alone, everybody, new Map(), { ...hadByAna, had: withoutHad }, now)).toMatchObject({
    chosenId: 'ana',
  });
  expect(pickMember(alone, everybody, new Map(), { ...refusedByAna, had: withoutHad }, now)).toMatchObject({
    chosenId: null,
  });
});

// Owners, then routes, then pools

const settings = make.settings({
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], manager: 'mia' },
    { id: 'ben', name: 'Ben', email: 'ben@acme.example', roles: ['sdr'], manager: 'mia' },
    { id: 'cleo', name: 'Cleo', email: 'cleo@acme.example', roles: ['sdr'], manager: 'mia' },
  ],
  pools: [
    { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] },
    { id: 'ae', name: 'AEs', leg: 'sql_to_ae', members: [{ person: 'cleo' }] },
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
const facts = make.facts({ territory: 'dach' });
const sdrPool = settings.pools[0];

const senders: NamedOwner = { by: 'senders_owner', repId: 'ana', rule: 'owner named by crm' };
const account: NamedOwner = { by: 'account_owner', repId: 'ben', rule: 'named account' };
const domain: NamedOwner = { by: 'domain', repId: 'cleo', rule: 'owner of the account' };

test('the first named owner gets the lead, and no rule after it is tried', () => {
  const found = findDestination(
    settings,
    'mql_to_sdr',
    facts,
    [senders, account, domain],
    everybody,
    NOBODY,
    now,
  );
  expect(found).toEqual({
    destination: { to: 'person', repId: 'ana', by: 'senders_owner' },
    rules: [{ rule: 'owner named by crm', result: 'goes_to', repId: 'ana', poolId: null }],
  });
});

test('an owner who cannot take it is passed over for the next one, with the cause', () => {
  const away = statuses(ana, make.repStatus({ id: 'ben', awayUntil: night }), cleo);
  expect(findDestination(settings, 'mql_to_sdr', facts, [account, domain], away, NOBODY, now)).toEqual({
    destination: { to: 'person', repId: 'cleo', by: 'domain' },
    rules: [
      { rule: 'named account', result: 'away', repId: 'ben', poolId: null },
      { rule: 'owner of the account', result: 'goes_to', repId: 'cleo', poolId: null },
    ],
  });
});

test('without an owner the routes are tried in order, and each is named with what came of it', () => {
  expect(findDestination(settings, 'mql_to_sdr', facts, [], everybody, NOBODY, now)).toEqual({
    destination: { to: 'pool', pool: sdrPool },
    rules: [
      { rule: 'route large', result: 'no_match', repId: null, poolId: null },
      { rule: 'route partners', result: 'unknown', repId: null, poolId: null },
      { rule: 'route dach', result: 'goes_to', repId: null, poolId: 'sdr' },
    ],
  });
});

test('a route to a person comes before a later route to a pool', () => {
  const large = make.facts({ territory: 'dach', employees: 5000 });
  expect(findDestination(settings, 'mql_to_sdr', large, [], everybody, NOBODY, now)).toEqual({
    destination: { to: 'person', repId: 'cleo', by: 'route' },
    rules: [{ rule: 'route large', result: 'goes_to', repId: 'cleo', poolId: null }],
  });
});

test('a route to a person who does not work now falls through to the next one that fits', () => {
  const large = make.facts({ territory: 'dach', employees: 5000 });
  const newYork = make.hours({ timeZone: 'America/New_York' });
  const asleep = statuses(ana, ben, make.repStatus({ id: 'cleo', hours: newYork }));
  expect(findDestination(settings, 'mql_to_sdr', large, [], asleep, NOBODY, now)).toEqual({
    destination: { to: 'pool', pool: sdrPool },
    rules: [
      { rule: 'route large', result: 'outside_hours', repId: 'cleo', poolId: null },
      { rule: 'route partners', result: 'unknown', repId: null, poolId: null },
      { rule: 'route dach', result: 'goes_to', repId: null, poolId: 'sdr' },
    ],
  });
});

test('when no route fits nobody gets it', () => {
  const french = make.facts({ territory: 'europe', department: 'sales' });
  expect(findDestination(settings, 'mql_to_sdr', french, [], everybody, NOBODY, now)).toEqual({
    destination: { to: 'nobody' },
    rules: [
      { rule: 'route large', result: 'no_match', repId: null, poolId: null },
      { rule: 'route partners', result: 'no_match', repId: null, poolId: null },
      { rule: 'route dach', result: 'no_match', repId: null, poolId: null },
    ],
  });
});

test('routes of another leg are not tried', () => {
  expect(findDestination(settings, 'sql_to_ae', facts, [], everybody, NOBODY, now)).toEqual({
    destination: { to: 'pool', pool: settings.pools[1] },
    rules: [{ rule: 'route to-ae', result: 'goes_to', repId: null, poolId: 'ae' }],
  });
});

// Checks of a named owner

const resultFor = (owner: NamedOwner, status: RepStatus | undefined, past: Past, when: Date) =>
  findDestination(
    { ...settings, routes: [] },
    'mql_to_sdr',
    facts,
    [owner],
    status ? statuses(status) : new Map(),
    past,
    when,
  ).rules.map((rule) => rule.result);

test('the sender’s own choice is taken at night, and with every cap reached', () => {
  const full = make.repStatus({ unanswered: 99, uncontacted: 99, today: 99 });
  expect(resultFor(senders, full, NOBODY, night)).toEqual(['goes_to']);
});

test('the sender’s own choice is passed over while away: they were promised no new leads', () => {
  const away = make.repStatus({ awayUntil: new Date('2026-03-09T08:00:00Z') });
  expect(resultFor(senders, away, NOBODY, now)).toEqual(['away']);
});

test('an owner the settings do not know stands in the log as such, and the routes decide', () => {
  const stranger: NamedOwner = { ...senders, repId: null };
  const found = findDestination(settings, 'mql_to_sdr', facts, [stranger], everybody, NOBODY, now);
  expect(found.rules[0]).toEqual({
    rule: senders.rule,
    result: 'not_in_settings',
    repId: null,
    poolId: null,
  });
  expect(found.destination.to).not.toBe('nobody');
});

test('the sender’s own choice is not taken when nobody could see it in Slack', () => {
  expect(resultFor(senders, undefined, NOBODY, now)).toEqual(['unknown_to_slack']);
  expect(resultFor(senders, make.repStatus({ isKnown: false }), NOBODY, now)).toEqual(['unknown_to_slack']);
  expect(resultFor(senders, make.repStatus({ isActive: false }), NOBODY, now)).toEqual(['deactivated']);
});

test('the sender’s own choice is not taken against who rejected it or had it', () => {
  expect(resultFor(senders, ana, refusedByAna, now)).toEqual(['refused']);
  expect(resultFor(senders, ana, hadByAna, now)).toEqual(['had_it']);
});

test('an account’s owner is asked only while they work', () => {
  expect(resultFor(account, ben, NOBODY, now)).toEqual(['goes_to']);
  expect(resultFor(account, ben, NOBODY, night)).toEqual(['outside_hours']);
  expect(resultFor(account, make.repStatus({ id: 'ben', awayUntil: night }), NOBODY, now)).toEqual(['away']);
});

test('an account’s owner is not capped: it is their account', () => {
  const full = make.repStatus({ id: 'ben', unanswered: 99, uncontacted: 99, today: 99 });
  expect(resultFor(account, full, NOBODY, now)).toEqual(['goes_to']);
});

test('an account’s owner who rejected the lead does not get it again', () => {
  expect(resultFor({ ...account, repId: 'ana' }, ana, refusedByAna, now)).toEqual(['refused']);
});

// What rules may ask

const told = { sourceId: 'website', temperature: 'hot' } as const;

test('rules may ask about the lead, and the first territory that fits is its own', () => {
  expect(leadFacts(settings, { ...told, record: make.lead() })).toEqual({
    source: 'website',
    temperature: 'hot',
    territory: 'dach',
    channel: 'demo_request',
    country: 'DE',
    company: 'Nordwerk',
    email_domain: 'nordwerk.example',
    title: 'Head of Operations',
    industry: 'manufacturing',
    employees: 420,
    tags: [],
  });
});

test('a lead from where no territory is has none', () => {
  const american = make.lead({ person: { country: 'US' }, account: {}, channel: 'content' });
  expect(leadFacts(settings, { ...told, record: american })).toEqual({
    source: 'website',
    temperature: 'hot',
    channel: 'content',
    country: 'US',
    tags: [],
  });
});

test('what is kept for ever says nothing of who the lead is', () => {
  expect(withoutIdentity(leadFacts(settings, { ...told, record: make.lead() }))).toEqual({
    source: 'website',
    temperature: 'hot',
    territory: 'dach',
    channel: 'demo_request',
    country: 'DE',
    industry: 'manufacturing',
    employees: 420,
    tags: [],
  });
});
