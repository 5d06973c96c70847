import type { RichTextBlock, RichTextElement, SectionBlock } from '@slack/types';
import { dayWords } from '#domain/day.ts';
import type { Stranger } from '#src/view/models.ts';
import type { MessageBlock } from './data-visualization.ts';
import { limits, shown } from './limits.ts';
import {
  DATE_FORMAT,
  dateFallback,
  dateIn,
  dateToken,
  link,
  mrkdwn,
  plain,
  safeUrl,
  unixSeconds,
} from './text.ts';

/**
 * What a message says, line by line, before it is drawn. The same lines become the blocks people see and the `text`
 * that screen readers and notifications use, so neither can say less than the other. Blocks are rich text, because
 * it is the only form in which a stranger's asterisks stay asterisks.
 */
export type Line = Piece[];
export type Piece =
  /** Our own words. */
  | string
  | { type: 'bold'; text: string }
  | { type: 'stranger'; text: Stranger; max: number; bold: boolean }
  | { type: 'date'; at: Date; format: string }
  | { type: 'day'; on: string }
  | { type: 'link'; url: string; label: string }
  | { type: 'mention'; slackUserId: string }
  | { type: 'group'; groupId: string }
  | { type: 'channel'; channelId: string };

/** A message as Slack takes it: what is seen, and the same in words. */
export type Message = { text: string; blocks: MessageBlock[] };

export const bold = (text: string): Piece => ({ type: 'bold', text });
export const stranger = (text: Stranger, max: number): Piece => ({
  type: 'stranger',
  text,
  max,
  bold: false,
});
export const boldStranger = (text: Stranger, max: number): Piece => ({
  type: 'stranger',
  text,
  max,
  bold: true,
});
export const when = (at: Date): Piece => ({ type: 'date', at, format: DATE_FORMAT });
/** The time alone, where the day is clear. */
export const timeOf = (at: Date): Piece => ({ type: 'date', at, format: '{time}' });
export const ago = (at: Date): Piece => ({ type: 'date', at, format: '{ago}' });
const DAY_FORMAT = '{date_short}';
export const day = (at: Date): Piece => ({ type: 'date', at, format: DAY_FORMAT });
/** A day of the calendar, such as `2027-03-31`, as the reader writes days. */
export const calendarDay = (on: string): Piece => ({ type: 'day', on });
export const linkTo = (url: string, label: string): Piece => ({ type: 'link', url, label });
export const mention = (slackUserId: string): Piece => ({ type: 'mention', slackUserId });
export const group = (groupId: string): Piece => ({ type: 'group', groupId });
export const channel = (channelId: string): Piece => ({ type: 'channel', channelId });

/** Joins what there is; leaves out what there is not. */
export function join(parts: (Line | null)[], separator: string): Line {
  const present = parts.filter((part) => part !== null).filter((part) => part.length > 0);
  return present.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

/** The lead by name and company, short enough for a list. */
export function leadName(lead: Stranger, company: Stranger | null): Line {
  const name = boldStranger(lead, shown.name);
  return company === null ? [name] : [name, ' (', stranger(company, shown.name), ')'];
}

/** A list as lines with bullets, cut after `most` and counted. */
export function bullets(heading: Line, items: Line[], most: number): Line[] {
  if (items.length === 0) return [];
  const rest = items.length - most;
  return [
    heading,
    ...items.slice(0, most).map((item): Line => ['• ', ...item]),
    ...(rest > 0 ? [[`… and ${rest} more`]] : []),
  ];
}

/** The lines as one rich text block. */
export function draw(blockId: string, lines: Line[]): RichTextBlock {
  const elements = mergeText(
    lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])).map(drawPiece),
  );
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}

/** The lines as as many rich text blocks as their length needs. */
export function drawLong(blockId: string, lines: Line[]): RichTextBlock[] {
  const parts: Line[][] = [];
  let room = 0;
  for (const line of lines) {
    room -= lengthOf(line);
    const last = parts.at(-1);
    if (last && room >= 0) {
      last.push(line);
    } else {
      parts.push([line]);
      room = limits.richText - lengthOf(line);
    }
  }
  return parts.map((part, index) => draw(`${blockId}/${index}`, part));
}

