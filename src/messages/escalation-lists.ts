import { lastWindowsOf } from '#db/told.ts';
import type { Work } from '#src/core/core.ts';
import { escalationsKey } from '#src/core/message-keys.ts';

/** The live messages on which managers read what is overdue. */

// A night's list may be held back until its reader's opening while the one before is still the live one.
const LIVE_WINDOWS = 2;

type Window = { managerId: string | null; windowAt: Date | null };

/** The keys of these windows' messages, and of each of their readers' live one. */
export async function listsWith({ tx }: Work, windows: readonly Window[]): Promise<string[]> {
  const keys = new Set<string>();
  for (const reader of new Set(windows.map(({ managerId }) => managerId))) {
    if (reader === null) continue;
    for (const windowAt of await lastWindowsOf(tx, { reader, most: LIVE_WINDOWS }))
      keys.add(escalationsKey(reader, windowAt));
  }
  for (const { managerId, windowAt } of windows) {
    if (managerId !== null && windowAt !== null) keys.add(escalationsKey(managerId, windowAt));
  }
  return [...keys];
}
