import { type SQL, sql } from 'drizzle-orm';
import { companyNameKey } from '#domain/company-name.ts';
import type { AccountSystem } from '#domain/mirror-systems.ts';
import { type AccountFacts, lookedUpBy, type MirroredAccount } from '#domain/mirrored-account.ts';
import { nearKeys } from '#domain/near-name.ts';
import type { Db } from './db.ts';
import { rowsOf } from './rows.ts';

/** Accounts as a CRM, or a file, tells of them. */

/** Whose account is looked for: by the domains of a company, and by what people said of a lead or of everybody there. */
export type MirrorSearch = {
  domains: readonly string[];
  leadId: string | null;
  /** An id, or what finds it. */
  accountId: string | SQL | null;
};

/** As the database tells it: instants are texts. */
export type MirroredJson = Omit<MirroredAccount, 'mirroredAt'> & { mirroredAt: string };

export const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;

export const asJson = (
  isConfirmed: boolean,
): SQL => sql`m.facts || jsonb_build_object('system', m.system, 'recordId', m.record_id,
  'name', m.name, 'mirroredAt', m.mirrored_at, 'isConfirmed', ${isConfirmed}::boolean)`;

/** All accounts that may be meant, as one value of a statement that asks for more. */
export const mirroredIn = ({ domains, leadId, accountId }: MirrorSearch): SQL => sql`(
  select coalesce(jsonb_agg(found.account), '[]') from (
    select ${asJson(false)} as account from mirrored_accounts m
    where m.gone_at is null and m.looked_up_by && ${texts(domains)}
    union all
    select ${asJson(true)} from account_answers w
    join mirrored_accounts m on m.system = w.system and m.record_id = w.record_id and m.gone_at is null
    where w.is_same and (w.lead_id = ${leadId} or w.account_id = ${accountId})) found)`;

export const mirroredFrom = (found: readonly MirroredJson[]): MirroredAccount[] =>
  found.map((account) => ({ ...account, mirroredAt: new Date(account.mirroredAt) }));

/** All accounts that may be a lead's. */
export async function readMirrored(db: Db, search: MirrorSearch): Promise<MirroredAccount[]> {
  const [row] = rowsOf<{ found: MirroredJson[] }>(
    await db.execute(sql`select ${mirroredIn(search)} as found`),
  );
  return mirroredFrom(row?.found ?? []);
}

/** An account as it was read. */
export type ReadAccount = { recordId: string; name: string | null; facts: AccountFacts };

/**
 * Keeps accounts as they were read at that time; an older reading changes nothing. Answers by which domains those are looked
 * up that say something else now.
 */
export async function saveMirrored(
  tx: Db,
  system: AccountSystem,
  read: readonly ReadAccount[],
  readAt: Date,
): Promise<{ domains: string[]; records: string[] }> {
  const rows = read.map(({ recordId, name, facts }) => {
    const nameKey = companyNameKey(name ?? '');
    return {
      ...{ record_id: recordId, name, name_key: nameKey, near_keys: nearKeys(nameKey) },
      ...{ looked_up_by: lookedUpBy(facts.domains), facts },
    };
  });
  const at = sql`${readAt.toISOString()}::timestamptz`;
  const changed = rowsOf<{ recordId: string; domains: string[] }>(
    await tx.execute(sql`
      with told as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) as t(record_id text, name text, name_key text,
          near_keys text[], looked_up_by text[], facts jsonb)
      ), before as (
        select m.* from mirrored_accounts m join told t on m.record_id = t.record_id where m.system = ${system}
      ), saved as (
        insert into mirrored_accounts as m
          (system, record_id, name, name_key, near_keys, looked_up_by, facts, mirrored_at)
        select ${system}::text, record_id, name, name_key, near_keys, looked_up_by, facts, ${at} from told
        order by record_id
        on conflict (system, record_id) do update set name = excluded.name, name_key = excluded.name_key,
          near_keys = excluded.near_keys, looked_up_by = excluded.looked_up_by, facts = excluded.facts,
          mirrored_at = excluded.mirrored_at, gone_at = null
        where coalesce(m.gone_at, m.mirrored_at) <= excluded.mirrored_at
        returning m.*
      )
      select s.record_id as "recordId", s.looked_up_by || coalesce(b.looked_up_by, '{}') as domains
      from saved s left join before b on b.record_id = s.record_id
      where b.record_id is null or b.gone_at is not null
        or (b.name, b.facts) is distinct from (s.name, s.facts)`),
  );
  return {
    domains: [...new Set(changed.flatMap(({ domains }) => domains))],
    records: changed.map(({ recordId }) => recordId),
  };
}

