import type { Stage } from '#domain/stages.ts';
import type { ImportedLead, RowProblem } from './imported-lead.ts';
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
  read: number;
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

export type Tally = { add: (line: number, reading: RowReading) => void; figures: () => Figures };

const LINES_NAMED = 5;
const VALUES_NAMED = 12;

export function createTally(): Tally {
  const counts = { rows: 0, read: 0, refused: 0, tooOld: 0, noRecord: 0 };
  const marks = { inferred: 0, withPast: 0, rejections: 0 };
  const stages = new Map<Stage, number>();
  const sources = new Map<string, number>();
  const problems = new Map<string, ProblemGroup>();
  const warnings = new Map<string, ProblemGroup>();
  let from: Date | null = null;
  let to: Date | null = null;

  const addLead = ({ stage, sourceId, reached, handoff, capturedAt }: ImportedLead): void => {
    increase(stages, stage);
    increase(sources, sourceId);
    if (reached.some(({ at }) => at === null)) marks.inferred += 1;
    if (handoff) marks.withPast += 1;
    if (handoff?.rejection) marks.rejections += 1;
    if (from === null || capturedAt < from) from = capturedAt;
    if (to === null || capturedAt > to) to = capturedAt;
  };

  return {
    add: (line, reading) => {
      counts.rows += 1;
      switch (reading.type) {
        case 'lead':
          counts.read += 1;
          addLead(reading.imported);
          for (const warning of reading.warnings) group(warnings, line, warning);
          return;
        case 'refused':
          counts.refused += 1;
          group(problems, line, reading.problem);
          return;
        case 'left_out':
          if (reading.because === 'too_old') counts.tooOld += 1;
          else counts.noRecord += 1;
      }
    },
    figures: () => ({
      ...counts,
      ...marks,
      stages,
      sources,
      from,
      to,
      problems: byCount(problems),
      warnings: byCount(warnings),
    }),
  };
}

const byCount = (groups: Map<string, ProblemGroup>): ProblemGroup[] =>
  [...groups.values()].toSorted((a, b) => b.count - a.count);

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
