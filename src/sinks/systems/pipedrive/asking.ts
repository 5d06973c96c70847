import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { Meaning, SinkAnswer, SinkApi, SinkAsk, SinkMethod } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';

/** How Pipedrive is asked. Its first version has leads, labels, notes and users, its second all else. */

/** As many pages of anything are read at most. */
const MOST_PAGES = 50;

/** Those it does not say to come back after, it says when its window ends: in seconds. */
export function meaningOf({ status, headers }: SinkAnswer): Meaning {
  if (status === 402) return 'access';
  const reset = headers.get('x-ratelimit-reset')?.trim() ?? '';
  const isSaid = status === 429 && !headers.has('retry-after') && /^\d{1,6}$/.test(reset);
  return isSaid ? { busyForMs: Number(reset) * 1_000 } : null;
}

/** @throws SinkAway, SinkRefused by the status: its words quote what was written */
export async function ask(api: SinkApi, method: SinkMethod, path: string, asked?: SinkAsk): Promise<unknown> {
  const answer = await api.ask(method, path, asked);
  if (answer.status < 300) return at(answer.body, 'data');
  throw refusal(answer.status);
}

/** A record, or null where it is gone. */
export async function askFor(api: SinkApi, path: string, query?: SinkAsk['query']): Promise<unknown> {
  const { status, body } = await api.ask('GET', path, query && { query });
  if (status === 404 || status === 410) return null;
  if (status >= 300) throw refusal(status);
  const record = at(body, 'data') ?? null;
  return at(record, 'is_deleted') === true ? null : record;
}

const refusal = (status: number): SinkRefused =>
  status === 404 || status === 410
    ? new SinkRefused('the record is no longer in Pipedrive', 'record')
    : new SinkRefused(`Pipedrive takes no such value (HTTP ${status})`, 'request');

/** All of a list of the second version, which goes by cursors. */
export async function askForAll(
  api: SinkApi,
  path: string,
  query: SinkAsk['query'] = {},
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const more = { ...query, limit: '500', ...(cursor !== undefined && { cursor }) };
    const { status, body } = await api.ask('GET', path, { query: more });
    if (status >= 300) throw refusal(status);
    all.push(...recordsAt(body, 'data'));
    cursor = textAt(body, 'additional_data', 'next_cursor');
    if (cursor === undefined) break;
  }
  return all;
}

/** Until one is found, or all of a list of the first version were looked at, which goes by numbers. */
export async function findInPages(
  api: SinkApi,
  path: string,
  query: SinkAsk['query'],
  isMeant: (record: unknown) => boolean,
): Promise<unknown> {
  let start = '0';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { status, body } = await api.ask('GET', path, { query: { ...query, start, limit: '100' } });
    if (status >= 300) throw refusal(status);
    const found = recordsAt(body, 'data').find(isMeant);
    const next = textAt(body, 'additional_data', 'pagination', 'next_start');
    if (found !== undefined || next === undefined) return found ?? null;
    start = next;
  }
  return null;
}

export const isNumber = (id: string): boolean => /^\d{1,15}$/.test(id);
export const isLeadId = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
