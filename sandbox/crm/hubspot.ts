import { TOKEN } from '../tools/tool-api.ts';
import { type Account, type Change, createLimit, openAccount, type SeenRecord } from './account.ts';
import { createDesk, type Desk } from './hubspot/desk.ts';
import { type ObjectType, type Properties, usualProperties } from './hubspot/properties.ts';
import { createRecords } from './hubspot/records.ts';
import { tooMany, unknownToken, wornToken } from './hubspot/refusals.ts';
import { answerAsked, isWrite } from './hubspot/routes.ts';

/**
 * An account of HubSpot as far as outcomes are written there: contacts, owners, properties, notes, tasks, deals and their
 * pipelines. What HubSpot documents to refuse is refused; its search knows what was written only after a while.
 */

/** What an app may do, by the names of https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes */
const ALL_SCOPES = [
  ...['crm.objects.contacts.read', 'crm.objects.contacts.write', 'crm.schemas.contacts.read'],
  ...['crm.schemas.contacts.write', 'crm.objects.owners.read', 'crm.objects.companies.read'],
  ...['crm.objects.deals.read', 'crm.objects.deals.write', 'crm.schemas.deals.read'],
  'crm.schemas.deals.write',
];

export type HubspotOptions = {
  /** A private app's token lasts; what an app buys by OAuth lasts half an hour. */
  app?: 'private' | 'oauth';
  token?: string;
  scopes?: readonly string[];
  currency?: string;
  /** Beside its own; deals have a currency only where there are some. */
  currencies?: readonly string[];
  owners?: readonly { email: string; name: string }[];
  perTenSeconds?: number;
  searchesPerSecond?: number;
  perDay?: number;
  searchDelayMs?: number;
  now?: () => number;
};

export type HubspotPerson = {
  email: string;
  name?: string | undefined;
  company?: string | undefined;
  values?: Record<string, string>;
};

export type HubspotAccount = Account & {
  add: (person: HubspotPerson) => string;
  /** Changes a contact by hand, in HubSpot. */
  change: (id: string, field: string, value: string) => void;
  record: (id: string) => Record<string, string>;
  /** Makes one contact of both, by hand. */
  merge: (winner: string, loser: string) => void;
  archive: (id: string) => void;
  /** Moves a deal by hand. */
  moveDeal: (id: string, values: { pipeline?: string; dealstage: string }) => void;
  addOwner: (owner: { email: string; name: string }) => string;
  properties: Record<ObjectType, Properties>;
  scopes: Set<string>;
  pipelines: Desk['pipelines'];
  /** What stands in records of one kind, such as notes. */
  all: (type: ObjectType) => ({ id: string } & Record<string, string>)[];
  /** Lets every token that was bought expire. */
  expireTokens: () => void;
};

const TOKEN_LASTS_MS = 1_800_000;
const DAY_MS = 86_400_000;
const SEARCHES_PER_SECOND = 5;
const PORTAL_ID = 62_515;

