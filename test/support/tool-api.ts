import { onTestFinished } from 'vitest';
import {
  type Answer,
  type Asked,
  hasToken,
  type Json,
  NOT_FOUND,
  ok,
  openToolApi,
  TOKEN,
  type ToolApi,
} from '#sandbox/tools/tool-api.ts';

/** The APIs of tools that may deliver only names of records, besides those the demo plays as well. */

type Records = Record<string, Record<string, string | null>>;

/** Plays an API until the test is over. */
export async function startToolApi(play: (asked: Asked) => Answer): Promise<ToolApi> {
  const api = await openToolApi(play);
  onTestFinished(api.stop);
  return api;
}

/** HubSpot's CRM: batch reads of at most a hundred, associations of deals, and owners page by page. */
export function hubspotApi(world: {
  contacts?: Records;
  companies?: Records;
  deals?: Records;
  contactsOf?: Record<string, string[]>;
  owners?: { id: string; email: string }[];
}): (asked: Asked) => Answer {
  const { contactsOf = {}, owners = [] } = world;
  return (asked) => {
    if (!hasToken(asked))
      return { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION' } };
    const inputs = (asked.body.inputs ?? []) as { id: string }[];
    const [, object] = /^\/crm\/v3\/objects\/(contacts|companies|deals)\/batch\/read$/.exec(asked.path) ?? [];
    if (object !== undefined || asked.path === '/crm/v4/associations/deals/contacts/batch/read') {
      if (asked.method !== 'POST') return { status: 405, body: {} };
      if (inputs.length === 0 || inputs.length > 100)
        return { status: 400, body: { category: 'VALIDATION_ERROR' } };
    }
    if (object === undefined && asked.path.startsWith('/crm/v4/')) {
      const results = inputs.flatMap(({ id }) =>
        contactsOf[id]
          ? [{ from: { id }, to: contactsOf[id].map((toObjectId) => ({ toObjectId: Number(toObjectId) })) }]
          : [],
      );
      return { status: results.length === inputs.length ? 200 : 207, body: { status: 'COMPLETE', results } };
    }
    if (object !== undefined) {
      const records = world[object as 'contacts' | 'companies' | 'deals'] ?? {};
      const wanted = (asked.body.properties ?? []) as string[];
      const results = inputs.flatMap(({ id }) => {
        const record = records[id];
        if (!record) return [];
        const properties = Object.fromEntries(wanted.map((name) => [name, record[name] ?? null]));
        return [{ id, properties: { ...properties, hs_object_id: id }, archived: false }];
      });
      return { status: results.length === inputs.length ? 200 : 207, body: { status: 'COMPLETE', results } };
    }
    if (asked.path !== '/crm/v3/owners') return NOT_FOUND;
    const limit = Number(asked.query.get('limit') ?? 100);
    if (!(limit >= 1 && limit <= 500)) return { status: 400, body: { category: 'VALIDATION_ERROR' } };
    const from = Number(asked.query.get('after') ?? 0);
    const isMore = from + limit < owners.length;
    return ok({
      results: owners.slice(from, from + limit),
      ...(isMore && { paging: { next: { after: String(from + limit) } } }),
    });
  };
}

/** Pipedrive's persons and organizations, by a token of its own header. */
export function pipedriveApi(
  persons: Record<string, Json>,
  organizations: Record<string, Json>,
): (asked: Asked) => Answer {
  return (asked) => {
    if (asked.headers['x-api-token'] !== TOKEN)
      return { status: 401, body: { success: false, error: 'unauthorized' } };
    const [, kind, id = ''] = /^\/api\/v2\/(persons|organizations)\/(\d+)$/.exec(asked.path) ?? [];
    const data = kind === 'persons' ? persons[id] : kind === 'organizations' ? organizations[id] : undefined;
    return data ? ok({ success: true, data }) : { status: 404, body: { success: false } };
  };
}

export type ZohoChannel = {
  channel_id: string;
  notify_url: string;
  events: string[];
  token: string;
  channel_expiry: string;
};

/** Zoho CRM: a refresh token buys what is asked with; a channel is renewed for a week at most. */
export function zohoApi(world: { leads: Record<string, Json>; channels?: ZohoChannel[]; now: () => Date }) {
  let sold = 0;
  const play = (asked: Asked): Answer => {
    if (asked.path === '/oauth/v2/token') {
      const form = new URLSearchParams(String(asked.body.form));
      const isOurs = form.get('refresh_token') === TOKEN && form.get('client_id') === 'client';
      if (form.get('grant_type') !== 'refresh_token' || !isOurs)
        return { status: 400, body: { error: 'invalid_code' } };
      sold += 1;
      return ok({ access_token: `bought-${sold}`, expires_in: 3_600 });
    }
    if (asked.headers.authorization !== `Zoho-oauthtoken bought-${sold}`) {
      return { status: 401, body: { code: 'INVALID_TOKEN' } };
    }
    if (asked.path === '/crm/v8/Leads') {
      const ids = (asked.query.get('ids') ?? '').split(',');
      const fields = asked.query.get('fields')?.split(',') ?? [];
      if (fields.length === 0 || fields.length > 50 || ids.length > 100)
        return { status: 400, body: { code: 'LIMIT_EXCEEDED' } };
      const data = ids.flatMap((id) => {
        const lead = world.leads[id];
        return lead ? [{ id, ...Object.fromEntries(fields.map((name) => [name, lead[name] ?? null])) }] : [];
      });
      return data.length === 0 ? { status: 204, body: '' } : ok({ data });
    }
    if (asked.path !== '/crm/v8/actions/watch') return { status: 404, body: { code: 'INVALID_URL_PATTERN' } };
    if (asked.method === 'GET') return ok({ watch: world.channels ?? [] });
    for (const change of asked.body.watch as ZohoChannel[]) {
      const channel = world.channels?.find(({ channel_id }) => channel_id === change.channel_id);
      const lasts = Date.parse(change.channel_expiry) - world.now().getTime();
      const isRight = channel && change.events.length > 0 && lasts > 0 && lasts <= 7 * 86_400_000;
      if (!isRight) return { status: 400, body: { code: 'INVALID_DATA' } };
      Object.assign(channel, change);
    }
    return ok({ watch: [{ status: 'success' }] });
  };
  return {
    play,
    wearOut: () => {
      sold += 1;
    },
  };
}
