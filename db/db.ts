import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';

/** A database or a transaction on one: what every query takes. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;
