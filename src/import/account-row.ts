import { companyNameKey } from '#domain/company-name.ts';
import { emailDomain } from '#domain/email-domains.ts';
import { TEAM_ROLES } from '#domain/leg-roles.ts';
import { dayOf, readAccountTold, type ToldAccount, yesOrNo } from '#src/accounts/told-account.ts';

/** Accounts in a file, where there is no CRM: which column says what, and what a row says. */

export const ACCOUNT_COLUMNS = {
  id: ['account id', 'record id', 'company id', 'id'],
  name: ['account name', 'company name', 'name', 'company', 'account', 'organization', 'firma'],
  domains: ['domains', 'domain', 'company domain name', 'website', 'website url', 'web', 'url', 'webseite'],
  owner: ['owner e-mail', 'owner email', 'account owner email', 'owner'],
  team: ['account team', 'team', 'team e-mails', 'team emails'],
  sdr: ['sdr', 'account sdr', 'sdr e-mail', 'sdr email'],
  ae: ['ae', 'account executive', 'ae e-mail', 'ae email'],
  csm: ['csm', 'customer success manager', 'csm e-mail', 'csm email'],
  customer: ['customer', 'is customer', 'existing customer'],
  customer_since: ['customer since', 'became a customer', 'became a customer date'],
  opportunity: ['open opportunity', 'open opportunities', 'open deals', 'number of open deals'],
  tier: ['tier', 'abm tier', 'account tier'],
  churned: ['churned', 'is churned', 'former customer'],
} as const;
export type AccountPlace = keyof typeof ACCOUNT_COLUMNS;
const PLACES = Object.keys(ACCOUNT_COLUMNS) as AccountPlace[]; // its own keys

/** Where each is found in a file; a place that no column names is missing. */
export type AccountBinding = Partial<Record<AccountPlace, number>>;

// "Customer_since", "Customer Since" and "customer-since" are one name.
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');

/** Finds the columns in a header; of several for one place the first of our list. */
export function bindAccountColumns(header: readonly string[]): { binding: AccountBinding; unused: string[] } {
  const names = header.map(plain);
  const binding: AccountBinding = {};
  for (const place of PLACES) {
    const named = ACCOUNT_COLUMNS[place].map((name) => names.indexOf(name)).find((at) => at !== -1);
    if (named !== undefined) binding[place] = named;
  }
  const used = new Set(Object.values(binding));
  return { binding, unused: header.filter((name, at) => name !== '' && !used.has(at)) };
}

type ReadRow = { account: ReturnType<typeof readAccountTold> | null; problems: string[] };

/** What a row says. A cell that cannot be read costs only itself; a row that names no company is none. */
export function readAccountRow(binding: AccountBinding, cells: readonly string[]): ReadRow {
  const cell = (place: AccountPlace): string | undefined => {
    const at = binding[place];
    const text = at === undefined ? '' : (cells[at] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const since = cell('customer_since');
  const day = since === undefined ? undefined : (dayIn(since) ?? undefined);
  const told: ToldAccount = {
    recordId: '',
    name: cell('name'),
    domains: [cell('domains')],
    ownerEmail: cell('owner'),
    team: cell('team')?.split(/[\s,;]+/),
    byRole: { sdr: cell('sdr'), ae: cell('ae'), csm: cell('csm') },
    // Since when somebody is a customer says that they are.
    customer: cell('customer') ?? (day === undefined ? undefined : true),
    customerSince: day,
    opportunity: cell('opportunity'),
    tier: cell('tier'),
    churned: cell('churned'),
  };
  const account = readAccountTold(told);
  const recordId = cell('id') ?? account.facts.domains[0] ?? nameId(account.name);
  if (recordId === null)
    return { account: null, problems: ['names no company: expected a domain or a name'] };
  return {
    account: { ...account, recordId: readAccountTold({ ...told, recordId }).recordId },
    problems: [
      ...unread('domains', cell('domains'), account.facts.domains.length > 0, 'a domain such as acme.com'),
      ...unread('owner', cell('owner'), account.facts.ownerEmail !== null, 'an e-mail address'),
      ...unread('team', cell('team'), isEachAddress(told.team ?? []), 'e-mail addresses'),
      ...TEAM_ROLES.flatMap((role) =>
        unread(role, cell(role), account.facts.byRole?.[role] !== undefined, 'an e-mail address'),
      ),
      ...unread('customer since', since, day !== undefined, 'a day such as 2024-03-05'),
      ...(['customer', 'opportunity', 'churned'] as const).flatMap((place) =>
        unread(place, cell(place), yesOrNo(cell(place)) !== null, 'yes or no'),
      ),
    ],
  };
}

const nameId = (name: string | null): string | null => {
  const key = companyNameKey(name ?? '');
  return key === '' ? null : `name:${key}`;
};

const isEachAddress = (team: readonly unknown[]): boolean =>
  team.every((one) => one === '' || emailDomain(String(one)) !== null);

/** What the cell says is not quoted: it may be anything. */
const unread = (place: string, cell: string | undefined, isRead: boolean, expected: string): string[] =>
  cell === undefined || isRead ? [] : [`${place} left out: expected ${expected}`];

/** A day as people write it: 2024-03-05, 2024-03, or 5.3.2024, which no country means otherwise. */
function dayIn(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  if (year !== undefined) return dayOf(`${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`);
  return dayOf(/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text);
}
