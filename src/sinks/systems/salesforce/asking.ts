import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import { findElement, readXml, textOf } from '#src/sources/xml.ts';
import type { Meaning, SinkAnswer, SinkApi, SinkAsk, SinkMethod } from '../../http.ts';
import { SinkAway, SinkRefused } from '../../trouble.ts';

/** How Salesforce is asked, and what it means by what it refuses. */

export const API = '/services/data/v60.0';

/** What one query may answer, over all its pages. */
const MOST_ROWS = 20_000;

/** The one place where a text from outside becomes part of a query. */
export const quoted = (text: string): string =>
  `'${text.replace(/['"\\]/g, (letter) => `\\${letter}`).replace(/[\n\r\t\b\f]/g, ' ')}'`;

/** Ids of records have 15 characters, or 18 with those by which they differ where capitals are not told apart. */
export const isId = (text: string): boolean => /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);

/** Every row of a query. */
export async function query(api: SinkApi, soql: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let answer = await ask(api, 'GET', `${API}/query`, { query: { q: soql } });
  for (;;) {
    rows.push(...recordsAt(answer, 'records'));
    const next = textAt(answer, 'nextRecordsUrl');
    if (next === undefined || !next.startsWith(`${API}/query/`) || rows.length >= MOST_ROWS) return rows;
    answer = await ask(api, 'GET', next);
  }
}

/** @throws SinkAway, SinkRefused by what Salesforce says */
export async function ask(api: SinkApi, method: SinkMethod, path: string, asked?: SinkAsk): Promise<unknown> {
  const answer = await api.ask(method, path, asked);
  if (answer.status < 300) return answer.body;
  const error = errorsIn(answer)[0];
  throw troubleOf(
    textAt(error, 'errorCode') ?? `HTTP ${answer.status}`,
    [at(error, 'fields')].flat().find((field) => typeof field === 'string') ?? null,
  );
}

/** Locked for a moment, or busy: the same is taken later. */
const PASSING = ['UNABLE_TO_LOCK_ROW', 'ENTITY_IS_LOCKED', 'REQUEST_RUNNING_TOO_LONG', 'TRANSACTION_LIMIT'];
const OF_FIELDS = [
  ...['INVALID_FIELD', 'INVALID_FIELD_FOR_INSERT_UPDATE', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
  ...['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'FIELD_INTEGRITY_EXCEPTION', 'REQUIRED_FIELD_MISSING'],
  ...['STRING_TOO_LONG', 'NUMBER_OUTSIDE_VALID_RANGE', 'JSON_PARSER_ERROR', 'INACTIVE_OWNER_OR_USER'],
  ...['INVALID_CROSS_REFERENCE_KEY', 'INVALID_TYPE_ON_FIELD_IN_RECORD', 'INVALID_STATUS'],
];
const OF_RECORDS = [
  ...['CANNOT_UPDATE_CONVERTED_LEAD', 'ENTITY_IS_DELETED', 'NOT_FOUND', 'DUPLICATES_DETECTED'],
  ...['INSUFFICIENT_ACCESS_OR_READONLY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'],
  ...['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'DELETED_ENTITY', 'MALFORMED_ID', 'DUPLICATE_VALUE'],
];
/** What to do, for codes that do not say it. */
const ADVICE: Readonly<Record<string, string>> = {
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'a validation rule of the org stops it',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'the picklist, or the record type, has no such value',
  DUPLICATES_DETECTED: 'a rule against duplicates stops it: do this one by hand',
  INSUFFICIENT_ACCESS_OR_READONLY: 'its user may not write this record',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'its user may not see a record this one is linked to',
  INACTIVE_OWNER_OR_USER: 'the owner is no active user',
};

/** The code says it: messages quote what was written. */
export function troubleOf(code: string, field: string | null): SinkAway | SinkRefused {
  if (PASSING.includes(code)) return new SinkAway(`Salesforce has the record locked (${code})`);
  const about = OF_FIELDS.includes(code) ? 'field' : OF_RECORDS.includes(code) ? 'record' : 'request';
  const where = field === null ? '' : ` at ${field}`;
  const advice = ADVICE[code] === undefined ? '' : `: ${ADVICE[code]}`;
  return new SinkRefused(`Salesforce refuses (${code})${where}${advice}`, about, field);
}

const errorsIn = ({ body }: SinkAnswer): unknown[] => (Array.isArray(body) ? body : [body]);

const BUSY = ['REQUEST_LIMIT_EXCEEDED', 'SERVER_UNAVAILABLE', 'QUERY_TIMEOUT'];
const WORN_FAULT = 'INVALID_SESSION_ID';
const ACCESS_FAULTS = [
  'API_DISABLED_FOR_ORG',
  'API_CURRENTLY_DISABLED',
  'INSUFFICIENT_ACCESS',
  'INVALID_LOGIN',
];
/** The requests of 24 hours are used up, and come back little by little. */
const USED_UP_MS = 60 * 60_000;

/** Too many requests are HTTP 403 here, and a session that is over HTTP 500 where it is asked by SOAP. */
export function meaningOf(answer: SinkAnswer): Meaning {
  const isBusy = errorsIn(answer).some((error) => BUSY.includes(textAt(error, 'errorCode') ?? ''));
  // Of requests at once too many are said by the same code; how many were used of a day, only the header says.
  if (isBusy) return isUsedUp(answer.headers) ? { busyForMs: USED_UP_MS } : 'busy';
  if (answer.status !== 500 || typeof answer.body !== 'string') return null;
  const fault = faultIn(answer.body);
  if (fault === WORN_FAULT) return 'worn_token';
  if (fault === 'REQUEST_LIMIT_EXCEEDED') return { busyForMs: USED_UP_MS };
  return fault !== null && ACCESS_FAULTS.includes(fault) ? 'access' : null;
}

function isUsedUp(headers: Headers): boolean {
  const [, used, most] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
  return used !== undefined && Number(used) >= Number(most);
}

/** `sf:INVALID_SESSION_ID` of a fault, without what stands before the colon. */
function faultIn(xml: string): string | null {
  const root = readXml(xml);
  const fault = typeof root === 'string' ? undefined : findElement(root, 'Fault');
  return (fault && textOf(fault, 'faultcode')?.split(':').at(-1)) ?? null;
}
