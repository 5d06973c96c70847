import { type Token, tokenize, unescapeText } from '../../slack/mrkdwn.ts';
import { withEmoji } from './emoji.ts';

export const MARKS = ['bold', 'italic', 'strike', 'code', 'preformatted', 'quote'] as const;
export type Mark = (typeof MARKS)[number];
export type Entity = Exclude<Token, { type: 'text' }>;

/** Slack's markup as a tree. */
export type Mrkdwn =
  | { type: 'text'; text: string }
  | { type: Mark; children: Mrkdwn[] }
  | { type: 'entity'; entity: Entity };

// Entities are taken out before the marks are read, so that a star in an address is no mark.
const SLOT = '\uFFFC';
const LOST = '\uFFFD';

const EDGE = String.raw`[\s\p{P}\p{S}${SLOT}]`;
const pair = (mark: string): string =>
  String.raw`(?<=^|${EDGE})${mark}(?=\S)([^\n${mark}]*[^\s${mark}])${mark}(?=$|${EDGE})`;

const PATTERNS: { mark: Mark; pattern: RegExp }[] = [
  { mark: 'preformatted', pattern: /```\n?([\s\S]+?)\n?```\n?/u },
  { mark: 'code', pattern: /`([^`\n]+)`/u },
  { mark: 'quote', pattern: /(?<=^|\n)(?:&gt;|>) ?([^\n]*(?:\n(?:&gt;|>) ?[^\n]*)*)\n?/u },
  { mark: 'bold', pattern: new RegExp(pair(String.raw`\*`), 'u') },
  { mark: 'italic', pattern: new RegExp(pair('_'), 'u') },
  { mark: 'strike', pattern: new RegExp(pair('~'), 'u') },
];

export function parseMrkdwn(source: string): Mrkdwn[] {
  const entities: Entity[] = [];
  const text = tokenize(source.replaceAll(SLOT, LOST))
    .map((token) => {
      if (token.type === 'text') return token.text;
      entities.push(token);
      return SLOT;
    })
    .join('');
  const nextEntity = () => entities.shift();
  return readMarks(text, PATTERNS, nextEntity);
}

type Patterns = typeof PATTERNS;

function readMarks(text: string, patterns: Patterns, nextEntity: () => Entity | undefined): Mrkdwn[] {
  const found = patterns
    .map((one) => ({ ...one, match: one.pattern.exec(text) }))
    .filter(({ match }) => match !== null)
    .toSorted((a, b) => (a.match?.index ?? 0) - (b.match?.index ?? 0))[0];
  if (!found?.match) return readEntities(text, nextEntity);
  const { mark, match } = found;
  const [whole, inner = ''] = match;
  const isLiteral = mark === 'code' || mark === 'preformatted';
  const content = mark === 'quote' ? inner.replaceAll(/\n(?:&gt;|>) ?/g, '\n') : inner;
  const within = isLiteral ? [] : patterns.filter((one) => one.mark !== mark);
  // In reading order, because each part takes its entities from the front.
  return [
    ...readMarks(text.slice(0, match.index), patterns, nextEntity),
    { type: mark, children: readMarks(content, within, nextEntity) },
    ...readMarks(text.slice(match.index + whole.length), patterns, nextEntity),
  ];
}

function readEntities(text: string, nextEntity: () => Entity | undefined): Mrkdwn[] {
  return text.split(SLOT).flatMap((run, index): Mrkdwn[] => {
    const entity = index === 0 ? undefined : nextEntity();
    const before: Mrkdwn[] = entity ? [{ type: 'entity', entity }] : [];
    return run === '' ? before : [...before, { type: 'text', text: withEmoji(unescapeText(run)) }];
  });
}
