import type { ObjectName } from './ids.ts';
import type { Row } from './soql.ts';

/** Objects of an org with their fields, as far as they are asked for here. */

export type Field = {
  name: string;
  label: string;
  type:
    | 'string'
    | 'textarea'
    | 'email'
    | 'picklist'
    | 'reference'
    | 'currency'
    | 'date'
    | 'datetime'
    | 'boolean'
    | 'id';
  updateable: boolean;
  /** What a text may have at most. */
  length?: number;
  isRequired?: boolean;
  /** The values of a restricted picklist. */
  values?: readonly string[];
};

export type Status = { label: string; isConverted?: boolean };
export type Stage = { label: string; isClosed?: boolean; isWon?: boolean };

export const LEAD_STATUSES: readonly Status[] = [
  { label: 'Open - Not Contacted' },
  { label: 'Working - Contacted' },
  { label: 'Closed - Converted', isConverted: true },
  { label: 'Closed - Not Converted' },
];
export const STAGES: readonly Stage[] = [
  { label: 'Prospecting' },
  { label: 'Negotiation/Review' },
  { label: 'Closed Won', isClosed: true, isWon: true },
  { label: 'Closed Lost', isClosed: true },
];

const text = (name: string, length = 255): Field => ({
  name,
  label: name,
  type: 'string',
  updateable: true,
  length,
});
const fixed = (name: string, type: Field['type'] = 'string'): Field => ({
  name,
  label: name,
  type,
  updateable: false,
});
const own = (name: string, label: string, type: Field['type'] = 'string'): Field => ({
  ...{ name, label, type, updateable: true },
  ...(type === 'string' && { length: 255 }),
});

/** What an admin makes for us on leads and contacts. */
const OURS = [
  own('Handoff_Reason__c', 'Handoff Reason'),
  own('Handoff_Owner__c', 'Handoff Owner'),
  own('Handoff_Stage__c', 'Handoff Stage'),
  own('Handoff_Accepted_At__c', 'Handoff Accepted At', 'datetime'),
  own('Handoff_Responded_At__c', 'Handoff Responded At', 'datetime'),
  own('Handoff_Rejected_At__c', 'Handoff Rejected At', 'datetime'),
  own('Handoff_Recycle_On__c', 'Handoff Recycle On', 'date'),
];

const EVERY = [fixed('Id', 'id'), fixed('CreatedDate', 'datetime'), fixed('LastModifiedDate', 'datetime')];
const OWNER = own('OwnerId', 'Owner ID', 'reference');
const PERSON = [
  text('FirstName', 40),
  { ...text('LastName', 80), isRequired: true },
  own('Email', 'Email', 'email'),
];

export function describeOrg(
  statuses: readonly Status[],
  stages: readonly Stage[],
  currencies: readonly string[],
): Record<ObjectName, readonly Field[]> {
  const picklist = (name: string, values: readonly string[]): Field => ({
    ...{ name, label: name, type: 'picklist', updateable: true, values, isRequired: true },
  });
  const ofStatus = ['MasterLabel', 'ApiName'].map((name) => fixed(name));
  const rank = fixed('SortOrder');
  const flag = (name: string) => fixed(name, 'boolean');
  return {
    Lead: [
      ...[...EVERY, ...PERSON, OWNER, ...OURS, { ...text('Company'), isRequired: true }],
      picklist(
        'Status',
        statuses.map(({ label }) => label),
      ),
      ...[flag('IsConverted'), fixed('ConvertedDate', 'date'), fixed('ConvertedContactId', 'reference')],
      ...[fixed('ConvertedAccountId', 'reference'), fixed('ConvertedOpportunityId', 'reference')],
    ],
    Contact: [...EVERY, ...PERSON, OWNER, ...OURS, own('AccountId', 'Account ID', 'reference')],
    Account: [...EVERY, { ...text('Name'), isRequired: true }, OWNER],
    Opportunity: [
      ...[...EVERY, { ...text('Name', 120), isRequired: true }, OWNER, own('Loss_Reason__c', 'Loss Reason')],
      picklist(
        'StageName',
        stages.map(({ label }) => label),
      ),
      ...[
        own('Amount', 'Amount', 'currency'),
        { ...own('CloseDate', 'Close Date', 'date'), isRequired: true },
      ],
      ...[own('AccountId', 'Account ID', 'reference'), own('ContactId', 'Contact ID', 'reference')],
      ...[own('Description', 'Description', 'textarea'), flag('IsClosed'), flag('IsWon')],
      // Only where an org has several.
      ...(currencies.length === 0 ? [] : [{ ...picklist('CurrencyIsoCode', currencies), isRequired: false }]),
    ],
    Task: [
      ...[...EVERY, OWNER, own('WhoId', 'Name ID', 'reference'), own('Subject', 'Subject')],
      ...[own('Description', 'Comments', 'textarea'), own('ActivityDate', 'Due Date Only', 'date')],
      picklist('Status', ['Not Started', 'In Progress', 'Completed']),
    ],
    User: [
      ...EVERY,
      own('Name', 'Name'),
      own('Email', 'Email', 'email'),
      flag('IsActive'),
      fixed('UserType'),
    ],
    LeadStatus: [...EVERY, ...ofStatus, rank, flag('IsConverted')],
    OpportunityStage: [...EVERY, ...ofStatus, rank, flag('IsClosed'), flag('IsWon'), flag('IsActive')],
    TaskStatus: [...EVERY, ...ofStatus, rank, flag('IsClosed'), flag('IsDefault')],
  };
}

export type Refused = { errorCode: string; message: string; fields: string[] };

/** Why an object does not take these values; null where it does. */
export function refuseValues(
  object: string,
  fields: readonly Field[],
  values: Row,
  isNew: boolean,
): Refused | null {
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined)
      return {
        errorCode: 'INVALID_FIELD',
        message: `No such column '${name}' on sobject of type ${object}`,
        fields: [],
      };
    if (!field.updateable)
      return refused('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${name}.`, name);
    if (field.values !== undefined && !field.values.includes(String(value)))
      return refused(
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `${field.label}: bad value for restricted picklist field: ${value}`,
        name,
      );
    if (field.isRequired && (value === null || value === ''))
      return refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${name}]`, name);
    if (field.length !== undefined && String(value ?? '').length > field.length)
      return refused('STRING_TOO_LONG', `${field.label}: data value too large`, name);
    if (field.type === 'currency' && value !== null && typeof value !== 'number')
      return refused(
        'JSON_PARSER_ERROR',
        `Cannot deserialize instance of currency from VALUE_STRING value`,
        name,
      );
    const day = field.type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}T/;
    if ((field.type === 'date' || field.type === 'datetime') && value !== null && !day.test(String(value)))
      return refused(
        'JSON_PARSER_ERROR',
        `Cannot deserialize instance of ${field.type} from VALUE_STRING value`,
        name,
      );
  }
  const missing = fields.find(({ name, isRequired }) => isNew && isRequired && values[name] === undefined);
  return missing
    ? refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.name}]`, missing.name)
    : null;
}

const refused = (errorCode: string, message: string, field: string): Refused => ({
  ...{ errorCode, message, fields: [field] },
});
