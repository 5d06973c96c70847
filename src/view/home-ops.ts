import type { Db } from '#db/db.ts';
import { heldMessages, quarantine } from '#db/home.ts';
import { openByState } from '#db/home-figures.ts';
import { readPeople } from '#db/people.ts';
import { refusalsSince } from '#db/rejections.ts';
import { countSinkRecords, readSinkRows } from '#db/sink-lists.ts';
import { addMinutes } from '#domain/day.ts';
import { STATES } from '#domain/handoff.ts';
import type { Person, Settings } from '#domain/settings.ts';
import { LEGS } from '#domain/settings-shapes.ts';
import { SINKS } from '#domain/sink-systems.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { OpsHome } from './home-models.ts';
import { placeWords } from './messages.ts';
import { loadTroubles } from './source-troubles.ts';
import { nameOfLead } from './words.ts';

const MOST_PLACES = 5;
const MOST_REFUSALS = 5;
const REFUSALS_SHOWN_DAYS = 7;

/** What somebody has to mend; null for those who are not ops. */
export async function loadOpsHome(
  db: Db,
  { settings }: SettingsInForce,
  person: Person,
  now: Date,
): Promise<OpsHome | null> {
  if (!person.roles.includes('ops')) return null;
  const rows = await readPeople(
    db,
    settings.people.map(({ id }) => id),
  );
  const people = [...rows.values()].flatMap(({ id, problem }) =>
    problem === null ? [] : [{ name: nameOf(settings, id), problem }],
  );
  const held = await heldMessages(db, MOST_PLACES);
  return {
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    quarantine: await quarantine(db),
    sources: [...(await loadTroubles(db, settings, now)).values()].flat(),
    held: held.map(({ place, problem, count }) => ({
      place: placeWords(settings, place),
      problem: problem ?? '',
      count,
    })),
    tools: await toolsTold(db, settings),
    open: (await openByState(db)).toSorted(
      (a, b) =>
        LEGS.indexOf(a.leg) - LEGS.indexOf(b.leg) || STATES.indexOf(a.state) - STATES.indexOf(b.state),
    ),
    countedAt: now,
    refused: await refusedPresses(db, settings, addMinutes(now, -REFUSALS_SHOWN_DAYS * 24 * 60)),
  };
}

async function toolsTold(db: Db, { sinks }: Settings): Promise<OpsHome['tools']> {
  if (sinks.length === 0) return [];
  const rows = new Map((await readSinkRows(db)).map((row) => [row.id, row]));
  const counts = new Map((await countSinkRecords(db)).map((row) => [row.sinkId, row]));
  const tools = sinks.map(({ id, to }) => {
    const { failed = 0, planned = 0, waiting = 0, lastAt = null } = counts.get(id) ?? {};
    const row = rows.get(id);
    return {
      ...{ name: SINKS[to], isApproved: row?.approvedAt != null, refused: row?.problem ?? null },
      ...{ failed, planned, waiting, lastAt },
    };
  });
  const trouble = ({ refused, failed }: OpsHome['tools'][number]) =>
    (refused === null ? 0 : 1_000_000) + failed;
  return tools.toSorted((a, b) => trouble(b) - trouble(a));
}

async function refusedPresses(db: Db, settings: Settings, since: Date): Promise<OpsHome['refused']> {
  const { rows, total } = await refusalsSince(db, since, MOST_REFUSALS);
  return {
    total,
    rows: rows.map(({ personId, slackUserId, command, record, times, lastAt }) => ({
      by: { name: personId && nameOf(settings, personId), slackUserId },
      command,
      lead: nameOfLead(record),
      company: record.account.name ?? null,
      times,
      lastAt,
    })),
  };
}
