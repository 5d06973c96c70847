import { hasFigures, inWords } from '#blocks/figure-words.ts';
import type { Message } from '#blocks/lines.ts';
import type { Core } from '#src/core/core.ts';

/**
 * Sends a message with charts and tables; where Slack refuses its blocks, once more with them in words. `isRefusal` says
 * whether an error means that.
 */
export async function figuresOrWords<Sent>(
  core: Pick<Core, 'now' | 'undrawnFigures'>,
  message: Message,
  send: (message: Message) => Promise<Sent>,
  isRefusal: (error: unknown) => boolean,
): Promise<Sent> {
  if (!hasFigures(message.blocks)) return send(message);
  const { undrawnFigures, now } = core;
  const words = { ...message, blocks: inWords(message.blocks) };
  if (undrawnFigures.isKnown(now())) return send(words);
  try {
    return await send(message);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const sent = await send(words);
    // Only now is it sure that the figures were what Slack refused.
    undrawnFigures.note(now());
    return sent;
  }
}
