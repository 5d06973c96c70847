import type { LeadRow } from '#db/leads.ts';
import type { OutcomeRow } from '#db/outcomes.ts';
import { beginWrite, endWrite, noteTold, type SinkRecordRow } from '#db/sinks.ts';
import { stateAfter } from '#domain/outcome-state.ts';
import type { OutcomeType } from '#domain/outcome-types.ts';
import { sayOutcome } from '#domain/outcome-words.ts';
import { planFields, wantedBy } from '#domain/plan-write.ts';
import { BY_HAND_USUALLY } from '#domain/sink-systems.ts';
import type { FieldChange, PlannedWrite } from '#domain/sink-writes.ts';
import { nameOf, personOf, reasonWords, sourceName } from '#domain/team.ts';
import type { ReadySink } from './open-sinks.ts';
import type { DealEntry, Entry, RecordSink, SinkRecord } from './sink.ts';
import type { SinkSide } from './sink-side.ts';

/** Tells a tool with records: its fields show the latest state, and what happened stands in its history. */

type Told = {
  ready: ReadySink;
  row: SinkRecordRow;
  lead: LeadRow;
  known: readonly OutcomeRow[];
  due: readonly OutcomeRow[];
};
/** `spend` takes one of the writes that may be made now, or ends it for now. */
type Writes = { isDry: boolean; spend: () => Promise<void> };
export type Result = { notes: string[]; planned: PlannedWrite | null; record: SinkRecord | null };

export const NOBODY_THERE = 'the tool knows nobody by this record or address';

/** @throws SinkAway, SinkRefused, and what `spend` throws */
export async function tellRecord(side: SinkSide, told: Told, writes: Writes): Promise<Result> {
  const { ready, row, lead, due } = told;
  const { sink, ask } = side.opened(ready);
  if (sink.kind !== 'record') throw new Error(`${row.sinkId} has no records`);
  const record = await find(sink, row, lead);
  if (record === null)
    return { notes: [NOBODY_THERE], planned: writes.isDry ? { changes: [], entries: [] } : null, record };
  const users = await ask('users', () => sink.users());
  const userOf = (personId: string): string | null => {
    const email = personOf(side.core.inForce().settings, personId)?.email.toLowerCase();
    return email === undefined ? null : (users.get(email) ?? null);
  };
  const { changes, notes } = await plan(side, told, { sink, record, userOf });
  if (writes.isDry) {
    const entries = due.flatMap((outcome) =>
      entriesOf(side, told, outcome, userOf).map(({ words }) => words),
    );
    return { notes, planned: { changes, entries }, record };
  }
  const which = { sinkId: row.sinkId, leadId: row.leadId };
  if (changes.length > 0) {
    await writes.spend();
    await beginWrite(side.core.db, which, { changes, record });
    await sink.write(record, Object.fromEntries(changes.map(({ field, to }) => [field, to])));
    await endWrite(side.core.db, which, { changes, at: side.core.now() });
  }
  let standsFor = record;
  for (const outcome of due) {
    for (const { carryOut } of entriesOf(side, told, outcome, userOf)) {
      await writes.spend();
      standsFor = (await carryOut(sink, standsFor)) ?? standsFor;
    }
    await noteTold(side.core.db, which, outcome.no);
  }
  return { notes, planned: null, record: standsFor };
}

async function find(sink: RecordSink, row: SinkRecordRow, { record }: LeadRow): Promise<SinkRecord | null> {
  const known =
    row.recordType === null || row.recordId === null ? null : { type: row.recordType, id: row.recordId };
  return sink.find({ known, refs: record.refs, email: record.person.email ?? null });
}

type Asked = { sink: RecordSink; record: SinkRecord; userOf: (personId: string) => string | null };

