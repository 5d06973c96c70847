import { type Fact, LIST_FACTS } from '../facts.ts';
import type { Settings } from '../settings.ts';
import type { Conditions } from '../settings-shapes.ts';
import {
  both,
  contradicts,
  implies,
  isIncludes,
  type Known,
  knownFrom,
  possibleValues,
  type Vocabulary,
  vocabularyOf,
} from './known.ts';

/** A territory or a segment that some lead can lie in. */
type Place = { id: string; known: Known };
/** What rules refer to. Places that no lead can lie in are in none of the lists. */
export type Market = { vocabulary: Vocabulary; territories: readonly Place[]; segments: readonly Place[] };

/** More ways than this to meet a rule are looked at together instead of one by one. */
const MOST_WAYS = 64;

export type DeadPlace = { kind: 'territory' | 'segment'; id: string; by: string | null };

/** The territories and segments of the settings, and those that no lead can lie in, with what takes their leads. */
export function marketOf(settings: Pick<Settings, 'territories' | 'segments'>): {
  market: Market;
  dead: DeadPlace[];
} {
  const dead: DeadPlace[] = [];
  const living = (kind: DeadPlace['kind'], places: Settings['territories'], market: Market): Place[] => {
    const alive: Place[] = [];
    for (const { id, when } of places) {
      const taken = takenBy(waysOf(market, when), alive, market.vocabulary);
      if (taken === null) alive.push({ id, known: knownFrom(when) });
      else dead.push({ kind, id, by: taken.length === 0 ? null : taken.join(', ') });
    }
    return alive;
  };
  const bare = { vocabulary: vocabularyOf(settings), territories: [], segments: [] };
  const territories = living('territory', settings.territories, bare);
  const placed = { ...bare, territories };
  const segments = living('segment', settings.segments, placed);
  const vocabulary = vocabularyOf({
    territories: settings.territories.filter(({ id }) => territories.some((place) => place.id === id)),
    segments: settings.segments.filter(({ id }) => segments.some((place) => place.id === id)),
  });
  return { market: { vocabulary, territories, segments }, dead };
}

/**
 * The ways to meet conditions: a lead meets them by one of these, or not at all. In each of them a place has brought
 * along its own conditions, and what is known may have said which place it is.
 */
export function waysOf(market: Market, when: Conditions): Known[] {
  const { vocabulary, territories, segments } = market;
  const inPlaces = [knownFrom(when)]
    .flatMap((known) => intoPlaces(known, 'segment', segments, vocabulary))
    .flatMap((known) => intoPlaces(known, 'territory', territories, vocabulary));
  return split(inPlaces, vocabulary)
    .map((known) =>
      withPlace(withPlace(known, 'territory', territories, vocabulary), 'segment', segments, vocabulary),
    )
    .filter((known) => !contradicts(known, vocabulary));
}

/**
 * The rules that take everything first, each lead by one of them; none where nobody meets the conditions at all; null
 * where a lead may be left.
 */
export function takenBy(
  ways: readonly Known[],
  earlier: readonly { id: string; known: Known }[],
  vocabulary: Vocabulary,
): string[] | null {
  const takers = new Set<string>();
  for (const way of ways) {
    const taker = earlier.find(({ known }) => implies(way, known, vocabulary));
    if (!taker) return null;
    takers.add(taker.id);
  }
  return [...takers];
}

function intoPlaces(
  known: Known,
  kind: 'territory' | 'segment',
  places: readonly Place[],
  vocabulary: Vocabulary,
): Known[] {
  const tests = known.get(kind);
  if (!tests) return [known];
  const ids = possibleValues(kind, tests, vocabulary) ?? [];
  return ids.flatMap((id) => {
    const place = places.find((one) => one.id === String(id).trim().toLowerCase());
    // A place that no lead lies in is met by none.
    return place ? [both(new Map(known).set(kind, [place.id]), place.known)] : [];
  });
}

/** Adds which place a lead of this kind lies in, where that follows. */
function withPlace(
  known: Known,
  kind: 'territory' | 'segment',
  places: readonly Place[],
  vocabulary: Vocabulary,
): Known {
  if (known.has(kind)) return known;
  const first = places.find((place) => !contradicts(both(known, place.known), vocabulary));
  if (!first || !implies(known, first.known, vocabulary)) return known;
  return new Map(known).set(kind, [first.id]);
}

/** One way for each of several values, as long as they are not too many. */
function split(ways: readonly Known[], vocabulary: Vocabulary): Known[] {
  let parts = [...ways];
  for (const fact of new Set(ways.flatMap((known) => [...known.keys()]))) {
    const finer = parts.flatMap((known) => splitBy(known, fact, vocabulary));
    if (finer.length <= MOST_WAYS) parts = finer;
  }
  return parts;
}

function splitBy(known: Known, fact: Fact, vocabulary: Vocabulary): Known[] {
  const tests = known.get(fact);
  if (!tests) return [known];
  const words = tests.find((test) => isIncludes(test) && test.includes.length > 1);
  if (words && isIncludes(words)) {
    const rest = tests.filter((test) => test !== words);
    return words.includes.map((one) => new Map(known).set(fact, [{ includes: [one] }, ...rest]));
  }
  if (LIST_FACTS.has(fact)) {
    const any = tests.find((test) => Array.isArray(test));
    const rest = tests.filter((test) => test !== any);
    return Array.isArray(any) ? any.map((one) => new Map(known).set(fact, [one, ...rest])) : [known];
  }
  const values = possibleValues(fact, tests, vocabulary);
  return values === null || values.length < 2
    ? [known]
    : values.map((value) => new Map(known).set(fact, [value]));
}
