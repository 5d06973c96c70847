import { forgetShown, keyOfPosted } from '#db/messages.ts';
import { type Core, transact } from './core.ts';

type Place = { channel: string; ts: string };

const drawing = new Map<string, Promise<boolean>>();

/**
 * Draws a message anew where it stands; whatever is remembered of what it shows, where that is to be forgotten. False
 * where it is none of those that are kept true, as an answer to a command. A hundred who ask at once need it once.
 */
export function redraw(core: Core, at: Place, isForgotten: boolean): Promise<boolean> {
  const place = `${at.channel}/${at.ts}/${isForgotten}`;
  const running = drawing.get(place) ?? draw(core, at, isForgotten).finally(() => drawing.delete(place));
  drawing.set(place, running);
  return running;
}

function draw(core: Core, at: Place, isForgotten: boolean): Promise<boolean> {
  return transact(core, async (work) => {
    const key = await keyOfPosted(work.tx, at);
    if (key === null) return false;
    if (isForgotten) await forgetShown(work.tx, key);
    work.messages.touch([key]);
    return true;
  });
}
