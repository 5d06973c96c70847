import { type Answer, type Asked, type Json, NOT_FOUND, ok } from '../../tools/tool-api.ts';
import type { Desk } from './desk.ts';
import { customProperty, type ObjectType } from './properties.ts';
import { associationTypeOf, type HubspotRecord } from './records.ts';
import {
  badRequest,
  contactExists,
  invalidValues,
  missingScopes,
  noSuchRecord,
  propertyExists,
  requiredMissing,
} from './refusals.ts';

/** What an account is asked by whom it granted enough. */

type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: RegExp;
  /** One of them is enough. */
  scopes: (object: ObjectType) => readonly string[];
  answer: (desk: Desk, asked: Asked, named: Named) => Answer;
};
/** What a path names: a kind of record, one of them, and another kind. */
type Named = { object: ObjectType; id: string; other: ObjectType };

const OBJECTS = '(?<object>contacts|companies|deals|notes|tasks)';
const OTHERS = '(?<other>contacts|companies|deals|notes|tasks)';
const MOST_AT_ONCE = 100;
const MOST_ASSOCIATIONS = 500;

/** Notes and tasks have no scopes of their own. */
const scopeOf = (object: ObjectType): string =>
  object === 'notes' || object === 'tasks' ? 'contacts' : object;
const reading = (object: ObjectType) => [`crm.objects.${scopeOf(object)}.read`];
const writing = (object: ObjectType) => [`crm.objects.${scopeOf(object)}.write`];
const readingSchema = (object: ObjectType) => [
  `crm.objects.${scopeOf(object)}.read`,
  `crm.schemas.${scopeOf(object)}.read`,
];
const writingSchema = (object: ObjectType) => [`crm.schemas.${scopeOf(object)}.write`];

const ROUTES: readonly Route[] = [
  {
    ...{ method: 'GET', path: /^\/account-info\/v3\/details$/, scopes: () => [] },
    answer: ({ portalId, currency }) =>
      ok({
        ...{ portalId, accountType: 'STANDARD', timeZone: 'Europe/Berlin', companyCurrency: currency },
        ...{ additionalCurrencies: [], utcOffset: '+01:00', uiDomain: 'app-eu1.hubspot.com' },
        dataHostingLocation: 'eu1',
      }),
  },
  {
    ...{ method: 'GET', path: /^\/crm\/v3\/owners$/, scopes: () => ['crm.objects.owners.read'] },
    answer: ({ owners }, { query }) =>
      page(
        owners.map((owner) => ({ ...owner, userId: Number(owner.id) + 1, archived: false })),
        query,
        { usual: 100, most: 500 },
      ),
  },
  {
    ...{ method: 'GET', path: /^\/crm\/v3\/pipelines\/deals$/, scopes: () => readingSchema('deals') },
    answer: ({ pipelines }) => ok({ results: pipelines }),
  },
  {
    ...{ method: 'GET', path: new RegExp(`^/crm/v3/properties/${OBJECTS}$`), scopes: readingSchema },
    answer: ({ properties }, _asked, { object }) => ok({ results: [...properties[object].values()] }),
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/properties/${OBJECTS}/groups$`), scopes: writingSchema },
    answer: makeGroup,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/properties/${OBJECTS}$`), scopes: writingSchema },
    answer: makeProperty,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/properties/${OBJECTS}/batch/create$`) },
    scopes: writingSchema,
    answer: (_desk, { body }) => inputsOf(body) ?? badRequest('properties are made one by one here'),
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/objects/${OBJECTS}/batch/read$`), scopes: reading },
    answer: readMany,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/objects/${OBJECTS}/batch/update$`), scopes: writing },
    answer: writeMany,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/objects/${OBJECTS}/search$`), scopes: reading },
    answer: search,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v3/objects/${OBJECTS}$`), scopes: writing },
    answer: make,
  },
  {
    ...{ method: 'GET', path: new RegExp(`^/crm/v3/objects/${OBJECTS}/(?<id>[^/]+)$`), scopes: reading },
    answer: readOne,
  },
  {
    ...{ method: 'PATCH', path: new RegExp(`^/crm/v3/objects/${OBJECTS}/(?<id>[^/]+)$`), scopes: writing },
    answer: writeOne,
  },
  {
    ...{
      method: 'GET',
      path: new RegExp(`^/crm/v4/objects/${OBJECTS}/(?<id>[^/]+)/associations/${OTHERS}$`),
    },
    scopes: reading,
    answer: readAssociations,
  },
  {
    ...{
      method: 'GET',
      path: new RegExp(`^/crm/v3/objects/${OBJECTS}/(?<id>[^/]+)/associations/${OTHERS}$`),
    },
    scopes: reading,
    answer: readOldAssociations,
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/crm/v4/associations/${OBJECTS}/${OTHERS}/batch/read$`) },
    scopes: reading,
    answer: readManyAssociations,
  },
];

