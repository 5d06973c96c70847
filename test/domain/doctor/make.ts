import type * as z from 'zod';
import { diagnose } from '#domain/doctor/diagnose.ts';
import type { Finding } from '#domain/doctor/findings.ts';
import type { KnownPerson, World } from '#domain/doctor/world.ts';
import { withTeams } from '#domain/pool-members.ts';
import { AS_USUAL } from '#domain/routing/record.ts';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';

type Written = z.input<typeof settingsSchema>;

/** Monday 23 November 2026, 09:00 in Berlin. */
export const MONDAY = new Date('2026-11-23T08:00:00Z');

const BASE: Written = {
  version: 1,
  workspace: { name: 'Acme', time_zone: 'Europe/Berlin' },
  people: [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr'], manager: 'mia' },
    { id: 'ben', name: 'Ben', email: 'ben@acme.example', roles: ['sdr'], manager: 'mia' },
    { id: 'mia', name: 'Mia', email: 'mia@acme.example', roles: ['manager', 'ops'] },
  ],
  pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] }],
  routes: [{ id: 'all', to: { pool: 'sdr' } }],
  mql: {
    version: '1',
    signed_by: { marketing: 'Mara', sales: 'Mia', on: '2026-10-01' },
    review_by: '2027-01-15',
    profiles: [{ id: 'any', when: {} }],
    behaviours: [{ id: 'asked', any_of: ['form_submit'] }],
  },
  temperature: {
    by_source: [{ when: { channel: ['demo_request', 'pricing_request'] }, is: 'hot' }],
    by_behaviour: [],
  },
  sla: [
    {
      id: 'all',
      accept: { within: '4h' },
      ladder: [],
      snooze: { choices: ['1h'], limit: '4h', times: 2 },
    },
  ],
  reasons: [{ code: 'other', words: 'Something else', failure_point: 'data_quality' }],
};

/** Ana and Ben take every lead in turn, in office hours in Berlin, and Mia manages them: nothing is wrong. */
export const settingsWith = (changes: Partial<Written> = {}): Settings =>
  withTeams(settingsSchema.parse({ ...BASE, ...changes }));

export const person = (id: string, changes: Partial<NonNullable<Written['people']>[number]> = {}) => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  roles: ['sdr' as const],
  manager: 'mia',
  ...changes,
});
export const mia = person('mia', { roles: ['manager', 'ops'], manager: undefined });

export const policy = (id: string, when: z.input<typeof settingsSchema.shape.sla.element>['when']) => ({
  ...(BASE.sla[0] as z.input<typeof settingsSchema.shape.sla.element>),
  id,
  when,
});

/** A world in which Slack knows everybody, and nobody has anything to do. */
export function worldOf(
  settings: Settings,
  people: Record<string, Partial<KnownPerson>> = {},
  changes: Partial<World> = {},
): World {
  return {
    people: new Map(
      settings.people.map(({ id }) => [
        id,
        {
          ...AS_USUAL,
          id,
          hours: hoursOf(settings, id),
          isLookedFor: true,
          problem: null,
          ...people[id],
        },
      ]),
    ),
    userGroups: new Map(),
    channels: new Map(),
    left: new Map(),
    troubles: [],
    mirrors: new Map(),
    zoneData: '2026e',
    told: { countries: new Map(), industries: new Map() },
    ...changes,
  };
}

/** What is found, without the advice. */
export function found(
  settings: Settings,
  people: Record<string, Partial<KnownPerson>> = {},
  changes: Partial<World> = {},
  now: Date = MONDAY,
): Omit<Finding, 'advice'>[] {
  return diagnose(settings, worldOf(settings, people, changes), now).map(({ severity, where, what }) => ({
    severity,
    where,
    what,
  }));
}
