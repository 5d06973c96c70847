import type { LeadRow } from '#db/leads.ts';
import type { OutcomeRow } from '#db/outcomes.ts';
import { noteTold, type SinkRecordRow } from '#db/sinks.ts';
import { sayOutcome } from '#domain/outcome-words.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, reasonWords } from '#domain/team.ts';
import type { ReadySink } from './open-sinks.ts';
import type { Telling } from './sink.ts';
import type { SinkSide } from './sink-side.ts';
import type { Result } from './tell-record.ts';

/** Tells a tool each outcome by itself, in their order. */

type Told = { ready: ReadySink; row: SinkRecordRow; lead: LeadRow; due: readonly OutcomeRow[] };
type Writes = { isDry: boolean; spend: () => Promise<void> };

/** @throws SinkAway, SinkRefused, and what `spend` throws */
export async function tellEvents(
  side: SinkSide,
  { ready, row, lead, due }: Told,
  { isDry, spend }: Writes,
): Promise<Result> {
  const { sink } = side.opened(ready);
  if (sink.kind !== 'event') throw new Error(`${row.sinkId} is not told outcomes one by one`);
  const { settings } = side.core.inForce();
  const naming = {
    nameOf: (id: string) => nameOf(settings, id),
    reasonOf: (code: string) => reasonWords(settings, code),
  };
  if (isDry) {
    const entries = due.map((outcome) => sayOutcome(outcome, naming).title);
    return { notes: [], planned: { changes: [], entries }, record: null };
  }
  const notes: string[] = [];
  for (const outcome of due) {
    const told = await sink.tell(tellingOf(settings, lead, outcome, { now: side.core.now(), spend }));
    if (told !== 'told') notes.push(`${sayOutcome(outcome, naming).title}: ${told.leftOut}`);
    await noteTold(side.core.db, { sinkId: row.sinkId, leadId: row.leadId }, outcome.no);
  }
  return { notes, planned: null, record: null };
}

function tellingOf(
  settings: Settings,
  { id: leadId, record, sourceId, stage }: LeadRow,
  { id, type, at, detail, handoffId }: OutcomeRow,
  { now, spend }: { now: Date; spend: () => Promise<void> },
): Telling {
  const people = settings.people.map(({ id: personId, name, email }) => [personId, { name, email }] as const);
  return {
    id,
    outcome: { type, detail, at: detail.doneAt === undefined ? at : new Date(detail.doneAt) },
    lead: { id: leadId, record, sourceId, stage },
    handoffId,
    people: new Map(people),
    reasonWords: detail.reason ? reasonWords(settings, detail.reason) : null,
    now,
    spend,
  };
}
