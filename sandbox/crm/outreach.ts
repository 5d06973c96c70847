import { type Answer, type Asked, type Json, ok, TOKEN } from '../tools/tool-api.ts';
import { type Account, createLimit, openAccount, type SeenRecord } from './account.ts';
import { CLIENT } from './tokens.ts';

/**
 * An org of Outreach: prospects with stages, owners and numbered fields, sequences, JSON:API to the letter.
 * https://developers.outreach.io/api/making-requests
 */

export type OutreachOptions = {
  stages?: readonly string[];
  users?: readonly { name: string; email: string; isLocked?: boolean }[];
  /** Scopes that the token was not given. */
  missingScopes?: readonly string[];
  perHour?: number;
  pageSize?: number;
  /** How many numbered fields a prospect has. */
  fields?: number;
  now?: () => number;
};

type Prospect = { id: number; attributes: Json; stage: number | null; owner: number | null };
type SequenceState = { id: number; prospect: number; state: string };

export type OutreachAccount = Account & {
  add: (person: { email: string; name?: string }) => string;
  /** Of a prospect: a number of a field, `stage` or `owner` with the id of one. */
  change: (id: string, field: string, value: string | null) => void;
  record: (id: string) => Json;
  stageId: (name: string) => string;
  rename: (stage: string, to: string) => void;
  /** Begins a sequence for somebody. */
  begin: (prospectId: string, state?: string) => string;
  /** Finishes one by hand. */
  end: (sequenceStateId: string) => void;
  stateOf: (sequenceStateId: string) => string | undefined;
  /** Whom its user may not change. */
  forbidden: Set<string>;
  /** The token that was sold last is worth nothing from now on. */
  wearTokens: () => void;
  sold: () => number;
};

export const OUTREACH_STAGES = [
  ...['Assigned', 'Accepted', 'Working', 'Meeting', 'Rejected', 'Recycled', 'Disqualified', 'Qualified'],
  ...['Opportunity', 'Won', 'Lost'],
];

const MEDIA_TYPE = 'application/vnd.api+json';
const HOUR_MS = 60 * 60_000;
/** Of one user no more than one token is sold in that time. */
const BETWEEN_SALES_MS = 60_000;

const refuse = (status: number, id: string, detail: string, pointer?: string): Answer => ({
  status,
  body: { errors: [{ id, title: id, detail, ...(pointer !== undefined && { source: { pointer } }) }] },
  headers: { 'content-type': MEDIA_TYPE },
});
const gone = (type: string, id: string): Answer =>
  refuse(404, 'resourceNotFound', `Could not find '${type}' with ID '${id}'.`);
const invalid = (detail: string, pointer: string): Answer => refuse(422, 'validationError', detail, pointer);

