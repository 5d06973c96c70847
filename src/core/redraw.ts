import { forgetShown, keyOfPosted } from '#db/messages.ts';
import { type Core, transact } from './core.ts';

/**
 * Draws a message anew where it stands, whatever is remembered of what it shows. False where it is none of those that
 * are kept true, as an answer to a command.
 */
export function redraw(core: Core, at: { channel: string; ts: string }): Promise<boolean> {
  return transact(core, async (work) => {
    const key = await keyOfPosted(work.tx, at);
    if (key === null) return false;
    await forgetShown(work.tx, key);
    work.messages.touch([key]);
    return true;
  });
}
