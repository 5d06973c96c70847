/** How everybody stands in every pool, as a table of the database. */
export const STANDINGS = `(
  select pool_id, key as rep_id, value::float8 as lag, coalesce(owed ->> key, '0')::float8 as owed
  from pool_standings, jsonb_each(lags)) standings`;
