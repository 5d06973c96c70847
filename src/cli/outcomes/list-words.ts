import type { SinkList } from '#db/sink-lists.ts';
import type { SinkRecordRow, SinkRow } from '#db/sinks.ts';
import type { Mode } from '#domain/settings.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import { SINKS } from '#domain/sink-systems.ts';
import type { FieldChange } from '#domain/sink-writes.ts';

/** What `outcomes list` says: ids, fields and what stands in them, and nobody's name or address. */

export const minute = (at: Date): string => `${at.toISOString().slice(0, 16)}Z`;

const HEADINGS: Readonly<Record<SinkList, string>> = {
  failed: 'could not be told',
  planned: 'would be written',
  waiting: 'wait',
  noted: 'have something to be said of them',
};

/** How a tool stands. `settings` are undefined of one that was taken out of them, `row` of one that is new. */
export function sinkLines(
  id: string,
  {
    settings,
    row,
    mode,
    now,
  }: { settings: SinkSettings | undefined; row: SinkRow | undefined; mode: Mode; now: Date },
): string[] {
  if (settings === undefined) return [`${id}: not in the settings any more; nothing is told it`];
  return [
    `${id} (${SINKS[settings.to]}): ${standingWords(settings, row, mode)}`,
    ...(row?.pausedUntil && row.pausedUntil > now ? [`  ${restWords(row.pausedUntil, row.problem)}`] : []),
    ...(row?.problem
      ? [`  ! ${row.problem}${row.problemSince ? `, since ${minute(row.problemSince)}` : ''}`]
      : []),
  ];
}

/** Whether it is written, and if not, why. */
export function standingWords(
  { dry }: Pick<SinkSettings, 'dry'>,
  row: Pick<SinkRow, 'approvedAt' | 'approvedBy'> | undefined,
  mode: Mode,
): string {
  const approved = row?.approvedAt
    ? `approved by ${row.approvedBy ?? 'somebody'} on ${minute(row.approvedAt)}`
    : null;
  if (approved === null) return 'dry: nothing is written before it is approved';
  if (dry) return `${approved}, and dry by its settings`;
  return mode === 'shadow' ? `${approved}; nothing is written in shadow mode` : approved;
}

/** Later than any clock of ours: until somebody asks. */
const NEVER_YEAR = 9000;
const restWords = (until: Date, problem: string | null): string =>
  until.getUTCFullYear() > NEVER_YEAR
    ? 'not asked until somebody says so: outcomes retry'
    : `${problem === null ? 'busy' : 'not asked'} until ${minute(until)}`;

export function listLines(
  list: SinkList,
  { rows, count }: { rows: SinkRecordRow[]; count: number },
): string[] {
  if (count === 0) return [];
  const more = count - rows.length;
  return [
    `  ${count.toLocaleString('en')} ${HEADINGS[list]}:`,
    ...rows.flatMap((row) => rowLines(list, row)),
    ...(more > 0 ? [`    … and ${more.toLocaleString('en')} more (--all)`] : []),
  ];
}

function rowLines(list: SinkList, row: SinkRecordRow): string[] {
  const who = `    lead ${row.leadId}${row.recordId === null ? '' : `, ${row.recordType} ${row.recordId}`}`;
  switch (list) {
    case 'failed':
      return [`${who}: ${failedWords(row)}`];
    case 'planned':
      return [who, ...plannedLines(row).map((line) => `      ${line}`)];
    case 'waiting':
      return [`${who}: due ${row.dueAt === null ? 'never' : minute(row.dueAt)}`];
    case 'noted':
      return [who, ...row.notes.map((note) => `      ${note}`)];
  }
}

function failedWords({ problem, failedSince, tries, dueAt }: SinkRecordRow): string {
  const since = failedSince === null ? '' : `, since ${minute(failedSince)}`;
  const next = dueAt === null ? 'not tried again by itself: outcomes retry' : `next on ${minute(dueAt)}`;
  return `${problem}${since}, ${tries === 1 ? '1 try' : `${tries} tries`}, ${next}`;
}

export const plannedLines = ({ planned }: Pick<SinkRecordRow, 'planned'>): string[] => {
  const lines = [...(planned?.changes ?? []).map(changeWords), ...(planned?.entries ?? [])];
  return lines.length === 0 ? ['nothing'] : lines;
};

export const changeWords = ({ field, from, to }: FieldChange): string =>
  `${field}: ${valueWords(from)} → ${valueWords(to)}`;

export const valueWords = (value: string | null): string =>
  value === null || value === '' ? 'empty' : JSON.stringify(value);
