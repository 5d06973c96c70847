import type { AccountFields } from '#domain/mirror-settings.ts';
import type { Api } from '#src/sources/api.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import { PIPEDRIVE_API } from '#src/sources/systems/pipedrive.ts';
import { type AccountReader, type MirrorApi, MOST_AT_ONCE } from '../reader.ts';
import type { ToldAccount } from '../told-account.ts';

/** Organizations, page by page, with the deals that Pipedrive counts of each. https://developers.pipedrive.com/docs/api/v1/Organizations */
export const pipedriveAccounts: MirrorApi = {
  api: PIPEDRIVE_API,
  open: (api, { fields }) => openOrganizations(api, fields),
};

const COUNTED = 'open_deals_count,won_deals_count';

function openOrganizations(api: Api, fields: AccountFields): AccountReader {
  let users: Promise<Map<string, string>> | null = null;
  const told = async (answer: unknown): Promise<ToldAccount[]> => {
    const records = recordsAt(answer, 'data').filter((record) => at(record, 'is_deleted') !== true);
    if (records.length === 0) return [];
    users ??= readUsers(api);
    const emails = await users;
    return records.map((record) => accountIn(record, fields, emails));
  };
  const ask = (query: Record<string, string>) =>
    api.get('/api/v2/organizations', {
      ...{ limit: String(MOST_AT_ONCE), include_fields: COUNTED, include_option_labels: 'true' },
      ...query,
    });
  return {
    page: async (cursor) => {
      const answer = await ask({ sort_by: 'id', ...(cursor !== null && { cursor }) });
      return { accounts: await told(answer), next: textAt(answer, 'additional_data', 'next_cursor') ?? null };
    },
    some: async (ids) => {
      const asked = ids.filter((id) => /^\d+$/.test(id));
      return asked.length === 0 ? [] : told(await ask({ ids: asked.join(',') }));
    },
  };
}

/** Who owns what, by the ids of users. Those who are switched off own nothing any more. */
async function readUsers(api: Api): Promise<Map<string, string>> {
  const answer = await api.get('/v1/users');
  return new Map(
    recordsAt(answer, 'data').flatMap((user) => {
      const email = at(user, 'active_flag') === false ? undefined : textAt(user, 'email');
      return email === undefined ? [] : [[textAt(user, 'id') ?? '', email] as const];
    }),
  );
}

function accountIn(record: unknown, fields: AccountFields, emails: ReadonlyMap<string, string>): ToldAccount {
  // A field of one's own stands among the custom fields, under its key.
  const of = (name: string): unknown => {
    const value = at(record, name) ?? at(record, 'custom_fields', name);
    return at(value, 'value') ?? at(value, 'label') ?? value ?? undefined;
  };
  const ownerId = textAt(of('owner_id'));
  return {
    recordId: textAt(of('id')) ?? '',
    name: of('name'),
    domains: (fields.domains ?? ['website']).map(of),
    ownerEmail: ownerId === undefined ? undefined : emails.get(ownerId),
    customer: fields.customer === undefined ? of('won_deals_count') : of(fields.customer),
    customerSince: fields.customer_since === undefined ? undefined : of(fields.customer_since),
    opportunity: of('open_deals_count'),
    tier: fields.tier === undefined ? undefined : of(fields.tier),
    churned: fields.churned === undefined ? undefined : of(fields.churned),
  };
}
