import type { core } from 'zod';
import { type CanonicalLead, canonicalLeadSchema } from '#domain/lead.ts';
import { type Group, leadShape, type Shape } from './lead-shape.ts';
import { type Problem, phrase, unknownField } from './problem.ts';
import { readTime } from './read-time.ts';
import { isRecord, nameType } from './record.ts';

export type ReadLead =
  | { ok: true; lead: CanonicalLead; warnings: Problem[] }
  | { ok: false; problems: Problem[] };

/** The leads of a body in the canonical format: one, a list of them, or either in a Standard Webhooks envelope. */
export function unwrapEnvelope(body: unknown): unknown[] {
  if (!isRecord(body) || typeof body.type !== 'string' || !Object.hasOwn(body, 'data')) {
    return Array.isArray(body) ? body : [body];
  }
  const leads = Array.isArray(body.data) ? body.data : [body.data];
  const at = readTime(body.timestamp);
  return leads.map((lead) => (isRecord(lead) && at ? { occurred_at: at, ...lead } : lead));
}

/**
 * Reads a lead that is canonical already. A wrong shape is refused, because it is the sender's mistake and shows at
 * the first test; an address or a link that a person mistyped is left out with a warning.
 */
export function readCanonical(raw: unknown): ReadLead {
  if (!isRecord(raw))
    return { ok: false, problems: [{ path: '', problem: `expected an object, got ${nameType(raw)}` }] };
  const first = canonicalLeadSchema.safeParse(raw);
  if (first.success) return { ok: true, lead: first.data, warnings: [] };

  const problems = first.error.issues.flatMap(describe);
  if (!first.error.issues.every(isTypingError)) return { ok: false, problems };
  const second = canonicalLeadSchema.safeParse(
    without(
      raw,
      first.error.issues.map((issue) => issue.path),
    ),
  );
  return second.success ? { ok: true, lead: second.data, warnings: problems } : { ok: false, problems };
}

/** Puts one complaint of the schema into words: a path each, and the field that was probably meant. */
export function describe(issue: core.$ZodIssue): Problem[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ path: pathText(issue.path), problem: phrase(issue.message) }];
  const known = [...groupAt(issue.path).fields.keys()];
  return issue.keys.map((key) => ({
    path: pathText([...issue.path, key]),
    problem: unknownField(key, known),
  }));
}

// In the lead's schema only links have a check of their own kind.
function isTypingError(issue: core.$ZodIssue): boolean {
  return issue.code === 'custom' || (issue.code === 'invalid_format' && issue.format === 'email');
}

function without(value: unknown, paths: readonly PropertyKey[][]): unknown {
  if (Array.isArray(value)) return value.map((element, at) => without(element, inside(paths, String(at))));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => !paths.some(([first, ...rest]) => first === key && rest.length === 0),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner, inside(paths, key))]));
}

function inside(paths: readonly PropertyKey[][], key: string): PropertyKey[][] {
  return paths.filter(([first]) => String(first) === key).map(([, ...rest]) => rest);
}

function groupAt(path: readonly PropertyKey[]): Group {
  const found = path.reduce<Shape | undefined>((shape, key) => {
    if (shape?.type === 'list') return shape.element;
    return shape?.type === 'group' ? shape.fields.get(String(key))?.shape : undefined;
  }, leadShape);
  return found?.type === 'group' ? found : leadShape;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
