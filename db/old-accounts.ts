import { and, asc, eq, gt, inArray, isNull, like, sql } from 'drizzle-orm';
import { companyNameKey } from '#domain/company-name.ts';
import { registrableDomain } from '#domain/email-domains.ts';
import type { MirroredAccount } from '#domain/mirrored-account.ts';
import type { Db } from './db.ts';
import { type MirroredJson, mirroredFrom, mirroredIn } from './mirrored-accounts.ts';
import { rowsOf } from './rows.ts';
import { accounts, leads } from './schema.ts';

/**
 * Accounts of older versions: they have no name key, and there is one for each subdomain. They become what newer ones
 * are when somebody comes to their company, for only the settings of then say what is whose.
 */

const PAGE = 2_000;

/** What stands in the place of a subdomain's name key, so that its company finds it by the index. No name key has dots. */
const markOf = (registered: string): string => `.${registered}`;

/** Whether a row of an older version has not become what newer ones are. */
export const isOld = (nameKey: string | null): boolean => nameKey === null || nameKey.startsWith('.');

/** Marks the accounts of subdomains, so that they are found by their company; those that are marked stay as they are. */
export async function markSubdomains(db: Db): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await db
      .select({ id: accounts.id, domain: accounts.domain })
      .from(accounts)
      .where(and(isNull(accounts.nameKey), like(accounts.domain, '%.%.%'), gt(accounts.id, after)))
      .orderBy(asc(accounts.id))
      .limit(PAGE);
    const marks = Object.fromEntries(
      rows.flatMap(({ id, domain }) => {
        const registered = registrableDomain(domain ?? '');
        return registered === null || registered === domain ? [] : [[id, markOf(registered)]];
      }),
    );
    if (Object.keys(marks).length > 0) {
      await db.execute(
        sql`update accounts set name_key = marks.value from json_each_text(${JSON.stringify(marks)}::json) marks
          where id = marks.key and name_key is null`,
      );
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Whether a domain is one of the company's. */
export type IsTheirs = (domain: string) => boolean;

type Old = { id: string; domain: string | null; name: string | null };

/**
 * Gives a row of an older version what newer ones have, once. Answers whether leads came to it that
 * lay in accounts of their own.
 */
export async function settleAccount(tx: Db, row: Old, isTheirs: IsTheirs): Promise<boolean> {
  const nameKey = companyNameKey(row.name ?? '');
  await tx.update(accounts).set({ nameKey }).where(eq(accounts.id, row.id));
  return takeInSubdomains(tx, row, isTheirs);
}

/** Those of some accounts that may have subdomains to take in. */
export async function withSubdomains<Account extends { domain: string }>(
  tx: Db,
  some: readonly Account[],
): Promise<Account[]> {
  const marks = some.map(({ domain }) => markOf(registrableDomain(domain) ?? domain));
  if (marks.length === 0) return [];
  const rows = await tx
    .selectDistinct({ mark: accounts.nameKey })
    .from(accounts)
    .where(inArray(accounts.nameKey, marks));
  const found = new Set(rows.map(({ mark }) => mark));
  return some.filter((_, index) => found.has(marks[index] ?? null));
}

type Subdomain = { id: string; domain: string | null; ownerId: string | null };

const subdomainsIn = (domain: string) => sql`(
  select coalesce(json_agg(json_build_object('id', id, 'domain', domain, 'ownerId', owner_id)
    order by created_at, id), '[]')
  from accounts where name_key = ${markOf(registrableDomain(domain) ?? domain)})`;

/** Accounts that older versions made of the subdomains of the company that has this one, and what is mirrored of it. */
export async function readSurroundings(
  tx: Db,
  domain: string,
  domains: readonly string[],
): Promise<{ subdomains: Subdomain[]; mirrored: MirroredAccount[] }> {
  const accountId = sql`(select id from accounts where domain = ${domain})`;
  const [row] = rowsOf<{ subdomains: Subdomain[]; mirrored: MirroredJson[] }>(
    await tx.execute(sql`select ${subdomainsIn(domain)} as subdomains,
      ${mirroredIn({ domains, leadId: null, accountId })} as mirrored`),
  );
  return { subdomains: row?.subdomains ?? [], mirrored: mirroredFrom(row?.mirrored ?? []) };
}

/** The same accounts, where nothing else is asked. */
export async function readSubdomains(tx: Db, domain: string): Promise<Subdomain[]> {
  const [row] = rowsOf<{ subdomains: Subdomain[] }>(
    await tx.execute(sql`select ${subdomainsIn(domain)} as subdomains`),
  );
  return row?.subdomains ?? [];
}

/** Those of them that are the company's. */
export const theirsOf = (
  subdomains: readonly Subdomain[],
  { domain }: Pick<Old, 'domain'>,
  isTheirs: IsTheirs,
): Subdomain[] =>
  subdomains.filter((row) => domain !== null && row.domain?.endsWith(`.${domain}`) && isTheirs(row.domain));

export async function takeInSubdomains(
  tx: Db,
  account: Pick<Old, 'id' | 'domain'>,
  isTheirs: IsTheirs,
): Promise<boolean> {
  if (account.domain === null) return false;
  return takeIn(tx, account, theirsOf(await readSubdomains(tx, account.domain), account, isTheirs));
}

/**
 * The leads and the owner of a company's subdomains become the company's; the rows stay, as nobody's. Where the company
 * has an owner, that one stays. Answers whether there were any.
 */
export async function takeIn(
  tx: Db,
  { id }: Pick<Old, 'id'>,
  theirs: readonly Subdomain[],
): Promise<boolean> {
  if (theirs.length === 0) return false;
  const ids = theirs.map((row) => row.id);
  await tx.update(leads).set({ accountId: id }).where(inArray(leads.accountId, ids));
  await tx
    .update(accounts)
    .set({ domain: null, ownerId: null, nameKey: '' })
    .where(inArray(accounts.id, ids));
  const ownerId = theirs.find((row) => row.ownerId !== null)?.ownerId;
  if (ownerId) {
    await tx
      .update(accounts)
      .set({ ownerId })
      .where(and(eq(accounts.id, id), isNull(accounts.ownerId)));
  }
  return true;
}