/** Answers what is asked, if the account granted it. */
export function answerAsked(desk: Desk, asked: Asked): Answer {
  for (const { method, path, scopes, answer } of ROUTES) {
    const found = method === asked.method ? path.exec(asked.path) : null;
    if (!found) continue;
    const groups = found.groups ?? {};
    const named = { ...groups, id: decodeURIComponent(groups.id ?? '') } as Named; // the groups of the path
    const needed = scopes(named.object);
    if (needed.length > 0 && !needed.some((scope) => desk.scopes.has(scope))) return missingScopes(needed);
    return answer(desk, asked, named);
  }
  return NOT_FOUND;
}

/** Searches and reads of many change nothing. */
export const isWrite = ({ method, path }: Asked): boolean =>
  method !== 'GET' && !/\/(search|batch\/read|token)$/.test(path);

function page(
  all: readonly object[],
  query: URLSearchParams,
  limits: { usual: number; most: number },
): Answer {
  const limit = Number(query.get('limit') ?? limits.usual);
  if (!(limit >= 1 && limit <= limits.most)) return badRequest(`limit must be between 1 and ${limits.most}`);
  const from = Number(query.get('after') ?? 0);
  const after = String(from + limit);
  return ok({
    results: all.slice(from, from + limit),
    ...(from + limit < all.length && { paging: { next: { after, link: `?after=${after}` } } }),
  });
}

const recordIn = (
  { type, id, properties, createdAt, updatedAt, isArchived }: HubspotRecord,
  names: string[],
) => ({
  id,
  ...(type === 'contacts' && { url: `https://app-eu1.hubspot.com/contacts/62515/record/0-1/${id}` }),
  properties: {
    ...Object.fromEntries(names.map((name) => [name, properties[name] || null])),
    ...{ createdate: new Date(createdAt).toISOString(), hs_object_id: id },
    lastmodifieddate: new Date(updatedAt).toISOString(),
  },
  ...{ createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() },
  archived: isArchived,
});

/** Values as they are written; what is no text is refused by HubSpot's parser, null is none. */
function valuesIn(body: Json): Record<string, string> {
  const written = (body.properties ?? {}) as Json;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, String(value ?? '')]));
}

function inputsOf(body: Json): Answer | null {
  const inputs = body.inputs;
  if (!Array.isArray(inputs) || inputs.length === 0)
    return badRequest('Invalid input JSON on line 1, column 1. Some required fields were not set: [inputs]');
  return inputs.length > MOST_AT_ONCE ? badRequest(`at most ${MOST_AT_ONCE} inputs`) : null;
}

const namesIn = (query: URLSearchParams): string[] =>
  query
    .getAll('properties')
    .flatMap((names) => names.split(','))
    .filter((name) => name !== '');

function found({ records }: Desk, { object, id }: Named, query: URLSearchParams): HubspotRecord | null {
  return object === 'contacts' && query.get('idProperty') === 'email'
    ? records.withEmail(id)
    : records.find(object, id);
}

