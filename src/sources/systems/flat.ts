import type { Adapter, Found } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { bearerToken } from '../tokens.ts';

/** What somebody put together in a tool that carries data from one to another: fields by their names, one lead or a list. */
export const flat: Adapter = {
  proof: bearerToken,
  read: (body) => (Array.isArray(body) ? body : [body]).map(readOne),
};

/** Names under which people send what happened, and names of whoever it happened to. */
const EVENT_IDS = ['id', 'event_id', 'eventId', 'submission_id', 'submissionId'];
const PERSON_IDS = { lead_id: 'lead', leadId: 'lead', contact_id: 'contact', contactId: 'contact' };
const TIMES = [
  'occurred_at',
  'occurredAt',
  'submitted_at',
  'submittedAt',
  'created_at',
  'createdAt',
  'timestamp',
];

function readOne(item: unknown): Found {
  if (!isRecord(item)) return { item, problem: 'expected an object with the fields of one lead' };
  // Whoever knows our own JSON may send it from here as well.
  if (isRecord(at(item, 'person'))) return { item, lead: item };
  const named = new Set<string>([
    ...EVENT_IDS,
    ...Object.keys(PERSON_IDS),
    ...TIMES,
    'kind',
    'channel',
    'temperature',
    'score',
  ]);
  const fields: Field[] = fieldsOf(item).flatMap((field) => {
    if (named.has(field.name ?? '')) return [];
    return isRecord(field.value) ? fieldsOf(field.value) : [field];
  });
  const refs = Object.entries(PERSON_IDS).flatMap(([name, type]) => {
    const id = textAt(item, name);
    return id === undefined ? [] : [{ system: 'crm', type, id }];
  });
  const plain = ['kind', 'channel', 'temperature', 'score'].map((name) => [name, at(item, name)]);
  return {
    item,
    lead: {
      ...leadFromFields(fields),
      ...Object.fromEntries(plain),
      id: EVENT_IDS.map((name) => textAt(item, name)).find((id) => id !== undefined),
      occurred_at: TIMES.map((name) => at(item, name)).find((time) => time !== undefined),
      refs,
    },
  };
}
