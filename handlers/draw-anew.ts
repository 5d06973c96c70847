import type { BlockAction } from '@slack/bolt';
import { openHome, whoIs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { redraw } from '#src/core/redraw.ts';

/** Where somebody pressed: a message, or their Home. */
export type PressedOn = Pick<BlockAction, 'user' | 'view' | 'container'>;

/**
 * Draws anew what somebody pressed on: another version drew it. `isForgotten` where that may not show in what is
 * remembered of it. False where it is nothing that is kept true, as an answer to a command.
 */
export async function drawAnew(
  core: Core,
  { user, view, container }: PressedOn,
  isForgotten: boolean,
): Promise<boolean> {
  if (view) {
    const person = await whoIs(core, user.id);
    if (person) await openHome(core, person.id, isForgotten);
    return true;
  }
  const { channel_id: channel, message_ts: ts } = container;
  return redraw(core, { channel: String(channel), ts: String(ts) }, isForgotten);
}