/** One line as a section, for links a rich text block may not take (`tel:`). */
export function drawSection(blockId: string, line: Line): SectionBlock {
  const text = line.map((piece) => sayPiece(piece, shown.sectionLink)).join('');
  return { type: 'section', block_id: blockId, text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The lines as a message's `text`; what does not fit is counted instead of cut in the middle. */
export function say(lines: Line[]): string {
  const said = lines.map((line) =>
    unquoted(line.map((piece) => sayPiece(piece, shown.fallbackLink)).join('')),
  );
  const whole = said.join('\n');
  if (whole.length <= limits.messageText) return whole;
  const kept: string[] = [];
  let room = limits.messageText - 50;
  for (const line of said) {
    room -= line.length + 1;
    if (room < 0) break;
    kept.push(line);
  }
  return [...kept, `… ${said.length - kept.length} more lines in the message itself.`].join('\n');
}

// Slack makes a quote of a line that begins with an escaped ">" too.
const unquoted = (line: string): string => (line.startsWith('&gt;') ? `· ${line}` : line);

function drawPiece(piece: Piece): RichTextElement {
  if (typeof piece === 'string') return { type: 'text', text: piece };
  switch (piece.type) {
    case 'bold':
      return { type: 'text', text: piece.text, style: { bold: true } };
    case 'stranger': {
      const text = plain(piece.text, piece.max);
      return piece.bold ? { type: 'text', text, style: { bold: true } } : { type: 'text', text };
    }
    case 'date':
      return {
        type: 'date',
        timestamp: unixSeconds(piece.at),
        format: piece.format,
        fallback: dateFallback(piece.at),
      };
    case 'day':
      return { type: 'date', timestamp: noonish(piece.on), format: DAY_FORMAT, fallback: piece.on };
    case 'link': {
      const url = safeUrl(piece.url);
      const text = plain(piece.label, limits.optionText);
      return url === null ? { type: 'text', text } : { type: 'link', url, text };
    }
    case 'mention':
      return { type: 'user', user_id: piece.slackUserId };
    case 'group':
      return { type: 'usergroup', usergroup_id: piece.groupId };
    case 'channel':
      return { type: 'channel', channel_id: piece.channelId };
  }
}

function sayPiece(piece: Piece, longestLink: number): string {
  if (typeof piece === 'string') return piece;
  switch (piece.type) {
    case 'bold':
      return piece.text;
    case 'stranger':
      return mrkdwn(piece.text, piece.max);
    case 'date':
      return dateToken(piece.at, piece.format);
    case 'day':
      return `<!date^${noonish(piece.on)}^${DAY_FORMAT}|${piece.on}>`;
    case 'link': {
      const token = link(piece.url, piece.label);
      return token.length <= longestLink ? token : mrkdwn(piece.label, limits.optionText);
    }
    case 'mention':
      return `<@${piece.slackUserId}>`;
    case 'group':
      return `<!subteam^${piece.groupId}>`;
    case 'channel':
      return `<#${piece.channelId}>`;
  }
}

/** An instant that is on this day wherever it is read, from Hawaii to New Zealand: Slack knows instants alone. */
const noonish = (on: string): number => unixSeconds(new Date(`${on}T10:00:00Z`));

function mergeText(elements: RichTextElement[]): RichTextElement[] {
  const merged: RichTextElement[] = [];
  for (const element of elements) {
    const last = merged.at(-1);
    const joins = last?.type === 'text' && element.type === 'text' && !last.style && !element.style;
    if (joins) merged[merged.length - 1] = { type: 'text', text: last.text + element.text };
    else merged.push(element);
  }
  return merged;
}

const lengthOf = (line: Line): number =>
  line
    .map(drawPiece)
    .reduce((sum, element) => sum + ('text' in element ? (element.text?.length ?? 0) : 30), 1);

/** The same words where Slack parses nothing, such as the error at a field: instants are written out for a reader. */
export const sayPlain = (line: Line, timeZone: string): string =>
  line.map((piece) => writePiece(piece, timeZone)).join('');

function writePiece(piece: Piece, timeZone: string): string {
  if (typeof piece === 'string') return piece;
  switch (piece.type) {
    case 'bold':
      return piece.text;
    case 'stranger':
      return plain(piece.text, piece.max);
    case 'date':
      return dateIn(timeZone, piece.at);
    case 'day':
      return dayWords(piece.on);
    case 'link':
      return piece.label;
    case 'mention':
    case 'group':
      return 'them';
    case 'channel':
      return 'the channel';
  }
}
