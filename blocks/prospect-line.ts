import type { ProspectTime } from '#domain/prospect-time.ts';
import { shown } from './limits.ts';
import { type Line, stranger, timeOf, when } from './lines.ts';

/** The prospect's clock in words. */

const GUESSES: Record<ProspectTime['basis'], string | null> = {
  told: null,
  region: 'guessed from the region',
  country: 'guessed from the country',
  company: 'guessed from the company’s country',
  phone: 'guessed from the phone number',
};

const DAYS: Partial<Record<ProspectTime['earliest']['weekday'], string>> = { sat: 'Sat ', sun: 'Sun ' };

/** When they may be called, in the reader's time: on a card, which is not drawn anew when an hour has passed. */
export function decentHoursPart({ decent, place, basis }: ProspectTime): Line | null {
  if (decent === null) return null;
  const guess = GUESSES[basis];
  const where: Line = [
    ...(place === null ? [] : [stranger(place, shown.name)]),
    ...(place !== null && guess !== null ? [', '] : []),
    ...(guess === null ? [] : [guess]),
  ];
  return [
    'Decent hours there: ',
    timeOf(decent.from),
    '–',
    timeOf(decent.to),
    ' your time',
    ...(where.length > 0 ? [' (', ...where, ')'] : []),
  ];
}

/** What their clock shows now, and when a decent hour starts: for what is drawn at the moment it is read. */
export function localTimePart({ basis, earliest, latest, isDecent, decent }: ProspectTime): Line {
  const guess = GUESSES[basis];
  const isOne = earliest.weekday === latest.weekday && earliest.time === latest.time;
  const [first, last] = [earliest, latest].map(({ weekday, time }) => `${DAYS[weekday] ?? ''}${time}`);
  const time = isOne ? `${guess === null ? '' : 'about '}${first}` : `between ${first} and ${last}`;
  const said = `${time} for them${guess === null ? '' : ` (${guess})`}`;
  if (isDecent || decent === null) return [said];
  const forReader: Line = [when(decent.from), ' your time'];
  const starts: Line = isOne ? [`${decent.opens.time} (`, ...forReader, ')'] : forReader;
  return [said, '; a decent hour starts ', ...starts];
}
