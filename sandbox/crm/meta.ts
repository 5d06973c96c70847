import { type Answer, type Asked, hasToken, type Json, NOT_FOUND, ok } from '../tools/tool-api.ts';
import { type Account, createLimit, openAccount } from './account.ts';

/** A dataset of Meta that is told what became of leads, by the Conversions API for CRMs. */

export const DATASET = '654321987654321';

export type MetaEvent = {
  event_name: string;
  event_time: number;
  event_id: string;
  user_data: Json;
  custom_data: Json;
  /** When it was heard first. */
  heardAt: Date;
};
export type MetaAccount = Account & {
  events: MetaEvent[];
  /** The token is worth nothing from now on. */
  wear: () => void;
};

type Choices = { now: () => Date; perMinute?: number };

export async function openMetaAccount({ now, perMinute = 10_000 }: Choices): Promise<MetaAccount> {
  const events: MetaEvent[] = [];
  const limit = createLimit(perMinute, 60_000, () => now().getTime());
  let isWorn = false;
  const answer = (asked: Asked): Answer => {
    if (isWorn || !hasToken(asked)) return refusal(190, 463, 'Error validating access token');
    if (limit() > 0) return refusal(4, null, 'Application request limit reached', true);
    const [, dataset, edge] = asked.path.split('/');
    if (dataset !== DATASET) return refusal(100, 33, 'Unsupported request');
    if (asked.method === 'GET') return ok({ id: DATASET, name: 'CRM' });
    return edge === 'events' ? take(asked.body, events, now()) : NOT_FOUND;
  };
  const account = await openAccount({
    answer,
    isWrite: ({ method }) => method === 'POST',
    seen: () =>
      events.map(({ event_name, event_time, event_id, user_data }) => ({
        title: event_name,
        values: {
          lead: String(user_data.lead_id),
          at: new Date(event_time * 1_000).toISOString(),
          id: event_id,
        },
        entries: [],
      })),
  });
  return Object.assign(account, {
    events,
    wear: () => {
      isWorn = true;
    },
  });
}

/** Always a 400: https://developers.facebook.com/docs/graph-api/guides/error-handling. */
const refusal = (code: number, subcode: number | null, message: string, isTransient = false): Answer => ({
  status: 400,
  body: {
    error: {
      ...{ message, type: 'OAuthException', code, is_transient: isTransient },
      ...(subcode !== null && { error_subcode: subcode }),
      fbtrace_id: 'trace-1',
    },
  },
});

const DAY_SECONDS = 86_400;
const SAME_MS = 2 * DAY_SECONDS * 1_000;

/** One that is wrong has all of them refused. */
function take(body: Json, events: MetaEvent[], now: Date): Answer {
  const told = (Array.isArray(body.data) ? body.data : []) as MetaEvent[];
  const isWrong = told.length === 0 || told.some((event) => !isRight(event, now.getTime() / 1_000));
  if (isWrong) return refusal(100, 2_804_003, 'Invalid parameter');
  for (const event of told) {
    const isThere = events.some(
      (one) => isSame(one, event) && now.getTime() - one.heardAt.getTime() < SAME_MS,
    );
    if (!isThere) events.push({ ...event, heardAt: now });
  }
  return ok({ events_received: told.length, messages: [], fbtrace_id: 'trace-1' });
}

function isRight(event: MetaEvent & { action_source?: unknown }, now: number): boolean {
  const { event_name: name, event_time: at, user_data: user, custom_data: custom } = event;
  const isInTime = Number.isInteger(at) && at <= now && at >= now - 7 * DAY_SECONDS;
  const isOfCrm = custom?.event_source === 'crm' && typeof custom.lead_event_source === 'string';
  const isNamed = typeof name === 'string' && name !== '' && event.action_source === 'system_generated';
  return isNamed && isInTime && isOfCrm && Number.isInteger(user?.lead_id);
}

/** What comes within 48 hours of the same is the same: https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/server-event. */
const isSame = (one: MetaEvent, other: MetaEvent): boolean =>
  one.event_id === other.event_id && one.event_name === other.event_name;
