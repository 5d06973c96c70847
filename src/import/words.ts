import { describeDuration } from '#domain/behaviours.ts';
import { localDate } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import { STAGES, type Stage } from '#domain/stages.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import { type BoundColumns, likelyPreset } from './columns.ts';
import type { CsvFile } from './csv.ts';
import type { ImportedLead } from './imported-lead.ts';
import type { Rehearsed } from './rehearsal.ts';
import type { RowContext } from './row-context.ts';
import type { OrderProof, Preview, Progress, Stored } from './run-import.ts';
import type { Figures, ProblemGroup } from './tally.ts';

/** Everything an import says, line by line. */

const MOST_COLUMNS = 12;
const MOST_VALUES = 6;
const DELIMITER_NAMES: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** How the file and its columns are understood. */
export function fileLines(
  file: CsvFile,
  { found, missing, unused }: BoundColumns,
  context: RowContext,
  proof: OrderProof,
): string[] {
  const likely = likelyPreset(file.header);
  const isLikely = likely !== null && likely.found > found.length;
  const { encoding, delimiter } = file;
  const read = encoding.because === null ? 'UTF-8' : `${encoding.name}, because ${encoding.because}`;
  const between = DELIMITER_NAMES[delimiter] ?? JSON.stringify(delimiter);
  const meant = missing.filter((one) => one.meant !== null);
  const width = Math.max(...found.map(({ place }) => place.length));
  return [
    `${file.path}: read as ${context.mapping.name}; ${read}, separated by ${between}`,
    `Times without a zone are in ${context.timeZone}.${orderWords(context, proof)}`,
    ...(isLikely ? [`Its columns look like another export: --preset ${likely.name}?`] : []),
    '',
    'Columns:',
    ...found.map(({ place, columns }) => `  ${place.padEnd(width)}  ${columns.map(quote).join(', else ')}`),
    ...meant.map(
      ({ place, columns, meant: name }) =>
        `  ${place.padEnd(width)}  not found: ${columns.map(quote).join(', ')}; did you mean ${quote(name ?? '')}?`,
    ),
    ...(unused.length === 0 ? [] : [`  not used: ${listed(unused.map(quote), MOST_COLUMNS)}`]),
  ];
}

function orderWords({ dateOrder }: RowContext, { order, proofs, against }: OrderProof): string {
  if (dateOrder === null) {
    return against === 0
      ? ''
      : ` Dates with slashes are written in two orders (${proofs} one way, ${against} the other): say which with --dates.`;
  }
  const words = dateOrder === 'month_first' ? 'month first' : 'day first';
  const because = order === null ? 'as told' : `as ${count(proofs, 'date')} in the file can only be`;
  return ` Dates with slashes are read ${words}, ${because}.`;
}

/** The first rows as they would be stored, with personal data: for the eyes of whoever has the file. */
export function rowLines(first: readonly ImportedLead[], settings: Settings, timeZone: string): string[] {
  if (first.length === 0) return [];
  const rows = first.map(({ line, lead, stage, capturedAt, sourceId, reached, handoff }) => {
    const { person, account } = lead;
    const name = person.full_name ?? [person.first_name, person.last_name].filter(Boolean).join(' ');
    const who = [name, person.title, account.name, person.email].filter(Boolean).join(', ');
    const way = reached
      .slice(1)
      .map(({ stage: passed, at }) => `${STAGES[passed].label} ${at ? written(at, timeZone) : '(inferred)'}`);
    const owner = handoff ? [`with ${nameOf(settings, handoff.ownerId)}`] : [];
    const about = [
      `created ${written(capturedAt, timeZone)}`,
      `now ${STAGES[stage].label}`,
      ...way,
      ...owner,
    ];
    return `  line ${line}: ${printable(who)}\n    from ${sourceName(settings, sourceId)}; ${about.join('; ')}`;
  });
  return ['', 'The first rows, as they would be stored:', ...rows];
}

/** What the rows say together, and what is wrong with some. */
export function figureLines(figures: Figures, settings: Settings): string[] {
  const { rows, leads, again, refused, tooOld, noRecord, from, to } = figures;
  const zone = settings.workspace.time_zone;
  const period = from && to ? `, created ${localDate(zone, from)} to ${localDate(zone, to)}` : '';
  const left = [
    ...(again > 0 ? [`${count(again, 'row')} more of the same ${again === 1 ? 'person' : 'people'}`] : []),
    ...(refused > 0 ? [`${count(refused, 'row')} cannot be read`] : []),
    ...(tooOld > 0 ? [`${count(tooOld, 'row')} from before the period left out`] : []),
    ...(noRecord > 0 ? [`${count(noRecord, 'line')} of the report itself left out`] : []),
  ];
  return [
    '',
    `${count(leads, 'lead')} of ${count(rows, 'row')}${period}${left.map((words) => `; ${words}`).join('')}`,
    ...(leads === 0 ? [] : leadLines(figures, settings)),
    ...problemLines('Rows that cannot be read', figures.problems),
    ...problemLines('Read, but', figures.warnings),
  ];
}

