import {
  JSON_TYPE,
  json,
  keyed,
  plainTime,
  QUESTION,
  recordOf,
  type Said,
  sizeOf,
  split,
  type Tool,
} from './tool.ts';

/** CRMs and marketing automation, which tell of a record of theirs. */

/** A contact-based workflow's *Send a webhook*. */
const hubspot: Tool = {
  format: 'hubspot',
  says: (said) => {
    const properties = {
      ...{ email: said.email, firstname: split(said.name).first, lastname: split(said.name).last },
      ...{ phone: said.phone, jobtitle: said.title, company: said.company, numemployees: sizeOf(said) },
      ...{ industry: said.industry, country: said.country, message: said.answer },
      lastmodifieddate: said.at ?? '1795424400000',
    };
    const told = Object.entries(properties).filter(([, value]) => value !== undefined);
    return json({
      ...{ vid: said.id, 'portal-id': 62515 },
      properties: Object.fromEntries(told.map(([name, value]) => [name, { value }])),
    });
  },
  sends: (body, { at, secret, url }) => {
    const time = String(at.getTime());
    return {
      headers: {
        ...JSON_TYPE,
        'x-hubspot-request-timestamp': time,
        'x-hubspot-signature-v3': keyed('sha256', secret, `POST${url}${body}${time}`, 'base64'),
      },
      body,
    };
  },
  writesTime: (at) => String(at.getTime()),
  ...{ isTimed: true, tellsTime: true },
};

/** https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging.htm */
const salesforce: Tool = {
  format: 'salesforce',
  auth: { organization: '00D000000000001EAA' },
  says: (said) => soap(notification({ id: said.id, fields: salesforceLead(said), type: 'Lead' })),
  sends: (body, { secret }) => ({
    ...{ path: `/${secret}`, body },
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
  }),
  unknown: soap(
    notification({ id: '04l0000000000zzAAA', fields: { Id: '500000000000001AAA' }, type: 'Case' }),
  ),
  batches: (bodies) =>
    soap(bodies.flatMap((body) => body.match(/<Notification>[\s\S]*?<\/Notification>/g) ?? []).join('')),
  tellsTime: true,
};

/** Webhooks v2, of a person: where they work is another record. https://pipedrive.readme.io/docs/guide-for-webhooks-v2 */
const pipedrive: Tool = {
  format: 'pipedrive',
  auth: { user: 'hook' },
  says: ({ id, email, name, phone, title, at, isWrong }) => {
    const number = isWrong ? { number: 1 } : phone;
    return json({
      meta: { id, entity: 'person', action: 'create', entity_id: `p-${id}`, timestamp: at },
      data: {
        ...{ name, emails: email === undefined ? [] : [{ value: email, primary: true }], job_title: title },
        ...(number !== undefined && { phones: [{ value: number, primary: true }] }),
      },
    });
  },
  sends: (body, { secret }) => ({
    headers: { ...JSON_TYPE, authorization: `Basic ${Buffer.from(`hook:${secret}`).toString('base64')}` },
    body,
  }),
  unknown: json({ meta: { id: 'm-0', entity: 'note', action: 'create' }, data: {} }),
  tellsTime: true,
};

/** The parameters an admin picked for a workflow's webhook. */
const zoho: Tool = {
  format: 'zoho',
  says: (said) => {
    const parameters = {
      ...{ 'Lead Id': said.id, 'Full Name': said.name ?? '', Email: said.email ?? '' },
      ...{ Phone: said.phone, Designation: said.title, Company: said.company, Industry: said.industry },
      ...{ Country: said.country, 'No. of Employees': sizeOf(said), [QUESTION]: said.answer },
      'Modified Time': said.at ?? '',
    };
    const told = Object.entries(parameters).filter(([, value]) => value !== undefined);
    return String(
      new URLSearchParams(Object.fromEntries(told.map(([name, value]) => [name, String(value)]))),
    );
  },
  sends: (body, { secret }) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${body}&token=${encodeURIComponent(secret)}`,
  }),
  unknown: String(new URLSearchParams({ module: 'Deals', operation: 'insert', ids: '1' })),
  tellsTime: true,
};

/** By the template of docs/sources.md. */
const marketo: Tool = {
  format: 'marketo',
  says: (said) =>
    json({
      ...{ leadId: said.id, email: said.email, name: said.name, occurredAt: said.at },
      ...{ triggerName: 'Filled out form', phone: said.phone, jobTitle: said.title },
      ...{ company: said.company, employees: sizeOf(said), industry: said.industry },
      ...{ country: said.country, [QUESTION]: said.answer },
    }),
  sends: (body, { secret }) => ({ headers: { ...JSON_TYPE, 'x-handoff-key': secret }, body }),
  writesTime: plainTime,
  tellsTime: true,
};

const salesforceLead = (said: Said) => ({
  Id: `00Q${recordOf(said).padStart(12, '0')}AAA`,
  ...{ Email: said.email, FirstName: split(said.name).first, LastName: split(said.name).last },
  ...{ Phone: said.phone, Title: said.title, Company: said.company, Industry: said.industry },
  ...{ NumberOfEmployees: sizeOf(said), CountryCode: said.country },
  ...{ What_should_get_better__c: said.answer, LastModifiedDate: said.at },
});

type SalesforceRecord = { id: string; fields: Record<string, unknown>; type: string };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function notification({ id, fields, type }: SalesforceRecord): string {
  const inner = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<sf:${name}>${escaped(String(value))}</sf:${name}>`);
  return `<Notification><Id>${escaped(id)}</Id><sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${inner.join('')}</sObject></Notification>`;
}

function soap(notifications: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D000000000001EAA</OrganizationId><ActionId>04k000000000001AAA</ActionId>${notifications}</notifications></soapenv:Body></soapenv:Envelope>`;
}

export const CRMS = [hubspot, salesforce, pipedrive, zoho, marketo] as const;
