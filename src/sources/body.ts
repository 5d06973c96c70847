import { isSafeKey, type Parsed, parseJson } from './json.ts';

const TAKEN = 'application/json or application/x-www-form-urlencoded';

/** Reads the body of a delivery. The problem never quotes it: it is a stranger's text. */
export function parseBody(contentType: string | undefined, body: Buffer): Parsed {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isForm = type === 'application/x-www-form-urlencoded';
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (!isForm && !isJson && type !== '') {
    return { ok: false, problem: `the content type is not taken: expected ${TAKEN}` };
  }

  const text = decode(body);
  if (text === null) return { ok: false, problem: 'the body is not UTF-8' };
  if (text.trim() === '') return { ok: false, problem: 'the body is empty' };
  if (isForm) return { ok: true, value: parseForm(text) };

  const parsed = parseJson(text);
  if (parsed.ok || isJson) return parsed;
  return { ok: false, problem: `there is no content type and the body is not JSON: expected ${TAKEN}` };
}

function decode(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function parseForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!isSafeKey(name)) continue;
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, oneOrAll(values)]));
}

function oneOrAll(values: string[]): string | string[] {
  const [first, ...more] = values;
  return first === undefined || more.length > 0 ? values : first;
}
