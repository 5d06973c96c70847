import type { ToldFields } from '#domain/own-writes.ts';
import { type Adapter, accountsChanged, type Found, type Reading, unknownEvent } from '../adapter.ts';
import type { ApiOf } from '../api.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { passwordOfUser } from '../tokens.ts';

export const PIPEDRIVE_API: ApiOf = {
  name: 'Pipedrive',
  baseUrl: 'https://api.pipedrive.com',
  headers: (token) => ({ 'x-api-token': token }),
};

/** Webhooks v2. https://pipedrive.readme.io/docs/guide-for-webhooks-v2 */
export const pipedrive: Adapter = {
  proof: passwordOfUser,
  needs: ['user'],
  api: PIPEDRIVE_API,
  read: async (body, reading) => {
    const entity = textAt(body, 'meta', 'entity');
    const action = textAt(body, 'meta', 'action');
    if (entity === undefined || action === undefined) {
      return [{ item: body, problem: 'expected meta.entity and meta.action, as webhooks v2 have them' }];
    }
    const event = { entity, action };
    const found = readEvent(body, event, await readAround(body, event, reading));
    return ['lead' in found ? { ...found, fields: fieldsOf(body, event) } : found];
  },
};

type Event = { entity: string; action: string };

/** What changed: `previous` has what was there before, and nothing of what stayed. A merge changes more than it says. */
function fieldsOf(body: unknown, { entity, action }: Event): ToldFields | undefined {
  const id = textAt(body, 'meta', 'entity_id');
  const previous = at(body, 'previous');
  if (id === undefined || !CHANGES.has(action)) return undefined;
  const record = { system: 'pipedrive', type: entity, id };
  const isByHand = textAt(body, 'meta', 'change_source') === 'app';
  if (action === 'create') return { record, says: 'made', values: {}, isByHand };
  if (!isRecord(previous)) return undefined;
  const own = at(previous, 'custom_fields');
  const data = at(body, 'data');
  const standard = Object.keys(previous).filter((name) => name !== 'custom_fields');
  const values = [
    ...standard.map((name) => [name, at(data, name), previous[name]] as const),
    ...Object.entries(isRecord(own) ? own : {}).map(
      ([name, before]) => [name, at(data, 'custom_fields', name) ?? at(data, name), before] as const,
    ),
  ].map(([name, now, before]) => (name === LABELS ? [LABEL, labelIn(now, before)] : [name, valueIn(now)]));
  return { record, says: 'changed', values: Object.fromEntries(values), isByHand };
}

const CHANGES: ReadonlySet<string> = new Set(['create', 'change']);
const LABELS = 'label_ids';
/** As the sink calls it: one of them is ours. */
const LABEL = 'label';

/** The label that came to those there were. */
function labelIn(now: unknown, before: unknown): string | null {
  const listed = (labels: unknown) => (Array.isArray(labels) ? labels.map(String) : []);
  const there = listed(before);
  const added = listed(now).filter((id) => !there.includes(id));
  return added.length === 0 ? null : added.join(' ');
}

/** Amounts of money, people and days may be objects with their value in them. */
const valueIn = (value: unknown): string | null =>
  textAt(value) ?? textAt(value, 'value') ?? textAt(value, 'amount') ?? textAt(value, 'id') ?? null;

/** Who a lead is about, and where they work: a lead names both by their ids. */
type Around = { person: unknown; organization: unknown; reading: Reading };

async function readAround(body: unknown, { entity, action }: Event, reading: Reading): Promise<Around> {
  const { api } = reading;
  const isAsked = api !== null && action !== 'delete' && (entity === 'lead' || entity === 'person');
  if (!isAsked) return { person: null, organization: null, reading };
  const idIn = (record: unknown, name: string) => /^\d+$/.exec(textAt(record, name) ?? '')?.[0];
  const data = at(body, 'data');
  const personId = entity === 'lead' ? idIn(data, 'person_id') : undefined;
  const person = personId === undefined ? null : at(await api.get(`/api/v2/persons/${personId}`), 'data');
  const orgId = idIn(data, 'organization_id') ?? idIn(data, 'org_id') ?? idIn(person, 'org_id');
  const organization =
    orgId === undefined ? null : at(await api.get(`/api/v2/organizations/${orgId}`), 'data');
  return { person, organization, reading };
}

