import { type Answer, type Asked, type Json, ok, TOKEN } from '../tools/tool-api.ts';
import { type Account, openAccount, type SeenRecord } from './account.ts';

/**
 * A team of Salesloft: people with stages, owners and fields somebody made, notes, cadences that people are on.
 * https://developers.salesloft.com/docs/api
 */

export type SalesloftOptions = {
  stages?: readonly string[];
  users?: readonly { name: string; email: string; isActive?: boolean }[];
  /** Fields somebody made of people. */
  own?: readonly { name: string; value_type: 'text' | 'date' }[];
  /** What the token may not do, as `GET notes`. */
  forbidden?: readonly string[];
  /** What a minute may cost. */
  perMinute?: number;
  /** Whether fields that are left out of a write are emptied by it. */
  replacesFields?: boolean;
  pageSize?: number;
  now?: () => number;
};

type Person = {
  id: number;
  name: string;
  email: string;
  stage: number | null;
  owner: number | null;
  own: Json;
};
type Note = { id: number; content: string; person: number };
type Membership = { id: number; person: number; current_state: string };

export type SalesloftAccount = Account & {
  add: (person: { email: string; name?: string }) => string;
  /** Of a person: `person_stage_id`, `owner_id`, or a field somebody made. */
  change: (id: string, field: string, value: string | null) => void;
  record: (id: string) => Json;
  notes: () => readonly Note[];
  stageId: (name: string) => string;
  rename: (stage: string, to: string) => void;
  /** Puts somebody on a cadence. */
  begin: (personId: string, state?: string) => string;
  move: (membershipId: string, state: string) => void;
  stateOf: (membershipId: string) => string | undefined;
  wearTokens: () => void;
};

/** As a new team has them. https://support.salesloft.com/hc/en-us/articles/115005886843-Edit-Stage-Settings */
export const SALESLOFT_STAGES = [
  ...['Open', 'Working', 'Closed- Converted', 'Closed- Not Converted', 'Bounced', 'Do Not Contact'],
  ...['Completed', 'Replied'],
];
const OWN = [
  ...['Handoff reason', 'Handoff source', 'Handoff lead', 'Region'].map(
    (name) => ({ name, value_type: 'text' }) as const,
  ),
  { name: 'Handoff recycle on', value_type: 'date' } as const,
];
const ON_CADENCE = ['staged', 'active', 'scheduled', 'processing'];
const MINUTE_MS = 60_000;

const refuse = (status: number, error: string): Answer => ({
  ...{ status, body: { error, error_description: 'see developers.salesloft.com' } },
});
const invalid = (attribute: string, message: string): Answer => ({
  ...{ status: 422, body: { errors: { [attribute]: [message] } } },
});
const gone: Answer = { status: 404, body: { error: 'Not Found' } };

/** What a request costs by the page it asks for. */
const costOf = (page: number): number =>
  page > 500 ? 30 : page > 250 ? 10 : page > 150 ? 8 : page > 100 ? 3 : 1;

