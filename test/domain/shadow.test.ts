import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RepStatus } from '#domain/routing/checks.ts';
import { chooseMember, type Standing } from '#domain/routing/choose.ts';
import type { Settings } from '#domain/settings.ts';
import { createShadowTurns, everybodyThere, modeOf, planOffer, type ShadowLead } from '#domain/shadow.ts';
import { make } from './make.ts';

/** Monday 2 March 2026, ten in the morning in Berlin. */
const MONDAY = new Date('2026-03-02T09:00:00Z');
const HOT = make.policy();

const settings = make.settings({
  pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben', weight: 2 }] }],
  sla: [
    {
      id: 'hot',
      accept: { within: '5m', overnight: '30m' },
      unassigned: { within: '10m', calendar: 'team' },
      ladder: HOT.ladder,
      snooze: { choices: ['15m'], limit: '15m', times: 1 },
    },
  ],
});

const leadOf = (company: string, overrides: Parameters<typeof make.lead>[0] = {}): ShadowLead => ({
  record: make.lead({
    person: { email: `anna@${company}.example` },
    account: { name: company },
    ...overrides,
  }),
  sourceId: 'website',
  temperature: 'hot',
});

const plan = (lead: ShadowLead, at: Date, inForce: Settings = settings) =>
  planOffer(
    inForce,
    lead,
    'mql_to_sdr',
    { statuses: everybodyThere(inForce), turns: createShadowTurns() },
    at,
  );

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

test('while nobody can take a lead, a manager is told at the deadline, and the ladder of that clock goes on', () => {
  const [policy] = settings.sla;
  if (!policy?.unassigned) throw new Error('the settings have no clock for what waits');
  const ladder = [
    { at: '50%', do: 'tell_group' as const, group: 'S0SALES', urgent: false },
    { at: '20m', do: 'tell_managers_manager' as const, urgent: false },
  ];
  const nobody = {
    ...settings,
    routes: [],
    sla: [{ ...policy, unassigned: { ...policy.unassigned, ladder } }],
  };
  expect(plan(leadOf('nordwerk'), MONDAY, nobody)).toMatchObject({
    repId: null,
    acceptBy: at('09:10'),
    plan: [
      { do: 'tell_group', at: at('09:05') },
      { do: 'tell_manager', at: at('09:10') },
      { do: 'tell_managers_manager', at: at('09:20') },
    ],
  });
});

test('an offer in shadow names the rep, the deadline, and each step of the ladder with its instant', () => {
  const { record: _, ...planned } = plan(leadOf('nordwerk'), MONDAY);
  expect(planned).toEqual({
    repId: 'ben',
    poolId: 'sdr',
    company: 'nordwerk.example',
    policyId: 'hot',
    acceptBy: at('09:05'),
    plan: [
      { do: 'remind', at: at('09:03') },
      { do: 'tell_manager', at: at('09:05') },
      { do: 'offer_next', at: at('09:10') },
    ],
    day: '2026-03-02',
    standing: [
      { id: 'ana', lag: expect.closeTo(1 / 3), owed: 0 },
      { id: 'ben', lag: expect.closeTo(-1 / 3), owed: 0 },
    ],
  });
});

test('a lead nobody can take waits, and its manager would be told when an owner is due', () => {
  // Ten in the evening; thirty minutes would start at opening, ten of the team's are due then.
  const { repId, acceptBy, plan: steps, record } = plan(leadOf('nordwerk'), at('21:00'));
  const dueAt = new Date('2026-03-03T08:10:00Z');
  expect({ repId, acceptBy, steps }).toEqual({
    repId: null,
    acceptBy: dueAt,
    steps: [{ do: 'tell_manager', at: dueAt }],
  });
  expect(record.candidates.map(({ check }) => check)).toEqual(['outside_hours', 'outside_hours']);
});

test('a lead with a meeting in the calendar waits for no acceptance', () => {
  const meeting = { start_at: '2026-03-03T09:00:00Z' };
  expect(plan(leadOf('nordwerk', { meeting }), MONDAY)).toMatchObject({ acceptBy: MONDAY, plan: [] });
});

test('without a route nobody gets it, and it is no pool’s', () => {
  const none = make.settings({ routes: [] });
  expect(plan(leadOf('nordwerk'), MONDAY, none)).toMatchObject({
    repId: null,
    poolId: null,
    record: { by: 'nobody', rules: [] },
  });
});

test('a named account and the owner of a govern-only sender go past the turns', () => {
  const governed = make.settings({
    named_accounts: [{ domain: 'big.example', owner: 'ana' }],
    sources: [{ id: 'website', name: 'Website', auth: 'none', owner: 'senders' }],
  });
  expect(plan(leadOf('big'), MONDAY, governed).record.by).toBe('account_owner');
  const owned = leadOf('big', { owner_email: 'Ben@acme.example' });
  expect(plan(owned, MONDAY, governed).record).toMatchObject({ by: 'senders_owner', chosenId: 'ben' });
});

