import { type Adapter, type Found, unknownEvent } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { secretInBody } from '../tokens.ts';

/** https://www.zoho.com/crm/developer/docs/api/v8/notifications/ and the parameters an admin picked for a workflow's webhook. */
export const zoho: Adapter = {
  proof: secretInBody('token'),
  read: (body) => {
    if (!isRecord(body) || Object.keys(body).length === 0) {
      return [{ item: body, problem: 'expected the parameters of a workflow' }];
    }
    return at(body, 'ids') === undefined ? [{ item: body, lead: workflowRecord(body) }] : notified(body);
  },
};

/** A notification names records, and of what changed only what it pleases. */
function notified(body: Record<string, unknown>): Found[] {
  const module = textAt(body, 'module') ?? '';
  const operation = textAt(body, 'operation') ?? '';
  const type = MODULES[module.toLowerCase()];
  if (type === undefined || operation === 'delete') return [unknownEvent(body, `${module} ${operation}`)];
  const changed = new Map(
    recordsAt(body, 'affected_values').map((one) => [textAt(one, 'record_id'), at(one, 'values')]),
  );
  return [at(body, 'ids')].flat().map((value): Found => {
    const id = textAt(value);
    const values = changed.get(id);
    return {
      item: body,
      lead: {
        ...leadFromFields(isRecord(values) ? fieldsOf(values) : []),
        id: [textAt(body, 'channel_id'), operation, id, textAt(body, 'server_time')].join('|'),
        kind: 'update',
        occurred_at: at(body, 'server_time'),
        refs: [{ system: 'zoho', type, id }],
      },
    };
  });
}

const MODULES: Record<string, string> = { leads: 'lead', contacts: 'contact' };

const RECORD_IDS = new Map([
  ['leadid', 'lead'],
  ['contactid', 'contact'],
  ['id', 'lead'],
]);
const TIMES = new Set(['modifiedtime', 'createdtime']);
const plain = (name = ''): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

function workflowRecord(body: Record<string, unknown>): Record<string, unknown> {
  const fields: Field[] = fieldsOf(body);
  const isNamed = ({ name }: Field) => RECORD_IDS.has(plain(name)) || TIMES.has(plain(name));
  const refs = fields.flatMap(({ name, value }) => {
    const type = RECORD_IDS.get(plain(name));
    return type === undefined || textAt(value) === undefined
      ? []
      : [{ system: 'zoho', type, id: textAt(value) }];
  });
  const modified = fields.find(({ name }) => TIMES.has(plain(name)))?.value;
  const [first] = refs;
  return {
    ...leadFromFields(fields.filter((field) => !isNamed(field) && plain(field.name) !== 'rating')),
    // A workflow has no event of its own: the record as it was is one.
    id: first === undefined || textAt(modified) === undefined ? undefined : `${first.id}|${textAt(modified)}`,
    occurred_at: modified,
    refs,
    temperature:
      { hot: 'hot', active: 'warm', acquired: 'warm' }[plain(textAt(body, 'Rating'))] ??
      at(body, 'temperature'),
  };
}
