import type { AccountFields } from '#domain/mirror-settings.ts';
import type { Api } from '#src/sources/api.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import { type AccountReader, type MirrorApi, MOST_AT_ONCE } from '../reader.ts';
import type { ToldAccount } from '../told-account.ts';

/** Accounts by SOQL, in the order of their ids: a cursor of Salesforce's own ends after two days, and an id never does. */
export const salesforceAccounts: MirrorApi = {
  api: {
    name: 'Salesforce',
    // Each customer has an address of their own.
    baseUrl: '',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    tokensFrom: (baseUrl) => `${baseUrl}/services/oauth2/token`,
    grant: 'client_credentials',
    // Too many requests of a day, or at once, are a 403 there.
    meaning: (answer) =>
      recordsAt(answer)
        .concat(Array.isArray(answer) ? answer : [])
        .some(isBusy)
        ? 'busy'
        : null,
  },
  open: (api, { fields, team }) => openAccounts(api, fields, team),
};

const BUSY = ['REQUEST_LIMIT_EXCEEDED', 'SERVER_UNAVAILABLE', 'QUERY_TIMEOUT'];
const isBusy = (error: unknown): boolean => BUSY.includes(textAt(error, 'errorCode') ?? '');

const QUERY = '/services/data/v60.0/query';
/** Of a name or an id only what can end no text of a query. */
const isPlain = (text: string): boolean => /^[A-Za-z0-9_.]+$/.test(text);
const listed = (ids: readonly string[]): string =>
  ids
    .filter(isPlain)
    .map((id) => `'${id}'`)
    .join(',');

function openAccounts(api: Api, fields: AccountFields, team: boolean): AccountReader {
  const own = [
    ...(fields.domains ?? []),
    fields.customer,
    fields.customer_since,
    fields.tier,
    fields.churned,
  ];
  const columns = [
    ...new Set([
      ...['Id', 'Name', 'Website', 'Type', 'Owner.Email', 'Owner.IsActive'],
      ...own.flatMap((name) => (name !== undefined && isPlain(name) ? [name] : [])),
    ]),
  ];
  const query = async (soql: string) => recordsAt(await api.get(QUERY, { q: soql }), 'records');
  const told = async (records: readonly unknown[]): Promise<ToldAccount[]> => {
    if (records.length === 0) return [];
    const ids = listed(records.map((record) => textAt(record, 'Id') ?? ''));
    const open = await query(
      `SELECT AccountId FROM Opportunity WHERE IsClosed = false AND AccountId IN (${ids}) GROUP BY AccountId`,
    );
    const won = await query(
      `SELECT AccountId, MIN(CloseDate) firstWon FROM Opportunity WHERE IsWon = true AND AccountId IN (${ids}) GROUP BY AccountId`,
    );
    const members = team
      ? await query(`SELECT AccountId, User.Email FROM AccountTeamMember WHERE AccountId IN (${ids})`)
      : [];
    const isOpen = new Set(open.map((row) => textAt(row, 'AccountId')));
    const firstWon = new Map(won.map((row) => [textAt(row, 'AccountId'), at(row, 'firstWon')]));
    return records.map((record) =>
      accountIn(record, fields, {
        isOpen: isOpen.has(textAt(record, 'Id')),
        firstWon: firstWon.get(textAt(record, 'Id')),
        team: members
          .filter((row) => textAt(row, 'AccountId') === textAt(record, 'Id'))
          .map((row) => at(row, 'User', 'Email')),
      }),
    );
  };
  const select = `SELECT ${columns.join(', ')} FROM Account`;
  return {
    page: async (cursor) => {
      const after = cursor === null ? '' : ` WHERE Id > '${isPlain(cursor) ? cursor : ''}'`;
      const records = await query(`${select}${after} ORDER BY Id LIMIT ${MOST_AT_ONCE}`);
      const last = textAt(records.at(-1), 'Id') ?? null;
      return { accounts: await told(records), next: records.length < MOST_AT_ONCE ? null : last };
    },
    some: async (ids) => {
      const asked = listed(ids);
      return asked === '' ? [] : told(await query(`${select} WHERE Id IN (${asked})`));
    },
  };
}

function accountIn(
  record: unknown,
  fields: AccountFields,
  known: { isOpen: boolean; firstWon: unknown; team: unknown[] },
): ToldAccount {
  const of = (name: string): unknown => at(record, ...name.split('.')) ?? undefined;
  const type = textAt(of('Type'));
  // A type of one's own words says nothing either way; somebody who bought is a customer whatever it says.
  const byType = type === undefined ? undefined : /^customer\b/i.test(type) || undefined;
  const isCustomer = byType ?? (known.firstWon !== undefined && known.firstWon !== null);
  return {
    recordId: textAt(of('Id')) ?? '',
    name: of('Name'),
    domains: (fields.domains ?? ['Website']).map(of),
    ownerEmail: of('Owner.IsActive') === false ? undefined : of('Owner.Email'),
    team: known.team,
    customer: fields.customer === undefined ? isCustomer : of(fields.customer),
    customerSince: fields.customer_since === undefined ? known.firstWon : of(fields.customer_since),
    opportunity: known.isOpen,
    tier: fields.tier === undefined ? undefined : of(fields.tier),
    churned: fields.churned === undefined ? undefined : of(fields.churned),
  };
}
