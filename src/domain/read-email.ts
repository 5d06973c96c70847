import { emailAddress } from './email-address.ts';

const LONGEST = 1_000;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g;

export type ReadEmail = { address: string; others: number };

/**
 * The address in what a person or a program wrote for one: `Grace <g@x.example>`, `mailto:g@x.example`, quoted, with a
 * dot at its end, several of them. Of several it is the first, and `others` says how many more there are. Undefined
 * where it would be a guess: `jane doe@x.example`, `jane@x,example`.
 */
export function readEmail(value: unknown): ReadEmail | undefined {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  const text = value.replaceAll(INVISIBLE, '').replaceAll('＠', '@').trim();
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map(([, inside = '']) => inside);
  const written = bracketed.length > 0 ? bracketed : text.split(/[\s,;]+/).filter((part) => part !== '');
  if (!written.every((part) => part.includes('@'))) return undefined;
  const [first, ...others] = written.map((part) => emailAddress(bare(part)));
  return first
    ? { address: first, others: new Set(others.filter((other) => other !== first)).size }
    : undefined;
}

const bare = (part: string): string =>
  part
    .trim()
    .replace(/^["'`“”‘’«»([]+/, '')
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '')
    .replace(/["'`“”‘’«»)\].]+$/, '');
