import type { App } from '@slack/bolt';
import { STRANGERS_BLOCK, strangersHome } from '#blocks/home/stranger.ts';
import { openHome, whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { loadStrangersHome } from '#src/view/home.ts';

/** Events this app listens to; the manifest names the same ones. */
export const EVENTS = ['app_home_opened'] as const;

/**
 * Shows somebody their Home, and keeps it true from then on. Slack may tell of one visit several times; a Home that is
 * shown twice is the same Home, so nobody counts.
 */
export function homeOpened(app: App, core: Core): void {
  app.event(EVENTS[0], async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const person = await whoActs(core, event.user);
    if (person) {
      // A stranger's Home was shown past what is remembered of their own.
      const blocks = event.view?.blocks ?? [];
      const isBlank = blocks.length === 0 || blocks.some(({ block_id: id }) => id === STRANGERS_BLOCK);
      await openHome(core, person.id, isBlank);
      return;
    }
    const view = strangersHome(await loadStrangersHome(core.db, core.inForce()));
    await client.views.publish({ user_id: event.user, view });
  });
}
