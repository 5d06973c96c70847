import { type MessageRow, postpone } from '#db/messages.ts';
import { type Core, transact } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import type { SlackFault } from './errors.ts';
import { type Doing, forgetGone } from './gone.ts';
import type { SlackSide } from './slack-side.ts';

const LONGEST_PAUSE_SECONDS = 60;
/** The settings name no channel for it, or a person whom Slack does not know. */
export const NOWHERE = 'nowhere in Slack to send it to';
export const PLACE_PAUSE_SECONDS = 3_600;

const METHODS = {
  looking: 'conversations.history',
  posting: 'chat.postMessage',
  changing: 'chat.update',
  publishing: 'views.publish',
} as const satisfies Record<Doing, string>;

/** Stores when to try again, and what is wrong; ops are told where somebody has to mend something. */
export async function putOff(
  core: Core,
  slack: SlackSide,
  message: MessageRow,
  doing: Doing,
  fault: SlackFault,
): Promise<void> {
  const method = METHODS[doing];
  const now = core.now();
  // Whoever could not look still does not know.
  const isSurelyUnsent = doing !== 'looking';
  slack.metrics.slackCalls.inc({ method, result: fault.type });
  if (await forgetGone(core, message, doing, fault)) {
    slack.log.warn(
      { message: message.key, fault },
      'a message, its thread or its place is gone; it is made anew',
    );
    const seconds = message.attempts === 0 ? 0 : backOff(message);
    return comeBack(core, message, { seconds, problem: null, isSurelyUnsent: true });
  }
  switch (fault.type) {
    case 'rate_limited': {
      slack.pace.hold(method, later(now, fault.seconds));
      return comeBack(core, message, { seconds: fault.seconds, problem: null, isSurelyUnsent });
    }
    case 'unknown_outcome': {
      const pause = backOff(message);
      slack.log.warn({ message: message.key, code: fault.code, pause }, 'Slack did not answer; trying again');
      return comeBack(core, message, { seconds: pause, problem: fault.code, isSurelyUnsent: false });
    }
    case 'place_gone':
    case 'message_gone':
    case 'not_allowed':
    case 'refused': {
      slack.log.error({ message: message.key, fault }, 'Slack does not take a message; ops have to mend it');
      await postpone(core.db, message.key, {
        notBefore: later(now, fault.type === 'not_allowed' ? LONGEST_PAUSE_SECONDS : PLACE_PAUSE_SECONDS),
        problem: fault.code,
        isSurelyUnsent,
      });
      if (fault.type === 'place_gone' && message.kind !== 'ops') await tellOps(core, message, fault.code);
    }
  }
}

/** Each time a little later. */
export const backOff = ({ attempts }: MessageRow): number => Math.min(LONGEST_PAUSE_SECONDS, 2 ** attempts);

/** Due again after so many seconds. */
export async function comeBack(
  core: Core,
  message: MessageRow,
  { seconds, problem, isSurelyUnsent }: { seconds: number; problem: string | null; isSurelyUnsent: boolean },
): Promise<void> {
  await postpone(core.db, message.key, { notBefore: later(core.now(), seconds), problem, isSurelyUnsent });
}

/** Held up by something other than Slack: nothing was sent. */
export const wait = (seconds: number) => ({ seconds, problem: null, isSurelyUnsent: true });

async function tellOps(core: Core, message: MessageRow, code: string): Promise<void> {
  const day = core.now().toISOString().slice(0, 10);
  await transact(core, async (work) =>
    want(work, {
      key: opsKey(`place:${message.place}`, day),
      kind: 'ops',
      handoffId: null,
      place: inChannelFor('ops'),
      parentKey: null,
      detail: { about: 'place', place: message.place, code },
    }),
  );
}

export const later = (at: Date, inSeconds: number): Date => new Date(at.getTime() + inSeconds * 1_000);
