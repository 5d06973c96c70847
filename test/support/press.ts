import { readHandoff } from '#db/handoffs.ts';
import type { Command } from '#domain/handoff.ts';
import { seenOf } from '#domain/seen.ts';
import type { Core } from '#src/core/core.ts';
import { type Pressed, press } from '#src/handoff/press.ts';

/** What somebody asks for who sees the handoff as it stands. */
export async function pressAs(
  core: Core,
  slackUserId: string,
  handoffId: string | undefined,
  command: Command,
): Promise<Pressed> {
  const row = handoffId === undefined ? null : await readHandoff(core.db, handoffId);
  if (!row) throw new Error(`there is no handoff ${handoffId}`);
  return press(core, row.handoff.id, command, { slackUserId, seen: seenOf(row.handoff) });
}
