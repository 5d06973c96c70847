import {
  type Cover,
  type CoveredRow,
  coveredBy,
  insertCovered,
  lockCover,
  openMoves,
  openWork,
  readCover,
  setCoverOutcome,
  updateCover,
} from '#db/covers.ts';
import { readEvents } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { readPerson } from '#db/people.ts';
import { refusedBy } from '#db/rejections.ts';
import { logRouting } from '#db/routing.ts';
import { type Given, holdersOf, movedAlready, outcomeOf } from '#domain/cover.ts';
import { decide } from '#domain/decide.ts';
import { type Command, isOpenState, SYSTEM } from '#domain/handoff.ts';
import { may } from '#domain/permissions.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { COVERED, RETURNED, type RoutingRecord, withoutIdentity } from '#domain/routing/record.ts';
import { personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { loadFacts } from '#src/handoff/decision-facts.ts';
import { type Found, lock } from '#src/handoff/lock.ts';
import { perform } from '#src/handoff/perform.ts';
import { pastOf } from '#src/routing/checks-on.ts';
import { route } from '#src/routing/route.ts';
import { tellAbsence } from './absence.ts';
import { tellOfCover, touchCards, touchCover } from './cover-messages.ts';

/**
 * Open work goes to whoever covers, and comes back. Each lead moves in a transaction of its own, with its cover locked:
 * what stops in the middle is gone on with by the next press or tick, and nothing moves twice.
 */

export type OnError = (error: unknown, id: string) => void;
/** `isOver` once whoever carries it out has no more time: what is left is gone on with later. */
export type Moving = { onError: OnError; isOver: () => boolean };
/** For as long as it takes; what fails is tried again by the next tick. */
export const untilDone = (core: Core): Moving => ({
  onError: (error, id) => core.noteFailure(error, 'a lead could not be moved by a cover', { handoff: id }),
  isOver: () => false,
});

/** Moves what a cover that was agreed to has not moved yet; those that nobody can take stay where they are. */
export async function moveAll(core: Core, coverId: string, { onError, isOver }: Moving): Promise<void> {
  const cover = await readCover(core.db, coverId);
  if (cover?.state !== 'moving' || cover.answeredAt === null) return;
  const work = await openWork(core.db, cover.personId, cover.answeredAt);
  const tried = await eachInTime(
    work.map(({ id }) => id),
    (id) => move(core, coverId, id),
    { onError, isOver },
  );
  // Where none of many could be moved in all that time, nobody has room: the next tick would begin with them again.
  const isStuck = tried.length > 0 && tried.every((moved) => moved === false);
  if (!tried.includes('failed') && (tried.length === work.length || isStuck)) await endMoving(core, coverId);
}

/** What came of each of these that had its turn before time was over. */
async function eachInTime<Result>(
  handoffIds: readonly string[],
  carryOut: (handoffId: string) => Promise<Result>,
  { onError, isOver }: Moving,
): Promise<(Result | 'failed')[]> {
  const results: (Result | 'failed')[] = [];
  for (const id of handoffIds) {
    if (isOver()) break;
    results.push(
      await carryOut(id).catch((error: unknown) => {
        onError(error, id);
        return 'failed' as const;
      }),
    );
  }
  return results;
}

/** Answers whether it moved. */
function move(core: Core, coverId: string, handoffId: string): Promise<boolean> {
  return transact(core, async (work) => {
    const cover = await lockCover(work.tx, coverId);
    const found = cover?.state === 'moving' ? await lock(work, handoffId) : null;
    if (!cover || !found) return false;
    const { ownerId, state } = found.row.handoff;
    // Closed, or given to somebody else, since it was looked up.
    if (ownerId !== cover.personId || !isOpenState(state)) return false;
    const moved = await coveredBy(work.tx, coverId);
    if (moved.some((one) => one.handoffId === handoffId)) return false;
    const record =
      cover.colleagueId === null
        ? await chooseCover(work, found, cover.personId, givenBy(moved))
        : await agreed(work, found, cover.personId, cover.colleagueId);
    if (record.chosenId === null || record.chosenId === cover.personId) return false;
    await carryOut(work, found, { type: 'cover', to: record.chosenId, because: 'cover' }, record);
    await insertCovered(work.tx, { coverId, handoffId, toId: record.chosenId, movedAt: work.now });
    return true;
  });
}

const givenBy = (moved: readonly CoveredRow[]): Map<string, Given> =>
  movedAlready(
    new Map([...Map.groupBy(moved, ({ toId }) => toId)].map(([id, rows]) => [id, rows.length] as const)),
  );

/** Whom the rules choose for a lead whose owner is away, besides what others were given of theirs already. */
export async function chooseCover(
  work: Work,
  { row, lead }: Found,
  awayId: string,
  given: ReadonlyMap<string, Given>,
): Promise<RoutingRecord> {
  const { handoff, sourceId } = row;
  const { refused, had } = await pastOf(work.tx, handoff);
  // That its owner had it says nothing: they are passed over because they are away.
  const past = { refused, had: new Set([...had].filter((id) => id !== awayId)) };
  const asked = {
    leg: handoff.leg,
    sourceId,
    because: COVERED,
    past,
    mayRepeat: true,
    mode: 'live',
  } as const;
  return (await route(work, lead, { ...asked, cover: { awayId, given } })).record;
}

/** A colleague who agreed has it, whatever their hours; but nobody is given again what they refused. */
async function agreed(
  work: Work,
  { row, lead }: Found,
  awayId: string,
  colleagueId: string,
): Promise<RoutingRecord> {
  const colleague = personOf(work.settings, colleagueId);
  const isReader = colleague !== null && may('read_lead', colleague);
  const hasRefused = (await refusedBy(work.tx, row.handoff.id)).has(colleagueId);
  return byHand(work, lead, COVERED, `cover for ${awayId}`, hasRefused || !isReader ? null : colleagueId);
}

const byHand = (
  { settings }: Work,
  lead: LeadRow,
  because: string,
  rule: string,
  chosenId: string | null,
): RoutingRecord => ({
  because,
  facts: withoutIdentity(leadFacts(settings, lead)),
  rules: [{ rule, result: 'goes_to', repId: chosenId, poolId: null }],
  candidates: [],
  poolId: null,
  chosenId,
  by: 'cover',
});

/** Everything moved that can: whoever covers hears of all of it at once, and its owner who has what. */
function endMoving(core: Core, coverId: string): Promise<void> {
  return transact(core, async (work) => {
    const cover = await lockCover(work.tx, coverId);
    if (cover?.state !== 'moving') return;
    const moved = await coveredBy(work.tx, coverId);
    const isOver = moved.length === 0;
    await updateCover(work.tx, coverId, isOver ? { state: 'ended', endedAt: work.now } : { state: 'active' });
    for (const toId of new Set(moved.map((one) => one.toId)))
      await tellOfCover(work, cover, 'covering', toId);
    await tellOfCover(work, cover, 'given', cover.personId);
    await touchCover(work, cover, moved);
    tellAbsence(work, cover.personId);
  });
}

/** Gives back what was covered for somebody who is back, and ends the cover. */
export async function returnAll(core: Core, coverId: string, moving: Moving): Promise<void> {
  const moved = await transact(core, (work) => startReturn(work, coverId));
  const left = moved.filter(({ outcome }) => outcome === null).map(({ handoffId }) => handoffId);
  const tried = await eachInTime(left, (id) => giveBack(core, coverId, id), moving);
  const isDone = tried.length === left.length && !tried.includes('failed');
  if (moved.length > 0 && isDone) await endCover(core, coverId);
}

/** From here on nothing more moves away; answers what moved. */
async function startReturn(work: Work, coverId: string): Promise<CoveredRow[]> {
  const cover = await lockCover(work.tx, coverId);
  if (!cover || !(await isToReturn(work, cover))) return [];
  const moved = await coveredBy(work.tx, coverId);
  const isOver = moved.length === 0;
  if (cover.state === 'moving' || isOver)
    await updateCover(work.tx, coverId, isOver ? { state: 'ended', endedAt: work.now } : { state: 'active' });
  return moved;
}

/** Who goes again before everything came back keeps the rest covered. */
async function isToReturn({ tx, now }: Work, cover: Cover): Promise<boolean> {
  if (cover.state !== 'moving' && cover.state !== 'active') return false;
  const awayUntil = (await readPerson(tx, cover.personId))?.awayUntil ?? null;
  return awayUntil === null || awayUntil <= now;
}

function giveBack(core: Core, coverId: string, handoffId: string): Promise<void> {
  return transact(core, async (work) => {
    const cover = await lockCover(work.tx, coverId);
    if (!cover || !(await isToReturn(work, cover))) return;
    const found = await lock(work, handoffId);
    const moved = (await coveredBy(work.tx, coverId)).find((one) => one.handoffId === handoffId);
    if (!found || moved?.outcome !== null) return;
    const events = await readEvents(work.tx, handoffId);
    const outcome = outcomeOf({
      handoff: found.row.handoff,
      holders: holdersOf(moved, await openMoves(work.tx, handoffId)),
      movedAt: moved.movedAt,
      eventsSince: events.filter(({ at }) => at >= moved.movedAt).map(({ event }) => event),
      isThere: await isThere(work, cover.personId),
    });
    if (outcome === 'returned') {
      const record = byHand(work, found.lead, RETURNED, `cover for ${cover.personId}`, cover.personId);
      await carryOut(work, found, { type: 'cover', to: cover.personId, because: 'return' }, record);
    }
    await setCoverOutcome(work.tx, moved, outcome);
  });
}

async function isThere({ tx, settings }: Work, personId: string): Promise<boolean> {
  return personOf(settings, personId) !== null && (await readPerson(tx, personId))?.isActive === true;
}

function endCover(core: Core, coverId: string): Promise<void> {
  return transact(core, async (work) => {
    const cover = await lockCover(work.tx, coverId);
    if (cover?.state !== 'active') return;
    const moved = await coveredBy(work.tx, coverId);
    if (moved.some(({ outcome }) => outcome === null)) return;
    await updateCover(work.tx, coverId, { state: 'ended', endedAt: work.now });
    for (const toId of new Set(moved.map((one) => one.toId)))
      await tellOfCover(work, cover, 'returned', toId);
    if (await isThere(work, cover.personId)) await tellOfCover(work, cover, 'welcome', cover.personId);
    await touchCover(work, cover, moved);
    await touchCards(work, moved);
  });
}

async function carryOut(work: Work, { row, lead }: Found, command: Command, record: RoutingRecord) {
  const facts = await loadFacts(work, row, lead, command, SYSTEM);
  const decided = decide(row.handoff, command, facts, work.now);
  if (!decided.ok) throw new Error(`handoff ${row.handoff.id}: it could not be given to whoever covers`);
  const of = { handoffId: row.handoff.id, at: work.now, settingsVersion: work.version };
  logRouting(work.tx, { ...of, record });
  await perform(work, row, lead, decided, SYSTEM);
}