/** These records are no more: they are used no longer, and no reading of before brings them back. */
export async function saveGone(
  tx: Db,
  system: AccountSystem,
  recordIds: readonly string[],
  readAt: Date,
): Promise<{ domains: string[]; records: string[] }> {
  return endRows(tx, sql`system = ${system} and record_id = any(${texts(recordIds)})`, readAt);
}

/** Those that a whole reading, which began then, did not find. */
export async function saveNotFound(
  tx: Db,
  system: AccountSystem,
  since: Date,
): Promise<{ domains: string[]; records: string[] }> {
  const at = sql`${since.toISOString()}::timestamptz`;
  // What was gone before it began cannot come back by what it read.
  await tx.execute(sql`delete from mirrored_accounts where system = ${system} and gone_at < ${at}`);
  return endRows(tx, sql`system = ${system} and mirrored_at < ${at}`, since);
}

async function endRows(tx: Db, which: SQL, at: Date): Promise<{ domains: string[]; records: string[] }> {
  const time = sql`${at.toISOString()}::timestamptz`;
  const rows = rowsOf<{ recordId: string; domains: string[] }>(
    await tx.execute(sql`update mirrored_accounts set gone_at = ${time}
      where ${which} and gone_at is null and mirrored_at <= ${time}
      returning record_id as "recordId", looked_up_by as domains`),
  );
  return {
    domains: [...new Set(rows.flatMap(({ domains }) => domains))],
    records: rows.map(({ recordId }) => recordId),
  };
}

/** Open handoffs of leads that some accounts are about: by their domains, or because somebody said so. */
export async function openHandoffsOfRecords(
  tx: Db,
  system: AccountSystem,
  { domains, records }: { domains: readonly string[]; records: readonly string[] },
): Promise<string[]> {
  const rows = rowsOf<{ id: string }>(
    await tx.execute(sql`
      with theirs as (
        select l.id from leads l join accounts a on a.id = l.account_id where a.domain = any(${texts(domains)})
        union
        select w.lead_id from account_answers w
        where w.system = ${system} and w.record_id = any(${texts(records)})
      )
      select h.id from theirs t join handoffs h on h.lead_id = t.id
      where h.state in ('waiting', 'offered', 'snoozed', 'accepted', 'working') order by h.id`),
  );
  return rows.map(({ id }) => id);
}

/** Whether anything is mirrored at all. */
export const HAS_MIRROR = sql`exists (select from mirrored_accounts)`;

export async function countMirrored(db: Db, system: AccountSystem): Promise<number> {
  const [row] = rowsOf<{ accounts: number }>(
    await db.execute(
      sql`select count(*)::int as accounts from mirrored_accounts where system = ${system} and gone_at is null`,
    ),
  );
  return row?.accounts ?? 0;
}

/** Owners of accounts by their addresses, and how many accounts each has. */
export async function ownersInMirror(db: Db, system: AccountSystem): Promise<Map<string, number>> {
  const rows = rowsOf<{ email: string; accounts: number }>(
    await db.execute(sql`
      select lower(facts ->> 'ownerEmail') as email, count(*)::int as accounts from mirrored_accounts
      where system = ${system} and gone_at is null and facts ->> 'ownerEmail' is not null
      group by 1 order by 2 desc, 1`),
  );
  return new Map(rows.map(({ email, accounts }) => [email, accounts]));
}