/** Plays an account of HubSpot, until it is stopped. */
export async function openHubspotAccount(options: HubspotOptions = {}): Promise<HubspotAccount> {
  const { app = 'private', token = TOKEN, now = Date.now, currency = 'EUR', currencies = [] } = options;
  const { perTenSeconds = 100, perDay = 250_000, searchDelayMs = 5_000 } = options;
  const { searchesPerSecond = SEARCHES_PER_SECOND } = options;
  const records = createRecords(now, searchDelayMs);
  const desk = createDesk({
    ...{ records, portalId: PORTAL_ID, currency, now },
    properties: usualProperties(currencies.length > 0 ? [currency, ...currencies] : []),
    scopes: new Set(options.scopes ?? ALL_SCOPES),
    changed: (change: Change) => account.changed(change),
  });
  for (const owner of options.owners ?? []) desk.addOwner(owner);

  const bought = new Map<string, number>();
  const buy = (form: string) => {
    const asked = new URLSearchParams(form);
    if (asked.get('grant_type') !== 'refresh_token' || asked.get('refresh_token') !== token)
      return {
        status: 400,
        body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' },
      };
    const access = `access-${bought.size + 1}`;
    bought.set(access, now() + TOKEN_LASTS_MS);
    const body = { token_type: 'bearer', refresh_token: token, access_token: access, expires_in: 1_800 };
    return { status: 200, body };
  };
  const tokenRefusal = (given: string) => {
    if (app === 'private') return given === token ? null : unknownToken();
    const until = bought.get(given);
    if (until === undefined) return unknownToken();
    return until > now() ? null : wornToken(Math.ceil((now() - until) / 1_000));
  };

  const inTenSeconds = createLimit(perTenSeconds, 10_000, now);
  const inADay = createLimit(perDay, DAY_MS, now);
  const searchesInASecond = createLimit(searchesPerSecond, 1_000, now);
  const overLimit = (isSearch: boolean) => {
    const searchWait = isSearch ? searchesInASecond() : 0;
    if (searchWait > 0) return tooMany('SECONDLY', searchWait);
    const wait = inTenSeconds();
    if (wait > 0) return tooMany('TEN_SECONDLY_ROLLING', wait);
    const dayWait = inADay();
    return dayWait > 0 ? tooMany('DAILY', dayWait) : null;
  };

  const account = await openAccount({
    isWrite,
    seen: () => seenIn(desk),
    answer: (asked) => {
      if (app === 'oauth' && asked.method === 'POST' && asked.path === '/oauth/v1/token')
        return buy(String(asked.body.form));
      const given = /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
      const refused = tokenRefusal(given) ?? overLimit(asked.path.endsWith('/search'));
      return refused ?? answerAsked(desk, asked);
    },
  });
  const contact = (id: string) => {
    const found = records.find('contacts', id);
    if (!found) throw new Error(`the stand-in of HubSpot has no contact ${id}`);
    return found;
  };
  return Object.assign(account, {
    add: ({ email, name = '', company, values = {} }: HubspotPerson) => {
      const [firstname = '', ...rest] = name.split(' ');
      return records.create('contacts', {
        ...{ email: email.toLowerCase(), firstname, lastname: rest.join(' ') },
        ...(company !== undefined && { company }),
        ...values,
      }).id;
    },
    change: (id: string, field: string, value: string) => desk.write(contact(id), { [field]: value }, 'hand'),
    record: (id: string) => ({ ...contact(id).properties }),
    merge: (winner: string, loser: string) => records.merge(contact(winner), contact(loser)),
    archive: (id: string) => records.archive(contact(id)),
    moveDeal: (id: string, values: { pipeline?: string; dealstage: string }) => {
      const deal = records.find('deals', id);
      if (!deal) throw new Error(`the stand-in of HubSpot has no deal ${id}`);
      desk.write(deal, values, 'hand');
    },
    addOwner: desk.addOwner,
    properties: desk.properties,
    scopes: desk.scopes,
    pipelines: desk.pipelines,
    all: (type: ObjectType) => records.ofType(type).map(({ id, properties }) => ({ ...properties, id })),
    expireTokens: () => {
      for (const key of bought.keys()) bought.set(key, now() - 1_000);
    },
  });
}

/** A change as HubSpot's webhook tells of it, in a body of one. https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3 */
export function propertyChange({ id, field, value, by }: Change, at: Date, eventId: number): object[] {
  return [
    {
      ...{ eventId, subscriptionId: 25, portalId: PORTAL_ID, appId: 1160452, occurredAt: at.getTime() },
      ...{ subscriptionType: 'contact.propertyChange', attemptNumber: 0, objectId: Number(id) },
      ...{ propertyName: field, propertyValue: value },
      changeSource: by === 'api' ? 'INTEGRATION' : 'CRM_UI',
    },
  ];
}

/** What people see first of a contact; what is ours comes after it. */
const SHOWN = ['hs_lead_status', 'lifecyclestage', 'hubspot_owner_id'];

function seenIn(desk: Desk): SeenRecord[] {
  return desk.records.ofType('contacts').map((contact) => {
    const { properties } = contact;
    const shown = [...SHOWN, ...Object.keys(properties).filter((name) => name.startsWith('handoff_'))];
    const values = shown.flatMap((name) => {
      const value = properties[name] ?? '';
      return value === '' ? [] : [[desk.labelOf('contacts', name), desk.wordOf('contacts', name, value)]];
    });
    return {
      title: `${properties.firstname ?? ''} ${properties.lastname ?? ''}`.trim() || (properties.email ?? ''),
      values: Object.fromEntries(values),
      entries: entriesOf(desk, contact),
    };
  });
}

function entriesOf({ records, wordOf }: Desk, contact: Parameters<Desk['records']['linked']>[0]): string[] {
  const said = (html = '') =>
    html
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const notes = records.linked(contact, 'notes').map(({ properties }) => said(properties.hs_note_body));
  const tasks = records.linked(contact, 'tasks').map(({ properties }) => properties.hs_task_subject ?? '');
  const deals = records.linked(contact, 'deals').map(({ properties }) => {
    const stage = wordOf('deals', 'dealstage', properties.dealstage ?? '');
    const worth = [properties.amount, properties.deal_currency_code].filter(Boolean).join(' ');
    return ['Deal', properties.dealname, stage, worth].filter(Boolean).join(' · ');
  });
  return [...notes, ...tasks, ...deals];
}