function readOne(desk: Desk, { query }: Asked, named: Named): Answer {
  const record = found(desk, named, query);
  return record ? ok(recordIn(record, namesIn(query))) : noSuchRecord();
}

function writeOne(desk: Desk, { query, body }: Asked, named: Named): Answer {
  const record = found(desk, named, query);
  if (!record) return noSuchRecord();
  const values = valuesIn(body);
  const faults = desk.faultsIn(named.object, values, record.properties.pipeline);
  if (faults.length > 0) return invalidValues(faults, desk.portalId);
  desk.write(record, values, 'api');
  return ok(recordIn(record, Object.keys(values)));
}

function writeMany(desk: Desk, { body, query }: Asked, { object, other }: Named): Answer {
  const refused = inputsOf(body);
  if (refused) return refused;
  const inputs = body.inputs as { id: string; properties: Json }[];
  const one = { method: 'PATCH', path: '', query, headers: {} };
  const answers = inputs.map(({ id, properties }) =>
    writeOne(desk, { ...one, body: { properties } }, { object, id: String(id), other }),
  );
  return answers.find(({ status }) => status !== 200) ?? many(answers.map(({ body: written }) => written));
}

const many = (results: readonly unknown[], wanted = results.length): Answer => ({
  status: results.length === wanted ? 200 : 207,
  body: { status: 'COMPLETE', results },
});

function readMany({ records }: Desk, { body }: Asked, { object }: Named): Answer {
  const refused = inputsOf(body);
  if (refused) return refused;
  const inputs = body.inputs as { id: string }[];
  const names = (body.properties ?? []) as string[];
  const read = inputs.flatMap(({ id }) => {
    const record = records.find(object, String(id));
    return record ? [recordIn(record, names)] : [];
  });
  return many(read, inputs.length);
}

const REQUIRED: Partial<Record<ObjectType, readonly string[]>> = {
  notes: ['hs_timestamp'],
  tasks: ['hs_timestamp'],
  deals: ['dealname', 'dealstage'],
};

type AskedAssociation = {
  to: { id: string };
  types: { associationCategory: string; associationTypeId: number }[];
};
const OTHER_ENDS: readonly ObjectType[] = ['contacts', 'deals', 'companies'];

function make(desk: Desk, { body }: Asked, { object }: Named): Answer {
  const values: Record<string, string> = {
    ...(object === 'deals' && { pipeline: 'default' }),
    ...valuesIn(body),
  };
  const missing = (REQUIRED[object] ?? []).filter((name) => (values[name] ?? '') === '');
  if (missing.length > 0) return requiredMissing(object.slice(0, -1).toUpperCase(), missing);
  const faults = desk.faultsIn(object, values, values.pipeline);
  if (faults.length > 0) return invalidValues(faults, desk.portalId);
  const email = values.email?.toLowerCase();
  const same = object === 'contacts' && email !== undefined ? desk.records.withEmail(email) : null;
  if (same) return contactExists(same.id);
  const twin = uniqueTwin(desk, object, values);
  if (twin) return badRequest(`a record with that value of ${twin} already exists`);

  const ends: HubspotRecord[] = [];
  for (const { to, types } of (body.associations ?? []) as AskedAssociation[]) {
    const type = OTHER_ENDS.find((end) =>
      types.every(({ associationTypeId }) => associationTypeId === associationTypeOf(object, end)),
    );
    const end = type && desk.records.find(type, String(to.id));
    if (!end) return badRequest(`One or more associations are not valid: ${JSON.stringify(types)}`);
    ends.push(end);
  }
  const record = desk.records.create(object, {});
  desk.write(record, values, 'api');
  for (const end of ends) desk.records.link(record, end);
  return { ...ok(recordIn(record, Object.keys(values))), status: 201 };
}

function uniqueTwin({ properties, records }: Desk, object: ObjectType, values: Record<string, string>) {
  return [...properties[object].values()]
    .filter(({ name, hasUniqueValue }) => hasUniqueValue && (values[name] ?? '') !== '')
    .find(({ name }) => records.ofType(object).some((one) => one.properties[name] === values[name]))?.name;
}

