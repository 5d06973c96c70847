import type * as z from 'zod';
import { nearest, oneOf, suggest } from '#domain/nearest.ts';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import { keysAt } from './editor-schema.ts';
import { isGroup } from './place.ts';
import type { Finding, Path } from './problem.ts';

type Issue = z.core.$ZodIssue;
/** `meant` is the place of the setting that a mistyped key most likely stands for. */
type ShapeFinding = Finding & { meant?: Path };
type Shaped = { ok: true; settings: Settings } | { ok: false; findings: Finding[] };

/** Turns a document into settings, or says everything that is wrong with its shape. */
export function readShape(raw: unknown): Shaped {
  const read = settingsSchema.safeParse(raw, { error: expectation, reportInput: true });
  if (read.success) return { ok: true, settings: read.data };
  const found = read.error.issues.flatMap((issue) => explain(issue, [], raw));
  const meant = new Set(found.map(({ meant }) => JSON.stringify(meant)));
  // A mistyped key is one mistake: the key that was meant is not missing as well.
  const findings = found.filter(({ path }) => !meant.has(JSON.stringify(path)));
  return { ok: false, findings: findings.map(({ path, problem }) => ({ path, problem })) };
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

/** What a schema expected, where the schema itself has no words for it. */
function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return sized(issue.origin, `at least ${issue.minimum}`, Number(issue.minimum));
    case 'too_big':
      return sized(issue.origin, `at most ${issue.maximum}`, Number(issue.maximum));
    default:
      return 'something else';
  }
}

function sized(origin: string, bound: string, amount: number): string {
  const plural = amount === 1 ? '' : 's';
  if (origin === 'string') return `a text of ${bound} character${plural}`;
  if (origin === 'array') return `a list of ${bound} ${amount === 1 ? 'entry' : 'entries'}`;
  return `a number of ${bound}`;
}

function unknownKey(key: string, within: Path, group: unknown, raw: unknown): ShapeFinding {
  const known = keysAt(within, raw) ?? [];
  const near = nearest(key, known);
  const path = [...within, key];
  if (near === key) return { path, problem: 'belongs to another form; expected only the keys of one' };
  if (near === null) return { path, problem: `unknown key; expected ${oneOf(known)}` };
  const problem = `unknown key; did you mean "${near}"?`;
  return isGroup(group) && near in group ? { path, problem } : { path, problem, meant: [...within, near] };
}

function explain(issue: Issue, base: Path, raw: unknown): ShapeFinding[] {
  const path = [...base, ...settingPath(issue.path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, issue.input, raw));
    case 'invalid_union':
      return explainUnion(issue, path, raw);
    case 'invalid_key':
      return [{ path, problem: `expected ${issue.issues[0]?.message}, got ${show(path.at(-1))}` }];
    case 'invalid_value':
      return [{ path, problem: unlike(issue.message, issue.input, path, issue.values.map(String)) }];
    case 'custom':
      return [{ path, problem: unlike(issue.message, issue.input, path, namesFrom(issue.params)) }];
    case 'invalid_type':
      return [{ path, problem: wrongType(issue, path, raw) }];
    default:
      return [{ path, problem: unlike(issue.message, issue.input, path, []) }];
  }
}

function wrongType(issue: z.core.$ZodIssueInvalidType, path: Path, raw: unknown): string {
  const keys = issue.expected === 'object' ? keysAt(path, raw) : null;
  const expected = keys ? `${issue.message} (${keys.join(', ')})` : issue.message;
  const isUnquoted = issue.message === TYPES.string && ['number', 'boolean'].includes(typeof issue.input);
  return `${unlike(expected, issue.input, path, [])}${isUnquoted ? '; put it in quotes' : ''}`;
}

function unlike(expected: string, got: unknown, path: Path, candidates: readonly string[]): string {
  if (got === undefined) return `missing; expected ${expected}`;
  const advice = typeof got === 'string' ? suggest(got, candidates) : '';
  // Somebody who writes a secret where its name belongs must not find it in a log as well.
  const seen = path.includes('auth') ? '' : `, got ${show(got)}`;
  return `expected ${expected}${seen}${advice}`;
}

/** A union fails with one list of issues per alternative: the alternative that was meant is the one worth telling. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, raw: unknown): ShapeFinding[] {
  if (issue.discriminator !== undefined) {
    const options = ('options' in issue ? (issue.options ?? []) : []).map(String);
    const typed = isGroup(issue.input) ? issue.input[issue.discriminator] : undefined;
    return [{ path, problem: unlike(oneOf(options), typed, path, options) }];
  }
  const meant = closestAlternative(issue.errors);
  if (meant) return withoutHollow(meant).flatMap((inner) => explain(inner, path, raw));
  const known = keysAt(path, raw) ?? [];
  const mistyped = isGroup(issue.input) ? Object.keys(issue.input).filter((key) => !known.includes(key)) : [];
  const advice = mistyped.map((key) => suggest(key, known)).join('');
  return [{ path, problem: `${unlike(issue.message, issue.input, path, [])}${advice}` }];
}

// A group whose only key is mistyped looks empty to the rules about the whole of it.
function withoutHollow(issues: Issue[]): Issue[] {
  const isMistyped = issues.some(({ code }) => code === 'unrecognized_keys');
  return isMistyped ? issues.filter(({ code }) => code !== 'custom') : issues;
}

function closestAlternative(errors: Issue[][]): Issue[] | null {
  const ranked = errors
    .filter((issues) => issues.every(isInside))
    .map((issues) => ({ issues, cost: issues.reduce((sum, issue) => sum + costOf(issue), 0) }))
    .sort((a, b) => a.cost - b.cost);
  const [first, second] = ranked;
  return first && first.cost !== second?.cost ? first.issues : null;
}

// An issue with no path of its own says that the whole value is of another kind, unless it is about keys or size.
function isInside(issue: Issue): boolean {
  return (
    issue.path.length > 0 || ['unrecognized_keys', 'custom', 'too_small', 'too_big'].includes(issue.code)
  );
}

function costOf(issue: Issue): number {
  const isAboutKeys = issue.code === 'unrecognized_keys' || issue.input === undefined;
  return isAboutKeys ? 2 : 1;
}

function namesFrom(params: Record<string, unknown> | undefined): string[] {
  const names = typeof params?.names === 'function' ? params.names() : [];
  return Array.isArray(names) ? names.map(String) : [];
}

function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isGroup(value)) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty group' : `a group with ${keys.slice(0, 5).join(', ')}`;
  }
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  const written = String(value);
  return JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written);
}

// A document from YAML has no symbols as keys.
function settingPath(path: readonly PropertyKey[]): Path {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}
