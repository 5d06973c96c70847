import type { Fault } from './refusals.ts';

/** The properties that an account has of its records, and which values they take. */

type Option = { label: string; value: string; displayOrder: number; hidden: boolean };
export type Property = {
  name: string;
  label: string;
  type: 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool';
  fieldType: string;
  groupName: string;
  options: Option[];
  /** Its values stand elsewhere: owners, stages of pipelines. */
  externalOptions?: boolean;
  hasUniqueValue: boolean;
  hidden: boolean;
  calculated: boolean;
  modificationMetadata: { archivable: boolean; readOnlyDefinition: boolean; readOnlyValue: boolean };
};
export type Properties = Map<string, Property>;

const optionsOf = (labels: Record<string, string>): Option[] =>
  Object.entries(labels).map(([value, label], displayOrder) => ({
    ...{ label, value, displayOrder },
    hidden: false,
  }));

export function property(
  name: string,
  label: string,
  { readOnly = false, ...more }: Partial<Property> & { readOnly?: boolean } = {},
): Property {
  return {
    ...{ name, label, type: 'string', fieldType: 'text', groupName: 'contactinformation', options: [] },
    ...{ hasUniqueValue: false, hidden: false, calculated: false },
    modificationMetadata: { archivable: !readOnly, readOnlyDefinition: readOnly, readOnlyValue: readOnly },
    ...more,
  };
}

const choice = (name: string, label: string, labels: Record<string, string>): Property =>
  property(name, label, { type: 'enumeration', fieldType: 'radio', options: optionsOf(labels) });
const elsewhere = (name: string, label: string): Property =>
  property(name, label, { type: 'enumeration', fieldType: 'select', externalOptions: true });
const owner = (label: string): Property => elsewhere('hubspot_owner_id', label);
const instant = (name: string, label: string, readOnly = false): Property =>
  property(name, label, { type: 'datetime', fieldType: 'date', readOnly });
const byTheSystem = (): Property[] => [
  property('hs_object_id', 'Record ID', { type: 'number', fieldType: 'number', readOnly: true }),
  instant('createdate', 'Create date', true),
  instant('hs_lastmodifieddate', 'Last modified date', true),
];

const LEAD_STATUSES = {
  ...{ NEW: 'New', OPEN: 'Open', IN_PROGRESS: 'In Progress', OPEN_DEAL: 'Open Deal' },
  ...{ UNQUALIFIED: 'Unqualified', ATTEMPTED_TO_CONTACT: 'Attempted to Contact' },
  ...{ CONNECTED: 'Connected', BAD_TIMING: 'Bad Timing' },
};
const LIFECYCLE_STAGES = {
  ...{ subscriber: 'Subscriber', lead: 'Lead', marketingqualifiedlead: 'Marketing Qualified Lead' },
  ...{ salesqualifiedlead: 'Sales Qualified Lead', opportunity: 'Opportunity', customer: 'Customer' },
  ...{ evangelist: 'Evangelist', other: 'Other' },
};
const TASK_STATUSES = {
  ...{ NOT_STARTED: 'Not started', IN_PROGRESS: 'In progress', COMPLETED: 'Completed' },
  ...{ WAITING: 'Waiting', DEFERRED: 'Deferred' },
};

const byName = (all: readonly Property[]): Properties => new Map(all.map((one) => [one.name, one]));

export type ObjectType = 'contacts' | 'companies' | 'deals' | 'notes' | 'tasks';

