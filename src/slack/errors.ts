import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** What a failed call to Slack means for whoever called. */
export type SlackFault =
  /** Nothing happened; come back after so many seconds. */
  | { type: 'rate_limited'; seconds: number }
  /** Slack may or may not have done it: the connection broke, or Slack itself failed. */
  | { type: 'unknown_outcome'; code: string }
  /** The place or the person cannot be written to, and will not be until somebody mends it. */
  | { type: 'place_gone'; code: string }
  /** The message is no longer there, or no longer ours to change. */
  | { type: 'message_gone'; code: string }
  /** The installation itself is dead: token revoked, scope missing. */
  | { type: 'not_allowed'; code: string }
  /** Slack refuses what we sent: our mistake. */
  | { type: 'refused'; code: string; details: string };

const PLACE_GONE = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'is_inactive',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_dm_bot',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'messages_tab_disabled',
];
const MESSAGE_GONE = [
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'cannot_reply_to_message',
];
const NOT_ALLOWED = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'org_login_required',
  'ekm_access_denied',
];
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];
const RATE_LIMITED = ['ratelimited', 'rate_limited'];
const USUAL_WAIT_SECONDS = 10;
// Whatever else stands there was not said by the method that was asked.
const CODE = /^[a-z_]{1,80}$/;

/** Slack says that it did something, and not what: it may have, or somebody else answered in its place. */
export class AnsweredTooLittle extends Error {}

/**
 * Sorts an error of the Web API by what follows from it; throws on what is none. What Slack answers and its client
 * has no class for is given one in fetch-slack.ts.
 */
export function readFault(error: unknown): SlackFault {
  if (error instanceof WebAPIRateLimitedError) return { type: 'rate_limited', seconds: error.retryAfter };
  if (error instanceof AnsweredTooLittle) return { type: 'unknown_outcome', code: 'too_little' };
  if (error instanceof WebAPIRequestError) return { type: 'unknown_outcome', code: 'no_answer' };
  if (error instanceof WebAPIHTTPError) return { type: 'unknown_outcome', code: `http_${error.statusCode}` };
  if (!(error instanceof WebAPIPlatformError)) throw error;
  const { error: code, response_metadata: more } = error.data;
  if (typeof code !== 'string' || !CODE.test(code)) return { type: 'unknown_outcome', code: 'no_answer' };
  if (RATE_LIMITED.includes(code)) {
    return { type: 'rate_limited', seconds: more?.retryAfter ?? USUAL_WAIT_SECONDS };
  }
  if (PLACE_GONE.includes(code)) return { type: 'place_gone', code };
  if (MESSAGE_GONE.includes(code)) return { type: 'message_gone', code };
  if (NOT_ALLOWED.includes(code)) return { type: 'not_allowed', code };
  if (PASSING.includes(code)) return { type: 'unknown_outcome', code };
  const details = more?.messages?.join('; ') ?? '';
  return { type: 'refused', code, details };
}
