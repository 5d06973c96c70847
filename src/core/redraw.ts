import { forgetShown, keyOfPosted } from '#db/messages.ts';
import { type Core, transact } from './core.ts';

/**
 * Draws a message anew where it stands; whatever is remembered of what it shows, where that is to be forgotten. False
 * where it is none of those that are kept true, as an answer to a command.
 */
export function redraw(
  core: Core,
  at: { channel: string; ts: string },
  isForgotten: boolean,
): Promise<boolean> {
  return transact(core, async (work) => {
    const key = await keyOfPosted(work.tx, at);
    if (key === null) return false;
    if (isForgotten) await forgetShown(work.tx, key);
    work.messages.touch([key]);
    return true;
  });
}
