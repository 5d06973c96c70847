import { elementsIn } from './elements.ts';
import { textOf } from './json.ts';
import type { StoredMessage } from './messages.ts';
import { tokenize } from './mrkdwn.ts';
import { markupIn, richElementsIn } from './rendered-text.ts';

/** `labelled`: `<url|text>` or a rich text link; `bare`: Slack made a link of a plain address; `button`: its url. */
export type Link = { kind: 'labelled' | 'bare' | 'button'; url: string; text: string };

// Slack also links bare domains; a short list of endings keeps "e.g." and "v1.2" out.
const bareUrl =
  /\bhttps?:\/\/[^\s<>|]+|\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|dev|app|ai|eu|uk|de|fr)\b[^\s<>|]*/gi;

/** Every link a reader of the message can follow, each once, including those of the fallback text. */
export function linksIn(message: StoredMessage): Link[] {
  const markup = [{ text: message.text, linksBareUrls: true }, ...markupIn(message.blocks)];
  const written = markup.flatMap(({ text, linksBareUrls }) => linksWritten(text, linksBareUrls));
  const rich = richElementsIn(message.blocks)
    .filter((element) => element.type === 'link')
    .map((element) => labelled(textOf(element.url), textOf(element.text)));
  const buttons = elementsIn(message.blocks).flatMap(({ element }): Link[] => {
    if (element.type !== 'button' || !element.url) return [];
    return [{ kind: 'button', url: textOf(element.url), text: labelOf(element.text) }];
  });
  const all = [...written, ...rich, ...buttons];
  return [...new Map(all.map((link) => [JSON.stringify(link), link])).values()];
}

function linksWritten(text: string, linksBareUrls: boolean): Link[] {
  return tokenize(text).flatMap((token): Link[] => {
    if (token.type === 'link') return [labelled(token.url, token.label)];
    if (token.type === 'date' && token.link) return [labelled(token.link, token.fallback)];
    if (token.type !== 'text' || !linksBareUrls) return [];
    return [...token.text.matchAll(bareUrl)].map(([url]) => ({ kind: 'bare', url, text: url }));
  });
}

function labelled(url: string, label: string | undefined): Link {
  return { kind: 'labelled', url, text: label || url };
}

function labelOf(text: unknown): string {
  return typeof text === 'object' && text !== null && 'text' in text ? textOf(text.text) : '';
}
