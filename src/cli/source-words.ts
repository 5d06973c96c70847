import { isDeepStrictEqual } from 'node:util';
import { resultOf } from '#domain/conditions.ts';
import { personsId } from '#domain/doctor/sources.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import type { Settings, Source } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { isAsSent, type Observed, readObserved } from '#src/sources/conversions.ts';
import type { Problem } from '#src/sources/problem.ts';
import type { ItemResult, ReadableSource } from '#src/sources/read-items.ts';

/** What `source test` says of what was read. */

/** One item, where it was found, and each value that was read in it. */
export type TestedItem = Observed & { file: string; position: number };
type Read = Extract<ItemResult, { ignored: false }>;

/** Reads a body as intake does, and keeps what each value was read from. */
export async function readForTest(
  source: ReadableSource,
  body: unknown,
  { file, now }: { file: string; now: Date },
): Promise<TestedItem[]> {
  const items = await readObserved(source, body, now);
  return items.map((item, position) => ({ ...item, file, position }));
}

export function testedLines(
  settings: Settings,
  source: Source,
  items: readonly TestedItem[],
  now: Date,
): string[] {
  const [first] = items;
  const named = personsId(source);
  return [
    ...(first
      ? [`${first.file}: ${items.length === 1 ? '1 item' : `${items.length} items`}`]
      : ['nothing was found']),
    ...(named === null ? [] : [`! the id is read from ${named}, which names a person and not what they did`]),
    ...items.flatMap((item) => ['', ...itemLines(settings, source, item, now)]),
    '',
  ];
}

function itemLines(
  settings: Settings,
  source: Source,
  { position, result, read }: TestedItem,
  now: Date,
): string[] {
  const no = `${position + 1}.`;
  if (!result.ok) {
    const id = result.key === null ? 'no id' : `id ${result.key}`;
    return [`${no} ${id}: would be quarantined`, ...problemLines(result.problems)];
  }
  if (result.ignored) return [`${no} ${result.why ?? 'left out by the source’s `when`'}`];
  const { lead, key, warnings } = result;
  return [
    `${no} ${lead.kind}, ${key === null ? 'no id: known by its delivery alone' : `id ${key}`}`,
    ...(key !== null && namesPerson(key, lead)
      ? ['  ! this id is the person’s: what they do next would have it too']
      : []),
    ...factLines(lead, read),
    ...(warnings.length === 0 ? [] : ['  left out, or not as it was sent', ...problemLines(warnings)]),
    `  ${judgedWords(settings, source, lead, now)}`,
    ...(lead.kind === 'lead' || lead.kind === 'signal'
      ? [`  ${routedWords(settings, source, lead, now)}`]
      : []),
  ];
}

/** Whether an item has the id of a person in it: then it names no event. */
const namesPerson = (key: string, { person, refs }: CanonicalLead): boolean =>
  [person.email, person.phone, ...refs.map(({ id }) => id)].some(
    (name) => name?.toLowerCase() === key.toLowerCase(),
  );

const problemLines = (problems: readonly Problem[]): string[] =>
  problems.map(
    ({ path, problem, sent }) =>
      `    ${path || 'the item'}: ${problem}${sent === undefined ? '' : `; sent: ${JSON.stringify(sent)}`}`,
  );

const APART = new Set(['id', 'kind', 'schema_version']);

function factLines(lead: CanonicalLead, read: Observed['read']): string[] {
  return leaves(lead, '')
    .filter(([path]) => !APART.has(path))
    .map(([path, value]) => {
      const from = read.get(path);
      const converted =
        from === undefined || isAsSent(from) ? '' : `  (converted from ${JSON.stringify(from.sent)})`;
      return `  ${path}: ${JSON.stringify(value)}${converted}`;
    });
}

function leaves(value: unknown, path: string): [path: string, value: unknown][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((inner, index) => leaves(inner, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function judgedWords(settings: Settings, source: Source, lead: CanonicalLead, now: Date): string {
  if (lead.kind === 'activity') {
    const isAutomatic = lead.activity?.automatic === true;
    return isAutomatic ? 'a machine made it: shown, and stops no clock' : 'what a rep did: it is not judged';
  }
  if (lead.kind === 'erasure') return 'an erasure: whoever is meant is forgotten';
  if (lead.kind === 'spend') return 'what was spent: it counts in /funnel cost, and makes no lead';
  if (lead.kind === 'account_signal')
    return 'what a company did: shown on its open cards, told to whoever looks after it, and kept';
  if (lead.kind === 'update')
    return 'news of somebody, if they are known: it makes no lead and messages nobody';
  if (lead.kind === 'test') return 'a test: ops read that it came';
  const { temperature, evidence } = judgeLead(
    settings,
    { record: lead, sourceId: source.id },
    source,
    lead.signals,
    now,
  );
  const verdict = evidence.isMql ? 'qualified' : 'not qualified';
  const failed = evidence.failed.length === 0 ? '' : `; failed: ${evidence.failed.join(', ')}`;
  const unknown = evidence.unknown.length === 0 ? '' : `; not known: ${evidence.unknown.join(', ')}`;
  return `judged, if nothing else is known of them: ${verdict}, ${temperature} (${evidence.temperatureBecause})${failed}${unknown}`;
}

/** Where the routes lead it; who is there, and who owns the company already, only the database knows. */
function routedWords(settings: Settings, source: Source, record: CanonicalLead, now: Date): string {
  const of = { record, sourceId: source.id };
  const { temperature } = judgeLead(settings, of, source, record.signals, now);
  const facts = leadFacts(settings, { ...of, temperature });
  const route = settings.routes
    .filter(({ leg }) => leg === USUAL_LEG)
    .find(({ when }) => resultOf(when, facts) === 'held');
  if (!route) return 'routed: no route fits it, so it would wait for ops';
  const to = 'pool' in route.to ? `the pool ${route.to.pool}` : route.to.person;
  const place = [facts.territory, facts.segment].filter((one) => one !== undefined).join(', ');
  return `routed, if its company has no owner: by the route ${route.id} to ${to}${place === '' ? '' : ` (${place})`}`;
}

/** Where items with different content have one id: the later one would be taken for the same thing, told again. */
export function twiceLines(items: readonly TestedItem[]): string[] {
  const read = items.filter(
    (item): item is TestedItem & { result: Read } => item.result.ok && !item.result.ignored,
  );
  const byKey = Map.groupBy(read, ({ result }) => result.key);
  return [...byKey].flatMap(([key, same]) => {
    const isOne = same.every(({ result }) => isDeepStrictEqual(result.lead, same[0]?.result.lead));
    if (key === null || isOne) return [];
    const where = same.map(({ file, position }) => `${file} (${position + 1})`).join(', ');
    return [`! one id, ${key}, for different things: ${where}. An id has to name what happened`];
  });
}