function leadLines(figures: Figures, settings: Settings): string[] {
  return [
    `  by stage   ${stageWords(figures.stages)}`,
    `  by source  ${[...figures.sources].map(([id, amount]) => `${sourceName(settings, id)} ${amount.toLocaleString('en')}`).join(', ')}`,
    `  ${count(figures.inferred, 'lead')} with stages that the export has no time for; those are inferred, and rates say so`,
    `  ${count(figures.withPast, 'lead')} with what a rep did, of them ${count(figures.rejections, 'rejection')}`,
  ];
}

const ORDER = Object.keys(STAGES);
const stageWords = (stages: ReadonlyMap<Stage, number>): string =>
  [...stages]
    .toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([stage, amount]) => `${STAGES[stage].label} ${amount.toLocaleString('en')}`)
    .join(', ');

function problemLines(heading: string, groups: readonly ProblemGroup[]): string[] {
  if (groups.length === 0) return [];
  return [
    '',
    `${heading}:`,
    ...groups.map(({ kind, column, count: amount, lines, values }) => {
      const where = column === null ? '' : `${column}: `;
      const few = [...values].toSorted(([, a], [, b]) => b - a).slice(0, MOST_VALUES);
      const which = few.map(([value, times]) => `${quote(printable(value).slice(0, 60))} ×${times}`);
      const shown = which.length === 0 ? '' : `; ${which.join(', ')}`;
      const more = amount > lines.length ? ' …' : '';
      return `  ${count(amount, 'row')}: ${where}${kind}${shown} (line ${lines.join(', ')}${more})`;
    }),
  ];
}

/** What the bot would have done with these leads, had it been there. */
export function rehearsalLines(
  { qualified, qualifiedThere, byRep, waited, nobody, responses }: Rehearsed,
  settings: Settings,
): string[] {
  const reps = byRep.map(
    ({ repId, count: amount }) => `${nameOf(settings, repId)} ${amount.toLocaleString('en')}`,
  );
  const { version } = settings.mql;
  const measured = responses && responses.measured > 0;
  return [
    '',
    'What the bot would have done:',
    `  ${count(qualified, 'lead meets', 'leads meet')} the MQL definition ${version} by what the export tells; what they did before is not in it`,
    ...(qualifiedThere === 0
      ? []
      : [
          `  ${count(qualifiedThere, 'more lead was', 'more leads were')} MQL over there, which is taken at its word here`,
        ]),
    ...(qualified + qualifiedThere === 0
      ? []
      : [`  would have gone to: ${listed(reps, MOST_COLUMNS) || 'nobody'}`]),
    ...(waited === 0
      ? []
      : [`  ${count(waited, 'lead')} outside working hours, offered at the next opening`]),
    ...(nobody === 0
      ? []
      : [`  ${count(nobody, 'lead')} that nobody could have taken: no route, or nobody in the pool`]),
    ...(responses === null
      ? ['  when reps first responded is not in the export']
      : [
          `  in fact the first response took ${spokenMinutes(responses.medianMinutes)} (median of ${responses.count.toLocaleString('en')})${
            measured ? `; ${percent(responses.withinTarget, responses.measured)} within the target` : ''
          }`,
        ]),
  ];
}

export function previewLines(
  { figures, rehearsed, first }: Preview,
  settings: Settings,
  zone: string,
): string[] {
  return [
    ...rowLines(first, settings, zone),
    ...figureLines(figures, settings),
    ...(figures.leads === 0 ? [] : rehearsalLines(rehearsed, settings)),
  ];
}

/** How an import ended. */
export function storedLines(
  { outcomes, refused, isStopped }: Stored,
  { problemsPath, importId, seconds }: { problemsPath: string; importId: string; seconds: number },
): string[] {
  const { new: fresh, updated, unchanged } = outcomes;
  const numbers = [fresh, updated, unchanged].map((amount) => amount.toLocaleString('en'));
  return [
    `${isStopped ? 'Stopped' : 'Imported'}: ${numbers[0]} new, ${numbers[1]} updated, ${numbers[2]} unchanged, in ${seconds.toFixed(1)} s. Nobody was messaged.`,
    ...(isStopped ? ['What is in stays in. To go on, run the same command again: nothing is doubled.'] : []),
    ...(refused > 0
      ? [
          `${count(refused, 'row')} not read: ${problemsPath} has them with why (personal data, like the export itself). Mend and import that file.`,
        ]
      : []),
    ...(fresh > 0
      ? [`To take back what this run brought in: npm run handoff -- import --undo ${importId}`]
      : []),
  ];
}

export function progressLine({ rows, bytesRead, bytes }: Progress, seconds: number): string {
  const rate = seconds > 0 ? Math.round(rows / seconds) : rows;
  return `${percent(bytesRead, bytes)}  ${count(rows, 'row')}, ${rate.toLocaleString('en')} a second`;
}

const percent = (part: number, whole: number): string => `${Math.floor((100 * part) / Math.max(1, whole))}%`;

function spokenMinutes(minutes: number): string {
  if (minutes < 120) return count(Math.round(minutes), 'minute');
  return minutes < 48 * 60
    ? describeDuration({ unit: 'minutes', amount: Math.round(minutes / 60) * 60 })
    : count(Math.round(minutes / 60 / 24), 'day');
}

function written(at: Date, timeZone: string): string {
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone }).format(at);
}

const quote = (text: string): string => `"${text}"`;

/** A stranger's text must not steer the terminal. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

function listed(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${rest} more` : items.join(', ');
}
