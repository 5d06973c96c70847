import type { Parsed } from '../json.ts';
import { type Element, findElement, readXml, textOf } from '../xml.ts';

const OUTBOUND = 'http://soap.sforce.com/2005/09/outbound';

export type Notification = { id: string | undefined; type: string; fields: Record<string, string> };
export type OutboundMessage = { OrganizationId: string; ActionId: string; notifications: Notification[] };

/**
 * Reads an outbound message: up to a hundred notifications, each with its own id and the fields an admin picked, all
 * texts. What declares types of documents or entities is refused before any of it is read.
 */
export function readOutboundMessage(body: Buffer): Parsed {
  const root = readXml(body.toString('utf8'));
  if (typeof root === 'string') return { ok: false, problem: root };
  const message = findElement(root, 'notifications');
  if (!message || message.uri !== OUTBOUND) {
    return { ok: false, problem: 'the XML is no outbound message of Salesforce' };
  }
  const notifications: OutboundMessage = {
    OrganizationId: textOf(message, 'OrganizationId') ?? '',
    ActionId: textOf(message, 'ActionId') ?? '',
    notifications: message.children.filter(({ name }) => name === 'Notification').map(notificationIn),
  };
  return { ok: true, value: { notifications } };
}

function notificationIn(element: Element): Notification {
  const record = element.children.find(({ name }) => name === 'sObject');
  const fields = (record?.children ?? []).map(({ name, text }) => [name, text] as const);
  return {
    id: textOf(element, 'Id'),
    type: record?.type?.split(':').at(-1) ?? '',
    fields: Object.fromEntries(fields),
  };
}
