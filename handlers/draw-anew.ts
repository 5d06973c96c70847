import type { BlockAction } from '@slack/bolt';
import { openHome, whoIs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { redraw } from '#src/core/redraw.ts';

/**
 * Draws anew what somebody pressed on, whatever is remembered of what it shows: another version drew it. False where it
 * is nothing that is kept true, as an answer to a command.
 */
export async function drawAnew(
  core: Core,
  { user, view, container }: Pick<BlockAction, 'user' | 'view' | 'container'>,
): Promise<boolean> {
  if (view) {
    const person = await whoIs(core, user.id);
    if (person) await openHome(core, person.id, true);
    return true;
  }
  const { channel_id: channel, message_ts: ts } = container;
  return redraw(core, { channel: String(channel), ts: String(ts) });
}
