import { readEmail } from '#domain/read-email.ts';
import { readMoney } from '#domain/read-money.ts';
import { readNumber } from '#domain/read-number.ts';
import type { Source } from '#domain/settings.ts';
import { type Group, type Leaf, leadShape, type Shape } from './lead-shape.ts';
import { type Problem, phrase, unknownField } from './problem.ts';
import { isMeant, localDate, readTime } from './read-time.ts';
import { isRecord, nameType } from './record.ts';

/** A value that was read, at its place in the lead. */
export type ReadValue = { path: string; sent: unknown; value: unknown };

/** What a source says of how it writes, and when this was received. `observe` hears of every value that is read. */
export type Writing = {
  timeZone: string;
  locale: string | null;
  receivedAt: Date;
  observe?: (read: ReadValue) => void;
};

/** How a source writes. */
export const writingOf = ({ time_zone, locale }: Source, receivedAt: Date): Writing => ({
  timeZone: time_zone ?? 'UTC',
  locale: locale ?? null,
  receivedAt,
});

type Report = (path: string, problem: string, sent?: unknown) => void;
type Reading = Writing & { report: Report };
type Fields = Record<string, unknown>;
/** A value in the form the lead has it; `note` says what was lost on the way. */
type Converted = { value: unknown; note?: string | null };

// What forms and templates write where there is nothing; the last is Typeform's own.
const PLACEHOLDERS: ReadonlySet<string> = new Set(['', 'null', 'undefined', 'xxxxx']);
const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 'on']);
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', 'n', 'off']);
/** So much of what was sent is kept with a problem, and so many problems with an item. */
const LONGEST_SENT = 200;
const LONGEST_PATH = 200;
const MOST_PROBLEMS = 100;

/**
 * Makes values fit the canonical lead: text to numbers, timestamps to ISO, one element to a list. What cannot fit is
 * left out and reported with what was sent, so that one bad field does not cost a lead; what two people could read in
 * two ways is never guessed.
 */
export function fitToLead(written: Fields, writing: Writing): { lead: Fields; problems: Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (path, problem, sent) => {
    if (problems.length >= MOST_PROBLEMS) return;
    problems.push(asProblem(path.slice(0, LONGEST_PATH).toWellFormed(), problem, sent));
  };
  const lead = fitGroup(leadShape, written, '', { ...writing, report });
  return { lead: lead ?? {}, problems };
}

/** A problem with as much of what was sent as is kept of it. */
export function asProblem(path: string, problem: string, sent: unknown): Problem {
  const quoted = sentText(sent);
  return { path, problem, ...(quoted !== null && { sent: quoted }) };
}

function sentText(sent: unknown): string | null {
  if (sent === undefined || sent === null) return null;
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return text.slice(0, LONGEST_SENT).toWellFormed();
}

function fitValue(shape: Shape, value: unknown, path: string, reading: Reading): unknown {
  if (isNothing(value)) return undefined;
  switch (shape.type) {
    case 'group':
      return fitGroup(shape, value, path, reading);
    case 'list':
      return fitList(shape, value, path, reading);
    case 'text':
    case 'email':
    case 'number':
    case 'money':
    case 'boolean':
    case 'time':
    case 'happened':
    case 'choice':
      return fitLeaf(shape, value, path, reading);
  }
}

function fitGroup(shape: Group, value: unknown, path: string, reading: Reading): Fields | undefined {
  const group = isRecord(value) ? value : spread(shape, value, path);
  if (group === undefined) {
    reading.report(path, `expected an object, got ${nameType(value)}`, value);
    return undefined;
  }
  for (const [key, inner] of Object.entries(group)) {
    if (shape.fields.has(key)) continue;
    reading.report(join(path, key), unknownField(key, [...shape.fields.keys()]), inner);
  }

  const isSignal = SIGNAL.test(path);
  const fitted: Fields = {};
  for (const [name, field] of shape.fields) {
    const place = join(path, name);
    const inner = isSignal
      ? fitSignalsOwn(name, field.shape, group, place, reading)
      : fitValue(field.shape, group[name], place, reading);
    if (inner !== undefined) fitted[name] = inner;
    else if (field.required) {
      reading.report(place, `needed, so ${path} is left out`, value);
      return undefined;
    }
  }
  return Object.keys(fitted).length > 0 ? fitted : undefined;
}

/** One value where a group is expected, if the group needs one thing, is a signal, or has a name or a start: `score: 72`, `account: "Globex"`. */
function spread(shape: Group, value: unknown, path: string): Fields | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (SIGNAL.test(path)) return { type: String(value) };
  const needed = [...shape.fields].filter(([, { required }]) => required).map(([name]) => name);
  const named = ['name', 'start_at'].filter((name) => needed.length === 0 && shape.fields.has(name));
  const [only, ...more] = named.length > 0 ? named : needed;
  return only === undefined || more.length > 0 ? undefined : { [only]: value };
}

const SIGNAL = /^signals\[\d+\]$/;