export async function openSalesloftAccount(options: SalesloftOptions = {}): Promise<SalesloftAccount> {
  const { now = Date.now, pageSize = 100, perMinute = 600, forbidden = [] } = options;
  const stages = (options.stages ?? SALESLOFT_STAGES).map((name, at) => ({ id: at + 21, name, order: at }));
  const users = (options.users ?? [{ name: 'Ana Silva', email: 'ana@ours.example' }]).map(
    ({ name, email, isActive = true }, at) => ({ id: at + 801, name, email, active: isActive }),
  );
  const fields = (options.own ?? OWN).map((field, at) => ({ id: at + 1, field_type: 'person', ...field }));
  const people: Person[] = [];
  const notes: Note[] = [];
  const memberships: Membership[] = [];
  let isWorn = false;
  let minute = { begun: now(), cost: 0 };

  const linkTo = (kind: string, id: number | null) =>
    id === null ? null : { id, _href: `https://api.salesloft.example/v2/${kind}/${id}` };
  const shown = ({ id, name, email, stage, owner, own }: Person) => ({
    ...{ id, display_name: name, email_address: email, custom_fields: own },
    ...{ person_stage: linkTo('person_stages', stage), owner: linkTo('users', owner) },
  });
  const shownMembership = ({ id, person, current_state }: Membership) => ({
    ...{ id, current_state, currently_on_cadence: ON_CADENCE.includes(current_state) },
    person: linkTo('people', person),
  });

  const page = ({ query }: Asked, rows: readonly unknown[]): Answer => {
    const size = Math.min(Number(query.get('per_page') ?? 25), pageSize);
    const current = Number(query.get('page') ?? 1);
    const next_page = current * size < rows.length ? current + 1 : null;
    const paging = { per_page: size, current_page: current, next_page, prev_page: current - 1 || null };
    return ok({ data: rows.slice((current - 1) * size, current * size), metadata: { paging } });
  };

  const set = (person: Person, field: string, value: string | number | null, by: 'api' | 'hand') => {
    const link = ({ person_stage_id: 'stage', owner_id: 'owner' } as const)[field];
    const place: Json = link === undefined ? person.own : person;
    const [name, to] = [link ?? field, link === undefined || value === null ? value : Number(value)];
    if ((place[name] ?? null) === to) return;
    // Only fields with values are shown.
    if (link === undefined && to === null) delete place[name];
    else place[name] = to;
    account.changed({ id: String(person.id), field, value: value === null ? '' : String(value), by });
  };
  const refuseValues = ({ custom_fields = {}, ...body }: Json): Answer | null => {
    for (const [name, value] of Object.entries(body)) {
      const known = name === 'person_stage_id' ? stages : name === 'owner_id' ? users : null;
      if (known === null) return invalid(name, 'is unknown');
      if (value !== null && !known.some(({ id }) => id === value)) return invalid(name, 'does not exist');
    }
    for (const [name, value] of Object.entries(custom_fields as Json)) {
      const field = fields.find((one) => one.name === name);
      if (field === undefined) return invalid('custom_fields', 'is unknown');
      const isDay = field.value_type !== 'date' || /^\d{4}-\d\d-\d\d$/.test(String(value));
      if (value !== null && (typeof value !== 'string' || !isDay))
        return invalid('custom_fields', 'is invalid');
    }
    return null;
  };
  const put = (person: Person, body: Json): Answer => {
    const refused = refuseValues(body);
    if (refused !== null) return refused;
    const { custom_fields, ...rest } = body as { custom_fields?: Record<string, string | null> } & Json;
    const left = options.replacesFields && custom_fields !== undefined ? Object.keys(person.own) : [];
    const emptied = Object.fromEntries(left.map((name) => [name, null]));
    for (const [name, value] of Object.entries({ ...rest, ...emptied, ...custom_fields }))
      set(person, name, value as string | number | null, 'api');
    return ok({ data: shown(person) });
  };
  const note = ({ content, associated_with_type, associated_with_id }: Json): Answer => {
    if (typeof content !== 'string' || content === '') return invalid('content', 'is required');
    const person = people.find(({ id }) => id === associated_with_id);
    if (associated_with_type !== 'person' || person === undefined)
      return invalid('associated_with_id', 'is invalid');
    notes.push({ id: notes.length + 1, content, person: person.id });
    return ok({ data: { id: notes.length, content } });
  };
  const end = (membership: Membership): Answer => {
    if (membership.current_state === 'processing') return invalid('base', 'is being processed');
    membership.current_state = 'removed';
    account.changed({ id: String(membership.person), field: 'cadence', value: 'removed', by: 'api' });
    return { status: 204, body: '' };
  };

  /** How long to wait where a minute is used up. */
  const spend = (cost: number): number => {
    if (now() - minute.begun >= MINUTE_MS) minute = { begun: now(), cost: 0 };
    if (minute.cost + cost > perMinute) return minute.begun + MINUTE_MS - now();
    minute.cost += cost;
    return 0;
  };
  const list = (asked: Asked, kind: string): Answer => {
    const { query } = asked;
    switch (kind) {
      case 'people': {
        const emails = query.getAll('email_addresses[]').map((email) => email.toLowerCase());
        return page(
          asked,
          people
            .filter(({ email }) => emails.length === 0 || emails.includes(email.toLowerCase()))
            .map(shown),
        );
      }
      case 'person_stages':
        return page(asked, stages);
      case 'users':
        return page(asked, users);
      case 'custom_fields':
        return page(asked, fields);
      case 'notes': {
        const whose = query.get('associated_with_id');
        const about = notes.filter(({ person }) => whose === null || String(person) === whose);
        return page(asked, query.get('sort_direction') === 'DESC' ? about.toReversed() : about);
      }
      case 'cadence_memberships': {
        const whose = query.get('person_id');
        const isOn = query.get('currently_on_cadence');
        return page(
          asked,
          memberships
            .filter(({ person }) => whose === null || String(person) === whose)
            .map(shownMembership)
            .filter(({ currently_on_cadence }) => isOn === null || String(currently_on_cadence) === isOn),
        );
      }
      default:
        return gone;
    }
  };
  const answer = (asked: Asked): Answer => {
    const { method, path, query, headers, body } = asked;
    if (isWorn || headers.authorization !== `Bearer ${TOKEN}`) return refuse(401, 'Not authorized');
    const cost = costOf(Number(query.get('page') ?? 1));
    const waitMs = spend(cost);
    const limits = {
      ...{ 'x-ratelimit-endpoint-cost': String(cost), 'x-ratelimit-limit-minute': String(perMinute) },
      'x-ratelimit-remaining-minute': String(perMinute - minute.cost),
    };
    if (waitMs > 0)
      return {
        ...refuse(429, 'Rate limit exceeded'),
        headers: { ...limits, 'retry-after': String(Math.ceil(waitMs / 1_000)) },
      };
    const [, kind = '', id] = /^\/v2\/(\w+)(?:\/(\d+))?\.json$/.exec(path) ?? [];
    if (forbidden.includes(`${method} ${kind}`)) return refuse(403, 'Forbidden');
    const given = route(asked, kind, id, body);
    return { ...given, headers: limits };
  };
  const route = (asked: Asked, kind: string, id: string | undefined, body: Json): Answer => {
    if (asked.method === 'GET' && id === undefined) return list(asked, kind);
    const person = people.find((one) => String(one.id) === id);
    const membership = memberships.find((one) => String(one.id) === id);
    switch (`${asked.method} ${kind}`) {
      case 'GET people':
        return person ? ok({ data: shown(person) }) : gone;
      case 'PUT people':
        return person ? put(person, body) : gone;
      case 'POST notes':
        return note(body);
      case 'POST custom_fields': {
        if (typeof body.name !== 'string' || body.field_type !== 'person')
          return invalid('name', 'is required');
        if (fields.some(({ name }) => name === body.name)) return invalid('name', 'has already been taken');
        fields.push({ id: fields.length + 1, field_type: 'person', name: body.name, value_type: 'text' });
        return ok({ data: fields.at(-1) });
      }
      case 'DELETE cadence_memberships':
        return membership ? end(membership) : gone;
      default:
        return gone;
    }
  };

  const found = (id: string): Person => {
    const person = people.find((one) => String(one.id) === id);
    if (person === undefined) throw new Error(`the team has no person ${id}`);
    return person;
  };
  const named = (name: string) => {
    const stage = stages.find((one) => one.name === name);
    if (stage === undefined) throw new Error(`the team has no stage ${name}`);
    return stage;
  };
  const seen = (): SeenRecord[] =>
    people.map(({ id, name, stage, owner, own }) => ({
      title: name,
      values: Object.fromEntries(
        Object.entries({
          stage: stages.find((one) => one.id === stage)?.name,
          owner: users.find((one) => one.id === owner)?.name,
          ...own,
        }).flatMap(([field, value]) => (value ? [[field, String(value)]] : [])),
      ),
      entries: notes.filter(({ person }) => person === id).map(({ content }) => content),
    }));

  const account = Object.assign(
    await openAccount({ answer, isWrite: ({ method }) => method !== 'GET', seen }),
    {
      add: ({ email, name = 'Grace Hopper' }: { email: string; name?: string }): string => {
        const id = people.length + 249_340_741;
        people.push({ id, name, email, stage: null, owner: users[0]?.id ?? null, own: {} });
        return String(id);
      },
      change: (id: string, field: string, value: string | null) => set(found(id), field, value, 'hand'),
      record: (id: string): Json => {
        const { stage, owner, own } = found(id);
        return { stage, owner, ...own };
      },
      notes: () => notes,
      stageId: (name: string) => String(named(name).id),
      rename: (stage: string, to: string) => {
        named(stage).name = to;
      },
      begin: (personId: string, state = 'active'): string => {
        memberships.push({ id: memberships.length + 5, person: Number(personId), current_state: state });
        return String(memberships.length + 4);
      },
      move: (id: string, state: string) => {
        for (const one of memberships) if (String(one.id) === id) one.current_state = state;
      },
      stateOf: (id: string) => memberships.find((one) => String(one.id) === id)?.current_state,
      wearTokens: () => {
        isWorn = true;
      },
    },
  );
  return account;
}
