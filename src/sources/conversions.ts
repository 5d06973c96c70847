import { isDeepStrictEqual } from 'node:util';
import type { ReadValue } from './fit.ts';
import { type ItemResult, type ReadableSource, readItems } from './read-items.ts';

/** An item with each value that was read in it, by place. */
export type Observed = { result: ItemResult; read: ReadonlyMap<string, ReadValue> };

/** Reads a body as intake does, and keeps what each value was read from. */
export async function readObserved(
  source: ReadableSource,
  body: unknown,
  receivedAt: Date,
): Promise<Observed[]> {
  const values = new Map<number, Map<string, ReadValue>>();
  const results = await readItems(source, body, receivedAt, (position, read) => {
    values.set(position, (values.get(position) ?? new Map()).set(read.path, read));
  });
  return results.map((result, position) => ({ result, read: values.get(position) ?? new Map() }));
}

export const isAsSent = ({ sent, value }: ReadValue): boolean => isDeepStrictEqual(sent, value);

/** What was read in another form without a loss: what was lost, or left out with its group, is a problem. */
export function conversionsIn({ result, read }: Observed): ReadValue[] {
  if (result.ok && result.ignored) return [];
  const problems = result.ok ? result.warnings : result.problems;
  const isTold = ({ path }: ReadValue) =>
    problems.some((one) => one.path !== '' && (path === one.path || path.startsWith(`${one.path}.`)));
  return [...read.values()].filter((value) => !isAsSent(value) && !isTold(value));
}
