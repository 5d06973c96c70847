import type { Cover, CoveredRow } from '#db/covers.ts';
import type { Work } from '#src/core/core.ts';
import { coverKey, inDmOf } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';

/**
 * What people are told about a cover: who is away as planned is proposed one (`begun`); a colleague is asked (`ask`), and who asked hears no (`answer`); once leads moved,
 * each cover hears which (`covering`) and their owner who has what (`given`); and at the end both hear what came back.
 */
export const COVER_PARTS = ['begun', 'ask', 'answer', 'covering', 'given', 'returned', 'welcome'] as const;
export type CoverPart = (typeof COVER_PARTS)[number];

/** Somebody should read this about a cover. */
export async function tellOfCover(
  work: Work,
  cover: Pick<Cover, 'id'>,
  part: CoverPart,
  personId: string,
): Promise<void> {
  want(work, {
    key: coverKey(cover.id, part, personId),
    kind: 'cover',
    handoffId: null,
    place: inDmOf(personId),
    parentKey: null,
    detail: { coverId: cover.id, part, personId },
  });
}

/** What was told about a cover has to be looked at again. */
export async function touchCover(
  work: Work,
  cover: Pick<Cover, 'id' | 'personId' | 'colleagueId'>,
  moved: readonly Pick<CoveredRow, 'toId'>[],
): Promise<void> {
  const readers = new Set([cover.personId, cover.colleagueId ?? [], moved.map(({ toId }) => toId)].flat(2));
  const keys = [...readers].flatMap((reader) => COVER_PARTS.map((part) => coverKey(cover.id, part, reader)));
  work.messages.touch(keys);
}

/** The cards of these leads too: they say until when they are covered. */
export async function touchCards(work: Work, moved: readonly Pick<CoveredRow, 'handoffId'>[]): Promise<void> {
  for (const { handoffId } of moved) touch(work, handoffId, []);
}
