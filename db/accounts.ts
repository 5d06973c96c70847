import { eq, type SQL, sql } from 'drizzle-orm';
import type { MirroredAccount } from '#domain/mirrored-account.ts';
import type { Db } from './db.ts';
import { IMPORTED } from './imported.ts';
import { type MirroredJson, mirroredFrom, mirroredIn } from './mirrored-accounts.ts';
import { type IsTheirs, isOld, readSurroundings, settleAccount, takeIn, theirsOf } from './old-accounts.ts';
import { rowsOf } from './rows.ts';
import { accounts } from './schema.ts';

export type AccountRow = typeof accounts.$inferSelect;

/** An account as it is made from a lead, and which other domains lie in its own. */
export type AccountOf = {
  id: string;
  domain: string;
  name: string | null;
  /** Empty where no name is known: null is a row that an older version made. */
  nameKey: string;
  createdAt: Date;
};

/** The account of a company's main domain, made when it is new, and all that may be mirrored of it by these domains. */
export async function findOrAddAccount(
  tx: Db,
  account: AccountOf,
  isTheirs: IsTheirs,
  domains: readonly string[],
): Promise<{ row: AccountRow | null; mirrored: MirroredAccount[] }> {
  const [[added], { subdomains, mirrored }] = await Promise.all([
    tx.insert(accounts).values(account).onConflictDoNothing().returning(),
    readSurroundings(tx, account.domain, domains),
  ]);
  if (added) {
    await takeIn(tx, added, theirsOf(subdomains, added, isTheirs));
    return { row: added, mirrored };
  }
  const [row] = await tx.select().from(accounts).where(eq(accounts.domain, account.domain));
  if (!row) return { row: null, mirrored };
  if (isOld(row.nameKey)) await settleAccount(tx, row, isTheirs);
  if (row.name === null && account.name !== null) await nameAccount(tx, row.id, account);
  return { row, mirrored };
}

export async function readAccount(db: Db, id: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

/** The account that has exactly this name, where only one does. */
export async function onlyAccountNamed(db: Db, nameKey: string): Promise<string | null> {
  if (nameKey === '') return null;
  const [only, ...more] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.nameKey, nameKey))
    .limit(2);
  return more.length === 0 ? (only?.id ?? null) : null;
}

async function nameAccount(
  tx: Db,
  id: string,
  { name, nameKey }: Pick<AccountOf, 'name' | 'nameKey'>,
): Promise<void> {
  await tx.update(accounts).set({ name, nameKey }).where(eq(accounts.id, id));
}

/** Where a company's past is looked for. */
export type CompanySearch = {
  accountId: string | null;
  exceptLeadId: string;
  /** All domains of the company, the main one first. */
  domains: readonly string[];
  /** Those of the other companies of its group. */
  group: readonly string[];
  /** Its name as names are compared; empty when none is told. */
  nameKey: string;
};

type Had = { repId: string; leg: string } | null;

/** What the rows of a company and its group say of owners. */
export type CompanyPast = {
  accounts: Pick<AccountRow, 'id' | 'domain' | 'name' | 'nameKey' | 'ownerId'>[];
  group: string | null;
  isCustomer: boolean;
  hasOpportunity: boolean;
  /** The last handoff after the sale, else the one that led to it, else what an import tells. */
  customer: Had;
  opportunity: Had;
  colleague: string | null;
  /** Owners of other accounts of the same name, those of the oldest first. */
  sameName: string[];
  /** All that may be mirrored of it. */
  mirrored: MirroredAccount[];
};

const SAME_NAMES = 3;
// An import knows one leg only, and its owner is the CRM's.
const imported = sql`starts_with(h.settings_version, ${IMPORTED})`;

/** Whether customer success, or a source, said of the last handoff after the sale that the customer left. */
const hasLeft = (leadId: SQL): SQL => sql`exists (
  select from (
    select h.id from handoffs h
    where h.lead_id = ${leadId} and h.leg = 'won_to_cs' and h.state not in ('rejected', 'withdrawn')
    order by h.created_at desc, h.id limit 1) last
  join handoff_events e on e.handoff_id = last.id and e.type = 'churned')`;

/** Everything routing asks about a company's past, in one statement: it is asked for each lead. */
export async function readCompanyPast(tx: Db, search: CompanySearch): Promise<CompanyPast> {
  const { accountId, exceptLeadId, domains, group, nameKey } = search;
  const inDomains = (list: readonly string[]) =>
    list.length === 0 ? sql`false` : sql`a.domain in ${[...list]}`;
  // The handoff that says most about whose the leads at this stage are.
  const hadBy = (people: ReturnType<typeof sql>, stage: string) => sql`(
    select json_build_object('repId', h.owner_id, 'leg', h.leg)
    from ${people} p join handoffs h on h.lead_id = p.id
    where p.stage = ${stage} and h.owner_id is not null and h.state not in ('rejected', 'withdrawn')
      and (h.leg <> 'mql_to_sdr' or ${imported})
    order by array_position(array['won_to_cs', 'sql_to_ae', 'cs_to_ae', 'mql_to_sdr'], h.leg), h.created_at desc, h.id
    limit 1)`;
  const [row] = rowsOf<Omit<CompanyPast, 'mirrored'> & { mirrored: MirroredJson[] }>(
    await tx.execute(sql`
    with company as (
      select a.* from accounts a where a.id = ${accountId} or ${inDomains(domains)}
    ), kin as (
      select a.* from accounts a where ${inDomains(group)} and a.id is distinct from ${accountId}
    ), theirs as (
      select l.id, l.stage from leads l where l.account_id in (select id from company)
    ), everybody as (
      select id, stage from theirs
      union all
      select l.id, l.stage from leads l where l.account_id in (select id from kin)
    )
    select
      (select coalesce(json_agg(json_build_object('id', id, 'domain', domain, 'name', name, 'nameKey', name_key,
        'ownerId', owner_id) order by domain is distinct from ${domains[0] ?? null}, created_at, id), '[]')
        from company) as accounts,
      (select owner_id from kin where owner_id is not null order by created_at, id limit 1) as "group",
      exists (select from everybody p where stage = 'closed_won' and not ${hasLeft(sql`p.id`)}) as "isCustomer",
      exists (select from theirs where stage = 'opportunity') as "hasOpportunity",
      ${hadBy(sql`everybody`, 'closed_won')} as customer,
      ${hadBy(sql`theirs`, 'opportunity')} as opportunity,
      (select h.owner_id from theirs p join handoffs h on h.lead_id = p.id
        where p.id <> ${exceptLeadId} and h.owner_id is not null
          and h.state in ('offered', 'snoozed', 'accepted', 'working')
        order by h.created_at, h.id limit 1) as colleague,
      (select coalesce(json_agg(owner_id order by first, owner_id), '[]') from (
        select owner_id, min(created_at) as first from accounts
        where name_key = ${nameKey} and name_key <> '' and owner_id is not null
          and id not in (select id from company)
        group by owner_id order by 2, 1 limit ${SAME_NAMES}) named) as "sameName",
      ${mirroredIn({ domains, leadId: exceptLeadId, accountId })} as mirrored`),
  );
  if (!row) throw new Error('a select without from answers one row');
  return { ...row, mirrored: mirroredFrom(row.mirrored) };
}
