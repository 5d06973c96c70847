import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { Meaning, SinkAnswer, SinkApi, SinkAsk, SinkMethod } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';

/** How Salesloft is asked. https://developers.salesloft.com/docs/platform/api-basics */

export const API = '/v2';

/** Pages beyond the hundredth cost more of the minute than one. */
const MOST_PAGES = 50;
/** The window in which a team may be asked so much. */
const MINUTE_MS = 60_000;

/** Where it does not say for how long it takes no more, the next minute is another one. */
export function meaningOf({ status, headers }: SinkAnswer): Meaning {
  if (status === 403) return 'answer';
  return status === 429 && !headers.has('retry-after') ? { busyForMs: MINUTE_MS } : null;
}

/** @throws SinkAway, SinkRefused by the status: its messages quote what was written */
export async function ask(api: SinkApi, method: SinkMethod, path: string, asked?: SinkAsk): Promise<unknown> {
  const answer = await api.ask(method, path, asked);
  if (answer.status >= 300) throw refusalIn(answer);
  return at(answer.body, 'data');
}

/** A record, or null where it is gone. */
export async function askFor(api: SinkApi, path: string): Promise<unknown> {
  const answer = await api.ask('GET', path);
  if (answer.status === 404) return null;
  if (answer.status >= 300) throw refusalIn(answer);
  return at(answer.body, 'data') ?? null;
}

/** Until one is found, or all of a list were looked at. */
export async function findInPages(
  api: SinkApi,
  path: string,
  query: SinkAsk['query'],
  isMeant: (record: unknown) => boolean,
): Promise<unknown> {
  let page = '1';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = await api.ask('GET', path, { query: { ...query, per_page: '100', page } });
    if (answer.status >= 300) throw refusalIn(answer);
    const found = recordsAt(answer.body, 'data').find(isMeant);
    const next = textAt(answer.body, 'metadata', 'paging', 'next_page');
    if (found !== undefined || next === undefined) return found ?? null;
    page = next;
  }
  return null;
}

export async function askForAll(
  api: SinkApi,
  path: string,
  query: SinkAsk['query'] = {},
): Promise<unknown[]> {
  const all: unknown[] = [];
  await findInPages(api, path, query, (record) => {
    all.push(record);
    return false;
  });
  return all;
}

function refusalIn({ status, body }: SinkAnswer): SinkRefused {
  if (status === 403)
    return new SinkRefused('Salesloft refuses us (HTTP 403): check what the token may do', 'access');
  if (status === 404) return new SinkRefused('the record is no longer in Salesloft', 'record');
  const field = fieldIn(at(body, 'errors'));
  return field === undefined
    ? new SinkRefused(`Salesloft refuses what we ask of it (HTTP ${status})`, 'request')
    : new SinkRefused(`Salesloft does not take what we write into ${field} (HTTP ${status})`, 'field', field);
}

/** Errors are a list that names what they are about, or stand under its name. */
function fieldIn(errors: unknown): string | undefined {
  const [first] = recordsAt({ errors }, 'errors');
  const name = Array.isArray(errors) ? textAt(first, 'attribute') : Object.keys(first ?? {})[0];
  return name !== undefined && /^\w{1,60}$/.test(name) ? name : undefined;
}

export const isNumber = (id: string): boolean => /^\d{1,15}$/.test(id);
