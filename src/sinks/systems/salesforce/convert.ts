import { textAt } from '#src/sources/pick.ts';
import { findElement, readXml, textOf } from '#src/sources/xml.ts';
import type { SinkApi } from '../../http.ts';
import { SinkAway, SinkRefused } from '../../trouble.ts';
import { query, troubleOf } from './asking.ts';

/** Conversions of leads, which REST does not have. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm */

const SOAP = '/services/Soap/u/60.0';

const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The statuses that only a conversion gives. */
export async function convertedStatuses(api: SinkApi): Promise<string[]> {
  const rows = await query(
    api,
    'SELECT ApiName, MasterLabel FROM LeadStatus WHERE IsConverted = true ORDER BY SortOrder',
  );
  return rows.flatMap((row) => textAt(row, 'ApiName') ?? textAt(row, 'MasterLabel') ?? []);
}

export type Conversion = { leadId: string; ownerId: string | null; opportunity: string };

/** Makes a contact, an account and an opportunity of a lead; nothing, where somebody else did. */
export async function convertLead(api: SinkApi, { leadId, ownerId, opportunity }: Conversion): Promise<void> {
  const [status] = await convertedStatuses(api);
  if (status === undefined)
    throw new SinkRefused('Salesforce has no lead status that means converted', 'request');
  const owner = ownerId === null ? '' : `<ownerId>${escaped(ownerId)}</ownerId>`;
  const body = (token: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><soapenv:Header><SessionHeader><sessionId>${escaped(token)}</sessionId></SessionHeader></soapenv:Header><soapenv:Body><convertLead><leadConverts><convertedStatus>${escaped(status)}</convertedStatus><doNotCreateOpportunity>false</doNotCreateOpportunity><leadId>${escaped(leadId)}</leadId><opportunityName>${escaped(opportunity)}</opportunityName><overwriteLeadSource>false</overwriteLeadSource>${owner}<sendNotificationEmail>false</sendNotificationEmail></leadConverts></convertLead></soapenv:Body></soapenv:Envelope>`;
  const answer = await api.ask('POST', SOAP, {
    ...{ body, type: 'text/xml; charset=utf-8' },
    headers: { soapaction: '""', accept: 'text/xml' },
  });
  const root = typeof answer.body === 'string' ? readXml(answer.body) : 'no XML';
  const result = typeof root === 'string' ? undefined : findElement(root, 'result');
  if (result === undefined) throw new SinkAway('the answer of Salesforce to a conversion cannot be read');
  if (textOf(result, 'success') === 'true') return;
  const error = findElement(result, 'errors');
  const code = (error && textOf(error, 'statusCode')) ?? 'no code';
  // Whoever asks looks at the lead again.
  if (code === 'CANNOT_UPDATE_CONVERTED_LEAD') return;
  throw troubleOf(code, (error && textOf(error, 'fields')) ?? null);
}
