import { type SQL, sql } from 'drizzle-orm';

/**
 * The candidates of a routing decision as rows: who, the check that spoke against them, their weight. Kept as columns of
 * values with a space between, of which one alone stands for all (`src/domain/routing/pack-record.ts`), or as older
 * versions kept them.
 */
export const candidatesIn = (list: SQL): SQL => sql`(
  select t.id as rep_id, nullif(coalesce(k.checks[t.no], k.checks[1]), '~') as "check",
    coalesce(k.weights[t.no], k.weights[1])::float as weight
  from (select string_to_array(${list} -> 'values' ->> 'repId', ' ') as ids, string_to_array(${list} -> 'values' ->> 'check', ' ') as checks,
    string_to_array(${list} -> 'values' ->> 'weight', ' ') as weights where jsonb_typeof(${list}) = 'object') k,
    unnest(k.ids) with ordinality as t(id, no)
  union all
  select c ->> 'repId', c ->> 'check', (c ->> 'weight')::float
  from jsonb_array_elements(case jsonb_typeof(${list}) when 'array' then ${list} else '[]' end) c)`;
