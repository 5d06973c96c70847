import { countryCode } from '../countries.ts';
import type { Edits, Settings } from '../settings.ts';
import type { Leg } from '../settings-shapes.ts';
import { freeId, slug } from './people.ts';

/** What `/handoff setup` does to pools, and to the one route that leads into each. */

/** Which leads come into a pool: all of its leg, those from some countries, or what routes of the file say. */
export type Takes = { type: 'everything' } | { type: 'countries'; countries: string[] } | { type: 'nothing' };

export type PoolDraft = {
  /** Null for a new one. */
  id: string | null;
  name: string;
  leg: Leg;
  members: string[];
  /** A Slack user group whose people are in it too; null for none. */
  userGroup: string | null;
  /** `dm`, or a channel. */
  deliverTo: string;
  /** Null leaves what leads into it as it is. */
  takes: Takes | null;
};

type EditedPool = NonNullable<Edits['pools']>[number];
type EditedRoute = NonNullable<Edits['routes']>[number];

/** Adds a pool, or changes one of the edits, with the route that leads into it. */
export function savePool(edits: Edits, settings: Settings, draft: PoolDraft): Edits {
  const pools = edits.pools ?? [];
  const before = pools.find(({ id }) => id === draft.id);
  const taken = new Set([...settings.pools, ...pools].map(({ id }) => id));
  const id = draft.id ?? freeId(slug(draft.name) ?? 'pool', taken);
  const { user_group: _, ...rest } = before ?? {};
  const pool: EditedPool = {
    ...rest,
    id,
    name: draft.name,
    leg: draft.leg,
    deliver_to: draft.deliverTo,
    // A weight somebody gave stays theirs.
    members: draft.members.map(
      (person) => before?.members?.find((member) => member.person === person) ?? { person },
    ),
    ...(draft.userGroup !== null && { user_group: draft.userGroup }),
  };
  return {
    ...edits,
    pools: before ? pools.map((other) => (other.id === id ? pool : other)) : [...pools, pool],
    ...(draft.takes && { routes: rerouted(edits.routes ?? [], id, draft.leg, draft.takes) }),
  };
}

function rerouted(routes: EditedRoute[], poolId: string, leg: Leg, takes: Takes): EditedRoute[] {
  const others = routes.filter((route) => route.id !== routeId(poolId));
  const route = routeInto(poolId, leg, takes);
  return route ? withCatchAllsLast([...others, route]) : others;
}

/** All of a pool that the edits say: the pool, and the routes that lead into it. */
export function poolWithRoutes(
  { pools, routes }: Edits,
  poolId: string,
): { pool: EditedPool | null; routes: EditedRoute[] } {
  return {
    pool: pools?.find(({ id }) => id === poolId) ?? null,
    routes: (routes ?? []).filter((route) => leadsInto(route, poolId)),
  };
}

const leadsInto = ({ to }: EditedRoute, poolId: string): boolean => 'pool' in to && to.pool === poolId;

/** Removes a pool of the edits and the routes of the edits that lead into it. */
export function removePool(edits: Edits, poolId: string): Edits {
  return {
    ...edits,
    pools: (edits.pools ?? []).filter(({ id }) => id !== poolId),
    routes: (edits.routes ?? []).filter((route) => !leadsInto(route, poolId)),
  };
}

/** What the route of setup says about a pool; null where something richer leads into it. */
export function takesOf(settings: Settings, poolId: string): Takes | null {
  const routes = settings.routes.filter(({ to }) => 'pool' in to && to.pool === poolId);
  const [route, ...more] = routes;
  if (!route) return { type: 'nothing' };
  if (more.length > 0 || route.id !== routeId(poolId)) return null;
  const facts = Object.keys(route.when);
  if (facts.length === 0) return { type: 'everything' };
  const { country } = route.when;
  if (facts.length > 1 || country === undefined) return null;
  if (typeof country === 'string') return { type: 'countries', countries: [country] };
  return Array.isArray(country) ? { type: 'countries', countries: country.map(String) } : null;
}

/** The pool or route, by its words, that takes every lead of a leg already; null when none does. */
export function takesAllAlready(settings: Settings, leg: Leg, exceptPool: string | null): string | null {
  const route = settings.routes.find(
    (candidate) =>
      candidate.leg === leg &&
      Object.keys(candidate.when).length === 0 &&
      !('pool' in candidate.to && candidate.to.pool === exceptPool),
  );
  if (!route) return null;
  const to = 'pool' in route.to ? route.to.pool : route.to.person;
  return settings.pools.find(({ id }) => id === to)?.name ?? to;
}

/** Countries as people list them, as codes; or the first that is none. */
export function readCountries(
  text: string,
): { ok: true; countries: string[] } | { ok: false; unknown: string } {
  const words = text.split(/[,;\n]/).map((word) => word.trim());
  const codes = words.filter((word) => word !== '').map((word) => ({ word, code: countryCode(word) }));
  // A code that means something is found in small letters too.
  const unknown = codes.find(({ code }) => countryCode(code.toLowerCase()) !== code);
  if (unknown) return { ok: false, unknown: unknown.word };
  return { ok: true, countries: [...new Set(codes.map(({ code }) => code))] };
}

const routeId = (poolId: string): string => `to-${poolId}`.slice(0, 63);

function routeInto(poolId: string, leg: Leg, takes: Takes): EditedRoute | null {
  const route = { id: routeId(poolId), leg, to: { pool: poolId } };
  switch (takes.type) {
    case 'everything':
      return { ...route, when: {} };
    case 'countries':
      return { ...route, when: { country: takes.countries } };
    case 'nothing':
      return null;
  }
}

/** The first that fits is taken, so what takes every lead stands last. */
function withCatchAllsLast(routes: EditedRoute[]): EditedRoute[] {
  const isLast = ({ when }: EditedRoute) => Object.keys(when ?? {}).length === 0;
  return [...routes.filter((route) => !isLast(route)), ...routes.filter(isLast)];
}
