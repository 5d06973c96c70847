import { type Group, leadShape, type Shape } from './lead-shape.ts';
import { type Problem, phrase, unknownField } from './problem.ts';
import { readTime } from './read-time.ts';
import { isRecord, nameType } from './record.ts';

type Report = (path: string, problem: string) => void;
type Fields = Record<string, unknown>;

// What forms and templates write where there is nothing; the last is Typeform's own.
const PLACEHOLDERS: ReadonlySet<string> = new Set(['', 'null', 'undefined', 'xxxxx']);
const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 'on']);
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', 'n', 'off']);

/**
 * Makes mapped values fit the canonical lead: text to numbers, timestamps to ISO, one element to a list. What cannot
 * fit is left out and reported, so that one bad field does not cost a lead.
 */
export function fitToLead(mapped: Fields): { lead: Fields; problems: Problem[] } {
  const problems: Problem[] = [];
  const lead = fitGroup(leadShape, mapped, '', (path, problem) => problems.push({ path, problem }));
  return { lead: lead ?? {}, problems };
}

function fitValue(shape: Shape, value: unknown, path: string, report: Report): unknown {
  if (isNothing(value)) return undefined;
  switch (shape.type) {
    case 'group':
      return fitGroup(shape, value, path, report);
    case 'list':
      return fitList(shape, value, path, report);
    case 'text':
    case 'number':
    case 'boolean':
    case 'time':
    case 'choice':
      return fitLeaf(shape, value, path, report);
  }
}

function fitGroup(shape: Group, value: unknown, path: string, report: Report): Fields | undefined {
  if (!isRecord(value)) {
    report(path, `expected an object, got ${nameType(value)}`);
    return undefined;
  }
  for (const key of Object.keys(value)) {
    if (!shape.fields.has(key)) report(join(path, key), unknownField(key, [...shape.fields.keys()]));
  }

  const fitted: Fields = {};
  for (const [name, field] of shape.fields) {
    const inner = fitValue(field.shape, value[name], join(path, name), report);
    if (inner !== undefined) fitted[name] = inner;
    else if (field.required) {
      report(join(path, name), `needed, so ${path} is left out`);
      return undefined;
    }
  }
  return Object.keys(fitted).length > 0 ? fitted : undefined;
}

function fitList(
  shape: Extract<Shape, { type: 'list' }>,
  value: unknown,
  path: string,
  report: Report,
): unknown {
  // JSONata collapses a list of one to its element.
  const elements = Array.isArray(value) ? value : [value];
  if (elements.length > shape.most)
    report(path, `${elements.length} elements, only the first ${shape.most} are kept`);
  return elements
    .slice(0, shape.most)
    .map((element, at) => fitValue(shape.element, element, `${path}[${at}]`, report))
    .filter((element) => element !== undefined);
}

function fitLeaf(
  shape: Exclude<Shape, { type: 'group' | 'list' }>,
  value: unknown,
  path: string,
  report: Report,
): unknown {
  const candidates = convert(shape.type, value);
  const fitting = candidates.find((candidate) => shape.accepts(candidate) === null);
  if (fitting !== undefined) return fitting;
  const [first] = candidates;
  const problem = first === undefined ? null : shape.accepts(first);
  report(path, problem === null ? `expected a ${shape.type}, got ${nameType(value)}` : phrase(problem));
  return undefined;
}

function convert(type: 'text' | 'number' | 'boolean' | 'time' | 'choice', value: unknown): unknown[] {
  switch (type) {
    case 'text':
      return toTexts(value);
    case 'number':
      return typeof value === 'string' && /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(value.trim())
        ? [Number(value)]
        : ofType(value, 'number');
    case 'boolean':
      return toBoolean(value);
    case 'time':
      return ofType(readTime(value), 'string');
    case 'choice':
      return ofType(value, 'string').map((text) =>
        text
          .trim()
          .toLowerCase()
          .replaceAll(/[\s-]+/g, '_'),
      );
  }
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

function ofType(value: unknown, type: 'string'): string[];
function ofType(value: unknown, type: 'number'): number[];
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
