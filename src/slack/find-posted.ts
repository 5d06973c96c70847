import { type MessageRow, markPosted, readMessage } from '#db/messages.ts';
import type { Core } from '#src/core/core.ts';
import { readFault } from './errors.ts';
import type { SlackSide } from './slack-side.ts';

/** The name under which our marker stands in a message's metadata. */
export const MARKER_TYPE = 'handoff_message';
// Slack's clock and ours differ a little.
const SEARCH_MARGIN_SECONDS = 120;
const SEARCH_PAGES = 5;

/**
 * After a crash, or an answer that never came, the message may be in Slack already: its marker tells. Without the
 * scope to look, one message too many is better than none.
 */
export async function findOurs(core: Core, slack: SlackSide, message: MessageRow): Promise<boolean> {
  if (message.sendingSince === null || message.channel === null) return false;
  const oldest = String(message.sendingSince.getTime() / 1_000 - SEARCH_MARGIN_SECONDS);
  const parent = message.parentKey === null ? null : await readMessage(core.db, message.parentKey);
  let cursor: string | undefined;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const window = {
      channel: message.channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    };
    try {
      const found = parent?.ts
        ? await slack.client.conversations.replies({ ...window, ts: parent.ts })
        : await slack.client.conversations.history(window);
      const ours = found.messages?.find(({ metadata }) => markerIn(metadata) === message.marker);
      if (ours?.ts) {
        await markPosted(core.db, message.key, { channel: message.channel, ts: ours.ts, at: core.now() });
        return true;
      }
      cursor = found.response_metadata?.next_cursor;
    } catch (error) {
      const fault = readFault(error);
      // With its thread whatever stood in it is gone.
      if (fault.type === 'message_gone') return false;
      if (fault.type !== 'not_allowed') throw error;
      slack.log.warn(
        { message: message.key, code: fault.code },
        'cannot look for a message that may be posted',
      );
      return false;
    }
    if (!cursor) return false;
  }
  return false;
}

function markerIn(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return null;
  const { event_payload: payload } = metadata;
  if (typeof payload !== 'object' || payload === null || !('marker' in payload)) return null;
  return String(payload.marker);
}
