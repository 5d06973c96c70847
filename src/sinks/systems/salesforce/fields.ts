import type { FieldOfTool } from '#domain/plan-write.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';
import { API, ask } from './asking.ts';

/** Fields of objects with their picklists, as the account has them: what its user may not see is not there. */

const OBJECTS: Readonly<Record<string, string>> = {
  lead: 'Lead',
  contact: 'Contact',
  opportunity: 'Opportunity',
  task: 'Task',
};

export function objectOf(type: string): string {
  const object = OBJECTS[type];
  if (object === undefined)
    throw new SinkRefused(`Salesforce has no records "${type}" that we know`, 'request');
  return object;
}

export const describePath = (type: string): string => `${API}/sobjects/${objectOf(type)}/describe`;

/** What an object is, asked for once until it is asked for anew. */
export type Describe = { now: (type: string) => Promise<unknown>; known: (type: string) => Promise<unknown> };

export function describer(api: SinkApi): Describe {
  const answers = new Map<string, unknown>();
  const now = async (type: string): Promise<unknown> => {
    const answer = await ask(api, 'GET', describePath(type));
    answers.set(type, answer);
    return answer;
  };
  return { now, known: async (type) => answers.get(type) ?? now(type) };
}

/** The fields of an object by their names in small letters. */
export async function knownFields(describe: Describe, type: string): Promise<Map<string, unknown>> {
  const fields = recordsAt(await describe.known(type), 'fields');
  return new Map(fields.map((field) => [(textAt(field, 'name') ?? '').toLowerCase(), field]));
}

export function fieldsIn(described: unknown, notOptions: readonly string[]): FieldOfTool[] {
  return recordsAt(described, 'fields').map((field) => {
    const type = kindOf(textAt(field, 'type') ?? '');
    const name = textAt(field, 'name') ?? '';
    return {
      ...{ name, label: textAt(field, 'label') ?? name, type },
      options: type === 'choice' ? optionsOf(field, notOptions) : [],
      isReadOnly: at(field, 'updateable') !== true,
    };
  });
}

function optionsOf(field: unknown, notOptions: readonly string[]): FieldOfTool['options'] {
  return recordsAt(field, 'picklistValues').flatMap((option) => {
    const value = textAt(option, 'value');
    const isThere = value !== undefined && at(option, 'active') !== false && !notOptions.includes(value);
    return isThere ? [{ value, label: textAt(option, 'label') ?? value }] : [];
  });
}

function kindOf(type: string): FieldOfTool['type'] {
  switch (type) {
    case 'picklist':
      return 'choice';
    case 'double':
    case 'int':
    case 'currency':
    case 'percent':
      return 'number';
    case 'date':
    case 'datetime':
      return type;
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'combobox':
      return 'text';
    default:
      return 'other';
  }
}

/** A value as it stands in a record, times as everywhere else: Salesforce writes their zone as `+0000`. */
export function shownIn(field: unknown, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const at_ = textAt(field, 'type') === 'datetime' ? Date.parse(String(value)) : Number.NaN;
  return Number.isNaN(at_) ? String(value) : new Date(at_).toISOString();
}

/** A value as this field takes it. A text that is longer than its field is cut: it would be refused as a whole. */
export function valueFor(field: unknown, value: string | null): unknown {
  if (value === null) return null;
  const type = textAt(field, 'type') ?? '';
  const kind = kindOf(type);
  if (kind === 'number') return Number(value);
  if (kind === 'date') return value.slice(0, 10);
  if (type === 'boolean') return value === 'true';
  const length = Number(textAt(field, 'length') ?? 0);
  return kind === 'text' && length > 0 ? value.slice(0, length).toWellFormed() : value;
}
