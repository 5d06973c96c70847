import type { TransactionSql } from 'postgres';
import { ANALYTICS_SCHEMAS, type AnalyticsSchema } from '#db/analytics.ts';
import { quoted } from '#src/backup/copy.ts';

/** Who may read the views: roles of the server, which is no part of a backup. */

/**
 * Lets a role read every view of these schemas, and those that later versions add. It holds for views alone: a role
 * that reads a view needs no right to the tables behind it.
 */
export async function grant(
  tx: TransactionSql,
  role: string,
  schemas: readonly AnalyticsSchema[],
): Promise<void> {
  for (const schema of schemas)
    for (const statement of grantStatements(role, schema)) await tx.unsafe(statement);
}

/** The same in words for whoever administers the server. */
export const grantStatements = (role: string, schema: AnalyticsSchema): string[] => [
  `grant usage on schema ${schema} to ${quoted(role)}`,
  `grant select on all tables in schema ${schema} to ${quoted(role)}`,
  `alter default privileges in schema ${schema} grant select on tables to ${quoted(role)}`,
];

export async function revoke(
  tx: TransactionSql,
  role: string,
  schemas: readonly AnalyticsSchema[],
): Promise<void> {
  for (const schema of schemas) {
    await tx.unsafe(
      `alter default privileges in schema ${schema} revoke select on tables from ${quoted(role)}`,
    );
    await tx.unsafe(`revoke all on all tables in schema ${schema} from ${quoted(role)}`);
    await tx.unsafe(`revoke all on schema ${schema} from ${quoted(role)}`);
  }
}

export async function isRole(tx: TransactionSql, role: string): Promise<boolean> {
  const [found] = await tx.unsafe<{ is: boolean }[]>(
    'select exists (select from pg_roles where rolname = $1) as is',
    [role],
  );
  return found?.is === true;
}

/** Roles that were granted a schema, by name. */
export async function readersOf(tx: TransactionSql): Promise<{ role: string; schema: AnalyticsSchema }[]> {
  return tx.unsafe<{ role: string; schema: AnalyticsSchema }[]>(`
    select case grantee when 0 then 'public' else pg_get_userbyid(grantee) end as role, nspname as schema
    from pg_namespace cross join lateral aclexplode(nspacl)
    where nspname in (${ANALYTICS_SCHEMAS.map((name) => `'${name}'`).join(', ')})
      and privilege_type = 'USAGE' and grantee <> nspowner
    order by 1, 2`);
}