async function plan(side: SinkSide, told: Told, { sink, record, userOf }: Asked) {
  const { ready, row, lead, known } = told;
  const { settings, system } = ready;
  const inForce = side.core.inForce().settings;
  const { ask } = side.opened(ready);
  const fields = await ask(`fields ${record.type}`, () => sink.fields(record.type));
  const names = { ...system.fields, ...settings.fields };
  const wanted = wantedBy(stateAfter(known), {
    fields: names,
    status: { ...system.words.status, ...settings.words.status },
    stage: { ...system.words.stage, ...settings.words.stage },
    userOf,
    nameOf: (id) => nameOf(inForce, id),
    reasonOf: (code) => reasonWords(inForce, code),
    source: sourceName(inForce, lead.sourceId),
    leadId: lead.id,
  });
  const isThere = (name: string) => fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
  const unsure = (row.writing ?? []).map(({ field }) => field);
  const asked = [...new Set([...wanted.map(({ field }) => field).filter(isThere), ...unsure])];
  const current = asked.length === 0 ? {} : await sink.read(record, asked);
  // An answer that was lost: what we were writing may stand there.
  await settleWriting(side, row, current);
  return planFields({
    wanted,
    fields,
    current,
    written: { ...row.written, ...lost(row.writing, current) },
    byHand: (key) => settings.by_hand[key] ?? BY_HAND_USUALLY[key],
    stageOrder: settings.stage_backwards ? [] : system.stageOrder,
  });
}

const lost = (writing: FieldChange[] | null, current: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(standing(writing, current).map(({ field, to }) => [field, to]));

/** Of what was being written, that which stands there. */
export const standing = (writing: FieldChange[] | null, current: Readonly<Record<string, string | null>>) =>
  (writing ?? []).filter(({ field, to }) => field in current && (current[field] ?? '') === (to ?? ''));

async function settleWriting(
  { core }: SinkSide,
  { sinkId, leadId, writing }: SinkRecordRow,
  current: Readonly<Record<string, string | null>>,
): Promise<void> {
  if (writing === null) return;
  await endWrite(core.db, { sinkId, leadId }, { changes: standing(writing, current), at: core.now() });
}

type Step = { words: string; carryOut: (sink: RecordSink, record: SinkRecord) => Promise<SinkRecord | null> };

const LOGGED: readonly OutcomeType[] = [
  'accepted',
  'rejected',
  'meeting_held',
  'meeting_missed',
  'qualified',
  'opportunity',
  'won',
  'lost',
  'recycled',
  'disqualified',
];
const OF_DEALS: Partial<Record<OutcomeType, DealEntry['status']>> = {
  opportunity: 'open',
  won: 'won',
  lost: 'lost',
};
/** Whoever is past this is written to by nobody's machine. */
const FINISHING: readonly OutcomeType[] = [
  'rejected',
  'meeting_booked',
  'qualified',
  'recycled',
  'disqualified',
  'won',
  'lost',
];

/** Beside the fields: a deal, an entry in the history, the end of a sequence. */
function entriesOf(
  side: SinkSide,
  { ready: { settings, system }, lead }: Told,
  outcome: OutcomeRow,
  userOf: (personId: string) => string | null,
): Step[] {
  const inForce = side.core.inForce().settings;
  const naming = {
    nameOf: (id: string) => nameOf(inForce, id),
    reasonOf: (code: string) => reasonWords(inForce, code),
  };
  const { type, detail } = outcome;
  const said = sayOutcome(outcome, naming);
  const personId = detail.ownerId ?? detail.byId ?? null;
  const ownerId = personId === null ? null : userOf(personId);
  const at = detail.doneAt === undefined ? outcome.at : new Date(detail.doneAt);
  const steps: Step[] = [];
  const status = OF_DEALS[type];
  if (settings.deals && system.hasDeals && status !== undefined) {
    const deal: DealEntry = {
      mark: markOf(outcome.handoffId ?? outcome.id),
      name: lead.record.account.name ?? lead.record.person.full_name ?? 'New deal',
      status,
      amount: detail.amount ?? null,
      currency: detail.currency ?? null,
      closeOn: detail.closeOn ?? null,
      lostReason: detail.reason ? naming.reasonOf(detail.reason) : null,
      ...{ ownerId, at },
    };
    steps.push({
      words: `deal: ${said.title}`,
      carryOut: async (sink, record) => (await sink.deal?.(record, deal)) ?? null,
    });
  }
  const { log } = settings;
  if (log !== 'none' && system.hasLog && LOGGED.includes(type)) {
    const entry: Entry = { mark: markOf(outcome.id), at, ...said, ownerId };
    steps.push({
      words: `${log}: ${said.title}`,
      carryOut: async (sink, record) => {
        await sink.log?.(record, entry, log);
        return null;
      },
    });
  }
  if (settings.finish && system.hasSequences && FINISHING.includes(type))
    steps.push({
      words: 'the sequence ends',
      carryOut: async (sink, record) => {
        await sink.finish?.(record);
        return null;
      },
    });
  return steps;
}

/** Stands in whatever we make in a tool, so that it is found again. */
const markOf = (id: string): string => `handoff:${id}`;
