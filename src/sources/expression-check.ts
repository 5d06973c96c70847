import { mappingFunctions } from './mapping-functions.ts';
import { nearest } from './problem.ts';

// `$eval` runs text as code, `$pad` can build a text of any size, the others answer differently each time.
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['eval', '$eval is not allowed: it would run text from outside'],
  ['pad', '$pad is not allowed: it can use up the memory'],
  ['now', '$now is not allowed: use $receivedAt, the time of the delivery'],
  ['millis', '$millis is not allowed: use $receivedAt, the time of the delivery'],
  ['random', '$random is not allowed: reading a delivery again must give the same lead'],
  ['shuffle', '$shuffle is not allowed: reading a delivery again must give the same lead'],
]);

/** The functions of JSONata 2.2.2 that an expression may use. */
export const JSONATA_FUNCTIONS: readonly string[] = `
  sum count max min average string substring substringBefore substringAfter lowercase uppercase
  length trim match contains replace split join formatNumber formatBase formatInteger parseInteger
  number floor ceil round abs sqrt power boolean not map zip filter single reduce sift keys lookup
  append exists spread merge reverse each error assert type sort distinct base64encode
  base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone
`
  .trim()
  .split(/\s+/);

/** The names an expression may read: the item is `$` and `$$`, the whole delivery `$body`, its time `$receivedAt`. */
const KNOWN: readonly string[] = [
  ...JSONATA_FUNCTIONS,
  ...Object.keys(mappingFunctions),
  'body',
  'receivedAt',
];

type Node = Record<string, unknown>;

/** What an expression may not do, found in its syntax tree, so that it is refused before it ever runs. */
export function findRefused(ast: unknown): string[] {
  const nodes = collectNodes(ast, new Set());
  const defined = new Set(nodes.flatMap(definedNames));
  return [...new Set(nodes.flatMap((node) => refusalOf(node, defined)))];
}

function collectNodes(value: unknown, seen: Set<object>): Node[] {
  // A syntax tree can contain itself.
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const inner = Object.values(value).flatMap((child) => collectNodes(child, seen));
  // Safe: any object can be read as a record of unknown values.
  return Array.isArray(value) ? inner : [value as Node, ...inner];
}

function refusalOf(node: Node, defined: ReadonlySet<string>): string[] {
  if (node.type === 'regex') return ['regular expressions are not allowed: a slow one would stop everything'];
  if (node.type === 'transform') return ['| transforms | are not allowed: build the value instead'];
  if (node.type !== 'variable' || typeof node.value !== 'string') return [];
  const name = node.value;
  const reason = REFUSED.get(name);
  if (reason !== undefined) return [reason];
  if (name === '' || name === '$' || defined.has(name) || KNOWN.includes(name)) return [];
  return [`there is no $${name}; did you mean $${nearest(name, KNOWN)}?`];
}

function definedNames(node: Node): string[] {
  const named = [node.focus, node.index, node.type === 'index' ? node.value : undefined];
  if (node.type === 'bind') named.push(...variables([node.lhs]));
  if (node.type === 'lambda' && Array.isArray(node.arguments)) named.push(...variables(node.arguments));
  return named.filter((name) => typeof name === 'string');
}

function variables(nodes: readonly unknown[]): unknown[] {
  return collectNodes(nodes, new Set())
    .filter((node) => node.type === 'variable')
    .map((node) => node.value);
}
