import { createHash } from 'node:crypto';
import type { CanonicalLead } from '#domain/lead.ts';

/** What a lead says, as a short text: two that say the same have the same. What is empty says nothing. */
export function contentOf(lead: CanonicalLead): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(lead)) ?? '')
    .digest('base64url')
    .slice(0, LENGTH);
}

const LENGTH = 22;

// The database gives keys back in an order of its own, and leaves out what is undefined.
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, inOrder(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
