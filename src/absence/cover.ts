import {
  type Cover,
  type CoverToTend,
  coversToTend,
  insertCover,
  lockCover,
  lockCoversOf,
  openWork,
  readCover,
  updateCover,
} from '#db/covers.ts';
import { readHandoff } from '#db/handoffs.ts';
import { readLead } from '#db/leads.ts';
import { actorOfSlackId, lockDoings, readPerson } from '#db/people.ts';
import type { CoverState } from '#db/schema.ts';
import { alsoGiven, askEndsAt, askedBefore, type Given } from '#domain/cover.ts';
import type { CoverRefusal } from '#domain/cover-refusals.ts';
import { mayAbout } from '#domain/permissions.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { awhile, TooLate, within } from '#src/core/deadline.ts';
import { tellOfCover, touchCover } from './cover-messages.ts';
import { chooseCover, type Moving, moveAll, returnAll, untilDone } from './cover-moves.ts';

/** Who is away is proposed cover by the rules; what was agreed to is carried out, and what was not ends. */

// A proposal is read on a phone: of more leads than this the rest is chosen for when it is agreed to.
const MOST_PROPOSED = 50;
// Nor is anybody kept waiting longer than this for it.
const PROPOSE_MS = 1_200;
// A press waits no longer than this for leads that move; more of them move while nobody waits.
const MOVE_MS = 1_200;

/** Who would take how many; `stays` are those that nobody can take, `rest` those that were not asked about. */
export type Proposal = {
  coverId: string;
  personId: string;
  until: Date;
  shares: { personId: string; leads: number }[];
  stays: number;
  rest: number;
};

/** Who would take somebody's open leads while they are away, kept to be agreed to; null where they have none. */
export async function proposeCover(core: Core, personId: string, until: Date): Promise<Proposal | null> {
  const work = await openWork(core.db, personId, core.now());
  if (work.length === 0) return null;
  const ids = work.slice(0, MOST_PROPOSED).map(({ id }) => id);
  const { given, stays } = await foresee(core, personId, ids);
  const coverId = core.newId();
  await transact(core, async (one) => {
    await lockDoings(one.tx, personId);
    await expireOthers(one, personId, ['proposed']);
    await insertCover(one.tx, {
      id: coverId,
      personId,
      colleagueId: null,
      state: 'proposed',
      createdAt: one.now,
      until,
      answeredAt: null,
      endedAt: null,
    });
  });
  const shares = [...given].map(([id, { turns }]) => ({ personId: id, leads: turns }));
  const asked = shares.reduce((sum, { leads }) => sum + leads, stays);
  return {
    coverId,
    personId,
    until,
    shares: shares.toSorted((a, b) => b.leads - a.leads),
    stays,
    rest: work.length - asked,
  };
}

type Foreseen = { given: ReadonlyMap<string, Given>; stays: number };

/** Who would get which of these, one after another, as far as whoever waits for the answer can wait. */
async function foresee(core: Core, awayId: string, handoffIds: readonly string[]): Promise<Foreseen> {
  let foreseen: Foreseen = { given: new Map(), stays: 0 };
  let isLate = false;
  const asking = async () => {
    for (const id of handoffIds) {
      const given = await wouldCover(core, id, awayId, foreseen.given);
      if (isLate) return;
      foreseen = given ? { ...foreseen, given } : { ...foreseen, stays: foreseen.stays + 1 };
    }
  };
  const late = (error: unknown) =>
    core.noteFailure(error, 'a cover could not be proposed to its end', { person: awayId });
  await within(PROPOSE_MS, asking(), late).catch((error: unknown) => {
    if (!(error instanceof TooLate)) throw error;
    isLate = true;
  });
  return foreseen;
}

/** What everybody would have been given with this lead; null where nobody can take it. Nothing comes of it. */
function wouldCover(
  core: Core,
  handoffId: string,
  awayId: string,
  given: ReadonlyMap<string, Given>,
): Promise<ReadonlyMap<string, Given> | null> {
  // Routing keeps the pool's standing to itself until its transaction ends, which this one does at once.
  return transact(core, async (work) => {
    const row = await readHandoff(work.tx, handoffId);
    const lead = row && (await readLead(work.tx, row.handoff.leadId));
    if (!row || !lead) return null;
    const { chosenId } = await chooseCover(work, { row, lead }, awayId, given);
    return chosenId === null || chosenId === awayId ? null : alsoGiven(given, chosenId, row.handoff);
  });
}

/** `isDone` unless leads are still on their way. */
export type CoverAnswered =
  | { ok: true; cover: Cover; isDone: boolean }
  | { ok: false; refusal: CoverRefusal };

