import { sql } from 'drizzle-orm';
import { type Database, openPostgres } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';

export const STATEMENT_SECONDS = 30;

/** One statement that cannot be part of a transaction, on a connection of its own. */
export async function onAdmin<Row>(adminUrl: string, statement: string): Promise<Row[]> {
  const admin = openPostgres(adminUrl, STATEMENT_SECONDS);
  try {
    return await ask<Row>(admin, statement);
  } finally {
    await admin.close();
  }
}

export const ask = async <Row>({ db }: Database, statement: string): Promise<Row[]> =>
  rowsOf<Row>(await db.execute(sql.raw(statement)));

/** The same server, another database. */
export function urlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
