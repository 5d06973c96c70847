import { SaxesParser } from 'saxes';
import type { Parsed } from '../json.ts';

/** Far more than an outbound message needs. */
const DEEPEST = 16;
const OUTBOUND = 'http://soap.sforce.com/2005/09/outbound';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** One element: its own text, and what stands in it by local name. */
type Element = { name: string; uri: string; type: string | undefined; text: string; children: Element[] };

export type Notification = { id: string | undefined; type: string; fields: Record<string, string> };
export type OutboundMessage = { OrganizationId: string; ActionId: string; notifications: Notification[] };

/**
 * Reads an outbound message: up to a hundred notifications, each with its own id and the fields an admin picked, all
 * texts. What declares types of documents or entities is refused before any of it is read.
 */
export function readOutboundMessage(body: Buffer): Parsed {
  const root = parse(body);
  if (typeof root === 'string') return { ok: false, problem: root };
  const message = find(root, 'notifications');
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

const textOf = (element: Element, child: string): string | undefined =>
  element.children.find(({ name }) => name === child)?.text.trim();

function find(element: Element, name: string): Element | undefined {
  if (element.name === name) return element;
  for (const child of element.children) {
    const found = find(child, name);
    if (found) return found;
  }
  return undefined;
}

/** The document, or why it is none. */
function parse(body: Buffer): Element | string {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: '', uri: '', type: undefined, text: '', children: [] };
  const open: Element[] = [root];
  let problem: string | null = null;
  const refuse = (why: string) => {
    problem ??= why;
  };
  // The parser's own message quotes the body.
  parser.on('error', () => refuse('the XML is not well-formed'));
  parser.on('doctype', () => refuse('the XML declares a type of document, which is not taken'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    const type = Object.values(attributes).find((one) => one.local === 'type' && one.uri === INSTANCE)?.value;
    const element: Element = { name: local, uri, type, text: '', children: [] };
    if (open.length > DEEPEST) refuse(`the XML is nested deeper than ${DEEPEST} levels`);
    else open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const add = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  for (const chunk of [body.toString('utf8'), null]) {
    if (problem !== null) break;
    if (chunk === null) parser.close();
    else parser.write(chunk);
  }
  return problem ?? root;
}
