import { lockDoings, readPerson } from '#db/people.ts';
import {
  absencesAhead,
  absencesToBegin,
  beginAbsence,
  isPlanned,
  type PlannedAbsence,
  planAbsence,
  takeBackAbsence,
  tellAbsenceBegan,
} from '#db/planned-absences.ts';
import { addMinutes } from '#domain/day.ts';
import { personOf } from '#domain/team.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomeOf } from '#src/core/homes.ts';
import { coverKey, inDmOf } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { goAway } from './absence.ts';
import { proposeCover } from './cover.ts';

/** Absences that were told ahead of their time: they begin by themselves, and cover is proposed then. */

/** What began so long ago and was not told of: the process that began it is gone. */
const LOST_MINUTES = 1;
/** One tick begins so many; the next one goes on where it stopped. */
const BEGUN_A_TICK = 50;

type Time = { from: Date; until: Date };

/** What somebody has planned, by the numbers by which they may take it back: the first is 1. */
export const plannedBy = (core: Core, personId: string): Promise<PlannedAbsence[]> =>
  absencesAhead(core.db, personId);

/** Until when somebody is away now; null while they are not. */
export async function awayUntilOf(core: Core, personId: string): Promise<Date | null> {
  const until = (await readPerson(core.db, personId))?.awayUntil ?? null;
  return until !== null && until > core.now() ? until : null;
}

/** Refused where they planned to be away in some of that time already. */
export function plan(core: Core, personId: string, { from, until }: Time): Promise<{ ok: boolean }> {
  return transact(core, async (work) => {
    await lockDoings(work.tx, personId);
    if (await isPlanned(work.tx, personId, { from, until })) return { ok: false };
    await planAbsence(work.tx, { id: work.newId(), personId, from, until, createdAt: work.now });
    touchHomeOf(work, personId);
    return { ok: true };
  });
}

/** Takes back what was planned; answers what, without what began meanwhile. */
export function takeBack(core: Core, planned: readonly PlannedAbsence[]): Promise<PlannedAbsence[]> {
  return transact(core, async (work) => {
    for (const personId of new Set(planned.map((one) => one.personId))) await lockDoings(work.tx, personId);
    const taken: PlannedAbsence[] = [];
    for (const absence of planned) {
      if (!(await takeBackAbsence(work.tx, absence.id, work.now))) continue;
      taken.push(absence);
      touchHomeOf(work, absence.personId);
    }
    return taken;
  });
}

export const beginBy = (now: Date) => ({ now, lostBefore: addMinutes(now, -LOST_MINUTES) });

/** Begins the absences whose time has come, each once, and proposes who would have the open leads. */
export async function beginPlanned(core: Core, onError: (error: unknown, id: string) => void): Promise<void> {
  for (const absence of await absencesToBegin(core.db, { ...beginBy(core.now()), most: BEGUN_A_TICK }))
    await begin(core, absence).catch((error: unknown) => onError(error, absence.personId));
}

async function begin(core: Core, absence: PlannedAbsence): Promise<void> {
  const { id, personId, until, begunAt } = absence;
  if (begunAt === null && !(await go(core, absence))) return;
  // What was over before anybody could begin it, and whoever left, needs nobody to do anything.
  const isMeant = until > core.now() && personOf(core.inForce().settings, personId) !== null;
  // The rules choose somebody else only for who is away.
  const proposed = isMeant ? await proposeCover(core, personId, until) : null;
  await transact(core, async (work) => {
    if (!(await tellAbsenceBegan(work.tx, id, work.now)) || !isMeant) return;
    const end = (await readPerson(work.tx, personId))?.awayUntil ?? until;
    want(work, {
      key: coverKey(proposed?.coverId ?? id, 'begun', personId),
      kind: 'cover',
      handoffId: null,
      place: inDmOf(personId),
      parentKey: null,
      detail: {
        part: 'begun',
        personId,
        until: end.toISOString(),
        // Who would take how many is known only now.
        ...(proposed && {
          coverId: proposed.coverId,
          proposed: JSON.stringify({ shares: proposed.shares, stays: proposed.stays, rest: proposed.rest }),
        }),
      },
    });
  });
}

/** They are away from now on; false where another process was first, or it was taken back. */
function go(core: Core, { id, personId, until }: PlannedAbsence): Promise<boolean> {
  return transact(core, async (work) => {
    await lockDoings(work.tx, personId);
    if (!(await beginAbsence(work.tx, id, work.now))) return false;
    const awayUntil = (await readPerson(work.tx, personId))?.awayUntil ?? null;
    // Who said meanwhile that they are away for longer stays away.
    const isLonger = awayUntil !== null && awayUntil > until;
    if (until > work.now && !isLonger && personOf(work.settings, personId) !== null)
      await goAway(work, personId, until);
    return true;
  });
}
