import type { ToldFields } from '#domain/own-writes.ts';
import type { Found, Reading } from '../adapter.ts';
import { accountsChanged, unknownEvent } from '../adapter.ts';
import type { Api } from '../api.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { readOwners } from './hubspot-api.ts';
import { channelOf, companyOf, consentOf, contactOf, scoreOf } from './hubspot-workflow.ts';

/** Events of an app: up to a hundred in a body, each naming a record and what happened to it. */

type Event = { item: unknown; type: string; id: string };

const OBJECTS: Record<string, string> = { '0-1': 'contact', '0-2': 'company', '0-3': 'deal' };
/** Stages in which marketing hands somebody over. */
const HANDED_OVER = new Set(['marketingqualifiedlead', 'salesqualifiedlead']);

const CONTACT_PROPERTIES = [
  ...[
    'email',
    'firstname',
    'lastname',
    'phone',
    'mobilephone',
    'jobtitle',
    'hs_seniority',
    'country',
    'state',
  ],
  ...[
    'hs_language',
    'hs_timezone',
    'company',
    'website',
    'industry',
    'numemployees',
    'message',
    'lifecyclestage',
  ],
  ...['hs_lead_status', 'hubspot_owner_id', 'hs_analytics_source', 'hubspotscore', 'hs_email_optout'],
  ...['associatedcompanyid', 'recent_conversion_event_name', 'hs_google_click_id'],
];
const COMPANY_PROPERTIES = [
  ...[
    'name',
    'domain',
    'website',
    'industry',
    'country',
    'state',
    'numberofemployees',
    'annualrevenue',
    'hs_num_open_deals',
  ],
  'lifecyclestage',
];
const DEAL_PROPERTIES = [
  ...['dealstage', 'amount', 'deal_currency_code', 'closedate', 'hs_is_closed', 'hs_is_closed_won'],
  'hubspot_owner_id',
];

/** What events say, with what has to be read for it. Of a record all of them name it is read once. */
export async function appEvents(body: readonly unknown[], reading: Reading): Promise<Found[]> {
  const events = body.map(eventOf);
  if (reading.api === null) return events.map(withoutReading);
  const world = await readWorld(reading.api, events);
  return events.map((event) => foundIn(event, world, reading));
}

function eventOf(item: unknown): Event {
  const written = textAt(item, 'subscriptionType') ?? '';
  const [object = '', what = ''] = written.split('.');
  const named = object === 'object' ? OBJECTS[textAt(item, 'objectTypeId') ?? ''] : object;
  return {
    item,
    type: `${named ?? object}.${what}`,
    // A merge may make a new record of both.
    id: textAt(item, 'newObjectId') ?? textAt(item, 'objectId') ?? textAt(item, 'primaryObjectId') ?? '',
  };
}

const isOfContact = ({ type }: Event) => /^contact\.(creation|propertyChange|merge|restore)$/.test(type);
const isOfDeal = ({ type }: Event) => /^deal\.(creation|propertyChange)$/.test(type);
const isOfCompany = ({ type }: Event) =>
  /^company\.(creation|propertyChange|merge|restore|deletion)$/.test(type);
const isErasure = ({ type }: Event) => type === 'contact.privacyDeletion';

function withoutReading(event: Event): Found {
  if (isErasure(event)) return erasure(event);
  if (isOfCompany(event)) return companyEvent(event);
  if (!isOfContact(event) && !isOfDeal(event)) return unknownEvent(event.item, event.type);
  return {
    item: event.item,
    problem: 'it names a record only: expected `api` in the settings of the source, to read it',
  };
}

type World = {
  contacts: Map<string, unknown>;
  companies: Map<string, unknown>;
  deals: Map<string, unknown>;
  /** Contacts of a deal. */
  contactsOf: Map<string, string[]>;
  owners: Map<string, string>;
};

async function readWorld(api: Api, events: readonly Event[]): Promise<World> {
  const deals = await readAll(api, 'deals', idsOf(events.filter(isOfDeal)), DEAL_PROPERTIES);
  const contactsOf = await readContactsOf(api, [...deals.keys()]);
  const contacts = await readAll(api, 'contacts', idsOf(events.filter(isOfContact)), CONTACT_PROPERTIES);
  const companyIds = [...contacts.values()].flatMap(
    (contact) => property(contact, 'associatedcompanyid') ?? [],
  );
  const companies = await readAll(api, 'companies', companyIds.map(String), COMPANY_PROPERTIES);
  const isOwned = [...contacts.values(), ...deals.values()].some((one) =>
    textAt(property(one, 'hubspot_owner_id')),
  );
  return { contacts, companies, deals, contactsOf, owners: isOwned ? await readOwners(api) : new Map() };
}

const idsOf = (events: readonly Event[]): string[] => events.map(({ id }) => id).filter((id) => id !== '');
const property = (record: unknown, name: string): unknown => at(record, 'properties', name) ?? undefined;

const MOST_AT_ONCE = 100;

async function readAll(
  api: Api,
  object: string,
  ids: readonly string[],
  properties: string[],
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const all = [...new Set(ids)];
  for (let from = 0; from < all.length; from += MOST_AT_ONCE) {
    const inputs = all.slice(from, from + MOST_AT_ONCE).map((id) => ({ id }));
    const answer = await api.post(`/crm/v3/objects/${object}/batch/read`, { properties, inputs });
    for (const record of recordsAt(answer, 'results')) found.set(textAt(record, 'id') ?? '', record);
  }
  return found;
}

