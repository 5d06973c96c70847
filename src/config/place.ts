import type { Path } from './problem.ts';

/** A spot in a document that may be wrong anywhere: looking never throws, and finds nothing where nothing fits. */
export type Place = { path: Path; value: unknown };

export const rootOf = (raw: unknown): Place => ({ path: [], value: raw });

/** Every place the path leads to; `*` stands for each entry of a list, or each value of a group. */
export function select(place: Place, path: readonly string[]): Place[] {
  const [key, ...rest] = path;
  if (key === undefined) return [place];
  return childrenOf(place)
    .filter((child) => key === '*' || child.path.at(-1) === key)
    .flatMap((child) => select(child, rest));
}

/** The entries of a list or the values of a group, each with its own path; none for anything else. */
export function childrenOf({ path, value }: Place): Place[] {
  if (Array.isArray(value)) return value.map((entry, index) => ({ path: [...path, index], value: entry }));
  if (!isGroup(value)) return [];
  return Object.entries(value).map(([key, inner]) => ({ path: [...path, key], value: inner }));
}

/** What stands under one key, or undefined. */
export function valueAt({ value }: Place, key: string): unknown {
  return isGroup(value) ? value[key] : undefined;
}

export function textAt(place: Place, key: string): string | null {
  const value = valueAt(place, key);
  return typeof value === 'string' ? value : null;
}

export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
