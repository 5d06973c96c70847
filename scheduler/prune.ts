import { PASSING, type Place, removeSome } from '#db/prune.ts';
import { addMinutes } from '#domain/day.ts';
import { keptSince } from '#domain/keep.ts';
import type { Core } from '#src/core/core.ts';

/** Once a minute, so that it takes little of any minute; what is left is found by the next run. */
const SECONDS = 1;
const AT_ONCE = 200;
/** So often it is gone through from the beginning: what had to stay may go by now. */
const AGAIN_MINUTES = 60;

/** How much of each kind went. */
type Removed = Record<string, number>;

/**
 * Removes what was kept long enough: a little of each kind in turn, in statements of their own that wait for nobody, until
 * nothing is left or the time is over. Safe on several processes at once. Each run goes on where the one before came to.
 */
export function createPrune(core: Core): (seconds?: number) => Promise<Removed> {
  let places = new Map<string, Place>();
  let beganAt: Date | null = null;
  return async (seconds = SECONDS) => {
    const end = performance.now() + seconds * 1_000;
    const now = core.now();
    if (beganAt === null || now >= addMinutes(beganAt, AGAIN_MINUTES)) {
      places = new Map();
      beganAt = now;
    }
    const removed: Removed = {};
    let left = Object.entries(PASSING);
    do {
      const further: typeof left = [];
      for (const [name, passing] of left) {
        const before = keptSince(core.inForce().settings, passing.kept, now);
        const after = places.get(name) ?? null;
        const bite = await removeSome(core.db, passing, { before, after, most: AT_ONCE });
        if (bite.removed > 0) removed[name] = (removed[name] ?? 0) + bite.removed;
        if (bite.last) places.set(name, bite.last);
        if (bite.isFull) further.push([name, passing]);
      }
      left = further;
    } while (left.length > 0 && performance.now() < end);
    return removed;
  };
}
