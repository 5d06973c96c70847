import { readEvents } from '#db/handoffs.ts';
import { consequencesOf, tellingsOf } from '#domain/answers.ts';
import type { Touch } from '#domain/response.ts';
import { nameOf } from '#domain/team.ts';
import { touchesIn } from '#domain/touch.ts';
import type { Work } from '#src/core/core.ts';
import { carryOut } from '#src/handoff/dispatch.ts';
import type { Found } from '#src/handoff/lock.ts';

/** Whoever works on their lead has accepted it; what anybody else does, or a machine, is shown to whoever has it. */
export async function noteTouch(work: Work, found: Found, touch: Touch, repId: string | null): Promise<void> {
  const { handoff } = found.row;
  const name = repId === null ? 'Somebody' : nameOf(work.settings, repId);
  const at = touch.at ?? work.now;
  const telling = { ...touch, by: repId, at, toldAt: work.now };
  const known = tellingsOf(touchesIn(await readEvents(work.tx, handoff.id)));
  let { row } = found;
  for (const type of consequencesOf(handoff, telling, known)) {
    const relation = type === 'accept' ? 'owner' : 'system';
    const command = type === 'accept' ? { type, at } : { type, ...touch };
    const decided = await carryOut(work, { ...found, row }, command, { personId: repId, name, relation });
    if (!decided.ok) return;
    row = { ...row, handoff: decided.handoff };
  }
}
