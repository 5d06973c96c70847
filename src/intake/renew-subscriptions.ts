import type { Core } from '#src/core/core.ts';
import { adapterOf } from '#src/sources/adapters.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';

/** Keeps alive what tools would end by themselves. One that fails holds up no other, and is tried again in an hour. */
export async function renewSubscriptions(
  core: Core,
  sources: ReadonlyMap<string, ReadySource>,
): Promise<void> {
  for (const [sourceId, { settings, api }] of sources) {
    const renew = adapterOf(settings.format)?.renew;
    if (!renew || !api) continue;
    await renew(api, { sourceId, now: core.now() }).catch((error: unknown) =>
      core.noteFailure(error, `a subscription that source ${sourceId} lives on could not be renewed`),
    );
  }
}
