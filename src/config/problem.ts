export type Path = readonly (string | number)[];

/** One mistake, where a program finds it. */
export type Finding = { path: Path; problem: string };

/** One mistake, as people read it. `path` names a setting, a variable or, for the whole file, the file. */
export type Problem = { path: string; line: number | null; problem: string };

/** Writes `['routes', 2, 'to', 'pool']` as `routes[2].to.pool`. */
export function formatPath(path: Path): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[\w.-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
