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
