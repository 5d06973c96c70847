import { keysAt } from './editor-schema.ts';
import { isGroup } from './place.ts';
import type { Path } from './problem.ts';

/** A part of the settings with its keys in the order people know them in; the database keeps none. */
export function inOrder(value: unknown, path: Path, raw: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => inOrder(entry, [...path, index], raw));
  if (!isGroup(value)) return value;
  const known = keysAt(path, raw) ?? [];
  const rank = (key: string): number => (known.includes(key) ? known.indexOf(key) : known.length);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner, [...path, key], raw)]));
}
