import { forgetPosted, type MessageRow } from '#db/messages.ts';
import { forgetDmChannel } from '#db/people.ts';
import type { Core } from '#src/core/core.ts';
import type { SlackFault } from './errors.ts';

/** What was being done with a message when Slack refused. */
export type Doing = 'looking' | 'posting' | 'changing' | 'publishing';

/** What Slack says of direct messages, too, when it has given them up. */
export const NO_CHANNEL = 'channel_not_found';
// One that is opened anew and is gone again is somebody's to mend.
const REOPENED_AT_MOST = 2;

/**
 * Slack keeps nothing for ever: on a free plan messages go after 90 days, with the threads under them, and whoever moves
 * to another workspace has other direct messages there. What is gone is forgotten, so that the next try makes it anew.
 * False where nothing can be made anew: then it is the place that somebody has to mend.
 */
export async function forgetGone(
  core: Core,
  message: MessageRow,
  doing: Doing,
  fault: SlackFault,
): Promise<boolean> {
  if (fault.type === 'message_gone') return forgetMessage(core, message, doing);
  if (fault.type !== 'place_gone' || fault.code !== NO_CHANNEL) return false;
  const personId = personIn(message.place);
  if (doing === 'changing') {
    if (personId === null && !isElsewhereNow(core, message)) return false;
    // The next post finds out for itself whether the direct messages are gone as well.
    await forgetPosted(core.db, message.key, core.now());
    return true;
  }
  if (personId === null || message.attempts >= REOPENED_AT_MOST) return false;
  await forgetDmChannel(core.db, personId);
  return true;
}

/** A reply that Slack does not take has lost its thread: what is gone is the message it stands under. */
async function forgetMessage(core: Core, message: MessageRow, doing: Doing): Promise<boolean> {
  if (doing === 'changing') {
    await forgetPosted(core.db, message.key, core.now());
    return true;
  }
  if (message.parentKey === null) return false;
  await forgetThread(core, message.parentKey);
  return true;
}

/** The message that a thread stood under is posted anew, as soon as may be. */
export function forgetThread(core: Core, key: string): Promise<void> {
  return forgetPosted(core.db, key, core.now());
}

const personIn = (place: string): string | null =>
  place.startsWith('person:') ? place.slice('person:'.length) : null;

/** The settings name another channel by now for what it was posted for. */
function isElsewhereNow(core: Core, { place, channel }: MessageRow): boolean {
  const [kind, use] = place.split(':', 2);
  if (kind !== 'channel-for') return false;
  const { ops, feedback } = core.inForce().settings.channels;
  return (use === 'ops' ? ops : feedback) !== channel;
}
