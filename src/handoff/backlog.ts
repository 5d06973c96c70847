import { loadsOf } from '#db/routing.ts';
import { type Waiting, waitingHandoffs } from '#db/waiting.ts';
import { paceEnds } from '#domain/routing/checks.ts';
import { type Pool, poolSchema, type Settings } from '#domain/settings.ts';
import { poolOf } from '#domain/team.ts';
import type { Core } from '#src/core/core.ts';
import { lyingPlaces } from '#src/routing/claim.ts';
import { offerWaiting } from './dispatch.ts';

/** Leads that wait for an owner find one when somebody can take them: hot first, then the oldest, and never many at once. */

// Longer than any pace in minutes that still matters today.
const LOOK_BACK_HOURS = 24;
const PAGE = 2_000;
const USUAL_PACE: Pick<Pool, 'backlog_pace'> = {
  backlog_pace: poolSchema.shape.backlog_pace.parse(undefined),
};

type OnError = (error: unknown, handoffId: string) => void;

/**
 * Offers what waits for an owner, in the pace of each pool; what lies to be claimed is left there. Where nobody can
 * take one lead, those that wait for the same people are not tried. Answers how many found an owner before time was over.
 */
export function offerAllWaiting(core: Core, onError: OnError, isOver = () => false): Promise<number> {
  const empty = new Set<string>();
  return offerInOrder(core, onError, {
    isOver,
    // A thousand leads for people who sleep cost one attempt.
    isHopeless: (one) => peopleFor(one, one.poolId).some((people) => empty.has(people)),
    foundNobody: (one, poolId) => {
      const [own] = peopleFor(one, poolId);
      if (own !== undefined) empty.add(own);
    },
  });
}

/**
 * The same under new settings: which pool a lead waits for now, and for whom, is known once it was asked for. Each is
 * tried.
 */
export const offerEachWaiting = (core: Core, onError: OnError): Promise<number> =>
  offerInOrder(core, onError, { isOver: () => false, isHopeless: () => false, foundNobody: () => {} });

/** What lies there waits for nobody to be offered it. */
export const placesToClaim = ({ inForce }: Core) => lyingPlaces(inForce().settings);

type Trying = {
  isOver: () => boolean;
  isHopeless: (one: Waiting) => boolean;
  foundNobody: (one: Waiting, poolId: string) => void;
};

async function offerInOrder(core: Core, onError: OnError, trying: Trying): Promise<number> {
  const places = placesToClaim(core);
  let offered = 0;
  let after: Waiting | null = null;
  for (;;) {
    const page: Waiting[] = await waitingHandoffs(core.db, places, { after, most: PAGE });
    offered += await offerPage(core, onError, trying, page);
    after = page.at(-1) ?? null;
    if (page.length < PAGE || trying.isOver()) return offered;
  }
}

async function offerPage(
  core: Core,
  onError: OnError,
  { isOver, isHopeless, foundNobody }: Trying,
  page: readonly Waiting[],
): Promise<number> {
  const { settings } = core.inForce();
  const now = core.now();
  const lastTo = await lastOffers(core, page);
  let offered = 0;
  for (const one of page) {
    if (isOver()) return offered;
    if (isHopeless(one) || isPaced(settings, one, lastTo, now)) continue;
    const { ownerId, emptyPoolId } = await offerWaiting(core, one.id).catch((error: unknown) => {
      onError(error, one.id);
      return { ownerId: null, emptyPoolId: null };
    });
    if (ownerId !== null) {
      offered += 1;
      lastTo.set(ownerId, now);
    }
    if (emptyPoolId !== null) foundNobody(one, emptyPoolId);
  }
  return offered;
}

/**
 * Who is asked for a lead: whom it names, less those of them who had it, and the pool it waits for, less those who
 * refused it; and the same people with nobody less in the pool. Where either finds nobody for one lead, it does for
 * none: whoever of a pool only had a lead may have it again.
 */
function peopleFor(
  { accountOwnerId, named, refused, had }: Waiting,
  poolId: string | null,
): [string, string] {
  const namedWhoHadIt = had.filter((id) => id === accountOwnerId || named.includes(id));
  const asked = [poolId, accountOwnerId, named, namedWhoHadIt];
  return [JSON.stringify([...asked, refused]), JSON.stringify([...asked, []])];
}

/**
 * A pool paces its members when it is asked. Whoever is named gets theirs past every pool, and so is paced here:
 * routing would give what they may not have yet to somebody else.
 */
function isPaced(
  settings: Settings,
  { accountOwnerId, named, poolId }: Waiting,
  lastTo: ReadonlyMap<string, Date>,
  now: Date,
): boolean {
  const pool = poolOf(settings, poolId) ?? USUAL_PACE;
  return [accountOwnerId, ...named].some((id) => {
    const last = id === null ? undefined : lastTo.get(id);
    return last !== undefined && now < paceEnds(pool, last);
  });
}

/** When those who are named were last given a lead that had waited. */
async function lastOffers({ db, now }: Core, waiting: readonly Waiting[]): Promise<Map<string, Date>> {
  const ids = new Set(waiting.flatMap(({ accountOwnerId, named }) => [accountOwnerId ?? [], named].flat()));
  if (ids.size === 0) return new Map();
  const midnight = new Date(now().getTime() - LOOK_BACK_HOURS * 3_600_000);
  const loads = await loadsOf(
    db,
    [...ids].map((id) => ({ id, midnight })),
  );
  return new Map(
    [...loads].flatMap(([id, { lastOfferedAt }]) =>
      lastOfferedAt === null ? [] : [[id, lastOfferedAt] as const],
    ),
  );
}
