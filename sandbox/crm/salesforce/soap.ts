import { findElement, readXml } from '#src/sources/xml.ts';
import type { Answer } from '../../tools/tool-api.ts';

const PARTNER = 'urn:partner.soap.sforce.com';

/** What a conversion is asked for with, and whose session it is; null where that is no such envelope. */
export function readEnvelope(xml: string): Record<string, string> | null {
  const root = readXml(xml);
  if (typeof root === 'string') return null;
  const asked = findElement(root, 'convertLead');
  const conversion = asked && findElement(asked, 'leadConverts');
  if (asked?.uri !== PARTNER || conversion === undefined) return null;
  return Object.fromEntries([
    ['sessionId', findElement(root, 'sessionId')?.text ?? ''],
    ...conversion.children.map(({ name, text }) => [name, text]),
  ]);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${PARTNER}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
const xml = (status: number, body: string): Answer => ({
  ...{ status, body: envelope(body), headers: { 'content-type': 'text/xml; charset=utf-8' } },
});

export const fault = (code: string, said: string): Answer =>
  xml(
    500,
    `<soapenv:Fault><faultcode xmlns:sf="urn:fault.${PARTNER}">sf:${code}</faultcode><faultstring>${code}: ${escaped(said)}</faultstring></soapenv:Fault>`,
  );

const result = (inner: string): Answer =>
  xml(200, `<convertLeadResponse><result>${inner}</result></convertLeadResponse>`);

export const convertRefused = (statusCode: string, message: string): Answer =>
  result(
    `<accountId xsi:nil="true"/><contactId xsi:nil="true"/><errors><message>${escaped(message)}</message><statusCode>${statusCode}</statusCode></errors><leadId xsi:nil="true"/><opportunityId xsi:nil="true"/><success>false</success>`,
  );

export const converted = (ids: Record<string, string>): Answer =>
  result(
    `${Object.entries(ids)
      .map(([name, id]) => `<${name}>${id}</${name}>`)
      .join('')}<success>true</success>`,
  );