/** What a new account has. `currencies` are of one that has more than its own. */
export function usualProperties(currencies: readonly string[]): Record<ObjectType, Properties> {
  const engagement = [instant('hs_timestamp', 'Activity date'), owner('Activity assigned to')];
  return {
    contacts: byName([
      ...[property('email', 'Email'), property('firstname', 'First Name'), property('lastname', 'Last Name')],
      ...[property('company', 'Company Name'), property('phone', 'Phone Number')],
      property('hs_additional_emails', 'Additional email addresses'),
      choice('hs_lead_status', 'Lead Status', LEAD_STATUSES),
      choice('lifecyclestage', 'Lifecycle Stage', LIFECYCLE_STAGES),
      ...[owner('Contact owner'), instant('lastmodifieddate', 'Last Modified Date', true), ...byTheSystem()],
    ]),
    companies: byName([property('name', 'Company name'), property('domain', 'Domain'), ...byTheSystem()]),
    deals: byName([
      ...[property('dealname', 'Deal Name'), property('description', 'Deal Description')],
      ...[elsewhere('dealstage', 'Deal Stage'), elsewhere('pipeline', 'Pipeline'), owner('Deal owner')],
      property('amount', 'Amount', { type: 'number', fieldType: 'number' }),
      ...(currencies.length > 0
        ? [choice('deal_currency_code', 'Currency', Object.fromEntries(currencies.map((one) => [one, one])))]
        : []),
      ...[instant('closedate', 'Close Date'), property('closed_lost_reason', 'Closed Lost Reason')],
      property('hs_is_closed', 'Is Deal Closed?', { type: 'bool', calculated: true, readOnly: true }),
      property('hs_is_closed_won', 'Is Closed Won', { type: 'bool', calculated: true, readOnly: true }),
      ...byTheSystem(),
    ]),
    notes: byName([...engagement, property('hs_note_body', 'Body'), ...byTheSystem()]),
    tasks: byName([
      ...[...engagement, property('hs_task_subject', 'Task Title'), property('hs_task_body', 'Task Notes')],
      choice('hs_task_status', 'Task Status', TASK_STATUSES),
      ...[choice('hs_task_type', 'Task Type', { TODO: 'To-do', CALL: 'Call', EMAIL: 'Email' })],
      ...byTheSystem(),
    ]),
  };
}

/** What a property of our own is made of; null where HubSpot takes none such. */
export function customProperty(asked: Record<string, unknown>): Property | null {
  const { name, label, type, fieldType, groupName, hasUniqueValue } = asked;
  const isNamed = typeof name === 'string' && /^[a-z][a-z0-9_]{0,99}$/.test(name) && !name.startsWith('hs_');
  if (!isNamed || typeof label !== 'string' || typeof groupName !== 'string') return null;
  if (type !== 'string' || (fieldType !== 'text' && fieldType !== 'textarea')) return null;
  return property(name, label, { fieldType, groupName, hasUniqueValue: hasUniqueValue === true });
}

type Elsewhere = Readonly<Record<string, readonly string[]>>;

/** What is wrong with a value; null where it may stand there. An empty one may anywhere. */
export function faultOf(
  properties: Properties,
  name: string,
  value: string,
  elsewhereKnown: Elsewhere,
): Fault | null {
  const found = properties.get(name);
  const fault = (error: string, message: string): Fault => ({ name, error, message });
  if (!found) return fault('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  if (found.modificationMetadata.readOnlyValue)
    return fault('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  if (value === '') return null;
  const options = found.externalOptions
    ? (elsewhereKnown[name] ?? [])
    : found.options.map((option) => option.value);
  switch (found.type) {
    case 'enumeration':
      return options.includes(value)
        ? null
        : fault('INVALID_OPTION', `${value} was not one of the allowed options: [${options.join(', ')}]`);
    case 'number':
      return Number.isFinite(Number(value))
        ? null
        : fault('INVALID_NUMBER', `${value} was not a valid number.`);
    case 'datetime':
      return instantOf(value) === null ? fault('INVALID_LONG', `${value} was not a valid long.`) : null;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? null
        : fault('INVALID_DATE', `${value} was not a valid date.`);
    case 'bool':
      return /^(true|false)$/.test(value) ? null : fault('INVALID_OPTION', `${value} was not true or false`);
    case 'string':
      return value.length <= 65_536
        ? null
        : fault('PROPERTY_VALUE_TOO_LONG', `${name} is longer than 65536 characters`);
  }
}

/** How a value is kept: instants are written as milliseconds or as text, and answered as text. */
export function keptAs(properties: Properties, name: string, value: string): string {
  return properties.get(name)?.type === 'datetime' ? (instantOf(value) ?? value) : value;
}

function instantOf(value: string): string | null {
  const at = new Date(/^-?\d+$/.test(value) ? Number(value) : value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace('.000Z', 'Z');
}
