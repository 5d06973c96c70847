import type { FactValues } from '../conditions.ts';
import type { Settings } from '../settings.ts';
import type { Leg } from '../settings-shapes.ts';
import { createRulesMet } from './rules-met.ts';

/** A lead's facts with territory and segment, and the settings with no other routes than those it meets. */
export type Matched = {
  facts: FactValues;
  /** Decides about this lead as the whole settings do. */
  settings: Settings;
  /** Whom its routes lead to, one after another: where one lead finds nobody, no other of the same way does. */
  way: string;
};

/** Finds what of the settings a lead meets. */
export function createMatcher(settings: Settings, leg: Leg): (facts: FactValues) => Matched {
  const { territories, segments } = settings;
  const routes = settings.routes.filter((route) => route.leg === leg);
  const territoriesMet = createRulesMet(territories);
  const segmentsMet = createRulesMet(segments);
  const routesMet = createRulesMet(routes);
  const reduced = new Map<string, Omit<Matched, 'facts'>>();

  /** Up to the first that leads to a pool: what stands after it is never reached. */
  const routesFor = (facts: FactValues): number[] => {
    const met = routesMet(facts);
    const last = met.findIndex((index) => 'pool' in (routes[index]?.to ?? {}));
    return last < 0 ? met : met.slice(0, last + 1);
  };

  const reducedTo = (met: readonly number[]): Omit<Matched, 'facts'> => {
    const key = met.join(',');
    const known = reduced.get(key);
    if (known) return known;
    const kept = met.flatMap((index) => routes[index] ?? []).map((route) => ({ ...route, when: {} }));
    const one = {
      settings: { ...settings, territories: [], segments: [], routes: kept },
      way: kept.map(({ to }) => JSON.stringify(to)).join(),
    };
    reduced.set(key, one);
    return one;
  };

  return (plain) => {
    const territory = territories[territoriesMet(plain)[0] ?? -1]?.id;
    const placed = territory === undefined ? plain : { ...plain, territory };
    const segment = segments[segmentsMet(placed)[0] ?? -1]?.id;
    const facts = segment === undefined ? placed : { ...placed, segment };
    return { facts, ...reducedTo(routesFor(facts)) };
  };
}
