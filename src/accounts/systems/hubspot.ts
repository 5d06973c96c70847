import type { AccountFields } from '#domain/mirror-settings.ts';
import type { Api } from '#src/sources/api.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import { HUBSPOT_API, readOwners } from '#src/sources/systems/hubspot-api.ts';
import { type AccountReader, type MirrorApi, MOST_AT_ONCE } from '../reader.ts';
import type { ToldAccount } from '../told-account.ts';

/** Companies, page by page; open deals are a property that HubSpot counts. https://developers.hubspot.com/docs/api/crm/companies */
export const hubspotAccounts: MirrorApi = {
  api: HUBSPOT_API,
  open: (api, { fields }) => openCompanies(api, fields),
};

const CUSTOMERS = ['customer', 'evangelist'];
/** Since when, in accounts of different age. */
const CUSTOMER_SINCE = ['hs_v2_date_entered_customer', 'hs_date_entered_customer', 'closedate'];

function openCompanies(api: Api, fields: AccountFields): AccountReader {
  const properties = [
    ...new Set([
      ...(fields.domains ?? ['domain', 'hs_additional_domains', 'website']),
      ...['name', 'lifecyclestage', 'hubspot_owner_id', 'hs_all_owner_ids', 'hs_num_open_deals'],
      ...(fields.customer_since === undefined ? CUSTOMER_SINCE : [fields.customer_since]),
      ...[fields.customer, fields.churned, fields.tier ?? 'hs_ideal_customer_profile'].flatMap(
        (name) => name ?? [],
      ),
    ]),
  ];
  let owners: Promise<Map<string, string>> | null = null;
  const told = async (records: readonly unknown[]): Promise<ToldAccount[]> => {
    const isOwned = records.some((record) => textAt(record, 'properties', 'hubspot_owner_id') !== undefined);
    if (isOwned) owners ??= readOwners(api);
    const emails = isOwned && owners ? await owners : new Map<string, string>();
    return records.map((record) => accountIn(record, fields, emails));
  };
  return {
    page: async (cursor) => {
      const answer = await api.get('/crm/v3/objects/companies', {
        limit: String(MOST_AT_ONCE),
        archived: 'false',
        properties: properties.join(','),
        ...(cursor !== null && { after: cursor }),
      });
      return {
        accounts: await told(recordsAt(answer, 'results')),
        next: textAt(answer, 'paging', 'next', 'after') ?? null,
      };
    },
    some: async (ids) => {
      const inputs = ids.map((id) => ({ id }));
      const answer = await api.post('/crm/v3/objects/companies/batch/read', { properties, inputs });
      return told(recordsAt(answer, 'results'));
    },
  };
}

function accountIn(record: unknown, fields: AccountFields, emails: ReadonlyMap<string, string>): ToldAccount {
  const of = (name: string): unknown => at(record, 'properties', name) ?? undefined;
  const ownerId = textAt(of('hubspot_owner_id'));
  const others = (textAt(of('hs_all_owner_ids')) ?? '')
    .split(';')
    .filter((id) => id !== '' && id !== ownerId);
  const stage = textAt(of('lifecyclestage'));
  const since = fields.customer_since === undefined ? CUSTOMER_SINCE : [fields.customer_since];
  const isCustomer = stage === undefined ? undefined : CUSTOMERS.includes(stage);
  return {
    recordId: textAt(record, 'id') ?? '',
    name: of('name'),
    domains: (fields.domains ?? ['domain', 'hs_additional_domains', 'website']).map(of),
    ownerEmail: ownerId === undefined ? undefined : emails.get(ownerId),
    team: others.map((id) => emails.get(id)),
    customer: fields.customer === undefined ? isCustomer : of(fields.customer),
    customerSince:
      isCustomer === false && fields.customer_since === undefined
        ? undefined
        : since.map(of).find((value) => textAt(value) !== undefined),
    opportunity: of('hs_num_open_deals') ?? 0,
    tier: of(fields.tier ?? 'hs_ideal_customer_profile'),
    churned: fields.churned === undefined ? undefined : of(fields.churned),
  };
}
