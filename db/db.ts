import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** A database or a transaction on one: what every query takes. */
export type Db = PgDatabase<PgQueryResultHKT>;
