/**
 * A stranger's value as Postgres can keep it: without NUL and without half a surrogate pair, in every text and in every
 * key, however deep. Done in one place, before anything is read, so that no field can be forgotten.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]),
  );
}

export const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
