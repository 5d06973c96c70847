import { setTimeout as pause } from 'node:timers/promises';
import { ids } from '#blocks/ids.ts';
import { handoffOf, type SlackSide } from './slack-side.ts';

const SHARE = 0.3;
const ANSWER_MS = 4_000;

/** Reps who accept some of their cards while the app comes and goes; remembers which they were told are theirs. */
export function acceptSome({ slack, readerOf }: SlackSide) {
  const told = new Set<string>();
  const counts = { presses: 0 };
  const waiting = new Map<string, (text: string) => void>();

  async function accept(
    reader: string,
    message: Parameters<typeof handoffOf>[0],
    handoffId: string,
  ): Promise<void> {
    const answer = Promise.withResolvers<string>();
    waiting.set(reader, answer.resolve);
    await pause(Math.random() * 1_500);
    counts.presses += 1;
    await slack.as(reader).press(message, ids.accept);
    const text = await Promise.race([answer.promise, pause(ANSWER_MS, '')]);
    waiting.delete(reader);
    if (text.startsWith('Accepted')) told.add(handoffId);
  }

  slack.onEvent((happening) => {
    if (happening.type === 'ephemeral_shown') {
      waiting.get(happening.userId)?.(happening.message.text);
      return;
    }
    if (happening.type !== 'message_posted' || Math.random() > SHARE) return;
    const { message } = happening;
    const handoffId = handoffOf(message);
    const reader = readerOf(message.channel);
    // One press at a time, so that an answer belongs to its press.
    if (handoffId === null || reader === null || waiting.has(reader)) return;
    accept(reader, message, handoffId);
  });
  return { told, counts };
}
