import { createHmac } from 'node:crypto';
import type { Change } from '#sandbox/crm/account.ts';
import type { PipedriveAccount } from '#sandbox/crm/pipedrive.ts';
import type { SalesforceAccount } from '#sandbox/crm/salesforce.ts';
import type { Sent } from '#sandbox/tools/tool.ts';
import { ENVIRONMENT, SECRET } from './tools.ts';

/** How CRMs tell of what changed in them, whoever changed it. */

/** As an app of HubSpot tells of it: signed by its secret, over method, address, body and time. */
export function hubspotNews(events: readonly object[], at: Date): Sent {
  const body = JSON.stringify(events);
  const time = String(at.getTime());
  const text = `POST${ENVIRONMENT.PUBLIC_URL}/webhooks/hubspot${body}${time}`;
  const headers = {
    'content-type': 'application/json',
    'x-hubspot-request-timestamp': time,
    'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(text).digest('base64'),
  };
  return { headers, body };
}

type Row = Record<string, unknown>;

/** Webhooks v2 of Pipedrive, one for each record that changed, with what was there before. */
export function createPipedriveNews(account: PipedriveAccount, rows: readonly string[]) {
  const before = new Map(rows.map((id) => [id, account.record(id) as Row]));
  let count = 0;
  return (changes: readonly Change[], at: Date): Sent[] =>
    [...Map.groupBy(changes, ({ id, by }) => `${id} ${by}`).values()].map((ofRecord) => {
      const [{ id, by } = { id: '', by: 'api' }] = ofRecord;
      const data = account.record(id) as Row;
      const previous = Object.fromEntries(
        ofRecord.map(({ field }) => [field, before.get(id)?.[field] ?? null]),
      );
      before.set(id, data);
      count += 1;
      const entity = id.startsWith('deal:') ? 'deal' : /^\d+$/.test(id) ? 'person' : 'lead';
      const meta = {
        ...{ action: 'change', entity, entity_id: id.replace('deal:', ''), id: `news-${count}` },
        ...{ timestamp: at.toISOString(), version: '2.0', change_source: by === 'hand' ? 'app' : 'api' },
      };
      return {
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`hook:${SECRET}`).toString('base64')}`,
        },
        body: JSON.stringify({ data, previous: { ...previous, update_time: null }, meta }),
      };
    });
}

const TYPES: Record<string, string> = { '00Q': 'Lead', '003': 'Contact', '006': 'Opportunity' };
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** An outbound message of Salesforce: records that changed as they are now, and not what of them changed. */
export function createSalesforceNews(account: SalesforceAccount, first = 0) {
  let count = first;
  return (changes: readonly Change[]): Sent[] => {
    const ids = [...new Set(changes.map(({ id }) => id))].filter((id) => TYPES[id.slice(0, 3)]);
    if (ids.length === 0) return [];
    const notifications = ids.map((id) => {
      count += 1;
      const fields = Object.entries(account.record(id)).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [`<sf:${name}>${escaped(String(value))}</sf:${name}>`],
      );
      const record = `<sObject xsi:type="sf:${TYPES[id.slice(0, 3)]}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${fields.join('')}</sObject>`;
      return `<Notification><Id>04l${String(count).padStart(12, '0')}AAA</Id>${record}</Notification>`;
    });
    const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D000000000001EAA</OrganizationId><ActionId>04k000000000001AAA</ActionId>${notifications.join('')}</notifications></soapenv:Body></soapenv:Envelope>`;
    return [
      {
        ...{ path: `/${SECRET}`, body },
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
      },
    ];
  };
}
