/**
 * Dates as we read them, on every connection: what a server, a database or a role says of its own would make of
 * `03.02.2026` the second of March, in silence.
 */
const DATES = '-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres';

/** As other libraries have it in their addresses. */
const POOLED = 'pgbouncer';

/**
 * Whether an address says that a pooler stands before the server which hands its connections on after each transaction and
 * knows nothing of what was prepared on them, as PgBouncer before 1.21 does.
 */
export const isPooled = (url: string): boolean =>
  new URLSearchParams(url.split('?').slice(1).join('?')).get(POOLED) === 'true';

/** An address, and what every connection to it says of itself: the options of the address first, so that ours hold. */
export function connectionTo(
  url: string,
  settings: string = '',
): { connectionString: string; options: string } {
  const [address = '', ...rest] = url.split('?');
  const parameters = new URLSearchParams(rest.join('?'));
  // `pg` takes those of an address instead of those it is given, not besides.
  const theirs = parameters.getAll('options');
  parameters.delete('options');
  parameters.delete(POOLED);
  const query = parameters.toString();
  return {
    connectionString: query === '' ? address : `${address}?${query}`,
    options: [...theirs, settings, DATES].filter((part) => part !== '').join(' '),
  };
}
