import { recordsAt, textAt } from '#src/sources/pick.ts';
import type { Meaning, SinkAnswer, SinkApi, SinkAsk, SinkMethod } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';

/** How Outreach is asked: JSON:API, which refuses whatever does not say that it is. https://developers.outreach.io/api/making-requests */

export const API = '/api/v2';
export const MEDIA_TYPE = 'application/vnd.api+json';

/** As many pages of anything are read at most. */
const MOST_PAGES = 50;

/** Without a scope it refuses everything of that kind, and without permission this record alone: both are HTTP 403. */
export const meaningOf = ({ status }: SinkAnswer): Meaning => (status === 403 ? 'answer' : null);

/** @throws SinkAway, SinkRefused by the id of the error: its details quote what was written */
export async function ask(
  api: SinkApi,
  method: SinkMethod,
  path: string,
  document?: unknown,
): Promise<unknown> {
  const asked = document === undefined ? {} : { body: JSON.stringify(document), type: MEDIA_TYPE };
  const answer = await api.ask(method, path, asked);
  if (answer.status >= 300) throw refusalIn(answer);
  return answer.body;
}

/** A resource, or null where it is gone. */
export async function askFor(api: SinkApi, path: string): Promise<unknown> {
  const answer = await api.ask('GET', path);
  if (answer.status === 404) return null;
  if (answer.status >= 300) throw refusalIn(answer);
  return answer.body;
}

/** All of a list. The next page is asked for where the first was, whatever host its link names. */
export async function askForAll(
  api: SinkApi,
  path: string,
  query: SinkAsk['query'] = {},
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let next = `${path}?${new URLSearchParams({ ...query, 'page[size]': '200' })}`;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(api, 'GET', next);
    all.push(...recordsAt(answer, 'data'));
    const link = textAt(answer, 'links', 'next');
    const parsed = link === undefined ? null : URL.parse(link, api.baseUrl);
    if (parsed === null) return all;
    next = `${parsed.pathname}${parsed.search}`;
  }
  throw new SinkRefused(`Outreach has more of ${path.slice(API.length)} than are read`, 'request');
}

function refusalIn({ status, body }: SinkAnswer): SinkRefused {
  const [error] = recordsAt(body, 'errors');
  const id = textAt(error, 'id');
  if (status === 404) return new SinkRefused('the record is no longer in Outreach', 'record');
  if (id === 'unauthorizedRequest')
    return new SinkRefused('Outreach does not let its user do that to this record', 'record');
  if (status === 403) {
    const [scope] = /\b[a-zA-Z]+\.(?:read|write|delete|all)\b/.exec(textAt(error, 'detail') ?? '') ?? [];
    const missing = scope === undefined ? 'check what the app may do' : `the scope ${scope} is missing`;
    return new SinkRefused(`Outreach refuses us (HTTP 403): ${missing}`, 'access');
  }
  const [, field] =
    /^\/data\/(?:attributes|relationships)\/(\w+)/.exec(textAt(error, 'source', 'pointer') ?? '') ?? [];
  return field === undefined
    ? new SinkRefused(`Outreach refuses what we ask of it (HTTP ${status})`, 'request')
    : new SinkRefused(`Outreach does not take what we write into ${field} (HTTP ${status})`, 'field', field);
}

export const isNumber = (id: string): boolean => /^\d{1,15}$/.test(id);
