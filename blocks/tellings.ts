import type { TellingModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { boldStranger, join, type Line, stranger, when } from './lines.ts';

/** Whose note is whose, on a card. */
export function noteOf({ name, sourceName, at, notes }: TellingModel): Line {
  const words = notes.map(({ text }): Line => [stranger(text, shown.sentence)]);
  return [...who(name), ' (', stranger(sourceName, shown.name), ', ', when(at), '): ', ...join(words, '; ')];
}

/** All that somebody told at once. */
export function telling({ name, sourceName, at, contact, notes }: TellingModel): Line {
  const told = [
    ...contact.map((part): Line => [stranger(part, shown.name)]),
    ...notes.map(
      ({ label, text }): Line => [stranger(label, shown.words), ': ', stranger(text, shown.sentence)],
    ),
  ];
  const heading: Line = [...who(name), ', ', stranger(sourceName, shown.name), ', ', when(at)];
  return told.length === 0 ? heading : [...heading, ': ', ...join(told, ' · ')];
}

const who = (name: TellingModel['name']): Line =>
  name === null ? ['Without a name'] : [boldStranger(name, shown.name)];
