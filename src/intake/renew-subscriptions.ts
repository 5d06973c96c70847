import { noteSubscription, openTroubles, readWatched } from '#db/source-health.ts';
import type { Core } from '#src/core/core.ts';
import { adapterOf } from '#src/sources/adapters.ts';
import { ApiAway, ApiRefused } from '#src/sources/api.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';
import { tell, tellEnd } from './watch-sources.ts';

/** What only cannot be reached now may be in an hour; so long before the end it is told all the same. */
const TOLD_BEFORE_MS = 3 * 86_400_000;

/**
 * Keeps alive what tools would end by themselves. One that fails holds up no other, and is tried again in an hour. Ops are told
 * before a subscription ends that cannot be made longer, and on the same message when it can again.
 */
export async function renewSubscriptions(
  core: Core,
  sources: ReadonlyMap<string, ReadySource>,
): Promise<void> {
  for (const [sourceId, { settings, api }] of sources) {
    const renew = adapterOf(settings.format)?.renew;
    if (!renew || !api) continue;
    await renew(api, { sourceId, now: core.now() }).then(
      (endsAt) => noteEnd(core, sourceId, endsAt),
      async (error: unknown) => {
        core.noteFailure(error, `a subscription that source ${sourceId} lives on could not be renewed`);
        await tellOfEnd(core, sourceId, error);
      },
    );
  }
}

async function noteEnd(core: Core, sourceId: string, endsAt: Date | null): Promise<void> {
  const now = core.now();
  const known = (await readWatched(core.db)).get(sourceId)?.subscriptionEndsAt ?? null;
  if (endsAt === null) {
    if (known === null) return;
    const problem = 'the tool has no subscription for this source any more';
    await tell(core, { sourceId, kind: 'subscription', since: known, amount: 0, problem });
  }
  await noteSubscription(core.db, sourceId, { endsAt, now });
  if (endsAt === null) return;
  for (const trouble of await openTroubles(core.db)) {
    if (trouble.sourceId === sourceId && trouble.kind === 'subscription') await tellEnd(core, trouble, now);
  }
}

/** A refusal is told at once: it stays one until somebody changes something. */
async function tellOfEnd(core: Core, sourceId: string, error: unknown): Promise<void> {
  const now = core.now();
  const endsAt = (await readWatched(core.db)).get(sourceId)?.subscriptionEndsAt ?? null;
  const isRefused = error instanceof ApiRefused;
  if (!isRefused && (endsAt === null || endsAt.getTime() - now.getTime() > TOLD_BEFORE_MS)) return;
  // Where the tool never said when it ends, it may at any time.
  const since = endsAt ?? now;
  const problem =
    isRefused || error instanceof ApiAway ? error.message : 'the answer of the tool could not be used';
  await tell(core, { sourceId, kind: 'subscription', since, amount: 0, problem });
}
