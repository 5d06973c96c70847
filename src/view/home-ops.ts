import type { Db } from '#db/db.ts';
import { heldMessages, quarantine } from '#db/home.ts';
import { readPeople } from '#db/people.ts';
import type { Person, Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { OpsHome } from './home-models.ts';
import { placeWords } from './messages.ts';

const MOST_PLACES = 5;

/** Slack ids of those who can change the settings. */
export async function askOps(db: Db, settings: Settings): Promise<string[]> {
  const ops = settings.people.filter(({ roles }) => roles.includes('ops')).map(({ id }) => id);
  const rows = await readPeople(db, ops);
  return ops.flatMap((id) => rows.get(id)?.slackId ?? []);
}

/** What somebody has to mend; null for those who are not ops. */
export async function loadOpsHome(
  db: Db,
  { settings }: SettingsInForce,
  person: Person,
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
    held: held.map(({ place, problem, count }) => ({
      place: placeWords(settings, place),
      problem: problem ?? '',
      count,
    })),
  };
}
