import { distance } from 'fastest-levenshtein';
import { companyNameKey } from './company-name.ts';

/**
 * Names of companies that may be one: the same but for the legal form, for a word that says where or what, or for a letter.
 * They are found by keys that both have, so that a hundred thousand names need not be compared.
 */

/** Words that a company's parts and its short name differ by. */
const PLAIN_WORDS = new Set(
  `
  group gruppe holding holdings international intl global worldwide europe europa emea apac usa us uk deutschland
  germany france osterreich austria schweiz switzerland italia italy espana spain nederland netherlands the
`
    .trim()
    .split(/\s+/),
);

/** Shorter names differ by a letter from too many others. */
const SHORTEST_WITH_SLIP = 5;
const LONGEST_WITH_SLIP = 24;
const SHORTEST = 3;

const joined = (nameKey: string): string => nameKey.replaceAll(' ', '');

function withoutPlainWords(nameKey: string): string {
  const words = nameKey.split(' ').filter((word) => !PLAIN_WORDS.has(word));
  // A legal form may stand before the country: Globex GmbH Deutschland.
  return companyNameKey(words.join(' '));
}

const hasSlips = (text: string): boolean =>
  text.length >= SHORTEST_WITH_SLIP && text.length <= LONGEST_WITH_SLIP;

function withoutOneLetter(text: string): string[] {
  return Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1));
}

/** The keys by which a name is found; none where it is too short to say anything. */
export function nearKeys(nameKey: string): string[] {
  const forms = [joined(nameKey), joined(withoutPlainWords(nameKey))].filter(
    ({ length }) => length >= SHORTEST,
  );
  return [...new Set(forms.flatMap((form) => [form, ...(hasSlips(form) ? withoutOneLetter(form) : [])]))];
}
/** How near two names are, the nearest lowest; null where nobody would take one for the other. */
export function nearness(nameKey: string, other: string): number | null {
  if (joined(nameKey).length < SHORTEST || joined(other).length < SHORTEST) return null;
  if (nameKey === other || joined(nameKey) === joined(other)) return 0;
  const [short, shortOther] = [joined(withoutPlainWords(nameKey)), joined(withoutPlainWords(other))];
  if (short.length < SHORTEST || shortOther.length < SHORTEST) return null;
  if (short === shortOther) return 1;
  return hasSlips(short) && hasSlips(shortOther) && isOneSlip(short, shortOther) ? 2 : null;
}

/** A letter too many, too few, another, or two the wrong way round. */
function isOneSlip(a: string, b: string): boolean {
  const steps = distance(a, b);
  if (steps <= 1) return true;
  const at = Array.from(a).findIndex((letter, index) => letter !== b[index]);
  return (
    steps === 2 &&
    a.length === b.length &&
    a.slice(at + 2) === b.slice(at + 2) &&
    a[at] === b[at + 1] &&
    a[at + 1] === b[at]
  );
}

/** Of so many accounts somebody is asked, one after another, and then no more. */
export const MOST_ASKED = 3;

/** The nearest of those that are near at all; of equals the first. */
export function nearestAmong<Named extends { nameKey: string }>(
  nameKey: string,
  accounts: readonly Named[],
): Named | null {
  const near = accounts.flatMap((account) => {
    const distanceTo = nearness(nameKey, account.nameKey);
    return distanceTo === null ? [] : [{ account, distanceTo }];
  });
  return near.toSorted((a, b) => a.distanceTo - b.distanceTo)[0]?.account ?? null;
}
