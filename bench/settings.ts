import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Settings } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';

/** The one source, and the environment variable with its secret. */
export const SOURCE = 'website';
export const SECRET_ENV = 'WEBSITE_WEBHOOK_SECRET';

/** The page whose forms ask. */
export const PAGE = 'https://www.bench.example';

/** A pool of its own takes the leads of each. */
export const COUNTRIES = ['DE', 'AT', 'CH', 'GB', 'FR', 'NL'] as const;

const REPS_IN_A_POOL = 10;
const ROUND_THE_CLOCK = ['00:00-24:00'];
const NEVER_FULL = 1_000_000;

/**
 * Writes the example's settings with sixty reps instead of its people: at work day and night and never full, so that
 * what is measured is the app and not a pause. Some have weight 2, so that shares are worth checking.
 */
export function writeSettings(
  file: string,
  {
    acceptWithin = '4h',
    repsInOnePool,
    asksForms = false,
  }: { acceptWithin?: string; repsInOnePool?: number; asksForms?: boolean } = {},
): Settings {
  const example = readSettingsFile('handoff.yaml');
  if (!example.ok) throw new Error(`handoff.yaml: ${JSON.stringify(example.problems)}`);
  const countries = repsInOnePool === undefined ? COUNTRIES : COUNTRIES.slice(0, 1);
  const pools = countries.map((country) => ({ country, id: `sdr-${country.toLowerCase()}` }));
  const repsOf = (pool: string) =>
    Array.from({ length: repsInOnePool ?? REPS_IN_A_POOL }, (_, index) => `${pool}-${index + 1}`);
  const reps = pools.flatMap(({ id }) => repsOf(id));
  const document = {
    // A document that was read as settings is a group.
    ...(example.raw as Record<string, unknown>),
    workspace: { name: 'Bench', time_zone: 'Europe/Berlin', hours: 'always' },
    hours: {
      always: {
        mon: ROUND_THE_CLOCK,
        tue: ROUND_THE_CLOCK,
        wed: ROUND_THE_CLOCK,
        thu: ROUND_THE_CLOCK,
        fri: ROUND_THE_CLOCK,
        sat: ROUND_THE_CLOCK,
        sun: ROUND_THE_CLOCK,
      },
    },
    people: [
      { id: 'mia', name: 'Mia Manager', email: 'mia@bench.example', roles: ['manager'] },
      { id: 'olga', name: 'Olga Ops', email: 'olga@bench.example', roles: ['ops'] },
      ...reps.map((id) => ({
        ...{ id, name: id, email: `${id}@bench.example`, roles: ['sdr'], manager: 'mia' },
        ...(asksForms && { booking_url: `https://cal.bench.example/${id}` }),
      })),
    ],
    pools: pools.map(({ id }) => ({
      id,
      name: id,
      members: repsOf(id).map((person, index) => ({ person, weight: index % 3 === 0 ? 2 : 1 })),
      caps: { unanswered: NEVER_FULL, uncontacted: NEVER_FULL, per_day: NEVER_FULL },
    })),
    named_accounts: [],
    routes: [
      ...pools.map(({ id, country }) => ({ id, when: { country: [country] }, to: { pool: id } })),
      { id: 'others', to: { pool: 'sdr-de' } },
    ],
    sla: [
      {
        id: 'all',
        accept: { within: acceptWithin },
        response: { within: '1bd' },
        unassigned: { within: '4h', calendar: 'team' },
        ladder: [
          { at: '50%', do: 'remind' },
          { at: '100%', do: 'tell_manager' },
        ],
        snooze: { choices: ['1h'], limit: '4h', times: 1 },
      },
    ],
    sources: [
      {
        ...{ id: SOURCE, name: 'Website', auth: { type: 'standard-webhooks', secret_env: [SECRET_ENV] } },
        // Every visitor of the bench has one address.
        ...(asksForms && { qualify: { origins: [PAGE], per_address: '90000/minute' } }),
      },
    ],
  };
  writeFileSync(file, stringify(document));
  const written = readSettingsFile(file);
  if (!written.ok) throw new Error(`generated settings: ${JSON.stringify(written.problems)}`);
  return written.settings;
}
