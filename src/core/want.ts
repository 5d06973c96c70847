import type { NewMessage } from '#db/messages.ts';
import type { Work } from './core.ts';
import { touchHomesOfReaders } from './homes.ts';

/** A message should be in Slack and true. */
export function want(work: Work, message: NewMessage): void {
  work.messages.want(message, work.newId());
  touchHomesOfReaders(work, message.kind);
}

/** Every card of a handoff, and these messages besides, should be looked at again. */
export function touch({ messages }: Work, handoffId: string, alsoKeys: readonly string[]): void {
  messages.touchCards(handoffId);
  messages.touch(alsoKeys);
}