test('a colleague of somebody who came within thirty days goes to the same rep, without a turn', () => {
  const turns = createShadowTurns();
  const known = { statuses: everybodyThere(settings), turns };
  const first = leadOf('nordwerk');
  turns.take(planOffer(settings, first, 'mql_to_sdr', known, MONDAY), MONDAY);
  const soon = new Date('2026-03-30T09:00:00Z');
  const later = new Date('2026-04-13T09:00:00Z');

  const colleague = planOffer(settings, leadOf('nordwerk'), 'mql_to_sdr', known, soon);
  const stranger = planOffer(settings, leadOf('nordwerk'), 'mql_to_sdr', known, later);

  expect([colleague.record.by, colleague.repId, colleague.standing]).toEqual(['domain', 'ben', []]);
  expect(stranger.record.by).toBe('pool');
});

test('thirty days later to the moment the company is still theirs, a moment later it is nobody’s', () => {
  const turns = createShadowTurns();
  const planned = plan(leadOf('nordwerk'), MONDAY);
  turns.take(planned, MONDAY);
  const thirtyDays = new Date('2026-04-01T09:00:00Z');
  expect(turns.ownerAt('nordwerk.example', thirtyDays)).toBe(planned.repId);
  expect(turns.ownerAt('nordwerk.example', new Date(thirtyDays.getTime() + 1))).toBeNull();
  expect(turns.ownerAt('globex.example', thirtyDays)).toBeNull();
  expect(turns.ownerAt(null, thirtyDays)).toBeNull();
});

test('a source may be in shadow while others are live, and live while the team is in shadow', () => {
  const some = make.settings({
    sources: [
      { id: 'website', name: 'Website', auth: 'none' },
      { id: 'crm', name: 'CRM', auth: 'none', mode: 'shadow' },
    ],
  });
  const most: Settings = {
    ...some,
    mode: 'shadow',
    sources: some.sources.map((source) => (source.id === 'crm' ? { ...source, mode: 'live' } : source)),
  };
  expect(['website', 'crm'].map((id) => modeOf(some, id))).toEqual(['live', 'shadow']);
  expect(['website', 'crm'].map((id) => modeOf(most, id))).toEqual(['shadow', 'live']);
});

const IDS = ['ana', 'ben', 'mia'];
const arrivals = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }),
  /** Who is there when each lead comes. */
  there: fc.array(fc.subarray(IDS), { minLength: 1, maxLength: 60 }),
});

test('whoever comes and goes, leads in shadow go to those to whom the same leads go live', () => {
  fc.assert(
    fc.property(arrivals, ({ weights, there }) => {
      const members = IDS.map((person, index) => ({ person, weight: weights[index] ?? 1 }));
      const inForce = make.settings({ pools: [{ id: 'sdr', name: 'SDRs', members }] });
      const [pool = make.pool()] = inForce.pools;
      const turns = createShadowTurns();
      let standing: Standing = make.standing();
      for (const [index, present] of there.entries()) {
        const statuses = new Map(
          IDS.map((id): [string, RepStatus] => [
            id,
            make.repStatus({ id, awayUntil: present.includes(id) ? null : new Date('2026-03-09T09:00:00Z') }),
          ]),
        );
        const lead = leadOf(`company-${index}`);
        const planned = planOffer(inForce, lead, 'mql_to_sdr', { statuses, turns }, MONDAY);
        turns.take(planned, MONDAY);
        const live = chooseMember({ ...make.poolQuestion({ pool, standing }), people: statuses });
        standing = { ...standing, lags: new Map(live.standing.map(({ id, lag }) => [id, lag])) };
        expect(planned.repId).toBe(live.chosenId);
      }
    }),
    { numRuns: 200 },
  );
});

test('while nobody leaves, everybody in shadow is within one lead of their share, at every moment', () => {
  const turns = createShadowTurns();
  const known = { statuses: everybodyThere(settings), turns };
  const chosen = Array.from({ length: 300 }, (_, index) => {
    const lead = leadOf(`company-${index}`);
    const planned = planOffer(settings, lead, 'mql_to_sdr', known, MONDAY);
    turns.take(planned, MONDAY);
    return planned.repId;
  });
  const off = chosen.map((_, index) => {
    const bens = chosen.slice(0, index + 1).filter((id) => id === 'ben').length;
    return Math.abs(bens - ((index + 1) * 2) / 3);
  });
  expect(Math.max(...off)).toBeLessThan(1);
});