function readEvent(
  body: unknown,
  { entity, action }: Event,
  { person, organization, reading }: Around,
): Found {
  const into = textAt(body, 'meta', 'merged_to_id') ?? textAt(body, 'previous', 'merge_what_id');
  if (entity === 'organization')
    return accountsChanged(body, 'pipedrive', [textAt(body, 'meta', 'entity_id'), into]);
  if (action === 'delete' && into === undefined) return unknownEvent(body, `${entity} ${action}`);
  const about = { id: textAt(body, 'meta', 'id'), occurred_at: at(body, 'meta', 'timestamp') };
  const ref = refTo(entity, at(body, 'meta', 'entity_id'));
  const merged = into === undefined ? [] : refTo(entity, into);
  const isNew = action === 'create';
  const data = at(body, 'data');
  switch (entity) {
    case 'person':
      return {
        item: body,
        lead: {
          ...about,
          kind: isNew ? 'lead' : 'update',
          refs: [...ref, ...merged],
          merged: merged.length > 0 ? true : undefined,
          ...personOf(data),
          account: accountOf(organization),
        },
      };
    case 'lead':
      return {
        item: body,
        lead: {
          ...about,
          // Whom nobody could ask for is known, or is told of by an event of their own.
          kind: isNew && person !== null ? 'lead' : 'update',
          ...personOf(person),
          account: accountOf(organization),
          channel: isNew ? reading.settings.defaults.channel : undefined,
          refs: [...ref, ...merged, ...refTo('person', at(data, 'person_id'))],
          opportunity: opportunityOf(data, 'open'),
        },
      };
    case 'deal': {
      const status = textAt(data, 'status') ?? 'open';
      return {
        item: body,
        accounts: { system: 'pipedrive', ids: [textAt(data, 'org_id') ?? []].flat() },
        lead: {
          ...about,
          kind: 'update',
          refs: [
            ...ref,
            ...merged,
            ...refTo('person', at(data, 'person_id')),
            ...refTo('lead', at(data, 'lead_id')),
          ],
          account: {
            open_opportunity: status === 'open',
            existing_customer: status === 'won' ? true : undefined,
          },
          opportunity: opportunityOf(data, status),
        },
      };
    }
    default:
      return unknownEvent(body, `${entity} ${action}`);
  }
}

const refTo = (type: string, id: unknown) =>
  textAt(id) === undefined ? [] : [{ system: 'pipedrive', type, id: textAt(id) }];

const accountOf = (organization: unknown) => ({
  name: at(organization, 'name'),
  website: at(organization, 'website'),
  industry: textAt(organization, 'industry'),
  employees: at(organization, 'employee_count'),
  revenue: at(organization, 'annual_revenue'),
  country: textAt(organization, 'address', 'country'),
});

function personOf(data: unknown) {
  const first = (list: string) => {
    const found = recordsAt(data, list);
    return textAt(found.find((one) => at(one, 'primary') === true) ?? found[0], 'value');
  };
  return {
    person: {
      full_name: at(data, 'name'),
      first_name: at(data, 'first_name'),
      last_name: at(data, 'last_name'),
      email: first('emails'),
      phone: first('phones'),
      title: at(data, 'job_title'),
    },
    consent: { unsubscribed: at(data, 'marketing_status') === 'unsubscribed' ? true : undefined },
  };
}

/** A deal has its amount in `value`, a lead an object there. */
function opportunityOf(data: unknown, status: string) {
  const value = at(data, 'value');
  return {
    stage: textAt(data, 'stage_name'),
    status: ['open', 'won', 'lost'].includes(status) ? status : 'lost',
    amount: at(value, 'amount') ?? value,
    currency: at(value, 'currency') ?? at(data, 'currency'),
    close_on: at(data, 'expected_close_date'),
  };
}
