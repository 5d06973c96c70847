import type { FieldOfTool } from '#domain/plan-write.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';
import { ask, askForAll } from './asking.ts';

/** Fields of persons, leads and deals: leads have those that somebody made of deals. */

export const LABEL = 'label';

/** A field by the name people gave it, and how it is called in what is sent. */
export type PipedriveField = FieldOfTool & { key: string; isOwn: boolean; kind: string };

const KINDS: Readonly<Record<string, FieldOfTool['type']>> = {
  ...{ varchar: 'text', varchar_auto: 'text', text: 'text', phone: 'text' },
  ...{ double: 'number', int: 'number', monetary: 'number', date: 'date', enum: 'choice', user: 'other' },
};

/** Of those that Pipedrive has itself, what may be written. Whatever is not among them can be mapped by nobody. */
const STANDARD: Readonly<Record<string, readonly (readonly [name: string, type: FieldOfTool['type']])[]>> = {
  person: [['owner_id', 'other']],
  lead: [
    ...([
      ['owner_id', 'other'],
      ['value', 'number'],
      ['currency', 'text'],
    ] as const),
    ...([
      ['expected_close_date', 'date'],
      ['is_archived', 'choice'],
    ] as const),
  ],
  deal: [
    ...([
      ['owner_id', 'other'],
      ['value', 'number'],
      ['currency', 'text'],
    ] as const),
    ...([
      ['expected_close_date', 'date'],
      ['stage_id', 'choice'],
      ['lost_reason', 'text'],
    ] as const),
  ],
};
const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

export async function readFields(api: SinkApi, type: string): Promise<PipedriveField[]> {
  const standard = STANDARD[type];
  if (standard === undefined)
    throw new SinkRefused(`Pipedrive has no records "${type}" that we know`, 'request');
  const described = await askForAll(api, `/api/v2/${type === 'person' ? 'person' : 'deal'}Fields`);
  const labels =
    type === 'lead'
      ? recordsAt({ all: await ask(api, 'GET', '/v1/leadLabels') }, 'all').map((label) =>
          optionOf(label, 'name'),
        )
      : optionsOf(described.find((field) => textAt(field, 'field_code') === 'label_ids'));
  const stages = type === 'deal' ? await askForAll(api, '/api/v2/stages') : [];
  const options: Readonly<Record<string, FieldOfTool['options']>> = {
    is_archived: YES_NO,
    stage_id: stages.map((stage) => optionOf(stage, 'name')),
  };
  const bare = { isReadOnly: false, isOwn: false, kind: '' };
  return [
    { ...bare, name: LABEL, label: 'Label', type: 'choice', options: labels, key: 'label_ids' },
    ...standard.map(([name, kind]) => ({
      ...{ ...bare, name, label: name, type: kind, options: options[name] ?? [], key: name },
    })),
    ...described.filter((field) => at(field, 'is_custom_field') === true).flatMap(ownFields),
  ];
}

/** Under the name people know, and under its key of 40 characters for who has two of one name. */
function ownFields(field: unknown): PipedriveField[] {
  const [key, label] = [textAt(field, 'field_code') ?? '', textAt(field, 'field_name') ?? ''];
  const kind = textAt(field, 'field_type') ?? '';
  const type = KINDS[kind] ?? 'other';
  const told = {
    label,
    type,
    options: optionsOf(field),
    isReadOnly: KINDS[kind] === undefined,
    key,
    isOwn: true,
    kind,
  };
  return [...new Set([label, key])].map((name) => ({ name, ...told }));
}

const optionOf = (option: unknown, name: string) => ({
  value: textAt(option, 'id') ?? '',
  label: textAt(option, name) ?? '',
});
const optionsOf = (field: unknown): FieldOfTool['options'] =>
  recordsAt(field, 'options').map((option) => optionOf(option, 'label'));

export const fieldNamed = (fields: readonly PipedriveField[], name: string): PipedriveField | undefined =>
  fields.find((field) => field.name.toLowerCase() === name.toLowerCase());

/** A value as Pipedrive takes it: ids and amounts are numbers, and only those of leads and their labels are texts. */
export function valueFor({ key, type, options, kind }: PipedriveField, value: string | null): unknown {
  if (value === null) return null;
  if (key === 'is_archived') return value === 'true';
  if (type === 'number' || key === 'owner_id' || kind === 'user') return Number(value);
  if (type === 'choice') return /^\d+$/.test(value) && options.length > 0 ? Number(value) : value;
  if (type === 'date') return value.slice(0, 10);
  // What is longer would be refused as a whole.
  return kind === 'varchar' ? value.slice(0, 255).toWellFormed() : value;
}

/** A value as it stands in a record; amounts of money may be two. */
export function valueIn(record: unknown, { key, isOwn }: PipedriveField): string | null {
  const value = isOwn ? (at(record, 'custom_fields', key) ?? at(record, key)) : at(record, key);
  const plain = at(value, 'amount') ?? at(value, 'value') ?? at(value, 'id') ?? value ?? null;
  return plain === null ? null : String(plain);
}