export async function openOutreachAccount(options: OutreachOptions = {}): Promise<OutreachAccount> {
  const { now = Date.now, pageSize = 50, fields = 150, missingScopes = [] } = options;
  const stages = (options.stages ?? OUTREACH_STAGES).map((name, at) => ({ id: at + 11, name }));
  const users = (options.users ?? [{ name: 'Ana Silva', email: 'ana@ours.example' }]).map(
    ({ name, email, isLocked = false }, at) => ({ id: at + 901, name, email, locked: isLocked }),
  );
  const prospects: Prospect[] = [];
  const states: SequenceState[] = [];
  const forbidden = new Set<string>();
  const take = createLimit(options.perHour ?? 10_000, HOUR_MS, now);
  let sold = 0;
  let current: string | null = TOKEN;
  let refresh = CLIENT.refreshToken;
  let soldAt: number | null = null;

  const sell = ({ body }: Asked): Answer => {
    const form = new URLSearchParams(String(body.form ?? ''));
    const isOurs =
      form.get('grant_type') === 'refresh_token' &&
      form.get('client_id') === CLIENT.id &&
      form.get('client_secret') === CLIENT.secret &&
      form.get('refresh_token') === refresh;
    if (!isOurs) return { status: 401, body: { error: 'invalid_grant' } };
    if (soldAt !== null && now() - soldAt < BETWEEN_SALES_MS)
      return refuse(429, 'rateLimitExceeded', 'one access token per user every 60 seconds');
    soldAt = now();
    sold += 1;
    current = `sold-${sold}`;
    // Each is good for one purchase.
    refresh = `${CLIENT.refreshToken}-${sold}`;
    return ok({ access_token: current, token_type: 'Bearer', expires_in: 7_200, refresh_token: refresh });
  };

  const identifier = (type: string, id: number | null) => ({ data: id === null ? null : { type, id } });
  const shown = ({ id, attributes, stage, owner }: Prospect) => ({
    ...{ type: 'prospect', id, attributes },
    relationships: { stage: identifier('stage', stage), owner: identifier('user', owner) },
  });
  const shownState = ({ id, state, prospect }: SequenceState) => ({
    ...{ type: 'sequenceState', id, attributes: { state } },
    relationships: { prospect: identifier('prospect', prospect) },
  });
  const resource = (type: string, { id, ...attributes }: { id: number }) => ({ type, id, attributes });

  const page = ({ path, query }: Asked, rows: readonly unknown[]): Answer => {
    const size = Math.min(Number(query.get('page[size]') ?? 50), pageSize);
    const from = Number(query.get('page[after]') ?? 0);
    const more = new URLSearchParams(query);
    more.set('page[after]', String(from + size));
    const isMore = from + size < rows.length;
    // An address of its own, wherever it was asked through.
    const next = { next: `https://api.outreach.example${path}?${more}` };
    return ok({ data: rows.slice(from, from + size), links: isMore ? next : {} });
  };

  const isField = (name: string): boolean => {
    const [, number] = /^custom(\d+)$/.exec(name) ?? [];
    return number !== undefined && Number(number) >= 1 && Number(number) <= fields;
  };
  const refuseValues = (attributes: Json, relationships: Record<string, { data: Json | null }>) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (!isField(name)) return invalid(`'${name}' is not an attribute.`, `/data/attributes/${name}`);
      if (value !== null && typeof value !== 'string')
        return invalid('must be a text.', `/data/attributes/${name}`);
    }
    for (const [name, { data }] of Object.entries(relationships)) {
      const known = name === 'stage' ? stages : name === 'owner' ? users : [];
      const type = name === 'stage' ? 'stage' : 'user';
      if (data !== null && (data.type !== type || !known.some(({ id }) => id === data.id)))
        return invalid(`'${name}' does not exist.`, `/data/relationships/${name}`);
    }
    return null;
  };
  const set = (prospect: Prospect, field: string, value: string | null, by: 'api' | 'hand') => {
    const isLink = field === 'stage' || field === 'owner';
    const place: Json = isLink ? prospect : prospect.attributes;
    const to = isLink && value !== null ? Number(value) : value;
    if ((place[field] ?? null) === to) return;
    place[field] = to;
    account.changed({ id: String(prospect.id), field, value: value ?? '', by });
  };
  const patch = (id: string, body: Json): Answer => {
    const prospect = prospects.find((one) => String(one.id) === id);
    if (prospect === undefined) return gone('prospect', id);
    if (forbidden.has(id))
      return refuse(403, 'unauthorizedRequest', 'You are not authorized to perform that request.');
    const data = (body.data ?? {}) as { type?: unknown; id?: unknown } & Json; // as it came
    if (data.type !== 'prospect' || data.id !== prospect.id)
      return invalid('type and id must match the address.', '/data/id');
    const attributes = (data.attributes ?? {}) as Json;
    const relationships = (data.relationships ?? {}) as Record<string, { data: Json | null }>;
    const refused = refuseValues(attributes, relationships);
    if (refused !== null) return refused;
    for (const [name, value] of Object.entries(attributes))
      set(prospect, name, value as string | null, 'api');
    for (const [name, { data: link }] of Object.entries(relationships))
      set(prospect, name, link === null ? null : String(link.id), 'api');
    return ok({ data: shown(prospect) });
  };
  const finish = (id: string): Answer => {
    const state = states.find((one) => String(one.id) === id);
    if (state === undefined) return gone('sequenceState', id);
    if (forbidden.has(String(state.prospect)))
      return refuse(403, 'unauthorizedRequest', 'You are not authorized to perform that request.');
    if (state.state !== 'active')
      return invalid('Sequence state is not in a valid state to be finished.', '/data/attributes/state');
    state.state = 'finished';
    account.changed({ id: String(state.prospect), field: 'sequence', value: 'finished', by: 'api' });
    return ok({ data: shownState(state) });
  };

  const emailsOf = ({ attributes }: Prospect): string[] => [attributes.emails].flat().map(String);
  const answer = (asked: Asked): Answer => {
    const { method, path, query, headers, body } = asked;
    if (method === 'POST' && path === '/oauth/token') return sell(asked);
    if (current === null || headers.authorization !== `Bearer ${current}`)
      return {
        status: 401,
        body: { error: 'Invalid JWT token.', description: 'The token has expired.' },
      };
    const waitMs = take();
    if (waitMs > 0)
      return {
        ...refuse(429, 'rateLimitExceeded', 'You have exceeded your permitted rate limit of 10,000.'),
        headers: { 'x-ratelimit-remaining': '0', 'retry-after': String(Math.ceil(waitMs / 1_000)) },
      };
    if (headers['content-type'] !== MEDIA_TYPE)
      return refuse(415, 'unsupportedMediaType', `Expected Content-Type header to be '${MEDIA_TYPE}'.`);
    const [, kind = '', id, action] = /^\/api\/v2\/(\w+)(?:\/(\d+))?(?:\/actions\/(\w+))?$/.exec(path) ?? [];
    const scope = `${kind}.${method === 'GET' ? 'read' : 'write'}`;
    if (missingScopes.includes(scope))
      return refuse(
        403,
        'unauthorizedOauthScope',
        `Your authorization does not include the required scope '${scope}'.`,
      );
    switch (`${method} ${kind}${id === undefined ? '' : '/'}${action ?? ''}`) {
      case 'GET stages':
        return page(
          asked,
          stages.map((stage) => resource('stage', stage)),
        );
      case 'GET users':
        return page(
          asked,
          users.map((user) => resource('user', user)),
        );
      case 'GET prospects': {
        const emails = query.get('filter[emails]')?.toLowerCase().split(',');
        const found = prospects.filter(
          (one) =>
            emails === undefined || emailsOf(one).some((email) => emails.includes(email.toLowerCase())),
        );
        return page(asked, found.map(shown));
      }
      case 'GET prospects/': {
        const prospect = prospects.find((one) => String(one.id) === id);
        return prospect ? ok({ data: shown(prospect) }) : gone('prospect', id ?? '');
      }
      case 'PATCH prospects/':
        return patch(id ?? '', body);
      case 'GET sequenceStates': {
        const whose = query.get('filter[prospect][id]');
        const found = states.filter((one) => whose === null || String(one.prospect) === whose);
        return page(asked, found.map(shownState));
      }
      case 'GET sequenceStates/': {
        const state = states.find((one) => String(one.id) === id);
        return state ? ok({ data: shownState(state) }) : gone('sequenceState', id ?? '');
      }
      case 'POST sequenceStates/finish':
        return finish(id ?? '');
      default:
        return refuse(404, 'resourceNotFound', 'There is no such address.');
    }
  };

  const found = (id: string): Prospect => {
    const prospect = prospects.find((one) => String(one.id) === id);
    if (prospect === undefined) throw new Error(`the org has no prospect ${id}`);
    return prospect;
  };
  const named = (name: string) => {
    const stage = stages.find((one) => one.name === name);
    if (stage === undefined) throw new Error(`the org has no stage ${name}`);
    return stage;
  };
  const seen = (): SeenRecord[] =>
    prospects.map(({ id, attributes: { name, emails: _, ...own }, stage, owner }) => ({
      title: String(name),
      values: Object.fromEntries(
        Object.entries({
          stage: stages.find((one) => one.id === stage)?.name,
          owner: users.find((one) => one.id === owner)?.name,
          ...own,
        }).flatMap(([field, value]) => (value ? [[field, String(value)]] : [])),
      ),
      entries: states.filter((one) => one.prospect === id).map(({ state }) => `Sequence: ${state}`),
    }));

  const isWrite = ({ method, path }: Asked) => method !== 'GET' && path !== '/oauth/token';
  const account = Object.assign(await openAccount({ answer, isWrite, seen }), {
    add: ({ email, name = 'Grace Hopper' }: { email: string; name?: string }): string => {
      const id = prospects.length + 54_321;
      prospects.push({ id, attributes: { name, emails: [email] }, stage: null, owner: users[0]?.id ?? null });
      return String(id);
    },
    change: (id: string, field: string, value: string | null) => set(found(id), field, value, 'hand'),
    record: (id: string): Json => {
      const { attributes, stage, owner } = found(id);
      return { ...structuredClone(attributes), stage, owner };
    },
    stageId: (name: string) => String(named(name).id),
    rename: (stage: string, to: string) => {
      named(stage).name = to;
    },
    begin: (prospectId: string, state = 'active'): string => {
      states.push({ id: states.length + 8, prospect: Number(prospectId), state });
      return String(states.length + 7);
    },
    end: (id: string) => {
      for (const state of states) if (String(state.id) === id) state.state = 'finished';
    },
    stateOf: (id: string) => states.find((one) => String(one.id) === id)?.state,
    forbidden,
    wearTokens: () => {
      current = null;
    },
    sold: () => sold,
  });
  return account;
}
