import { type RespondArguments, RespondError, type RespondFn } from '@slack/bolt';
import type { Message } from '#blocks/lines.ts';
import type { Core } from '#src/core/core.ts';
import { figuresOrWords } from '#src/slack/figures-or-words.ts';

/** Who sees an answer, and whether it takes the place of what was pressed on. */
type How = Pick<RespondArguments, 'response_type' | 'replace_original'>;

/** Answers with a message, in words where the workspace does not draw its figures. */
export async function respondWith(core: Core, respond: RespondFn, message: Message, how: How): Promise<void> {
  // The shapes differ only in how strictly they list Slack's block types.
  const send = (sent: Message) => respond({ ...how, ...sent } as RespondArguments);
  await figuresOrWords(core, message, send, isRefusal);
}

/** An address that is used up or over answers 404. What else a response_url answers to blocks it does not know is on no page. */
const isRefusal = (error: unknown): boolean =>
  error instanceof RespondError && ![404, 429].includes(error.statusCode);
