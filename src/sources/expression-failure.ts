import { isRecord } from './record.ts';

/** Why an expression failed. `sent` is the value it failed at, which a stranger may have sent. */
export type ExpressionFailure = { problem: string; sent?: unknown };

const LONGEST_SHOWN = 120;
const OUT_OF_TIME = 'D1012';

/** What JSONata's own codes mean (2.2.2); its messages quote the value, so they are not shown. */
const MEANINGS: Readonly<Record<string, string>> = {
  D1001: 'a number is out of range',
  D1002: 'what is no number cannot be negated',
  D1009: 'two keys of an object are the same',
  D1011: 'a function calls itself without end',
  D2014: 'a range is too long',
  D2015: 'a list is too long',
  D3030: 'no number can be made of the value',
  D3110: 'no time can be read in the value',
  D3137: 'the expression says so itself',
  D3141: 'what it asserts does not hold',
  T0410: 'a function got a value of the wrong kind',
  T0411: 'a function got a value of the wrong kind',
  T0412: 'a function got a list of the wrong kind',
  T1003: 'a key of an object is no text',
  T1006: 'what is called is no function',
  T2001: 'what stands left of the operator is no number',
  T2002: 'what stands right of the operator is no number',
  T2007: 'a text is ordered with a number',
  T2009: 'a text is compared with a number',
  T2010: 'what is compared is no number and no text',
};

export const isOutOfTime = (error: unknown): boolean => isRecord(error) && error.code === OUT_OF_TIME;

/** Says which expression failed, where in it and why, without the value. */
export function describeFailure(text: string, error: unknown, timeoutMs: number): ExpressionFailure {
  const { code, position, value } = isRecord(error) ? error : {};
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…` : text;
  if (isOutOfTime(error)) return { problem: `\`${shown}\` took longer than ${timeoutMs} ms` };
  const known = typeof code === 'string' ? (MEANINGS[code] ?? `JSONata's ${code}`) : 'an error';
  const at = typeof position === 'number' ? `, at character ${position}` : '';
  return { problem: `\`${shown}\` failed: ${known}${at}`, ...(isPlain(value) && { sent: value }) };
}

/** A function, and what JSONata keeps with one, is nothing that somebody sent. */
const isPlain = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value) || isPlainRecord(value);

const isPlainRecord = (value: unknown): boolean =>
  isRecord(value) && !('_jsonata_lambda' in value) && !('_jsonata_function' in value);
