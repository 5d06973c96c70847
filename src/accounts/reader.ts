import type { AccountFields } from '#domain/mirror-settings.ts';
import type { Api, ApiOf } from '#src/sources/api.ts';
import type { ToldAccount } from './told-account.ts';

/** How a CRM is asked for its accounts. */
export type MirrorApi = {
  api: ApiOf;
  open: (api: Api, settings: { fields: AccountFields; team: boolean }) => AccountReader;
};

export type AccountReader = {
  /** A page of all accounts, and where the next begins; null after the last. A page asked for again is the same one, as it is by now. */
  page: (cursor: string | null) => Promise<{ accounts: ToldAccount[]; next: string | null }>;
  /** So many records at most, by their ids; what is missing in the answer is there no more. */
  some: (ids: readonly string[]) => Promise<ToldAccount[]>;
};

/** Of how many records is asked at once. */
export const MOST_AT_ONCE = 100;
