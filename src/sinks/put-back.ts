import type { Db } from '#db/db.ts';
import { beginPutBack, changesOfLead, endPutBack, type SinkChangeRow } from '#db/sink-changes.ts';
import { endWrite, type SinkRecordRow } from '#db/sinks.ts';
import { isSame } from '#domain/plan-write.ts';
import { type PutBack, planPutBack } from '#domain/put-back.ts';
import type { RecordSink, SinkRecord } from './sink.ts';
import { standing } from './tell-record.ts';

/** Puts back in a tool what we changed there, lead by lead, where what we wrote still stands. */

export type RecordPutBack = { record: SinkRecord; fields: PutBack[] };
type Side = { db: Db; now: () => Date };
type Which = { sinkId: string; leadId: string };

/** What would be put back of a lead. */
export async function planLead(
  { db }: Pick<Side, 'db'>,
  sink: RecordSink,
  { which, since }: { which: Which; since: Date | null },
): Promise<RecordPutBack[]> {
  const changes = await changesOfLead(db, which, since);
  const planned: RecordPutBack[] = [];
  for (const of of Map.groupBy(changes, ({ recordType, recordId }) => `${recordType} ${recordId}`).values())
    planned.push(await planRecord(sink, of));
  return planned;
}

async function planRecord(sink: RecordSink, changes: readonly SinkChangeRow[]): Promise<RecordPutBack> {
  const [{ recordType: type = '', recordId: id = '' } = {}] = changes;
  const record = { type, id };
  const fields = await sink.fields(type);
  const there = [...new Set(changes.map(({ field }) => field))].filter((name) =>
    fields.some((field) => field.name === name),
  );
  const current = there.length === 0 ? {} : await sink.read(record, there);
  const kept = changes.map(({ id: no, field, fromValue, toValue }) => ({
    ...{ id: no, field, from: fromValue, to: toValue },
  }));
  return { record, fields: planPutBack(kept, fields, current) };
}

/** Puts a lead back that nobody else has meanwhile. What the tool did not take, although it did not say so, is `fixed`. */
export async function putLeadBack(
  { db, now }: Side,
  sink: RecordSink,
  { row, since }: { row: SinkRecordRow; since: Date | null },
): Promise<RecordPutBack[]> {
  const which = { sinkId: row.sinkId, leadId: row.leadId };
  await settle({ db, now }, sink, row);
  const done: RecordPutBack[] = [];
  for (const { record, fields } of await planLead({ db }, sink, { which, since })) {
    const changes = fields
      .filter(({ outcome }) => outcome === 'write')
      .map(({ field, now: from, to }) => ({ field, from, to }));
    const values = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
    if (changes.length > 0) {
      await beginPutBack(db, which, { record, changes });
      await sink.write(record, values);
    }
    const looked = await lookAgain(sink, record, fields);
    const isDone = ({ outcome }: PutBack) => outcome === 'write' || outcome === 'there';
    await endPutBack(db, which, {
      ids: looked.filter(isDone).flatMap(({ ids }) => ids),
      values: Object.fromEntries(looked.filter(isDone).map(({ field, to }) => [field, to])),
      at: now(),
    });
    done.push({ record, fields: looked });
  }
  return done;
}

async function lookAgain(
  sink: RecordSink,
  record: SinkRecord,
  fields: readonly PutBack[],
): Promise<PutBack[]> {
  const written = fields.filter(({ outcome }) => outcome === 'write').map(({ field }) => field);
  if (written.length === 0) return [...fields];
  const [current, known] = [await sink.read(record, written), await sink.fields(record.type)];
  return fields.map((one) => {
    const field = known.find(({ name }) => name === one.field);
    const isLeft =
      one.outcome === 'write' && field !== undefined && !isSame(field, current[one.field] ?? null, one.to);
    return isLeft ? { ...one, outcome: 'fixed' } : one;
  });
}

/** A write of which nobody knows whether it came through: what of it stands there was written. */
async function settle({ db, now }: Side, sink: RecordSink, row: SinkRecordRow): Promise<void> {
  const { sinkId, leadId, writing, recordType, recordId } = row;
  if (writing === null || recordType === null || recordId === null) return;
  const names = writing.map(({ field }) => field);
  const current = await sink.read({ type: recordType, id: recordId }, names);
  await endWrite(db, { sinkId, leadId }, { changes: standing(writing, current), at: now() });
}
