import type { ToldFields } from '#domain/own-writes.ts';
import { type Adapter, type Found, type Reading, unknownEvent } from '../adapter.ts';
import type { Api } from '../api.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { secretInBody } from '../tokens.ts';
import { renewZohoChannels } from './zoho-channels.ts';

/** https://www.zoho.com/crm/developer/docs/api/v8/notifications/ and the parameters an admin picked for a workflow's webhook. */
export const zoho: Adapter = {
  proof: secretInBody('token'),
  api: {
    name: 'Zoho CRM',
    baseUrl: 'https://www.zohoapis.com',
    headers: (token) => ({ authorization: `Zoho-oauthtoken ${token}` }),
    // Each region has its own: zohoapis.eu asks accounts.zoho.eu.
    tokensFrom: (baseUrl) => `${baseUrl.replace(/\/\/www\.zohoapis\./, '//accounts.zoho.')}/oauth/v2/token`,
  },
  read: (body, reading) => {
    if (!isRecord(body) || Object.keys(body).length === 0) {
      return [{ item: body, problem: 'expected the parameters of a workflow' }];
    }
    return at(body, 'ids') === undefined ? [workflowFound(body)] : notified(body, reading);
  },
  renew: renewZohoChannels,
};

/** A notification names records, and of what changed only what it pleases. */
async function notified(body: Record<string, unknown>, { api }: Reading): Promise<Found[]> {
  const module = textAt(body, 'module') ?? '';
  const operation = textAt(body, 'operation') ?? '';
  const type = MODULES[module.toLowerCase()];
  if (type === undefined || operation === 'delete') return [unknownEvent(body, `${module} ${operation}`)];
  const ids = [at(body, 'ids')].flat().flatMap((id) => textAt(id) ?? []);
  const read = api === null ? null : await readRecords(api, type, ids);
  const changed = new Map(
    recordsAt(body, 'affected_values').map((one) => [textAt(one, 'record_id'), at(one, 'values')]),
  );
  return ids.map((id): Found => {
    const record = read?.get(id);
    const values = record ?? changed.get(id);
    const about = {
      id: [textAt(body, 'channel_id'), operation, id, textAt(body, 'server_time')].join('|'),
      occurred_at: at(body, 'server_time'),
      refs: [{ system: 'zoho', type, id }],
    };
    const fields = isRecord(values) ? fieldsOf(values).filter(({ name = '' }) => !APART.has(name)) : [];
    return {
      item: record ?? body,
      fields: changedFields({ system: 'zoho', type, id }, operation, changed.get(id)),
      lead: {
        ...leadFromFields(fields.filter(({ value }) => !isRecord(value))),
        ...about,
        kind: operation === 'insert' && record !== undefined ? 'lead' : 'update',
        temperature: temperatureOf(values),
        owner_email: textAt(record, 'Owner', 'email'),
      },
    };
  });
}

/** What changed, where the channel was asked to tell that. */
function changedFields(
  record: ToldFields['record'],
  operation: string,
  values: unknown,
): ToldFields | undefined {
  if (operation !== 'update' || !isRecord(values)) return undefined;
  const named = Object.entries(values).map(([name, value]) => [
    name,
    textAt(value, 'id') ?? textAt(value) ?? null,
  ]);
  return { record, says: 'changed', values: Object.fromEntries(named), isByHand: false };
}

const FIELDS =
  'First_Name,Last_Name,Email,Phone,Mobile,Designation,Company,Website,Industry,No_of_Employees,Annual_Revenue,Country,State,Lead_Source,Rating,Description,Email_Opt_Out,Owner';
const MOST_AT_ONCE = 100;
const NAMES: Record<string, string> = { lead: 'Leads', contact: 'Contacts' };

async function readRecords(api: Api, type: string, ids: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const query = { ids: ids.slice(from, from + MOST_AT_ONCE).join(','), fields: FIELDS };
    const answer = await api.get(`/crm/v8/${NAMES[type]}`, query);
    for (const record of recordsAt(answer, 'data')) found.set(textAt(record, 'id') ?? '', record);
  }
  return found;
}

/** Read by themselves. */
const APART = new Set(['id', 'Rating', 'Owner']);

const MODULES: Record<string, string> = { leads: 'lead', contacts: 'contact' };

const RECORD_IDS = new Map([
  ['leadid', 'lead'],
  ['contactid', 'contact'],
  ['id', 'lead'],
]);
const TIMES = new Set(['modifiedtime', 'createdtime']);
const plain = (name = ''): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

function workflowFound(body: Record<string, unknown>): Found {
  const lead = workflowRecord(body);
  const [record] = lead.refs;
  if (record === undefined) return { item: body, lead };
  const sent = Object.entries(body).map(([name, value]) => [name, textAt(value) ?? null]);
  return {
    item: body,
    fields: { record, says: 'whole', values: Object.fromEntries(sent), isByHand: false },
    lead,
  };
}

function workflowRecord(body: Record<string, unknown>) {
  const fields: Field[] = fieldsOf(body);
  const isNamed = ({ name }: Field) => RECORD_IDS.has(plain(name)) || TIMES.has(plain(name));
  const refs = fields.flatMap(({ name, value }) => {
    const type = RECORD_IDS.get(plain(name));
    return type === undefined || textAt(value) === undefined
      ? []
      : [{ system: 'zoho', type, id: textAt(value) ?? '' }];
  });
  const modified = fields.find(({ name }) => TIMES.has(plain(name)))?.value;
  const [first] = refs;
  return {
    ...leadFromFields(fields.filter((field) => !isNamed(field) && plain(field.name) !== 'rating')),
    // A workflow has no event of its own: the record as it was is one.
    id: first === undefined || textAt(modified) === undefined ? undefined : `${first.id}|${textAt(modified)}`,
    occurred_at: modified,
    refs,
    temperature: temperatureOf(body) ?? at(body, 'temperature'),
  };
}

/** A closed lead, or one that is shut down, is no colder than others. */
const temperatureOf = (record: unknown): string | undefined =>
  ({ hot: 'hot', active: 'warm', acquired: 'warm' })[plain(textAt(record, 'Rating'))];
