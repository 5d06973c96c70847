import { isRecord } from './record.ts';

/**
 * Works out whether a machine made an e-mail or an entry in a calendar, from how the systems that send them name things:
 * the sequence or campaign it belongs to, its kind, the headers of automatic mail (RFC 3834), or its subject.
 */

const RUNS = new Set(['sequence', 'cadence', 'campaign', 'drip', 'autoresponder', 'newsletter', 'broadcast']);
const KINDS = new Set(['type', 'subtype', 'kind', 'source']);
const BY_MACHINE = new Set([
  ...RUNS,
  ...['auto', 'automatic', 'automated', 'automation', 'autoreply', 'bulk', 'marketing', 'mass', 'workflow'],
  ...['confirmation', 'reminder'],
]);
const BY_PERSON = new Set(['manual', 'single', 'personal', 'adhoc', 'oneoff']);
const HEADERS: Record<string, RegExp> = {
  'auto-submitted': /^auto-/i,
  precedence: /^(bulk|list|junk|auto_reply)$/i,
  'x-auto-response-suppress': /./,
  'x-autoreply': /./,
  'list-unsubscribe': /./,
};
const SUBJECT =
  /^(automatic reply|auto(matic)?[- ]?response|autoreply|out of office|invitation|updated invitation|accepted|confirmed|confirmation|reminder|new event)\s*[:–-]/i;
/** The lead's own campaign is where it came from, and says nothing of what a rep did. */
const OF_THE_LEAD = new Set(['campaign', 'account', 'person', 'signals', 'discovery', 'refs', 'meeting']);
const DEEPEST = 6;
const MOST_FIELDS = 2_000;

/** Whether what was sent of an activity shows that no person made it. A step somebody carries out by hand is theirs. */
export function isMachineMade(sent: unknown): boolean {
  const fields = fieldsOf(sent);
  if (fields.some(({ words, value }) => isKind(words) && hasWord(value, BY_PERSON))) return false;
  return fields.some(({ key, words, value }) => {
    if (isKind(words) && hasWord(value, BY_MACHINE)) return true;
    if (words.some((word) => RUNS.has(word)) && !isKind(words)) return isFilled(value);
    if (typeof value !== 'string') return false;
    return (
      HEADERS[key.toLowerCase()]?.test(value.trim()) === true ||
      (words.at(-1) === 'subject' && SUBJECT.test(value.trim()))
    );
  });
}

type Field = { key: string; words: string[]; value: unknown };

function fieldsOf(sent: unknown): Field[] {
  const found: Field[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || found.length >= MOST_FIELDS) return;
    if (Array.isArray(value)) for (const element of value) visit(element, depth + 1);
    if (!isRecord(value)) return;
    // Headers come as a list of names and values as well.
    if (typeof value.name === 'string' && typeof value.value === 'string')
      found.push({ key: value.name, words: wordsOf(value.name), value: value.value });
    for (const [key, inner] of Object.entries(value)) {
      if (depth === 0 && OF_THE_LEAD.has(key)) continue;
      found.push({ key, words: wordsOf(key), value: inner });
      visit(inner, depth + 1);
    }
  };
  visit(sent, 0);
  return found;
}

const wordsOf = (text: string): string[] =>
  text
    .slice(0, 80)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/s$/, ''));

const isKind = (words: readonly string[]): boolean => KINDS.has(words.at(-1) ?? '');

const hasWord = (value: unknown, known: ReadonlySet<string>): boolean =>
  typeof value === 'string' && wordsOf(value).some((word) => known.has(word));

/** `null`, an empty text or `{ "data": null }` is none. */
function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isFilled);
  if (isRecord(value)) return Object.values(value).some(isFilled);
  return value !== null && value !== undefined && value !== false && value !== '' && value !== 0;
}
