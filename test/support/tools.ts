import { createHmac } from 'node:crypto';
import type { Settings } from '#domain/settings.ts';
import { sourceSchema } from '#domain/settings.ts';
import type { System } from '#domain/systems.ts';

/** Every tool as it sends: what it says of one person, and how it proves it. */

/** What a delivery says; `wrong` has it say something that cannot be read in a field nobody needs. */
export type Said = {
  id: string;
  email?: string;
  name?: string;
  at?: unknown;
  isWrong?: boolean;
};

export type Sent = { path?: string; headers: Record<string, string>; body: string };

export type Tool = {
  format: System;
  auth?: object;
  /** The body it sends for this. */
  says: (said: Said) => string;
  /** The same proved with this secret. */
  sends: (body: string, at: Date, secret: string) => Sent;
  /** Another event of it, of which nothing is read. */
  unknown?: string;
  /** Whether what it signs has a time. */
  isTimed?: boolean;
  /** Whether it says when something happened. */
  tellsTime?: boolean;
  /** Several of its bodies in one delivery. */
  batches?: (bodies: readonly string[]) => string;
};

export const SECRET = 'the-secret-of-the-tool';
export const PUBLIC_URL = 'https://bot.example';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const json = (value: unknown): string => JSON.stringify(value);
const JSON_TYPE = { 'content-type': 'application/json' };
const split = (name = 'Grace Hopper') => {
  const [first = '', ...last] = name.split(' ');
  return { first, last: last.join(' ') };
};

const leadFields = ({ email, name, at, isWrong }: Omit<Said, 'id'>) => ({
  ...{ Id: '00Q000000000001AAA', Email: email, FirstName: split(name).first, LastName: split(name).last },
  ...{ Company: 'Globex', LastModifiedDate: at, ...(isWrong && { NumberOfEmployees: 'about fifty' }) },
});

