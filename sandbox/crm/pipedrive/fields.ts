import { createHash } from 'node:crypto';

/** Fields of persons and deals, which leads have as well. */

export type PipedriveField = {
  field_code: string;
  field_name: string;
  field_type:
    | 'varchar'
    | 'text'
    | 'double'
    | 'date'
    | 'enum'
    | 'set'
    | 'user'
    | 'int'
    | 'stage'
    | 'status'
    | 'monetary';
  options: { id: number | string; label: string }[] | null;
  is_custom_field: boolean;
};

/** What Pipedrive calls a field that somebody made: 40 characters that say nothing. */
export const keyOf = (name: string): string => createHash('sha1').update(name).digest('hex');

const standard = (
  field_code: string,
  field_type: PipedriveField['field_type'],
  options: PipedriveField['options'] = null,
): PipedriveField => ({ field_code, field_name: field_code, field_type, options, is_custom_field: false });

export const ownField = (
  field_name: string,
  field_type: PipedriveField['field_type'] = 'varchar',
  labels?: readonly string[],
): PipedriveField => ({
  ...{ field_code: keyOf(field_name), field_name, field_type, is_custom_field: true },
  options: labels?.map((label, at) => ({ id: 40 + at, label })) ?? null,
});

const optionsOf = (labels: readonly string[], first: number) =>
  labels.map((label, at) => ({ id: first + at, label }));

export const usualFields = (labels: readonly string[]): Record<'persons' | 'deals', PipedriveField[]> => ({
  persons: [
    ...[standard('name', 'varchar'), standard('owner_id', 'user'), standard('job_title', 'varchar')],
    standard('label_ids', 'set', optionsOf(labels, 1)),
  ],
  deals: [
    ...[standard('title', 'varchar'), standard('owner_id', 'user'), standard('value', 'monetary')],
    ...[standard('currency', 'varchar'), standard('status', 'status'), standard('lost_reason', 'varchar')],
    ...[standard('expected_close_date', 'date'), standard('stage_id', 'stage')],
    standard('label_ids', 'set', optionsOf(labels, 11)),
  ],
});

/** Why a field does not take a value, in the vendor's words; null where it does. */
export function refuseValue(
  { field_code, field_type, options }: PipedriveField,
  value: unknown,
): string | null {
  if (value === null) return null;
  const isFit = (): boolean => {
    switch (field_type) {
      case 'double':
        return typeof value === 'number';
      case 'date':
        return /^\d{4}-\d{2}-\d{2}$/.test(String(value));
      case 'enum':
        return options?.some(({ id }) => id === value) === true;
      case 'varchar':
        return typeof value === 'string' && value.length <= 255;
      default:
        return true;
    }
  };
  return isFit() ? null : `Validation failed: custom_fields.${field_code}: invalid value`;
}
