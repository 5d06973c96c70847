import type { Settings } from '#domain/settings.ts';
import type { Cells } from './cells.ts';
import { fold, type ImportMapping } from './mapping.ts';

/** The person of the settings whom the export names by name or e-mail address; null when they know nobody like that. */
export function ownerOf(settings: Settings, { values }: ImportMapping, cells: Cells): string | null {
  const named = cells.text('owner');
  if (named === null) return null;
  const meant = cells.meaning('owner', values.owner);
  const wanted = fold(named);
  const person = settings.people.find(
    ({ id, name, email }) => id === meant || fold(email) === wanted || fold(name) === wanted,
  );
  return person?.id ?? null;
}
