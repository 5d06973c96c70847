import { isRecord } from './record.ts';

/** Looks into a stranger's JSON: fields of its own only, and nothing where something else stands than was expected. */

export function at(value: unknown, ...path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  return isRecord(value) && Object.hasOwn(value, first) ? at(value[first], ...rest) : undefined;
}

/** The objects of a list; one that stands alone is a list of one. */
export function recordsAt(value: unknown, ...path: readonly string[]): Record<string, unknown>[] {
  const found = at(value, ...path);
  return (Array.isArray(found) ? found : [found]).filter(isRecord);
}

/** A text that says something; of a number, how it is written. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
}
