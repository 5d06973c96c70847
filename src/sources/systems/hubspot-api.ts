import type { Api, ApiOf } from '../api.ts';
import { recordsAt, textAt } from '../pick.ts';

/** Where HubSpot is asked, and whom it calls an owner. */

export const HUBSPOT_API: ApiOf = {
  name: 'HubSpot',
  baseUrl: 'https://api.hubapi.com',
  headers: (token) => ({ authorization: `Bearer ${token}` }),
};

const MOST_PAGES = 20;

/** Addresses of owners by their ids. */
export async function readOwners(api: Api): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await api.get('/crm/v3/owners', { limit: '100', ...(after !== undefined && { after }) });
    for (const owner of recordsAt(answer, 'results')) {
      owners.set(textAt(owner, 'id') ?? '', textAt(owner, 'email') ?? '');
    }
    after = textAt(answer, 'paging', 'next', 'after');
    if (after === undefined) break;
  }
  return owners;
}
