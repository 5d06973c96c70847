import jsonata from 'jsonata';
import { findRefused } from './expression-check.ts';
import { describeFailure, type ExpressionFailure, isOutOfTime } from './expression-failure.ts';
import { mappingFunctions } from './mapping-functions.ts';
import { isRecord } from './record.ts';

const TIMEOUT_MS = 250;

/** What an expression may read: the item it stands in, the whole delivery, and when that came. */
export type Scope = { item: unknown; body: unknown; receivedAt: Date };
type Evaluated = { ok: true; value: unknown } | ({ ok: false } & ExpressionFailure);
export type Expression = (scope: Scope) => Promise<Evaluated>;
export type Compiled = { ok: true; evaluate: Expression } | { ok: false; problems: string[] };

const LIMITS: jsonata.JsonataOptions = {
  timeout: TIMEOUT_MS,
  stack: 100,
  sequence: 10_000,
  // A second lock: `findRefused` has turned regular expressions away already. Only ever called with `new`.
  RegexEngine: function refuseRegex() {
    throw new Error('regular expressions are not allowed');
  } as unknown as RegExpConstructor,
};

/** Compiles an expression of a mapping: plain dotted paths to a getter, everything else to JSONata within limits. */
export function compileExpression(text: string): Compiled {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const ast = parsed.expression.ast();
  const problems = findRefused(ast);
  if (problems.length > 0) return { ok: false, problems };

  for (const [name, implementation] of Object.entries(mappingFunctions)) {
    parsed.expression.registerFunction(name, implementation);
  }
  for (const name of ['eval', 'pad']) parsed.expression.registerFunction(name, refuseCall);

  const path = plainPath(ast);
  return {
    ok: true,
    evaluate: async (scope) => {
      const found = path === null ? LIST : readPath(scope.item, path);
      if (found !== LIST) return { ok: true, value: found };
      const last = await evaluateTwice(parsed.expression, scope);
      return last.ok ? last : { ok: false, ...describeFailure(text, last.error, TIMEOUT_MS) };
    },
  };
}

/** Whether a value means yes, as JSONata has it: nothing, empty and zero do not. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTruthy);
  return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function parse(
  text: string,
): { ok: true; expression: jsonata.Expression } | { ok: false; problems: string[] } {
  try {
    return { ok: true, expression: jsonata(text, LIMITS) };
  } catch (error) {
    const { message, position } = described(error);
    return { ok: false, problems: [`${message}${position} (JSONata; quote a fixed text: '"like this"')`] };
  }
}

function refuseCall(): never {
  throw new Error('not allowed in a mapping');
}

/** Stands for a path that runs through a list, which JSONata has its own rules for. */
const LIST = Symbol('list');

function readPath(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const name of path) {
    if (Array.isArray(value)) return LIST;
    value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function plainPath(ast: jsonata.ExprNode): string[] | null {
  // The package's types leave `path` out.
  const type: string = ast.type;
  if (type !== 'path' || !hasOnly(ast, ['type', 'steps']) || !ast.steps) return null;
  const names = ast.steps.map((step) =>
    step.type === 'name' && hasOnly(step, ['type', 'value', 'position']) ? String(step.value) : null,
  );
  return names.every((name) => name !== null) ? names : null;
}

function hasOnly(node: object, keys: readonly string[]): boolean {
  return Object.keys(node).every((key) => keys.includes(key));
}

type Attempt = { ok: true; value: unknown } | { ok: false; error: unknown };

async function evaluateTwice(expression: jsonata.Expression, scope: Scope): Promise<Attempt> {
  const first = await attempt(expression, scope);
  // The limit is wall time: a machine that paused must not cost a field.
  return first.ok || !isOutOfTime(first.error) ? first : attempt(expression, scope);
}

async function attempt(expression: jsonata.Expression, { item, body, receivedAt }: Scope): Promise<Attempt> {
  try {
    const value: unknown = await expression.evaluate(item, { body, receivedAt: receivedAt.toISOString() });
    // JSONata's lists carry hidden keys and its objects have no prototype; JSON has neither.
    return { ok: true, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? 'null') };
  } catch (error) {
    return { ok: false, error };
  }
}

function described(error: unknown): { message: string; position: string } {
  const { message, position } = isRecord(error) ? error : {};
  return {
    message: typeof message === 'string' ? message : 'not a valid expression',
    position: typeof position === 'number' ? ` at character ${position}` : '',
  };
}
