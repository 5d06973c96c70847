import { limits } from './limits.ts';

/** The one place where text from outside becomes text that Slack may show. */

const CONTROL = /\p{Cc}/gu;
// Direction marks can reverse a line, the rest of these cannot be seen. Emoji need the variation selectors.
const UNSEEN = /[[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]--[\uFE00-\uFE0F\u200C\u200D]]/gv;
// Joiners hold emoji together, and spell words in these scripts; anywhere else they only hide.
const JOINS = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Gujr}\p{scx=Guru}\p{scx=Orya}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Taml}\p{scx=Telu}\p{scx=Khmr}\p{scx=Mymr}]`;
const LOOSE_JOINER = new RegExp(String.raw`(?<!${JOINS})[\u200C\u200D]|[\u200C\u200D](?!${JOINS})`, 'gv');

const NOTHING = '—';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line without control, direction and invisible characters. */
export function clean(stranger: string): string {
  return stranger
    .toWellFormed()
    .replace(CONTROL, ' ')
    .replace(UNSEEN, '')
    .replace(LOOSE_JOINER, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const escapeMarks = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cuts between graphemes, so that no emoji, accent or surrogate pair is split. */
function cut(text: string, max: number, size: (part: string) => number): string {
  if (size(text) <= max) return text;
  let kept = '';
  let room = max - '…'.length;
  for (const { segment } of segmenter.segment(text)) {
    room -= size(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** For `plain_text` and rich text, which Slack does not parse: at most `max` characters, never empty. */
export function plain(stranger: string, max: number): string {
  return cut(clean(stranger), max, (part) => part.length) || NOTHING;
}

/** For `mrkdwn` and a message's `text`: nothing in it is parsed; at most `max` characters after escaping, never empty. */
export function mrkdwn(stranger: string, max: number): string {
  return escapeMarks(cut(clean(stranger), max, (part) => escapeMarks(part).length)) || NOTHING;
}

export const DATE_FORMAT = '{date_short_pretty} at {time}';

/** Shown where a client cannot format a date. */
export const dateFallback = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A moment as people in this zone write it. */
export const dateIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);

export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** A moment in `mrkdwn`, which Slack shows in the reader's own zone. */
export const dateToken = (at: Date, format: string = DATE_FORMAT): string =>
  `<!date^${unixSeconds(at)}^${format}|${dateFallback(at)}>`;

/** The address when it is one we let people press, with nothing in it that could end the link early. */
export function safeUrl(url: string): string | null {
  const parsed = URL.parse(url.trim());
  if (!parsed || !['http:', 'https:', 'mailto:', 'tel:'].includes(parsed.protocol)) return null;
  // https://acme.com@evil.example looks like acme.com.
  if (parsed.username !== '' || parsed.password !== '') return null;
  const href = parsed.href.replace(/[\s<>|`"]/g, encodeURIComponent);
  return href.length <= limits.url ? href : null;
}

/** A link in `mrkdwn`; the label alone where the address is not one to press. */
export function link(url: string, label: string): string {
  const safe = safeUrl(url);
  const words = mrkdwn(label, limits.optionText);
  return safe === null ? words : `<${escapeMarks(safe)}|${words}>`;
}