/** Hands over what was proposed, or keeps it; answers what came of it. */
export async function answerProposal(
  core: Core,
  coverId: string,
  agrees: boolean,
  slackUserId: string,
): Promise<CoverAnswered> {
  const refusal = await transact(core, async (work) => {
    const cover = await lockToAnswer(work, coverId);
    const refused = await refuseProposal(work, cover, slackUserId);
    if (refused || !cover) return refused ?? UNKNOWN;
    await updateCover(work.tx, coverId, {
      state: agrees ? 'moving' : 'declined',
      answeredAt: work.now,
      ...(!agrees && { endedAt: work.now }),
    });
    if (agrees) await expireOthers(work, cover.personId, ['proposed', 'asked']);
    await touchCover(work, cover, []);
    return null;
  });
  return refusal ? { ok: false, refusal } : carryOn(core, coverId);
}

const UNKNOWN: CoverRefusal = { type: 'unknown' };

async function refuseProposal(
  work: Work,
  cover: Cover | null,
  slackUserId: string,
): Promise<CoverRefusal | null> {
  const { tx, settings, now } = work;
  const person = personOf(settings, await actorOfSlackId(tx, slackUserId));
  if (!person) return { type: 'unknown_person' };
  if (!cover) return UNKNOWN;
  const { personId, state } = cover;
  if (!mayAbout('hand_over', settings, person, [personId]))
    return { type: 'not_yours', name: nameOf(settings, personId), orAbove: true };
  if (state === 'expired') return { type: 'over' };
  if (state !== 'proposed') return { type: 'answered', isAgreed: state !== 'declined' };
  const awayUntil = (await readPerson(tx, personId))?.awayUntil ?? null;
  return awayUntil === null || awayUntil <= now ? { type: 'over' } : null;
}

/** Moves what an answer agreed to, as far as its presser may wait for it. */
export async function carryOn(core: Core, coverId: string): Promise<CoverAnswered> {
  // What fails here, or takes longer, is gone on with by the next tick.
  await awhile(MOVE_MS, moveAll(core, coverId, untilDone(core)), (error) =>
    core.noteFailure(error, 'a cover could not be carried out at once', { cover: coverId }),
  );
  const cover = await readCover(core.db, coverId);
  if (!cover) return { ok: false, refusal: UNKNOWN };
  return { ok: true, cover, isDone: cover.state !== 'moving' };
}

/** Locks a cover for whoever answers it: of two that are about one person the second is answered after the first. */
export async function lockToAnswer({ tx }: Work, coverId: string): Promise<Cover | null> {
  const about = await readCover(tx, coverId);
  if (about) await lockDoings(tx, about.personId);
  return about && lockCover(tx, coverId);
}

/** Of proposals and questions about one person's work only one is carried out: call it with their doings locked. */
export async function expireOthers(
  work: Work,
  personId: string,
  states: readonly CoverState[],
): Promise<void> {
  for (const cover of await lockCoversOf(work.tx, personId, states)) {
    await updateCover(work.tx, cover.id, { state: 'expired', endedAt: work.now });
    await touchCover(work, cover, []);
  }
}

/** Gives back what was covered for somebody who is back. */
export async function returnCovered(core: Core, personId: string): Promise<void> {
  const covers = await core.db.transaction((tx) => lockCoversOf(tx, personId, ['moving', 'active']));
  for (const { id } of covers) await returnAll(core, id, untilDone(core));
}

/** Covers that something is to be done about: leads still on their way, owners who are back, questions nobody answered. */
export const findCovers = (core: Core, after: CoverToTend | null, most: number): Promise<CoverToTend[]> =>
  coversToTend(core.db, tendBy(core.now()), { after, most });

export const tendBy = (now: Date) => ({ now, askedBefore: askedBefore(now) });

/** Does what is due about one cover, as far as there is time. */
export async function tendCover(core: Core, coverId: string, moving: Moving): Promise<void> {
  const cover = await readCover(core.db, coverId);
  switch (cover?.state) {
    case 'proposed':
    case 'asked':
      return expire(core, coverId);
    case 'moving':
    case 'active':
      // Who is back meanwhile has nothing moved away any more.
      await returnAll(core, coverId, moving);
      return moveAll(core, coverId, moving);
    case undefined:
    case 'declined':
    case 'expired':
    case 'ended':
      return;
  }
}

function expire(core: Core, coverId: string): Promise<void> {
  return transact(core, async (work) => {
    const cover = await lockCover(work.tx, coverId);
    const isOpen = cover?.state === 'asked' || cover?.state === 'proposed';
    if (!cover || !isOpen || askEnds(cover) > work.now) return;
    await updateCover(work.tx, coverId, { state: 'expired', endedAt: work.now });
    if (cover.state === 'asked') await tellOfCover(work, cover, 'answer', cover.personId);
    await touchCover(work, cover, []);
  });
}

const askEnds = (cover: Cover): Date => (cover.state === 'asked' ? askEndsAt(cover) : cover.until);
