import type { Db } from '#db/db.ts';
import { readLead } from '#db/leads.ts';
import type { MessageRow } from '#db/messages.ts';
import { personOfSlackId } from '#db/people.ts';
import { readSinkList, readSinkRows } from '#db/sink-lists.ts';
import { SINKS } from '#domain/sink-systems.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import type { SinkNoticeModel } from './statement-models.ts';

const SHOWN = 5;

/** What ops are told of a tool that is told outcomes: that it is new, that it refuses us, or that some could not be told. */
export async function loadSinkNotice(
  db: Db,
  { settings }: SettingsInForce,
  { detail }: Pick<MessageRow, 'detail'>,
): Promise<SinkNoticeModel | null> {
  if (detail.about !== 'sink') return null;
  const sinkId = String(detail.sinkId);
  const sink = settings.sinks.find(({ id }) => id === sinkId);
  const row = (await readSinkRows(db)).find(({ id }) => id === sinkId);
  if (row === undefined) return null;
  const of = { sinkId, name: sink === undefined ? sinkId : SINKS[sink.to], isKnown: sink !== undefined };
  switch (detail.what) {
    case 'new': {
      const { approvedAt, approvedBy } = row;
      const approved =
        approvedAt === null
          ? null
          : { at: approvedAt, by: await approverName(db, settings, approvedBy ?? '') };
      const { rows, count } = await readSinkList(db, { sinkId, list: 'planned', most: SHOWN });
      return { ...of, what: 'new', approved, count, planned: approved ? [] : await plannedIn(db, rows) };
    }
    case 'refused': {
      const since = new Date(String(detail.since));
      const isOver = row.problemSince?.getTime() !== since.getTime();
      return { ...of, what: 'refused', since, problem: isOver ? null : row.problem };
    }
    default: {
      const { rows, count } = await readSinkList(db, { sinkId, list: 'failed', most: SHOWN });
      const problems = [...new Set(rows.flatMap(({ problem }) => problem ?? []))];
      return { ...of, what: 'failed', count, problems };
    }
  }
}

type Planned = Extract<SinkNoticeModel, { what: 'new' }>['planned'];

const plannedIn = (db: Db, rows: Awaited<ReturnType<typeof readSinkList>>['rows']): Promise<Planned> =>
  Promise.all(
    rows.map(async ({ leadId, planned, notes }) => {
      const lead = await readLead(db, leadId);
      return {
        ...(lead ? leadOf(lead) : { name: leadId, company: null }),
        changes: planned?.changes ?? [],
        entries: planned?.entries ?? [],
        notes,
      };
    }),
  );

/** In Slack it is a person; else what the row says, such as that it was the command line. */
async function approverName(db: Db, settings: SettingsInForce['settings'], by: string): Promise<string> {
  const personId = await personOfSlackId(db, by);
  return personId === null ? by : nameOf(settings, personId);
}
