import type { Fact } from '../facts.ts';
import type { Settings } from '../settings.ts';
import { LEGS, type Leg, USUAL_LEG } from '../settings-shapes.ts';
import { describeLead, exampleOf, exampleWithout, holds, withPlaces } from './examples.ts';
import { type Finding, listed } from './findings.ts';
import { both, contradicts, implies, type Known, knownFrom } from './known.ts';
import { type DeadPlace, type Market, marketOf, takenBy, waysOf } from './ways.ts';

type Rule = { id: string; known: Known };

/** Rules that nothing reaches, rules that two of fit at once, and leads that none fits. */
export function findInRules(settings: Settings): Finding[] {
  const { market, dead } = marketOf(settings);
  return [
    ...dead.map(deadPlace),
    ...LEGS.flatMap((leg) => [
      ...unreachableRoutes(settings, market, leg),
      ...unreachablePolicies(settings, market, leg),
    ]),
    ...LEGS.flatMap((leg) => gap(settings, market, leg)),
    ...overlaps(settings, market, 'territory'),
    ...overlaps(settings, market, 'segment'),
    ...unusedPlaces(settings, 'territory'),
    ...unusedPlaces(settings, 'segment'),
  ];
}

const deadPlace = ({ kind, id, by }: DeadPlace): Finding => ({
  severity: 'risk',
  where: `${kind} ${id}`,
  what:
    by === null
      ? 'no lead can meet its conditions'
      : `never reached: ${by} above takes every lead that fits it`,
  advice:
    by === null ? 'Mend its conditions: they contradict each other.' : `Put it above ${by}, or take it out.`,
});

function unreachableRoutes(settings: Settings, market: Market, leg: Leg): Finding[] {
  const above: Rule[] = [];
  return settings.routes
    .filter((route) => route.leg === leg)
    .flatMap(({ id, when, to }) => {
      const found = unreachable(`route ${id}`, waysOf(market, when), above, market);
      // A route to a person is passed over while they cannot take leads.
      if ('pool' in to && found.length === 0) above.push({ id, known: knownFrom(when) });
      return found;
    });
}

function unreachablePolicies({ sla }: Settings, market: Market, leg: Leg): Finding[] {
  const above: Rule[] = [];
  return sla
    .filter((policy) => policy.leg === leg)
    .flatMap(({ id, when }) => {
      const found = unreachable(`sla ${id}`, waysOf(market, when), above, market);
      above.push({ id, known: knownFrom(when) });
      return found;
    });
}

function unreachable(
  where: string,
  ways: readonly Known[],
  above: readonly Rule[],
  { vocabulary }: Market,
): Finding[] {
  const takers = takenBy(ways, above, vocabulary);
  if (takers === null) return [];
  if (takers.length === 0) {
    const advice =
      'Mend its conditions: they contradict each other, or ask for a territory or segment that no lead is in.';
    return [{ severity: 'risk', where, what: 'no lead can meet its conditions', advice }];
  }
  const names = listed(takers);
  const what = `never reached: ${names} above ${takers.length === 1 ? 'takes' : 'take'} every lead that fits it`;
  return [{ severity: 'risk', where, what, advice: `Put it above ${names}, or take it out.` }];
}

function gap(settings: Settings, { vocabulary }: Market, leg: Leg): Finding[] {
  const routes = settings.routes.filter((route) => route.leg === leg);
  const pools = settings.pools.filter((pool) => pool.leg === leg);
  const where = `routes of ${leg}`;
  if (routes.length === 0) {
    // Of the other legs a team may do without.
    if (pools.length === 0 && leg !== USUAL_LEG) return [];
    const names = pools.map(({ id }) => `pool ${id}`);
    const what =
      pools.length === 0
        ? 'there is no route: every lead waits'
        : `no route leads a lead to ${listed(names)}`;
    return [{ severity: 'broken', where, what, advice: 'Add one: /handoff setup, or the settings file.' }];
  }
  const example = exampleWithout(
    settings,
    routes.map(({ when }) => when),
    vocabulary,
  );
  if (example === null) return [];
  // The conditions of routes have no other keys.
  const asked = routes.flatMap(({ when }) => Object.keys(when) as Fact[]);
  const what = `a lead that no route fits waits for nobody; such as one with ${describeLead(example, asked)}`;
  return [
    { severity: 'broken', where, what, advice: 'Add a last route without `when`, for all the others.' },
  ];
}

/** Two places for one lead, where the first is not simply the exception of the second. */
function overlaps(settings: Settings, market: Market, kind: 'territory' | 'segment'): Finding[] {
  const { vocabulary } = market;
  const places = (kind === 'territory' ? settings.territories : settings.segments).map(({ id, when }) => ({
    id,
    when,
    known: knownFrom(when),
  }));
  return places.flatMap((place, index) => {
    const over = places.slice(0, index).flatMap((first) => {
      const known = both(first.known, place.known);
      if (contradicts(known, vocabulary) || implies(first.known, place.known, vocabulary)) return [];
      // What it takes altogether is told as unreachable.
      if (implies(place.known, first.known, vocabulary)) return [];
      const facts = exampleOf(known, vocabulary);
      const whole = facts && withPlaces(settings, facts);
      if (!whole || !holds(first.when, whole) || !holds(place.when, whole)) return [];
      return [{ id: first.id, lead: describeLead(whole, []) }];
    });
    const [first] = over;
    if (!first) return [];
    return [
      {
        severity: 'note' as const,
        where: `${kind} ${place.id}`,
        what: `overlaps with ${listed(over.map(({ id }) => id))}: a lead with ${first.lead} fits both, and goes to ${first.id}, which stands first`,
        advice: 'Right if the order is meant so; else narrow one of them.',
      },
    ];
  });
}

function unusedPlaces(settings: Settings, kind: 'territory' | 'segment'): Finding[] {
  const places = kind === 'territory' ? settings.territories : settings.segments;
  const asking = [
    ...settings.routes,
    ...settings.sla,
    ...settings.segments,
    ...settings.mql.exclusions,
    ...settings.mql.profiles,
    ...settings.mql.behaviours,
    ...settings.temperature.by_source,
    ...settings.temperature.by_behaviour,
  ].map(({ when }) => when);
  const skills = settings.people.flatMap(({ skills: own }) => own ?? []);
  const tests = [...asking, settings.mql.hand_raisers, ...skills].flatMap((when) => when[kind] ?? []);
  const text = JSON.stringify(tests).toLowerCase();
  const unused = places.map(({ id }) => id).filter((id) => !text.includes(JSON.stringify(id)));
  if (unused.length === 0) return [];
  const plural =
    unused.length === 1
      ? [kind, 'It only tells']
      : [kind === 'territory' ? 'territories' : 'segments', 'They only tell'];
  return [
    {
      severity: 'note',
      where: `${plural[0]} ${listed(unused)}`,
      what: `no rule asks for ${unused.length === 1 ? 'it' : 'them'}`,
      advice: `${plural[1]} reports where a lead is from: right if that is all. Else ask for ${unused.length === 1 ? 'it' : 'them'} in a route.`,
    },
  ];
}
