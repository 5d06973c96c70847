import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkAnswer, SinkApi, SinkAsk, SinkMethod } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';

/** What HubSpot is asked that it has to do, and what it means where it does not. */

/** Asks for what has to be there, or be done. */
export async function ask(api: SinkApi, method: SinkMethod, path: string, more?: SinkAsk): Promise<unknown> {
  const answer = await api.ask(method, path, more);
  if (answer.status >= 300) throw refusalIn(answer);
  return answer.body;
}

/** Asks for what may not be there: null then. */
export async function askFor(api: SinkApi, path: string, query: SinkAsk['query'] = {}): Promise<unknown> {
  const answer = await api.ask('GET', path, { query });
  if (answer.status === 404) return null;
  if (answer.status >= 300) throw refusalIn(answer);
  return answer.body;
}

const MOST_PAGES = 40;

/** Everything of a list, page by page. */
export async function askForAll(api: SinkApi, path: string): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: '500', ...(after !== undefined && { after }) };
    const answer = await ask(api, 'GET', path, { query });
    all.push(...recordsAt(answer, 'results'));
    after = textAt(answer, 'paging', 'next', 'after');
    if (after === undefined) return all;
  }
  throw new SinkRefused(
    `HubSpot has more than ${MOST_PAGES * 500} at ${path.replace(/\d+/g, '…')}`,
    'request',
  );
}

/** The message of an answer may quote what we wrote; what is told on is only what it is about. */
export function refusalIn({ status, body }: SinkAnswer): SinkRefused {
  if (status === 404) return new SinkRefused('HubSpot has this record no more', 'record');
  const [first] = recordsAt(body, 'errors');
  const name = textAt([at(first, 'context', 'propertyName')].flat()[0]);
  const why = wordIn(textAt(first, 'code')) ?? wordIn(textAt(body, 'category')) ?? `HTTP ${status}`;
  return name === undefined
    ? new SinkRefused(`HubSpot refuses what we ask of it: ${why}`, 'request')
    : new SinkRefused(`HubSpot does not take what we write into ${name}: ${why}`, 'field', name);
}

const wordIn = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Z_]{1,60}$/.test(text) ? text : undefined;