const keyed = (algorithm: string, secret: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac(algorithm, secret).update(text).digest(encoding);

const bearer: Tool['sends'] = (body, _at, secret) => ({
  headers: { ...JSON_TYPE, authorization: `Bearer ${secret}` },
  body,
});

const flatSays: Tool['says'] = ({ id, email, name, at, isWrong }) =>
  json({ id, email, name, occurred_at: at, company: 'Globex', ...(isWrong && { employees: 'about fifty' }) });

const streamSays: Tool['says'] = ({ id, email, name, at, isWrong }) =>
  json({
    ...{ type: 'identify', messageId: id, timestamp: at, anonymousId: 'a-1', userId: 'u-1' },
    traits: { email, name, company: { name: 'Globex', ...(isWrong && { employees: 'about fifty' }) } },
  });

const UNKNOWN_MESSAGE = json({ type: 'alias', messageId: 'm-0', userId: 'u-1' });
const batch = (bodies: readonly string[]): string => `[${bodies.join(',')}]`;

const flat = (format: System): Tool => ({
  ...{ format, says: flatSays, sends: bearer, tellsTime: true, batches: batch },
});

export const TOOLS: readonly Tool[] = [
  {
    format: 'typeform',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        event_type: 'form_response',
        form_response: {
          ...{ token: id, submitted_at: at },
          definition: { title: 'Demo', fields: [{ id: 'a', title: 'Company size' }] },
          answers: [
            ...(email === undefined ? [] : [{ type: 'email', email, field: { id: 'e', ref: 'x1' } }]),
            { type: 'text', text: name, field: { id: 'n', ref: 'name' } },
            ...(isWrong ? [{ type: 'text', text: 'about fifty', field: { id: 'a', ref: 'x2' } }] : []),
          ],
        },
      }),
    sends: (body, _at, secret) => ({
      headers: { ...JSON_TYPE, 'typeform-signature': `sha256=${keyed('sha256', secret, body, 'base64')}` },
      body,
    }),
    unknown: json({ event_type: 'form_response_partial', form_response: {} }),
    tellsTime: true,
  },
  {
    format: 'webflow',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        triggerType: 'form_submission',
        payload: {
          ...{ id, name: 'Contact', submittedAt: at },
          data: { Email: email, Name: name, ...(isWrong && { 'Company size': 'about fifty' }) },
        },
      }),
    sends: (body, at, secret) => ({
      headers: {
        ...JSON_TYPE,
        'x-webflow-timestamp': String(at.getTime()),
        'x-webflow-signature': keyed('sha256', secret, `${at.getTime()}:${body}`, 'hex'),
      },
      body,
    }),
    unknown: json({ triggerType: 'site_publish', payload: {} }),
    ...{ isTimed: true, tellsTime: true },
  },
  {
    format: 'jotform',
    says: ({ id, email, name, isWrong }) => {
      const raw = {
        slug: 'submit/1/',
        q3_name: split(name),
        q4_email: email,
        ...(isWrong && { q5_companySize: 'about fifty' }),
      };
      const fields = { formID: '1', submissionID: id, formTitle: 'Contact', rawRequest: json(raw) };
      const parts = Object.entries(fields).map(
        ([field, value]) => `--xyz\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
      );
      return `${parts.join('')}--xyz--\r\n`;
    },
    sends: (body, _at, secret) => ({
      ...{ path: `/${secret}`, body },
      headers: { 'content-type': 'multipart/form-data; boundary=xyz' },
    }),
  },
  {
    format: 'gravity-forms',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        ...{ id, form_id: '4', date_created: at, source_url: 'https://acme.example/demo' },
        ...{ '1.3': split(name).first, '1.6': split(name).last, 2: email },
        ...(isWrong && { employees: 'about fifty' }),
      }),
    sends: bearer,
    tellsTime: true,
  },
  {
    format: 'calendly',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        event: 'invitee.created',
        created_at: at,
        payload: {
          ...{ uri: id, email, name, old_invitee: null, questions_and_answers: [] },
          scheduled_event: {
            ...{ name: 'Demo', event_memberships: [] },
            start_time: isWrong ? 'soon' : '2026-11-25T14:00:00Z',
          },
        },
      }),
    sends: (body, at, secret) => {
      const seconds = Math.floor(at.getTime() / 1_000);
      const signature = keyed('sha256', secret, `${seconds}.${body}`, 'hex');
      return {
        headers: { ...JSON_TYPE, 'calendly-webhook-signature': `t=${seconds},v1=${signature}` },
        body,
      };
    },
    unknown: json({ event: 'event_type.created', payload: {} }),
    ...{ isTimed: true, tellsTime: true },
  },
  {
    format: 'google-ads',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        ...{ lead_id: id, lead_submit_time: at, campaign_id: 7, form_id: 8, gcl_id: 'g-1' },
        user_column_data: [
          { column_id: 'FULL_NAME', string_value: name },
          { column_id: 'EMAIL', string_value: email },
          ...(isWrong ? [{ column_id: 'COMPANY_SIZE', string_value: 'about fifty' }] : []),
        ],
      }),
    sends: (body, _at, secret) => ({
      headers: JSON_TYPE,
      body: body.replace('{', () => `{"google_key":${json(secret)},`),
    }),
    tellsTime: true,
  },
  {
    format: 'hubspot',
    says: ({ id, email, name, at = '1795424400000', isWrong }) =>
      json({
        ...{ vid: id, 'portal-id': 62515 },
        properties: {
          email: { value: email },
          firstname: { value: split(name).first },
          lastname: { value: split(name).last },
          lastmodifieddate: { value: at },
          ...(isWrong && { numemployees: { value: 'about fifty' } }),
        },
      }),
    sends: (body, at, secret) => {
      const time = String(at.getTime());
      const signed = `POST${PUBLIC_URL}/webhooks/hubspot${body}${time}`;
      return {
        headers: {
          ...JSON_TYPE,
          'x-hubspot-request-timestamp': time,
          'x-hubspot-signature-v3': keyed('sha256', secret, signed, 'base64'),
        },
        body,
      };
    },
    ...{ isTimed: true, tellsTime: true },
  },
  {
    format: 'salesforce',
    auth: { organization: '00D000000000001EAA' },
    says: ({ id, email, name, at, isWrong }) =>
      soap(notification({ id, fields: leadFields({ email, name, at, isWrong }), type: 'Lead' })),
    sends: (body, _at, secret) => ({
      ...{ path: `/${secret}`, body },
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    }),
    unknown: soap(
      notification({ id: '04l0000000000zzAAA', fields: { Id: '500000000000001AAA' }, type: 'Case' }),
    ),
    batches: (bodies) =>
      soap(bodies.flatMap((body) => body.match(/<Notification>[\s\S]*?<\/Notification>/g) ?? []).join('')),
    tellsTime: true,
  },
  {
    format: 'pipedrive',
    auth: { user: 'hook' },
    says: ({ id, email, name, at, isWrong }) =>
      json({
        meta: { id, entity: 'person', action: 'create', entity_id: `p-${id}`, timestamp: at },
        data: {
          ...{ name, emails: email === undefined ? [] : [{ value: email, primary: true }] },
          ...(isWrong && { phones: [{ value: { number: 1 }, primary: true }] }),
        },
      }),
    sends: (body, _at, secret) => ({
      headers: { ...JSON_TYPE, authorization: `Basic ${Buffer.from(`hook:${secret}`).toString('base64')}` },
      body,
    }),
    unknown: json({ meta: { id: 'm-0', entity: 'note', action: 'create' }, data: {} }),
    tellsTime: true,
  },
  {
    format: 'zoho',
    says: ({ id, email, name, at, isWrong }) =>
      String(
        new URLSearchParams({
          ...{
            'Lead Id': id,
            'Full Name': name ?? '',
            Email: email ?? '',
            'Modified Time': String(at ?? ''),
          },
          ...(isWrong && { 'No. of Employees': 'about fifty' }),
        }),
      ),
    sends: (body, _at, secret) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${body}&token=${encodeURIComponent(secret)}`,
    }),
    unknown: String(new URLSearchParams({ module: 'Deals', operation: 'insert', ids: '1' })),
    tellsTime: true,
  },
  {
    format: 'marketo',
    says: ({ id, email, name, at, isWrong }) =>
      json({
        ...{ leadId: id, email, name, occurredAt: at, triggerName: 'Filled out form' },
        ...(isWrong && { employees: 'about fifty' }),
      }),
    sends: (body, _at, secret) => ({ headers: { ...JSON_TYPE, 'x-handoff-key': secret }, body }),
    tellsTime: true,
  },
  {
    format: 'segment',
    ...{ says: streamSays, unknown: UNKNOWN_MESSAGE, tellsTime: true, batches: batch },
    sends: (body, _at, secret) => ({
      headers: { ...JSON_TYPE, 'x-signature': keyed('sha1', secret, body, 'hex') },
      body,
    }),
  },
  {
    format: 'rudderstack',
    ...{
      says: streamSays,
      sends: bearer,
      unknown: UNKNOWN_MESSAGE,
      tellsTime: true,
      batches: batch,
    },
  },
  flat('zapier'),
  flat('make'),
  flat('n8n'),
];

