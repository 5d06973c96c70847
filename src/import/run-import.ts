import { type BoundColumns, bindColumns } from './columns.ts';
import { type CsvFile, type CsvRecord, readRecords } from './csv.ts';
import { type DateOrder, possibleOrders } from './dates.ts';
import type { ImportedLead, RowProblem } from './imported-lead.ts';
import type { ImportMapping } from './mapping.ts';
import { PLACE_NAMES, PLACES } from './places.ts';
import type { PersonOutcome, RowOutcome } from './plan-batch.ts';
import type { ProblemsFile } from './problems-file.ts';
import { readRow } from './read-row.ts';
import { createRehearsal, type Rehearsed } from './rehearsal.ts';
import type { RowContext } from './row-context.ts';
import { type ImportRun, storeBatch } from './store-batch.ts';
import { createTally, type Figures } from './tally.ts';

/** A whole export, read and not stored. */
export type Preview = { figures: Figures; rehearsed: Rehearsed; first: ImportedLead[] };
/** Whom an import was about: people, however many rows tell of each. */
export type Stored = { outcomes: Record<RowOutcome, number>; refused: number; isStopped: boolean };
export type Progress = { rows: number; bytesRead: number; bytes: number };

const SHOWN_ROWS = 3;
const BATCH_ROWS = 250;

/** How dates with slashes are to be read, as far as the file itself proves it; `proofs` are the rows that do. */
export type OrderProof = { order: DateOrder | null; proofs: number; against: number };

/** Looks for dates that can only be read one way, such as 13/04/2026. */
export async function proveDateOrder(file: CsvFile, { binding }: BoundColumns): Promise<OrderProof> {
  const positions = PLACE_NAMES.filter((place) => PLACES[place] === 'time').flatMap(
    (place) => binding.positions[place] ?? [],
  );
  const proofs: Record<DateOrder, number> = { month_first: 0, day_first: 0 };
  for await (const { cells } of readRecords(file)) {
    for (const position of positions) {
      const possible = possibleOrders(cells[position] ?? '');
      const [only] = possible;
      if (only && possible.length === 1) proofs[only] += 1;
    }
  }
  const [order, other]: DateOrder[] =
    proofs.month_first >= proofs.day_first ? ['month_first', 'day_first'] : ['day_first', 'month_first'];
  if (!order || !other || proofs[order] === 0) return { order: null, proofs: 0, against: 0 };
  return { order: proofs[other] === 0 ? order : null, proofs: proofs[order], against: proofs[other] };
}

export const bind = (mapping: ImportMapping, file: CsvFile): BoundColumns =>
  bindColumns(mapping, file.header);

/** Reads every row, and says what an import would bring in. Nothing is stored. */
export async function previewImport(file: CsvFile, context: RowContext): Promise<Preview> {
  const tally = createTally(context.settings);
  const rehearsal = createRehearsal(context.settings);
  const first: ImportedLead[] = [];
  for await (const record of readRecords(file)) {
    const reading = readRow(context, record);
    const isNew = tally.add(record.line, reading);
    if (reading.type !== 'lead' || !isNew) continue;
    rehearsal.add(reading.imported);
    if (first.length < SHOWN_ROWS) first.push(reading.imported);
  }
  return { figures: tally.figures(), rehearsed: rehearsal.result(), first };
}

/** Stores every row that can be read, a few hundred at a time, and sets the others aside in a file. */
export async function storeImport(
  file: CsvFile,
  context: RowContext,
  run: ImportRun,
  {
    problems,
    onProgress,
    isStopped,
  }: {
    problems: ProblemsFile;
    onProgress: (progress: Progress) => void;
    isStopped: () => boolean;
  },
): Promise<Stored> {
  const people = createOutcomes();
  let refused = 0;
  const batches = readBatches(file, context);
  let next = await batches.next();
  while (!next.done) {
    const { leads, refusals, progress } = next.value;
    for (const { record, problem } of refusals) await problems.add(record, problem);
    refused += refusals.length;
    // The next batch is read while this one is stored.
    const [outcomes, following] = await Promise.all([
      leads.length === 0 ? [] : storeBatch(run, leads),
      batches.next(),
    ]);
    for (const one of outcomes) people.add(one);
    onProgress(progress);
    if (isStopped() && !following.done) return { outcomes: people.counts(), refused, isStopped: true };
    next = following;
  }
  return { outcomes: people.counts(), refused, isStopped: false };
}

type Batch = {
  leads: ImportedLead[];
  refusals: { record: CsvRecord; problem: RowProblem }[];
  /** How far the file is read with it. */
  progress: Progress;
};

async function* readBatches(file: CsvFile, context: RowContext): AsyncGenerator<Batch, void> {
  let rows = 0;
  let batch: Pick<Batch, 'leads' | 'refusals'> = { leads: [], refusals: [] };
  for await (const record of readRecords(file)) {
    rows += 1;
    const reading = readRow(context, record);
    if (reading.type === 'lead') batch.leads.push(reading.imported);
    if (reading.type === 'refused') batch.refusals.push({ record, problem: reading.problem });
    if (batch.leads.length + batch.refusals.length < BATCH_ROWS) continue;
    yield { ...batch, progress: { rows, bytesRead: record.bytesRead, bytes: file.bytes } };
    batch = { leads: [], refusals: [] };
  }
  yield { ...batch, progress: { rows, bytesRead: file.bytes, bytes: file.bytes } };
}

/** Each person once, by the most that became of them; of who was erased each row. */
function createOutcomes(): {
  add: (one: PersonOutcome) => void;
  counts: () => Stored['outcomes'];
} {
  const erased: RowOutcome[] = [];
  const people = new Map<string, RowOutcome>();
  return {
    add: ({ leadId, outcome }) => {
      if (leadId === null) erased.push(outcome);
      else if (outcome !== 'unchanged' && people.get(leadId) !== 'new') people.set(leadId, outcome);
      else if (!people.has(leadId)) people.set(leadId, outcome);
    },
    counts: () => {
      const counts = { new: 0, updated: 0, unchanged: 0 };
      for (const outcome of [...people.values(), ...erased]) counts[outcome] += 1;
      return counts;
    },
  };
}
