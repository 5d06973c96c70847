import type { Db } from '#db/db.ts';
import { ownersNamedBy } from '#db/named-owners.ts';
import { readPeople } from '#db/people.ts';
import { CHECKS } from '#domain/routing/check-names.ts';
import type { Settings } from '#domain/settings.ts';
import { idOf, nameOf, sourceName } from '#domain/team.ts';

/** The owners a source named on a day who can get no lead here, why, and what to do about it. */
export async function namedOwnersNotice(
  db: Db,
  settings: Settings,
  { sourceId, from, to }: { sourceId: string; from: Date; to: Date },
): Promise<{ title: string; lines: string[] }> {
  const named = await ownersNamedBy(db, sourceId, from, to);
  const people = await readPeople(
    db,
    settings.people.map(({ id }) => id),
  );
  const lines = named.flatMap(({ email, leads }) => {
    const id = idOf(settings, email);
    const person = id === null ? undefined : people.get(id);
    if (person?.slackId && person.isActive) return [];
    const who = id === null ? email : nameOf(settings, id);
    const why = id === null ? CHECKS.not_in_settings : person?.problem;
    return [`${who}: ${why ?? CHECKS.unknown_to_slack} (${leads === 1 ? 'one lead' : `${leads} leads`})`];
  });
  const source = sourceName(settings, sourceId);
  if (lines.length === 0) {
    return { title: `Every owner that ${source} names gets leads`, lines: ['Nothing is left to mend.'] };
  }
  return {
    title: `${source} names owners who cannot get leads`,
    lines: [
      'Their leads went by our routes.',
      ...lines,
      'Add them to the people of the settings with this address, or change the owner at the sender.',
    ],
  };
}
