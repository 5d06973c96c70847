import type { Settings } from '#domain/settings.ts';
import type { Stage } from '#domain/stages.ts';
import { outranks } from './history.ts';
import type { ImportedLead, RowProblem } from './imported-lead.ts';
import { createPeople } from './people.ts';
import type { RowReading } from './read-row.ts';

/** Rows with the same problem. */
export type ProblemGroup = {
  kind: string;
  column: string | null;
  count: number;
  /** The first lines it is on. */
  lines: number[];
  /** Its values and how often each occurs, where few differ. */
  values: Map<string, number>;
};

/** What the rows of an export say together. */
export type Figures = {
  rows: number;
  /** People, however many rows tell of each. */
  leads: number;
  /** Rows that tell more of somebody who stood in the file before. */
  again: number;
  refused: number;
  tooOld: number;
  noRecord: number;
  stages: Map<Stage, number>;
  sources: Map<string, number>;
  /** Leads with at least one stage that nobody saw, besides the first. */
  inferred: number;
  withPast: number;
  rejections: number;
  from: Date | null;
  to: Date | null;
  problems: ProblemGroup[];
  warnings: ProblemGroup[];
};

export type Tally = {
  /** Counts a row; answers whether it is the first that tells of its lead. */
  add: (line: number, reading: RowReading) => boolean;
  figures: () => Figures;
};

/** What the rows about one person say together. */
type Told = Pick<ImportedLead, 'stage' | 'sourceId'> & {
  isInferred: boolean;
  hasPast: boolean;
  isRejected: boolean;
};

const LINES_NAMED = 5;
const VALUES_NAMED = 12;

export function createTally(settings: Settings): Tally {
  const counts = { rows: 0, refused: 0, tooOld: 0, noRecord: 0 };
  let read = 0;
  const people = createPeople(settings);
  const told: Told[] = [];
  const problems = new Map<string, ProblemGroup>();
  const warnings = new Map<string, ProblemGroup>();
  let from: Date | null = null;
  let to: Date | null = null;

  const addLead = (imported: ImportedLead): boolean => {
    const { stage, sourceId, reached, handoff, capturedAt } = imported;
    const { no, isNew } = people.find(imported);
    const before = told[no];
    told[no] = {
      stage: before === undefined || outranks(stage, before.stage) ? stage : before.stage,
      sourceId: before?.sourceId ?? sourceId,
      isInferred: before?.isInferred || reached.some(({ at }) => at === null),
      hasPast: before?.hasPast || handoff !== null,
      isRejected: before?.isRejected || Boolean(handoff?.rejection),
    };
    if (from === null || capturedAt < from) from = capturedAt;
    if (to === null || capturedAt > to) to = capturedAt;
    return isNew;
  };

  return {
    add: (line, reading) => {
      counts.rows += 1;
      switch (reading.type) {
        case 'lead':
          read += 1;
          for (const warning of reading.warnings) group(warnings, line, warning);
          return addLead(reading.imported);
        case 'refused':
          counts.refused += 1;
          group(problems, line, reading.problem);
          return false;
        case 'left_out':
          if (reading.because === 'too_old') counts.tooOld += 1;
          else counts.noRecord += 1;
          return false;
      }
    },
    figures: () => ({
      ...counts,
      leads: told.length,
      again: read - told.length,
      stages: countBy(told.map(({ stage }) => stage)),
      sources: countBy(told.map(({ sourceId }) => sourceId)),
      inferred: told.filter(({ isInferred }) => isInferred).length,
      withPast: told.filter(({ hasPast }) => hasPast).length,
      rejections: told.filter(({ isRejected }) => isRejected).length,
      from,
      to,
      problems: byCount(problems),
      warnings: byCount(warnings),
    }),
  };
}

const byCount = (groups: Map<string, ProblemGroup>): ProblemGroup[] =>
  [...groups.values()].toSorted((a, b) => b.count - a.count);

function countBy<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) increase(counts, key);
  return counts;
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function group(groups: Map<string, ProblemGroup>, line: number, { kind, column, value }: RowProblem): void {
  const key = `${column ?? ''}\n${kind}`;
  const known: ProblemGroup = groups.get(key) ?? { kind, column, count: 0, lines: [], values: new Map() };
  known.count += 1;
  if (known.lines.length < LINES_NAMED) known.lines.push(line);
  if (value !== null && (known.values.has(value) || known.values.size < VALUES_NAMED))
    increase(known.values, value);
  groups.set(key, known);
}
