import { type NewMessage, touchMessages, wantMessage } from '#db/messages.ts';
import type { Work } from './core.ts';
import { touchHomesOfReaders } from './homes.ts';

/** A message should be in Slack and true. */
export async function want(work: Work, message: NewMessage): Promise<void> {
  await wantMessage(work.tx, message, work.newId(), work.now);
  work.keys.add(message.key);
  touchHomesOfReaders(work, message.kind);
}

/** Every card of a handoff, and these messages besides, should be looked at again. */
export async function touch(work: Work, handoffId: string, alsoKeys: readonly string[]): Promise<void> {
  for (const key of await touchMessages(work.tx, handoffId, alsoKeys)) work.keys.add(key);
}
