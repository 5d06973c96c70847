import { SaxesParser } from 'saxes';

/** Far more than any message needs. */
const DEEPEST = 16;
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** One element: its own text, and what stands in it by local name. */
export type Element = {
  name: string;
  uri: string;
  type: string | undefined;
  text: string;
  children: Element[];
};

export const textOf = (element: Element, child: string): string | undefined =>
  element.children.find(({ name }) => name === child)?.text.trim();

/** The first element of this name, wherever it stands. */
export function findElement(element: Element, name: string): Element | undefined {
  if (element.name === name) return element;
  for (const child of element.children) {
    const found = findElement(child, name);
    if (found) return found;
  }
  return undefined;
}

/** The document, or why it is none. What declares types of documents or entities is refused before any of it is read. */
export function readXml(text: string): Element | string {
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
  const add = (more: string) => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  for (const chunk of [text, null]) {
    if (problem !== null) break;
    if (chunk === null) parser.close();
    else parser.write(chunk);
  }
  return problem ?? root;
}
