import { createHash } from 'node:crypto';
import { isGroup } from './place.ts';

const LENGTH = 12;

/** Names content, whatever the order of its keys. */
export function contentHash(content: unknown): string {
  const text = JSON.stringify(content, (_, value) =>
    isGroup(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}
