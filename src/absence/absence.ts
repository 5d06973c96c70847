import { coveredBy, lockCoversOf, updateCover } from '#db/covers.ts';
import { forgetMissesOf, lockDoings, setAwayUntil } from '#db/people.ts';
import { managersAbove } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomeOf } from '#src/core/homes.ts';
import { touchCards, touchCover } from './cover-messages.ts';

/** Somebody is away until then, or (null) back; part of the transaction that knows why. */
export async function goAway(work: Work, personId: string, until: Date | null): Promise<void> {
  await lockDoings(work.tx, personId);
  await moveEnds(work, personId, until);
  await setAwayUntil(work.tx, personId, until);
  // Whoever says when they are there answers again.
  await forgetMissesOf(work.tx, personId);
  tellAbsence(work, personId);
}

/** Their own home and their managers' say who is away. */
export function tellAbsence(work: Work, personId: string): void {
  for (const id of [personId, ...managersAbove(work.settings, personId)]) touchHomeOf(work, id);
}

/** Who covers does so as long as the absence lasts; who is back needs nobody any more. */
async function moveEnds(work: Work, personId: string, until: Date | null): Promise<void> {
  const { tx, now } = work;
  const states = until === null ? (['proposed', 'asked'] as const) : (['moving', 'active'] as const);
  for (const cover of await lockCoversOf(tx, personId, states)) {
    await updateCover(tx, cover.id, until === null ? { state: 'expired', endedAt: now } : { until });
    const moved = until === null ? [] : await coveredBy(tx, cover.id);
    await touchCover(work, cover, moved);
    await touchCards(work, moved);
  }
}
