import { type Settings, sourceSchema } from '#domain/settings.ts';
import { JSON_TYPE } from './deliveries.ts';
import { withPerson, withSource } from './settings.ts';

/** Pages of ours whose forms ask before they show a calendar. */

export const PAGE = 'https://www.acme-sales.example';
export const CALENDARS = {
  ana: 'https://cal.acme-sales.example/ana',
  ben: 'https://cal.acme-sales.example/ben',
} as const;

type Asking = { source?: string; headers?: Record<string, string>; method?: string };

/** Asks as a browser does for a page. Answers what it is told. */
export async function askForm(
  { address }: { address: string },
  body: unknown,
  { source = 'website', headers = {}, method = 'POST' }: Asking = {},
): Promise<{ status: number; headers: Headers; answer: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${address}/qualify/${source}`, {
    method,
    headers: { ...JSON_TYPE, origin: PAGE, ...headers },
    ...(method === 'POST' && { body: text }),
  });
  const answered = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    answer: answered === '' ? null : JSON.parse(answered),
  };
}

/** Both of the European pool have a calendar. */
export const withCalendars = (settings: Settings): Settings =>
  Object.entries(CALENDARS).reduce(
    (changed, [id, booking_url]) => withPerson(id, { booking_url })(changed),
    settings,
  );

/** A source whose pages may ask, under other rules than in `handoff.yaml`. */
export const withQualify = (rules: object, source = 'website') =>
  withSource(source, {
    qualify: sourceSchema.shape.qualify.parse({ origins: [PAGE], ...rules }),
  });

export const withoutBens = withPerson('ben', { booking_url: undefined });
