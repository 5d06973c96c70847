import type { CanonicalLead } from './lead.ts';
import { isSameGivenName } from './nicknames.ts';
import { FILLERS, NO_NAMES, NOTHING } from './nobody.ts';

/**
 * How two names stand to each other: `same` is one person's, however it is written; `like` leaves something open, as
 * "J. Smith" and "Bob" do; `other` is somebody else's; `unknown` where one of them is none.
 */
export type Agreement = 'same' | 'like' | 'other' | 'unknown';

type Names = Pick<CanonicalLead['person'], 'full_name' | 'first_name' | 'last_name'>;
type Described = { person: Names; account: Pick<CanonicalLead['account'], 'name'> };

// None that is somebody's name as well: Don, Ma and Di stay.
const TITLES = new Set(
  `
  mr mrs ms miss mx sir dame dr dres prof professor herr frau hr fr ing dipl bsc msc mba phd md llm cpa esq jr sr ii iii
  monsieur madame mme mlle dott dottssa signor signora senor senora sra srta
`
    .trim()
    .split(/\s+/),
);
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };
const LONGEST = 200;
const MOST_WORDS = 8;

/** A person's name as they wrote it; null where they gave none, or what only fills the field. */
export function statedName({ person, account }: Described): string | null {
  const parts = [person.first_name, person.last_name].filter((part) => part?.trim());
  const name = person.full_name?.trim() || parts.join(' ').trim();
  const words = wordsOf(name);
  const isNone = isFiller(words.join('')) || words.every(isFiller);
  const isCompany = account.name !== undefined && words.join('') === wordsOf(account.name).join('');
  return words.length === 0 || name.includes('@') || isNone || isCompany ? null : name;
}

const isFiller = (word: string): boolean => NOTHING.has(word) || FILLERS.has(word) || NO_NAMES.has(word);

/** Whether two people may be one, by what each is called. */
export function compareNames(one: string | null, other: string | null): Agreement {
  if (one === null || other === null) return 'unknown';
  const agreements = SPELLINGS.map((spelling) =>
    compareWords(wordsOf(one, spelling), wordsOf(other, spelling)),
  );
  return BEST.find((agreement) => agreements.includes(agreement)) ?? 'other';
}

const BEST: readonly Agreement[] = ['same', 'like', 'unknown', 'other'];
// Müller is written Mueller by some and Muller by others.
const SPELLINGS: readonly Record<string, string>[] = [LETTERS, { ...LETTERS, ...GERMAN }];

/** How much a name says: given and family name, less, or nothing. */
export function completeness(person: Names): 0 | 1 | 2 {
  const name = statedName({ person, account: { name: undefined } });
  if (name === null) return 0;
  return wordsOf(name).filter((word) => !isInitial(word)).length > 1 ? 2 : 1;
}

/** Whether two names are written alike but for case, accents and order. */
export const isWrittenAlike = (one: string, other: string): boolean =>
  wordsOf(one).toSorted().join(' ') === wordsOf(other).toSorted().join(' ');

/** The words of a name without case, accents, titles, and what stands in brackets or quotes. */
function wordsOf(name: string, letters = LETTERS): string[] {
  const outside = name.replace(/\([^)]*\)|\[[^\]]*\]|["“„«][^"”“»]*["”“»]/g, ' ');
  const words = (/\p{L}/u.test(outside) ? outside : name)
    .slice(0, LONGEST)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\0-\x7f]/gu, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /\p{L}/u.test(word));
  const untitled = words.filter((word) => !TITLES.has(word));
  return (untitled.length > 0 ? untitled : words).slice(0, MOST_WORDS);
}

function compareWords(one: readonly string[], other: readonly string[]): Agreement {
  if (one.every(isInitial) || other.every(isInitial)) return 'unknown';
  // Some write their names without a space between.
  if (one.join('') === other.join('') && one.length + other.length > 2) return 'same';
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  const left = [...more];
  const take = (fits: (word: string) => boolean): boolean => {
    const at = left.findIndex(fits);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const written = fewer.filter((word) => !isInitial(word));
  const open = written.filter((word) => !take((its) => its === word));
  const equal = written.length - open.length;
  const called = open.filter((word) => take((its) => isSameGivenName(word, its)));
  // A family name has no short form, so one of the words has to be the very same.
  if (called.length > 1 || (called.length === 1 && equal === 0 && more.length > 1 && fewer.length > 1))
    return 'other';
  const unmatched = open.filter((word) => !called.includes(word));
  const short = [...unmatched, ...fewer.filter(isInitial)];
  const isAllFound = short.every((word) =>
    take((its) => (isInitial(word) || isInitial(its)) && its[0] === word[0]),
  );
  // Two names that are written out and differ are not one because an initial stands beside them: Jane J. and John.
  const isContradicted = unmatched.length > 0 && left.some((word) => !isInitial(word));
  const whole = equal + called.length;
  if (!isAllFound || isContradicted || whole === 0) return 'other';
  return whole >= 2 ? 'same' : 'like';
}

// In Chinese, Japanese and Korean a sign is a word.
const isInitial = (word: string): boolean =>
  word.length === 1 && !/[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(word);
