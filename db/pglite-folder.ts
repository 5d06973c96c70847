/**
 * Whether a folder with these names in it is a database of 0.2, which ran PGlite in it: the files of a Postgres that no
 * server was ever started on. (A `postmaster.pid` says nothing: PGlite that was killed leaves one.) Ours of today keeps
 * its files one folder deeper.
 */
export function isPgliteFolder(names: readonly string[]): boolean {
  const isPostgres = ['PG_VERSION', 'base', 'global', 'pg_wal'].every((name) => names.includes(name));
  return isPostgres && !names.includes('postmaster.opts');
}
