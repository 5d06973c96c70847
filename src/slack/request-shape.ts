import { z } from 'zod';

const user = z.looseObject({ id: z.string() });
const action = z.looseObject({ action_id: z.string(), type: z.string() });
const view = z.looseObject({ id: z.string(), callback_id: z.string() });

/** What Slack sends to the one address it is given. Bolt reads these fields without looking whether they are there. */
const REQUEST = z.union([
  z.looseObject({ type: z.literal('event_callback'), event: z.looseObject({ type: z.string() }) }),
  z.looseObject({ type: z.literal('url_verification'), challenge: z.string() }),
  z.looseObject({ type: z.literal('block_actions'), user, actions: z.array(action).min(1) }),
  z.looseObject({ type: z.literal(['view_submission', 'view_closed']), user, view }),
  z.looseObject({ type: z.literal('block_suggestion'), user, action_id: z.string() }),
  z.looseObject({ type: z.literal(['shortcut', 'message_action']), user, callback_id: z.string() }),
  z.looseObject({ command: z.string().startsWith('/'), user_id: z.string() }),
  z.looseObject({ ssl_check: z.literal('1') }),
]);

/** Whether a body is one that Slack sends, as far as anything here relies on. */
export const isSlackRequest = (body: unknown): boolean => REQUEST.safeParse(body).success;

const TOLERANCE_SECONDS = 300;

/** Slack's clock and ours differ a little; a request from further ahead was signed for later use. */
export const isAhead = (sentAtSeconds: number, now: Date): boolean =>
  sentAtSeconds > now.getTime() / 1_000 + TOLERANCE_SECONDS;
