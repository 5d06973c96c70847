/** Far more than any lead needs, and far less than what overflows a stack. */
const DEEPEST = 64;

// The first three pollute prototypes in careless code further on. JSONata takes an object with one of the
// others for a function of its own and would run what is in it.
const UNSAFE_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  '_jsonata_lambda',
  '_jsonata_function',
]);

export type Parsed = { ok: true; value: unknown } | { ok: false; problem: string };

/** Whether a key from outside may become a key of ours. */
export const isSafeKey = (key: string): boolean => !UNSAFE_KEYS.has(key);

/** JSON from a stranger: bounded depth, no unsafe keys, and numbers too big for a double as the text they were. */
export function parseJson(text: string): Parsed {
  if (isTooDeep(text)) return { ok: false, problem: `the JSON is nested deeper than ${DEEPEST} levels` };
  try {
    return { ok: true, value: JSON.parse(text, keepSafely) };
  } catch {
    // The parser's own message quotes the body.
    return { ok: false, problem: 'the body is not valid JSON' };
  }
}

function keepSafely(key: string, value: unknown, context?: { source?: string }): unknown {
  if (!isSafeKey(key)) return undefined;
  const tooBig = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return tooBig ? (context?.source ?? String(value)) : value;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inText && character === '\\') at += 1;
    else if (character === '"') inText = !inText;
    else if (inText) continue;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
