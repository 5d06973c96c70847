import type { Context } from '../context.ts';
import type { Json } from '../json.ts';
import type { Tier } from '../rate-limits.ts';

export type Failure = Json & { ok: false; error: string };

/** One Web API method. `scopes` may depend on the conversation meant; `special` has limits of its own, or none. */
export type Method = {
  tier: Tier | 'special';
  token: 'bot' | 'app' | 'none';
  scopes: (context: Context, args: Json) => string[];
  run: (context: Context, args: Json) => Json;
};

export type Methods = Record<string, Method>;

export function failure(error: string, rest: Json = {}): Failure {
  return { ok: false, error, ...rest };
}

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
}

/** Slack says twice what is wrong with blocks and views. */
export function invalid(error: string, problems: string[]): Failure {
  return failure(error, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}

export function needs(...scopes: string[]): () => string[] {
  return () => scopes;
}

/** Slack's booleans come as `true`, `'true'` or `1`. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}

export function page<Item>(
  items: Item[],
  args: Json,
  largest: number,
): { items: Item[]; next: string } | Failure {
  const wanted = Number(args.limit ?? 0);
  const size = wanted > 0 ? Math.min(wanted, largest) : largest;
  const from = args.cursor ? readCursor(String(args.cursor)) : 0;
  if (from === undefined) return failure('invalid_cursor');
  const end = from + size;
  return { items: items.slice(from, end), next: end < items.length ? writeCursor(end) : '' };
}

function writeCursor(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

function readCursor(cursor: string): number | undefined {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return match ? Number(match[1]) : undefined;
}
