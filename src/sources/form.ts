import { charsetIn, decodeValue } from './charset.ts';
import { isSafeKey } from './json.ts';

type Fields = Record<string, string | string[]>;

/** The fields of `a=1&b=2`. Names and values are decoded one by one: a form says its charset in a field, or nowhere. */
export function readUrlEncoded(body: Buffer, contentType: string): Fields {
  const pairs = body
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0
        ? [percentDecode(pair), '']
        : [percentDecode(pair.slice(0, at)), percentDecode(pair.slice(at + 1))];
    });
  return gather(pairs, charsetIn(contentType));
}

/** The fields of `multipart/form-data`, without the files; null when it is none. */
export async function readMultipart(body: Buffer, contentType: string): Promise<Fields | null> {
  // One character a byte, so that what `formData` takes for UTF-8 can be given back as the bytes that were sent.
  const bytes = Buffer.from(body.toString('latin1'), 'utf8');
  try {
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    const pairs = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
    return gather(pairs, charsetIn(contentType) ?? charsetOfParts(body));
  } catch {
    return null;
  }
}

/** Java's HTTP clients name the charset part by part, all of them the same. */
function charsetOfParts(body: Buffer): string | null {
  const line = /^content-type:\s*text\/[^\r\n]*/im.exec(body.toString('latin1'));
  return line && charsetIn(line[0]);
}

/** Pairs whose characters are bytes. */
function gather(pairs: string[][], named: string | null): Fields {
  // A browser fills in the hidden field `_charset_` with what it wrote the others in.
  const charset = named ?? pairs.find(([name]) => name === '_charset_')?.[1] ?? null;
  const fields = new Map<string, string[]>();
  for (const [rawName = '', rawValue = ''] of pairs) {
    const name = textOf(rawName, charset);
    if (!isSafeKey(name)) continue;
    const value = textOf(rawValue, charset);
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, oneOrAll(values)]));
}

function textOf(bytes: string, charset: string | null): string {
  // A part in base64 was made text already.
  const isText = [...bytes].some((character) => character > '\u00ff');
  return isText ? bytes : decodeValue(Buffer.from(bytes, 'latin1'), charset);
}

function percentDecode(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function oneOrAll(values: string[]): string | string[] {
  const [first, ...more] = values;
  return first === undefined || more.length > 0 ? values : first;
}
