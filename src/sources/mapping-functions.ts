import { domainToASCII } from 'node:url';
import { partsOfPhone } from '#domain/phone-key.ts';
import { readEmail } from '#domain/read-email.ts';
import { amountOf } from '#domain/read-money.ts';
import { parseJson } from './json.ts';
import { readTime } from './read-time.ts';
import { isRecord } from './record.ts';

const POWERS: Readonly<Record<string, number>> = { k: 3, tsd: 3, m: 6, b: 9, mrd: 9, milliard: 9 };

/** What mapping expressions may call besides JSONata's own functions. Each takes anything; undefined means "nothing usable". */
export const mappingFunctions: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  email: (value) => readEmail(value)?.address,
  phone: (value) => readPhone(value),
  domain: (value) => readDomain(value),
  money: (value) => readMoney(value),
  time: (value, zone) => readTime(value, typeof zone === 'string' ? zone : undefined),
  enum: (value, table, otherwise) => choose(value, table) ?? otherwise,
  firstNonEmpty: (...values) => values.find((value) => !isEmpty(value)),
  parseJson: (value) => readJson(value),
};

function readPhone(value: unknown): string | undefined {
  const text = textOf(value, 100);
  const { number, extension } = partsOfPhone(text);
  const digits = number.replaceAll(/\D/g, '');
  if (digits.length < 5 || digits.length > 25) return undefined;
  return `${text.startsWith('+') ? '+' : ''}${digits}${extension === null ? '' : ` x${extension}`}`;
}

function readDomain(value: unknown): string | undefined {
  const text = textOf(value, 2_000).toLowerCase();
  const afterScheme = text.includes('://') ? text.slice(text.indexOf('://') + 3) : text;
  const authority = afterScheme.split(/[/?#]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d+$/, '');
  const domain = domainToASCII(host.replace(/^www\./, '').replace(/\.$/, ''));
  return /^(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(domain) ? domain : undefined;
}

function readMoney(value: unknown): number | undefined {
  // Separators are a matter of texts: the number 1.125 is no thousand.
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = textOf(value, 100)
    .toLowerCase()
    .replaceAll(/[\s'_]/g, '');
  const [, amount, scale = ''] = /(\d+(?:[.,]\d+)*)(tsd|mrd|milliard|[kmb])?/.exec(text) ?? [];
  const number = amount === undefined ? undefined : amountOf(amount, POWERS[scale]);
  return number !== undefined && /^[-−]/.test(text) ? -number : number;
}

function choose(value: unknown, table: unknown): unknown {
  const wanted = textOf(value, 1_000).toLowerCase();
  if (!isRecord(table) || wanted === '') return undefined;
  return Object.entries(table).find(([word]) => word.trim().toLowerCase() === wanted)?.[1];
}

function readJson(value: unknown): unknown {
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return parsed?.ok ? parsed.value : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

function textOf(value: unknown, longest: number): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text.length <= longest ? text.trim() : '';
}
