import { readCountry } from '../countries.ts';
import { industryWords, keyOfIndustry } from '../industries.ts';
import type { Settings } from '../settings.ts';
import { type Finding, listed } from './findings.ts';
import type { World } from './world.ts';

/** From so many leads that tell an industry on, a word that fits none of them is worth a question. */
const FEWEST = 30;

/** Countries nobody can read, and industries of the settings that fit no lead. */
export function findInWords(settings: Settings, { told }: Pick<World, 'told'>): Finding[] {
  return [...unreadCountries(told.countries), ...unusedIndustries(settings, told.industries)];
}

function unreadCountries(countries: ReadonlyMap<string, number>): Finding[] {
  const unread = [...countries].filter(([text]) => readCountry(text) === null);
  if (unread.length === 0) return [];
  const texts = unread
    .toSorted(([, a], [, b]) => b - a)
    .map(([text, count]) => `"${text.slice(0, 40)}" (${count})`);
  return [
    {
      severity: 'note',
      where: 'countries',
      what: `leads of the last 90 days name countries that nobody here can read: ${listed(texts)}. No rule about a country holds or fails for them`,
      advice: 'Have the sender tell a code such as DE, or map the field another way.',
    },
  ];
}

function unusedIndustries(settings: Settings, industries: ReadonlyMap<string, number>): Finding[] {
  const leads = [...industries.values()].reduce((sum, count) => sum + count, 0);
  if (leads < FEWEST) return [];
  const { sources: _sources, ...rules } = settings;
  const told = new Set([...industries.keys()].flatMap(industryWords));
  const asked = new Set(industriesIn(rules));
  const unused = [...asked].filter((word) => !told.has(keyOfIndustry(word)));
  if (unused.length === 0) return [];
  const most = [...industries].toSorted(([, a], [, b]) => b - a).map(([text]) => `"${text.slice(0, 40)}"`);
  return [
    {
      severity: 'note',
      where: 'industries',
      what: `rules ask for ${listed(unused)}, which none of ${leads} leads of the last 90 days is of`,
      advice: `What they tell most: ${listed(most.slice(0, 5))}. Take one of these words, or take the word out.`,
    },
  ];
}

/** Every word that a rule asks an industry for. */
function industriesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(industriesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'industry' ? wordsOf(inner) : industriesIn(inner),
  );
}

function wordsOf(test: unknown): string[] {
  if (typeof test === 'string') return [test];
  if (Array.isArray(test)) return test.flatMap(wordsOf);
  // A word of `includes` is part of a text; what none_of names need not be there.
  return [];
}
