import type { Channel } from '#domain/lead.ts';
import type { ToldFields } from '#domain/own-writes.ts';
import { type Adapter, accountsChanged, type Found, type Reading } from '../adapter.ts';
import { leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { readOutboundMessage } from './salesforce-soap.ts';

/**
 * Outbound messages (SOAP, up to a hundred records, acknowledged in its own words) and the JSON a Flow calls out with.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging.htm
 */
export const salesforce: Adapter = {
  proof: ({ organization = '', secret_sha256 }) => ({ type: 'salesforce', organization, secret_sha256 }),
  needs: ['organization'],
  parse: (body) => (isXml(body) ? readOutboundMessage(body) : null),
  read: (body, reading) => {
    if (at(body, 'notifications') !== undefined) {
      return recordsAt(body, 'notifications', 'notifications').map((notification) =>
        readRecord(
          at(notification, 'fields'),
          textAt(notification, 'type'),
          textAt(notification, 'id'),
          reading,
        ),
      );
    }
    const records = [body].flat().flatMap((one) => at(one, 'records') ?? one);
    return records.map((record) =>
      readRecord(record, textAt(record, 'attributes', 'type') ?? typeOf(record), undefined, reading),
    );
  },
  answer: ({ value }) =>
    at(value, 'notifications') === undefined
      ? null
      : { status: 200, text: ACK, contentType: 'text/xml; charset=utf-8' },
};

const isXml = (body: Buffer): boolean =>
  /^(\u00ef\u00bb\u00bf)?\s*</.test(body.subarray(0, 100).toString('latin1'));

// Anything else, a bare 200 too, counts as a failure there and is sent again for a day.
const ACK = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>`;

/** The first three characters of an id say what it is of. */
const PREFIXES: Record<string, string> = {
  '00Q': 'Lead',
  '003': 'Contact',
  '006': 'Opportunity',
  '001': 'Account',
};
const typeOf = (record: unknown): string | undefined => PREFIXES[(textAt(record, 'Id') ?? '').slice(0, 3)];

function readRecord(
  record: unknown,
  type: string | undefined,
  event: string | undefined,
  reading: Reading,
): Found {
  if (!isRecord(record)) return { item: record, problem: 'expected a record of Salesforce' };
  switch (type) {
    case 'Lead':
    case 'Contact':
      return {
        item: record,
        fields: fieldsOf(record, type),
        lead: person(record, type, event, reading),
      };
    case 'Opportunity':
      return {
        item: record,
        fields: fieldsOf(record, type),
        lead: opportunity(record, event),
        accounts: { system: 'salesforce', ids: [textAt(record, 'AccountId') ?? []].flat() },
      };
    case 'Account':
      return accountsChanged(record, 'salesforce', [textAt(record, 'Id'), textAt(record, 'MasterRecordId')]);
    case undefined:
      return { item: record, problem: 'expected the Id of a Lead, Contact, Opportunity or Account' };
    default:
      return {
        item: record,
        ignored: `records of this type are not read here: ${type.slice(0, 40).toWellFormed()}`,
      };
  }
}

/** What we write into a record says nothing of a lead that we do not know. */
const OF_OURS = /^handoff_/i;

/** What was sent of it: nobody says what of it changed. */
const fieldsOf = (record: Record<string, unknown>, type: string): ToldFields => ({
  record: { system: 'salesforce', type: type.toLowerCase(), id: textAt(record, 'Id') ?? '' },
  says: 'whole',
  values: Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      isRecord(value) || Array.isArray(value) ? [] : [[name, textAt(value) ?? null]],
    ),
  ),
  isByHand: false,
});

function person(
  record: Record<string, unknown>,
  type: string,
  event: string | undefined,
  { settings }: Reading,
) {
  const field = (...path: string[]): unknown => at(record, ...path);
  const own = Object.entries(record).flatMap(([name, value]) =>
    name.endsWith('__c') && !OF_OURS.test(name) ? [{ name: name.slice(0, -3), value }] : [],
  );
  const custom = leadFromFields(own);
  const inner = (group: string) => (isRecord(custom[group]) ? custom[group] : {});
  return {
    ...custom,
    id: event ?? changeOf(record),
    occurred_at: field('LastModifiedDate') ?? field('CreatedDate'),
    refs: [
      { system: 'salesforce', type: type.toLowerCase(), id: field('Id') },
      ...refTo('account', field('AccountId')),
    ],
    person: {
      ...inner('person'),
      email: field('Email'),
      full_name: field('Name'),
      first_name: field('FirstName'),
      last_name: field('LastName'),
      phone: field('Phone') ?? field('MobilePhone'),
      title: field('Title'),
      department: field('Department'),
      country:
        field('CountryCode') ?? field('Country') ?? field('MailingCountryCode') ?? field('MailingCountry'),
      region: field('State') ?? field('MailingState'),
    },
    account: {
      ...inner('account'),
      name: field('Company') ?? field('Account', 'Name'),
      website: field('Website') ?? field('Account', 'Website'),
      industry: field('Industry') ?? field('Account', 'Industry'),
      employees: field('NumberOfEmployees') ?? field('Account', 'NumberOfEmployees'),
      revenue: field('AnnualRevenue') ?? field('Account', 'AnnualRevenue'),
    },
    channel: settings.defaults.channel ?? CHANNELS[(textAt(record, 'LeadSource') ?? '').toLowerCase()],
    temperature: field('Rating'),
    owner_email: field('Owner', 'Email'),
    discovery: { ...inner('discovery'), notes: field('Description') },
    consent: {
      do_not_call: yes(field('DoNotCall')),
      unsubscribed: yes(field('HasOptedOutOfEmail')),
    },
  };
}

/** What became of the deal, of whoever it is about. */
function opportunity(record: Record<string, unknown>, event: string | undefined) {
  const stage = textAt(record, 'StageName');
  const isClosed = yes(at(record, 'IsClosed')) ?? (stage !== undefined && /^closed\b/i.test(stage));
  const isWon = yes(at(record, 'IsWon')) ?? (stage !== undefined && /^closed won\b/i.test(stage));
  return {
    id: event ?? changeOf(record),
    kind: 'update',
    occurred_at: at(record, 'LastModifiedDate'),
    refs: [
      { system: 'salesforce', type: 'opportunity', id: at(record, 'Id') },
      ...refTo('contact', at(record, 'ContactId')),
      ...refTo('lead', at(record, 'ConvertedLeadId') ?? at(record, 'Lead__c')),
    ],
    account: {
      name: at(record, 'Account', 'Name'),
      open_opportunity: !isClosed,
      existing_customer: isWon || undefined,
    },
    opportunity: {
      stage,
      status: isWon ? 'won' : isClosed ? 'lost' : 'open',
      amount: at(record, 'Amount'),
      currency: at(record, 'CurrencyIsoCode'),
      close_on: at(record, 'CloseDate'),
    },
    owner_email: at(record, 'Owner', 'Email'),
  };
}

/** A Flow sends no id of its own: the record as it was is one. */
function changeOf(record: unknown): string | undefined {
  const at_ = textAt(record, 'LastModifiedDate');
  return at_ === undefined ? undefined : `${textAt(record, 'Id')}|${at_}`;
}

const refTo = (type: string, id: unknown) =>
  id === undefined || id === null ? [] : [{ system: 'salesforce', type, id }];

const yes = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined);

const CHANNELS: Record<string, Channel> = {
  web: 'website',
  'phone inquiry': 'phone',
  'partner referral': 'partner',
  partner: 'partner',
  'employee referral': 'referral',
  'trade show': 'trade_show',
  webinar: 'webinar',
  advertisement: 'display_ads',
};