type Record_ = { id: string; fields: Record<string, unknown>; type: string };

function notification({ id, fields, type }: Record_): string {
  const inner = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<sf:${name}>${escaped(String(value))}</sf:${name}>`);
  return `<Notification><Id>${escaped(id)}</Id><sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${inner.join('')}</sObject></Notification>`;
}

export function soap(notifications: string, organization = '00D000000000001EAA'): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${organization}</OrganizationId><ActionId>04k000000000001AAA</ActionId>${notifications}</notifications></soapenv:Body></soapenv:Envelope>`;
}

/** The settings with a source of every tool, each by the name of its format. */
export const withTools = (settings: Settings): Settings => ({
  ...settings,
  sources: [
    ...settings.sources.filter(({ id }) => TOOLS.every(({ format }) => format !== id)),
    ...TOOLS.map(({ format, auth }) =>
      sourceSchema.parse({
        ...{ id: format, name: format, format },
        auth: { type: 'own', secret_env: ['SECRET_OF_THE_TOOL'], ...auth },
      }),
    ),
  ],
});

export const ENVIRONMENT = { SECRET_OF_THE_TOOL: SECRET, PUBLIC_URL };

/** What each tool is answered for what it sends. */
export async function answerOf(address: string, format: string, { path = '', headers, body }: Sent) {
  const response = await fetch(`${address}/webhooks/${format}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}
