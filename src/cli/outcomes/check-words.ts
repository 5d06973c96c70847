import type { Settings } from '#domain/settings.ts';
import { mayBeMade, type Place } from '#domain/sink-places.ts';
import { count } from '#src/import/words.ts';
import type { SinkCheck } from '#src/sinks/check-sink.ts';

/** What `outcomes check` says of an account. */

type Checked = { check: SinkCheck; people: Settings['people']; canMake: boolean };

/** What stands where, and what is missing; nothing is missing where that is empty. */
export function checkLines({ check, people, canMake }: Checked): { has: string[]; missing: string[] } {
  const { lacks, users, places } = check;
  const found = new Set(
    places.flatMap((one) => one.places.flatMap(({ key, field }) => (field ? [key] : []))),
  );
  return {
    has: [
      ...(users === null ? [] : userLines(users, people)),
      ...places.flatMap(({ type, places: of }) => [
        `  onto ${type}:`,
        ...of.flatMap((place) => (place.field === null ? [] : placeLines(place))),
        ...absentLines(of.filter(({ key, field }) => field === null && found.has(key))),
      ]),
    ],
    missing: unique([
      ...lacks.map(({ what, fix }) => `${what}: ${fix}`),
      ...places.flatMap((one) =>
        one.places.flatMap((place) =>
          place.field === null && found.has(place.key) ? [] : lackWords(place, canMake),
        ),
      ),
    ]).map((line) => `  - ${line}`),
  };
}

function userLines(users: ReadonlyMap<string, string>, people: Settings['people']): string[] {
  const unknown = people.filter(({ email }) => !users.has(email.toLowerCase()));
  const known = people.length - unknown.length;
  return [
    `  knows ${known} of ${count(people.length, 'person', 'people')} by their address`,
    ...(unknown.length === 0
      ? []
      : [`    and not ${unknown.map(({ id }) => id).join(', ')}: what is theirs gets no owner`]),
  ];
}

function placeLines({ key, field, words }: Place): string[] {
  if (field === null) return [];
  const label = field.label === field.name ? '' : ` (${field.label})`;
  return [
    `    ${key} → ${field.name}${label}`,
    ...words.flatMap(({ word, option }) =>
      option === null ? [] : [`      ${word} → ${optionWords(option)}`],
    ),
  ];
}

const optionWords = ({ value, label }: { value: string; label: string }): string =>
  value === label ? value : `${value} (${label})`;

const absentLines = (absent: readonly Place[]): string[] =>
  absent.length === 0 ? [] : [`    not there: ${absent.map(({ name }) => name).join(', ')}`];

function lackWords(place: Place, canMake: boolean): string[] {
  const { key, name, field, words } = place;
  if (field === null) {
    const fix = canMake && mayBeMade(place) ? 'make it with --create, or' : 'make it there, or';
    return [`no field ${name}: ${fix} say under fields what ${key} is called (null leaves it out)`];
  }
  const readOnly = field.isReadOnly ? [`${field.name} cannot be written: name another field for ${key}`] : [];
  const lacking = words.filter(({ option }) => option === null);
  return [
    ...readOnly,
    ...lacking.map(
      ({ word, value }) =>
        `${field.name} has no option ${value}: say under words.${key} what ${word} is called; it has ${optionsOf(field.options)}`,
    ),
  ];
}

const LISTED = 12;
function optionsOf(options: readonly { value: string }[]): string {
  if (options.length === 0) return 'none';
  const more = options.length > LISTED ? ` and ${options.length - LISTED} more` : '';
  return `${options
    .slice(0, LISTED)
    .map(({ value }) => value)
    .join(', ')}${more}`;
}

const unique = (lines: readonly string[]): string[] => [...new Set(lines)];
