import { sql } from 'drizzle-orm';
import type { AccountSystem } from '#domain/mirror-systems.ts';
import type { MirroredAccount } from '#domain/mirrored-account.ts';
import { nearKeys } from '#domain/near-name.ts';
import type { Db } from './db.ts';
import { asJson, type MirroredJson, mirroredFrom, texts } from './mirrored-accounts.ts';
import { rowsOf } from './rows.ts';

/** Accounts with nearly the name of a lead's company, and what people said when they were asked whether it is the same. */

export type NamedAccount = MirroredAccount & { nameKey: string };

const MOST_NEAR = 20;

/** Accounts whose name may nearly be this one, but for those that somebody was asked about already. */
export async function readNear(
  db: Db,
  { nameKey, leadId, accountId }: { nameKey: string; leadId: string; accountId: string | null },
): Promise<NamedAccount[]> {
  const rows = rowsOf<{ account: MirroredJson; nameKey: string }>(
    await db.execute(sql`
      select ${asJson(false)} as account, m.name_key as "nameKey" from mirrored_accounts m
      where m.gone_at is null and m.near_keys && ${texts(nearKeys(nameKey))}
        and not exists (select from account_answers w where w.system = m.system and w.record_id = m.record_id
          and (w.lead_id = ${leadId} or w.account_id = ${accountId}))
      order by m.name_key <> ${nameKey}, m.record_id limit ${MOST_NEAR}`),
  );
  return rows.flatMap(({ account, nameKey: key }) =>
    mirroredFrom([account]).map((one) => ({ ...one, nameKey: key })),
  );
}

/** How often somebody said that a lead is of none of the accounts they were asked about. */
export async function countDeclined(db: Db, leadId: string): Promise<number> {
  const [row] = rowsOf<{ declined: number }>(
    await db.execute(
      sql`select count(*)::int as declined from account_answers where lead_id = ${leadId} and not is_same`,
    ),
  );
  return row?.declined ?? 0;
}

/** Keeps what somebody said of whose account a lead is; what they say last holds. */
export async function saveAnswer(
  tx: Db,
  answer: {
    leadId: string;
    accountId: string | null;
    system: AccountSystem;
    recordId: string;
    isSame: boolean;
    byId: string;
    at: Date;
  },
): Promise<void> {
  const { leadId, accountId, system, recordId, isSame, byId, at } = answer;
  await tx.execute(sql`
    insert into account_answers (lead_id, account_id, system, record_id, is_same, by_id, at)
    values (${leadId}, ${accountId}, ${system}, ${recordId}, ${isSame}, ${byId}, ${at.toISOString()}::timestamptz)
    on conflict (lead_id, system, record_id) do update set account_id = excluded.account_id, is_same = excluded.is_same,
      by_id = excluded.by_id, at = excluded.at`);
}

/** One account as it is mirrored; null where there is none. */
export async function readOneMirrored(
  db: Db,
  system: string,
  recordId: string,
): Promise<NamedAccount | null> {
  const [row] = rowsOf<{ account: MirroredJson; nameKey: string }>(
    await db.execute(sql`select ${asJson(false)} as account, m.name_key as "nameKey" from mirrored_accounts m
      where m.system = ${system} and m.record_id = ${recordId} and m.gone_at is null`),
  );
  const [account] = mirroredFrom(row ? [row.account] : []);
  return row && account ? { ...account, nameKey: row.nameKey } : null;
}