/** https://developers.hubspot.com/docs/api-reference/search/guide: what stands in a record by and by. */
function search({ records }: Desk, { body }: Asked, { object }: Named): Answer {
  type Filter = { propertyName: string; operator: string; value?: string };
  const groups = (body.filterGroups ?? []) as { filters: Filter[] }[];
  const unknown = groups
    .flatMap(({ filters }) => filters)
    .find(({ operator }) => !['EQ', 'CONTAINS_TOKEN', 'HAS_PROPERTY'].includes(operator));
  if (unknown) return badRequest(`operator ${unknown.operator} is not played here`);
  const holds = (values: Record<string, string>) => (filter: Filter) => {
    const value = (values[filter.propertyName] ?? '').toLowerCase();
    const sought = (filter.value ?? '').toLowerCase();
    if (filter.operator === 'HAS_PROPERTY') return value !== '';
    return filter.operator === 'EQ' ? value === sought : value.split(/[^a-z0-9]+/).includes(sought);
  };
  const matching = records
    .indexed(object)
    .filter(({ properties }) => groups.some(({ filters }) => filters.every(holds(properties))));
  const limit = Math.min(Number(body.limit ?? 10), 200);
  const names = (body.properties ?? []) as string[];
  return ok({
    total: matching.length,
    results: matching
      .slice(0, limit)
      .map(({ record, properties }) => recordIn({ ...record, properties }, names)),
  });
}

const ends = ({ records }: Desk, record: HubspotRecord, { object, other }: Named) =>
  records.linked(record, other).map(({ id }) => ({
    toObjectId: Number(id),
    associationTypes: [
      { category: 'HUBSPOT_DEFINED', typeId: associationTypeOf(object, other), label: null },
    ],
  }));

const ASSOCIATION_PAGES = { usual: MOST_ASSOCIATIONS, most: MOST_ASSOCIATIONS };

function readAssociations(desk: Desk, { query }: Asked, named: Named): Answer {
  const record = desk.records.find(named.object, named.id);
  return record ? page(ends(desk, record, named), query, ASSOCIATION_PAGES) : noSuchRecord();
}

function readOldAssociations(desk: Desk, { query }: Asked, named: Named): Answer {
  const record = desk.records.find(named.object, named.id);
  if (!record) return noSuchRecord();
  const type = `${named.object}_to_${named.other}`.replace(/s(_|$)/g, '$1');
  const results = desk.records.linked(record, named.other).map(({ id }) => ({ id, type }));
  return page(results, query, ASSOCIATION_PAGES);
}

function readManyAssociations(desk: Desk, { body }: Asked, named: Named): Answer {
  const refused = inputsOf(body);
  if (refused) return refused;
  const inputs = body.inputs as { id: string }[];
  const results = inputs.flatMap(({ id }) => {
    const record = desk.records.find(named.object, String(id));
    const to = record ? ends(desk, record, named) : [];
    return to.length > 0 ? [{ from: { id: String(id) }, to }] : [];
  });
  return many(results, inputs.length);
}

function makeGroup({ groups }: Desk, { body }: Asked, { object }: Named): Answer {
  const { name, label } = body;
  if (typeof name !== 'string' || typeof label !== 'string')
    return badRequest('Some required fields were not set: [name, label]');
  const key = `${object} ${name}`;
  if (groups.has(key)) return propertyExists(name);
  groups.add(key);
  return { ...ok({ name, label, displayOrder: -1, archived: false }), status: 201 };
}

function makeProperty({ groups, properties }: Desk, { body }: Asked, { object }: Named): Answer {
  const made = customProperty(body);
  if (!made) return badRequest('Invalid property definition');
  if (!groups.has(`${object} ${made.groupName}`))
    return badRequest(`Property group "${made.groupName}" does not exist`);
  if (properties[object].has(made.name)) return propertyExists(made.name);
  properties[object].set(made.name, made);
  return { ...ok(made), status: 201 };
}
