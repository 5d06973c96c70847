import * as z from 'zod';
import { MIRROR_SYSTEMS, type MirrorSystem } from './mirror-systems.ts';
import { envName, written } from './settings-shapes.ts';

/** From which CRM accounts are mirrored, how it is asked, and where it keeps what has no usual place there. */

const field = z.string().min(1).max(100);

const accountsOf = z.strictObject({
  from: z.enum(MIRROR_SYSTEMS),
  token_env: envName.optional(),
  client_id_env: envName.optional(),
  client_secret_env: envName.optional(),
  base_url: z
    .url({ protocol: /^https?$/, error: 'an address such as https://acme.my.salesforce.com' })
    .optional(),
  /** When it is read each night, in the time zone of the workspace. */
  at: written(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 02:30').default('02:30'),
  /** Whether those who look after an account beside its owner are read, where that is another question. */
  team: z.boolean().default(false),
  /** Fields of the CRM by what they say. */
  fields: z
    .strictObject({
      domains: z.array(field).min(1).optional(),
      customer: field.optional(),
      customer_since: field.optional(),
      tier: field.optional(),
      churned: field.optional(),
    })
    .prefault({}),
});
export type MirrorSettings = z.output<typeof accountsOf>;
export type AccountFields = MirrorSettings['fields'];

export const accountsSettings = z.array(accountsOf).default([]);

type Access = 'token_env' | 'client_id_env' | 'client_secret_env' | 'base_url';

/** What each is asked with. */
export const ACCESS_OF: Readonly<Record<MirrorSystem, readonly Access[]>> = {
  hubspot: ['token_env'],
  salesforce: ['client_id_env', 'client_secret_env', 'base_url'],
  pipedrive: ['token_env'],
};

export const ACCESS_WORDS: Readonly<Record<Access, string>> = {
  token_env: 'the NAME of the environment variable with its access token',
  client_id_env: 'the NAME of the environment variable with the key of your connected app',
  client_secret_env: 'the NAME of the environment variable with the secret of your connected app',
  base_url: 'the address of your own instance, such as https://acme.my.salesforce.com',
};

export const isMirrorSystem = (value: unknown): value is MirrorSystem =>
  MIRROR_SYSTEMS.some((system) => system === value);