/** A signal happened when it was received, where nobody says when; of a type we do not know it has its own words. */
function fitSignalsOwn(name: string, shape: Shape, signal: Fields, path: string, reading: Reading): unknown {
  const quiet = { ...reading, report: () => {} };
  if (name === 'at') {
    const at = fitValue(shape, signal.at, path, quiet);
    if (at === undefined) {
      const why = timeOf(signal.at, reading)
        ? 'no time when it can have happened'
        : 'no time that can be read';
      reading.report(path, `${why}: taken as when it was received`, signal.at);
    }
    return at ?? reading.receivedAt.toISOString();
  }
  const isOther = isWords(signal.type) && fitValue(SIGNAL_TYPE, signal.type, path, quiet) === undefined;
  if (name === 'type' && isOther) {
    reading.report(path, 'not a type here: taken as other', signal.type);
    return 'other';
  }
  const isUntitled = name === 'title' && isOther && isNothing(signal.title);
  return fitValue(shape, isUntitled ? signal.type : signal[name], path, reading);
}

const isWords = (value: unknown): value is string => typeof value === 'string' && !isNothing(value);

const SIGNAL_TYPE: Shape = (() => {
  const signals = leadShape.fields.get('signals')?.shape;
  const element = signals?.type === 'list' ? signals.element : undefined;
  const type = element?.type === 'group' ? element.fields.get('type')?.shape : undefined;
  if (type === undefined) throw new Error('the canonical lead has no signals[].type');
  return type;
})();

function fitList(
  shape: Extract<Shape, { type: 'list' }>,
  value: unknown,
  path: string,
  reading: Reading,
): unknown {
  // JSONata collapses a list of one to its element, and people leave the brackets away.
  const elements = Array.isArray(value) ? value : [value];
  if (elements.length > shape.most)
    reading.report(path, `${elements.length} elements, only the first ${shape.most} are kept`);
  return elements
    .slice(0, shape.most)
    .map((element, at) => fitValue(shape.element, element, `${path}[${at}]`, reading))
    .filter((element) => element !== undefined);
}

function fitLeaf(shape: Leaf, value: unknown, path: string, reading: Reading): unknown {
  const candidates = convert(shape, value, reading);
  const fitting = candidates.find((candidate) => shape.accepts(candidate.value) === null);
  if (fitting !== undefined) {
    if (fitting.note) reading.report(path, fitting.note, value);
    reading.observe?.({ path, sent: value, value: fitting.value });
    return fitting.value;
  }
  const [first] = candidates;
  const problem = first === undefined ? null : shape.accepts(first.value);
  reading.report(path, problem === null ? expected(shape, value, reading) : phrase(problem), value);
  return undefined;
}

function expected({ type }: Leaf, value: unknown, reading: Reading): string {
  if (type === 'email') return 'expected an e-mail address';
  if (type === 'time' || type === 'happened') {
    if (timeOf(value, reading) === undefined) return `expected a time, got ${nameType(value)}`;
    return type === 'time' ? 'no time that can be meant' : 'no time when it can have happened';
  }
  if (type === 'money') return `expected an amount, got ${nameType(value)}`;
  return `expected a ${type}, got ${nameType(value)}`;
}

function convert(shape: Leaf, value: unknown, reading: Reading): Converted[] {
  switch (shape.type) {
    case 'text':
      return toTexts(value).map(plainly);
    case 'email':
      return toEmail(value);
    case 'number':
      return toNumber(shape, value, reading.locale);
    case 'money':
      return toMoney(value);
    case 'boolean':
      return toBoolean(value).map(plainly);
    case 'time':
    case 'happened': {
      const at = timeOf(value, reading);
      return at !== undefined && isMeant(at, shape.type, reading.receivedAt) ? [plainly(at)] : [];
    }
    case 'choice':
      return ofType(value, 'string').map(wordOf).map(plainly);
  }
}

const plainly = (value: unknown): Converted => ({ value });

function timeOf(value: unknown, { timeZone, locale }: Reading): string | undefined {
  const local = locale === null ? undefined : localDate(value, locale);
  return readTime(local ?? value, timeZone);
}

/** `Demo Request`, `demo-request`, `demoRequest`: one word, as ours are written. */
function wordOf(text: unknown): string {
  return String(text)
    .trim()
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

function toEmail(value: unknown): Converted[] {
  const read = readEmail(value);
  if (!read) return [];
  const note = read.others > 0 ? `${read.others + 1} addresses: the first is kept` : null;
  return [{ value: read.address, note }];
}

function toNumber(shape: Leaf, value: unknown, locale: string | null): Converted[] {
  if (typeof value !== 'string') return ofType(value, 'number').map(plainly);
  const isWhole = shape.accepts(0.5) !== null;
  const read = readNumber(value, { isWhole, locale });
  return read ? [read] : [];
}

function toMoney(value: unknown): Converted[] {
  if (typeof value !== 'string') return ofType(value, 'number').map(plainly);
  const read = readMoney(value);
  return read ? [read] : [];
}

function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) {
    const texts = value.filter((element) => !isNothing(element)).map(toTexts);
    return texts.every((text) => text.length > 0) ? [texts.map(([text]) => text).join(', ')] : [];
  }
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'string') return [];
  const text = value.trim();
  // People type an address of a site without its scheme.
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? [text, `https://${text}`] : [text];
}

function toBoolean(value: unknown): boolean[] {
  const word = String(value).trim().toLowerCase();
  if (YES.has(word)) return [true];
  return NO.has(word) ? [false] : [];
}

function ofType(value: unknown, type: 'string' | 'number'): unknown[] {
  return typeof value === type ? [value] : [];
}

function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === 'string' && PLACEHOLDERS.has(value.trim()))
  );
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
