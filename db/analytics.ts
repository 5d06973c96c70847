import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './embedded/cannot-start.ts';

/**
 * The views that BI tools read. They stand on the tables, and Postgres lets no table change under a view: so whoever
 * changes tables takes the views away before and makes them anew after, in the same transaction.
 */

/** Asks a statement without parameters, inside the transaction of whoever changes the schema. */
export type Ask = <Row extends object>(statement: string) => Promise<readonly Row[]>;

/** `analytics_personal` holds what says who a lead is: a schema is what can be granted for views that are yet to come. */
export const ANALYTICS_SCHEMAS = ['analytics', 'analytics_personal'] as const;
export type AnalyticsSchema = (typeof ANALYTICS_SCHEMAS)[number];

const SOURCE = readFileSync(join(import.meta.dirname, 'analytics.sql'), 'utf8');

/** Each as a statement names it, behind those it is made of. */
export const ANALYTICS_VIEWS: readonly string[] = [...SOURCE.matchAll(/^create view (\w+\.\w+) as$/gm)].map(
  ([, name = '']) => name,
);

/** Whether only who is granted personal data may read a view. */
export const isPersonal = (view: string): boolean => view.startsWith('analytics_personal.');

/** Stands beside a schema of ours: by it the views are known to be those of this program, or of another version. */
const MARK = 'made by handoff, which drops and makes its views anew: ';
const OUR_MARK = `${MARK}${createHash('sha256').update(SOURCE).digest('hex').slice(0, 16)}`;
const DEPENDED_ON = '2BP01';

const schemas = ANALYTICS_SCHEMAS.map((name) => `'${name}'`).join(', ');
const views = ANALYTICS_VIEWS.map((name) => `'${name}'`).join(', ');

/** Whether there is nothing to make: every view is there, and as this program has it. */
export async function areViewsCurrent(ask: Ask): Promise<boolean> {
  const [found] = await ask<{ all: boolean }>(`
    select (select bool_and(obj_description(to_regnamespace(name), 'pg_namespace') is not distinct from '${OUR_MARK}')
        from unnest(array[${schemas}]) as name)
      and (select bool_and(to_regclass(name) is not null) from unnest(array[${views}]) as name) as all`);
  return found?.all === true;
}

/**
 * Takes the views away, and answers the statements that grant the new ones what was granted of them.
 *
 * @throws CannotStart where somebody else's things stand in their way
 */
export async function dropViews(ask: Ask): Promise<string[]> {
  await refuseForeign(ask);
  const grants = await ask<{ statement: string }>(`
    select format('grant %s on %I.%I to %s%s', privilege_type, nspname, relname,
      case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
      case when is_grantable then ' with grant option' else '' end) as statement
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace cross join lateral aclexplode(relacl)
    where nspname || '.' || relname in (${views}) and grantee <> relowner`);
  try {
    await ask(`drop view if exists ${ANALYTICS_VIEWS.toReversed().join(', ')}`);
  } catch (error) {
    if (!isDependedOn(error)) throw error;
    throw new CannotStart(
      `The views for BI tools cannot be made anew, because something of yours is built on them:
${error.detail ?? error.message}
Drop that, start again, and make it anew; docs/analytics.md says how to build on the views without this.`,
      { cause: error },
    );
  }
  return grants.map(({ statement }) => statement);
}

/** Makes every view, as they are in this version, and grants what was granted of them. */
export async function makeViews(ask: Ask, grants: readonly string[]): Promise<void> {
  for (const schema of ANALYTICS_SCHEMAS) {
    await ask(`create schema if not exists ${schema}`);
    await ask(`comment on schema ${schema} is '${OUR_MARK}'`);
  }
  await ask(SOURCE);
  for (const grant of grants) await ask(grant);
}

/** A schema that was there before us is left to whoever made it. */
async function refuseForeign(ask: Ask): Promise<void> {
  const rows = await ask<{ name: string }>(`
    select nspname as name from pg_namespace
    where nspname in (${schemas}) and not starts_with(coalesce(obj_description(oid, 'pg_namespace'), ''), '${MARK}')
      and exists (select from pg_class where relnamespace = pg_namespace.oid)`);
  const [foreign] = rows;
  if (!foreign) return;
  throw new CannotStart(
    `This database has a schema "${foreign.name}" that handoff did not make, and it needs that name for its views for BI tools.
Rename the schema, or give handoff a database of its own.`,
  );
}

const isDependedOn = (error: unknown): error is Error & { detail?: string } =>
  error instanceof Error && 'code' in error && error.code === DEPENDED_ON;
