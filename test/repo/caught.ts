/** Where a failure is caught: in which function of a file, and whether it is thrown on or logged there. */
export type Caught = { within: string; isTold: boolean };

/** What tells of a failure: it goes on, is logged, or is handed to whoever logs it. */
const TELLS =
  /\bthrow\b|\blog\.(error|warn)\(|\b(noteFailure|on\w*(Error|Failure|Trouble)|reject|fail|putOff|explainFailure)\(|process\.stderr/;
/** Names of handlers that are given from outside: whoever gives them is looked at. */
const GIVEN = new Set(['onError', 'onFailure', 'reject', 'answer.failed', 'unlessClosed']);

/** Finds every `catch`, second handler of a `then`, and `HEARD_LATER` in the source of a file. */
export function caughtIn(source: string): Caught[] {
  const code = withoutComments(source);
  const found: { at: number; isTold: boolean }[] = [];
  for (const { index } of code.matchAll(/\bcatch\s*(\([^)]*\)\s*)?\{/g)) {
    const open = code.indexOf('{', index);
    found.push({ at: index, isTold: TELLS.test(inside(code, open)) });
  }
  for (const { index } of code.matchAll(/\.(catch|then)\(/g)) {
    const args = argumentsOf(inside(code, code.indexOf('(', index)));
    const handler = code.startsWith('.catch', index) ? args[0] : args[1];
    if (handler !== undefined) found.push({ at: index, isTold: tells(code, handler) });
  }
  for (const { index } of code.matchAll(/\bHEARD_LATER\s*\)/g)) found.push({ at: index, isTold: false });
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, isTold }) => ({ within: functionAround(code, at), isTold }));
}

function tells(code: string, handler: string): boolean {
  if (TELLS.test(handler) || GIVEN.has(handler)) return true;
  if (!/^\w+$/.test(handler)) return false;
  const defined = new RegExp(`\\b(const|function) ${handler}\\b`).exec(code);
  if (!defined) return false;
  const rest = code.slice(defined.index);
  // To the end of the statement, or of the function: what stands at the same indentation or further out begins another.
  const indent = /[^\n]*$/.exec(code.slice(0, defined.index))?.[0].replace(/\S.*/s, '') ?? '';
  const end = new RegExp(`\\n(?:\\s*\\n|${indent}\\S(?<![)}\\]]))`).exec(rest)?.index ?? rest.length;
  return TELLS.test(rest.slice(0, end));
}

/** The last function or constant that begins at the left margin before a place. */
function functionAround(code: string, at: number): string {
  const begun = [
    ...code.slice(0, at).matchAll(/^(?:export )?(?:default )?(?:async )?(?:function|const|class) (\w+)/gm),
  ];
  return begun.at(-1)?.[1] ?? 'the file itself';
}

/** What stands between a bracket and the one that closes it. */
function inside(code: string, open: number): string {
  const end = closing(code, open);
  return code.slice(open + 1, end);
}

const PAIRS: Record<string, string> = { '(': ')', '{': '}', '[': ']' };

function closing(code: string, open: number): number {
  const close = PAIRS[code[open] ?? ''] ?? '';
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    const past = pastText(code, at);
    if (past > at) at = past - 1;
    else if (code[at] === code[open]) depth += 1;
    else if (code[at] === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return code.length;
}

/** Splits at the commas that stand in no bracket and no text. */
function argumentsOf(list: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < list.length; at += 1) {
    const past = pastText(list, at);
    if (past > at) at = past - 1;
    else if (list[at] !== undefined && (list[at] as string) in PAIRS) at = closing(list, at);
    else if (list[at] === ',') {
      parts.push(list.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(list.slice(from).trim());
  return parts.filter((part) => part !== '');
}

/** Where a text that begins here is over; here where none begins. What a template holds counts as text. */
function pastText(code: string, at: number): number {
  const quote = code[at];
  if (quote !== "'" && quote !== '"' && quote !== '`') return at;
  for (let end = at + 1; end < code.length; end += 1) {
    if (code[end] === '\\') end += 1;
    else if (code[end] === quote) return end + 1;
  }
  return at;
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|\s)\/\/[^\n]*/g, '$1');
}
