import { charsetIn, decodeText } from './charset.ts';
import { readMultipart, readUrlEncoded } from './form.ts';
import { type Parsed, parseJson } from './json.ts';

const TAKEN =
  'expected JSON, JSON line by line, or a form (application/x-www-form-urlencoded or multipart/form-data)';
/** How often a sender may have written JSON into a text of JSON. */
const DEEPEST_QUOTED = 3;

/**
 * Reads the body of a delivery. The type decides about forms only: JSON is JSON, whatever a tool calls it. The problem
 * says what would be taken, and never quotes the body: it is a stranger's text.
 */
export async function parseBody(contentType: string | undefined, body: Buffer): Promise<Parsed> {
  const stated = contentType ?? '';
  const type = stated.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'multipart/form-data') {
    const fields = await readMultipart(body, stated);
    if (fields !== null) return { ok: true, value: fields };
    return refuse('the body is not the multipart/form-data its content type says');
  }

  const isForm = type === 'application/x-www-form-urlencoded';
  const text = decodeText(body, charsetIn(stated));
  if (isForm && !(text !== null && /^\s*[{[]/.test(text) && parseJson(text).ok)) {
    if (body.toString('latin1').trim() === '') return refuse('the body is empty');
    return { ok: true, value: readUrlEncoded(body, stated) };
  }
  if (text === null) {
    return { ok: false, problem: 'the body is not UTF-8: expected that, or the charset in the content type' };
  }
  if (text.trim() === '') return refuse('the body is empty');
  const parsed = readJson(text);
  return parsed.ok ? parsed : refuse(parsed.problem);
}

function readJson(text: string): Parsed {
  const whole = parseJson(text);
  if (whole.ok) return { ok: true, value: unquote(whole.value, DEEPEST_QUOTED) };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return whole;
  const values: unknown[] = [];
  for (const line of lines) {
    const parsed = parseJson(line);
    if (!parsed.ok) return whole;
    values.push(unquote(parsed.value, DEEPEST_QUOTED));
  }
  return { ok: true, value: values };
}

/** What a text of JSON holds where a sender wrote JSON twice; any other text stays what it is. */
function unquote(value: unknown, times: number): unknown {
  if (times === 0 || typeof value !== 'string' || !/^\s*["{[]/.test(value)) return value;
  const inner = parseJson(value);
  return inner.ok ? unquote(inner.value, times - 1) : value;
}

const refuse = (problem: string): Parsed => ({ ok: false, problem: `${problem}: ${TAKEN}` });