async function readContactsOf(api: Api, dealIds: readonly string[]): Promise<Map<string, string[]>> {
  if (dealIds.length === 0) return new Map();
  const answer = await api.post('/crm/v4/associations/deals/contacts/batch/read', {
    inputs: dealIds.map((id) => ({ id })),
  });
  return new Map(
    recordsAt(answer, 'results').map((one) => [
      textAt(one, 'from', 'id') ?? '',
      recordsAt(one, 'to').flatMap((to) => textAt(to, 'toObjectId') ?? []),
    ]),
  );
}

function foundIn(event: Event, world: World, reading: Reading): Found {
  if (isErasure(event)) return erasure(event);
  if (isOfDeal(event)) return dealEvent(event, world);
  if (isOfCompany(event)) return companyEvent(event);
  if (!isOfContact(event)) return unknownEvent(event.item, event.type);
  const contact = world.contacts.get(event.id);
  // It may be gone by now.
  if (contact === undefined) return { item: event.item, ignored: 'HubSpot has this contact no more' };
  return contactEvent(event, contact, world, reading);
}

/** HubSpot's eventId alone is not unique, and `attemptNumber` differs from try to try. */
const keyOf = ({ item, type, id }: Event): string =>
  [
    textAt(item, 'portalId'),
    type,
    id,
    textAt(item, 'eventId'),
    textAt(item, 'occurredAt'),
    textAt(item, 'propertyName'),
  ]
    .map((part) => part ?? '')
    .join('|');

const contactRef = (id: string) => ({ system: 'hubspot', type: 'contact', id });

/** What changed, as it is told; `CRM_UI` is somebody in HubSpot. */
function fieldsOf({ item, type }: Event, record: ToldFields['record']): ToldFields | undefined {
  const isByHand = textAt(item, 'changeSource') === 'CRM_UI';
  const name = textAt(item, 'propertyName');
  if (name !== undefined)
    return { record, says: 'changed', values: { [name]: textAt(item, 'propertyValue') ?? null }, isByHand };
  return type.endsWith('.creation') ? { record, says: 'made', values: {}, isByHand } : undefined;
}

/** What became of it is looked at there: it may be gone by now, or another after a merge. */
const companyEvent = ({ item, id }: Event): Found =>
  accountsChanged(item, 'hubspot', [
    id,
    textAt(item, 'newObjectId'),
    ...[at(item, 'mergedObjectIds')].flat().map((one) => textAt(one)),
  ]);

function contactEvent(event: Event, contact: unknown, world: World, { settings }: Reading): Found {
  const { item, type, id } = event;
  const of = (name: string) => property(contact, name);
  const company = world.companies.get(textAt(of('associatedcompanyid')) ?? '');
  const ofCompany = (name: string) => property(company, name);
  const isHandedOver =
    textAt(item, 'propertyName') === 'lifecyclestage' && HANDED_OVER.has(textAt(item, 'propertyValue') ?? '');
  const isLead = type === 'contact.creation' || isHandedOver;
  const named = [at(item, 'primaryObjectId'), at(item, 'mergedObjectIds')].flat();
  const merged = named.flatMap((one) => textAt(one) ?? []).filter((one) => one !== id);
  const openDeals = textAt(ofCompany('hs_num_open_deals'));
  return {
    item,
    fields: fieldsOf(event, contactRef(id)),
    lead: {
      id: keyOf(event),
      kind: isLead ? 'lead' : 'update',
      occurred_at: at(item, 'occurredAt'),
      refs: [contactRef(id), ...merged.map(contactRef)],
      merged: merged.length > 0 ? true : undefined,
      person: contactOf(of),
      account: {
        ...companyOf(ofCompany, of),
        open_opportunity: openDeals === undefined ? undefined : Number(openDeals) > 0,
        existing_customer: ofCompany('lifecyclestage') === 'customer' ? true : undefined,
      },
      channel: settings.defaults.channel ?? channelOf(of('hs_analytics_source')),
      campaign: { form: of('recent_conversion_event_name'), gclid: of('hs_google_click_id') },
      score: scoreOf(of('hubspotscore')),
      discovery: { notes: of('message') },
      consent: consentOf(of),
      owner_email: world.owners.get(textAt(of('hubspot_owner_id')) ?? ''),
    },
  };
}

function dealEvent(event: Event, world: World): Found {
  const deal = world.deals.get(event.id);
  if (deal === undefined) return { item: event.item, ignored: 'HubSpot has this deal no more' };
  const of = (name: string) => property(deal, name);
  const isClosed = of('hs_is_closed') === 'true';
  const isWon = of('hs_is_closed_won') === 'true';
  const ref = { system: 'hubspot', type: 'deal', id: event.id };
  return {
    item: event.item,
    fields: fieldsOf(event, ref),
    lead: {
      id: keyOf(event),
      kind: 'update',
      occurred_at: at(event.item, 'occurredAt'),
      refs: [ref, ...(world.contactsOf.get(event.id) ?? []).slice(0, 1).map(contactRef)],
      account: { open_opportunity: !isClosed, existing_customer: isWon ? true : undefined },
      opportunity: {
        stage: of('dealstage'),
        status: isWon ? 'won' : isClosed ? 'lost' : 'open',
        amount: of('amount'),
        currency: of('deal_currency_code'),
        close_on: textAt(of('closedate'))?.slice(0, 10),
      },
      owner_email: world.owners.get(textAt(of('hubspot_owner_id')) ?? ''),
    },
  };
}

const erasure = (event: Event): Found => ({
  item: event.item,
  lead: {
    id: keyOf(event),
    kind: 'erasure',
    occurred_at: at(event.item, 'occurredAt'),
    refs: [contactRef(event.id)],
  },
});
