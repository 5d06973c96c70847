import { type Cover, insertCover, lockCoversOf, openWork, updateCover } from '#db/covers.ts';
import { actorOfSlackId, lockDoings, readPerson } from '#db/people.ts';
import { askEndsAt, doesLegs } from '#domain/cover.ts';
import type { AskRefusal, CoverRefusal } from '#domain/cover-refusals.ts';
import { may, mayAbout } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { goAway } from './absence.ts';
import { type CoverAnswered, carryOn, expireOthers, lockToAnswer } from './cover.ts';
import { tellOfCover, touchCover } from './cover-messages.ts';

/** A colleague is asked to cover, and says yes or no. */

export type Asked = { ok: true; leads: number; answerBy: Date } | { ok: false; refusal: AskRefusal };

/** Asks a colleague, in their direct messages, to have somebody's open leads until then. */
export function askToCover(
  core: Core,
  { person, colleague, until }: { person: Person; colleague: Person; until: Date },
): Promise<Asked> {
  return transact(core, async (work): Promise<Asked> => {
    const { tx, now } = work;
    await lockDoings(tx, person.id);
    const open = await openWork(tx, person.id, now);
    const asked = await lockCoversOf(tx, person.id, ['asked']);
    const refusal =
      person.id === colleague.id
        ? ({ type: 'yourself' } as const)
        : ((await refuseColleague(work, colleague)) ?? refuseWork(work, colleague, open));
    if (refusal) return { ok: false, refusal };
    const pending = asked.find((one) => one.colleagueId === colleague.id);
    if (pending?.until.getTime() === until.getTime())
      return { ok: false, refusal: { type: 'asked_already' } };
    if (pending) {
      // Asked again with another time: the newer question stands.
      await updateCover(tx, pending.id, { state: 'expired', endedAt: now });
      await touchCover(work, pending, []);
    }
    const cover: Cover = {
      id: work.newId(),
      personId: person.id,
      colleagueId: colleague.id,
      state: 'asked',
      createdAt: now,
      until,
      answeredAt: null,
      endedAt: null,
    };
    await insertCover(tx, cover);
    await tellOfCover(work, cover, 'ask', colleague.id);
    return { ok: true, leads: open.length, answerBy: askEndsAt(cover) };
  });
}

/** Hours and caps are theirs to pass over; but a card has to reach them, and they have to be there. */
async function refuseColleague({ tx, now }: Work, { id, roles }: Person): Promise<AskRefusal | null> {
  if (!may('read_lead', { roles })) return { type: 'unreachable', check: 'shown_no_leads' };
  const row = await readPerson(tx, id);
  if (!row?.slackId) return { type: 'unreachable', check: 'unknown_to_slack' };
  if (!row.isActive) return { type: 'unreachable', check: 'deactivated' };
  return row.awayUntil !== null && row.awayUntil > now ? { type: 'away', until: row.awayUntil } : null;
}

function refuseWork(
  { settings }: Work,
  colleague: Person,
  open: Awaited<ReturnType<typeof openWork>>,
): AskRefusal | null {
  if (open.length === 0) return { type: 'nothing_open' };
  const legs = [...new Set(open.map(({ leg }) => leg))];
  return doesLegs(colleague, legs, settings.pools) ? null : { type: 'other_work' };
}

/** The colleague's answer. With a yes the asker is away, and all of their open leads move. */
export async function answerAsk(
  core: Core,
  coverId: string,
  accepts: boolean,
  slackUserId: string,
): Promise<CoverAnswered> {
  const refusal = await transact(core, async (work) => {
    const cover = await lockToAnswer(work, coverId);
    const refused = await refuseAnswer(work, cover, accepts, slackUserId);
    if (refused || !cover) return refused;
    if (accepts) await accept(work, cover);
    else await decline(work, cover);
    return null;
  });
  return refusal ? { ok: false, refusal } : carryOn(core, coverId);
}

async function refuseAnswer(
  { tx, settings, now }: Work,
  cover: Cover | null,
  accepts: boolean,
  slackUserId: string,
): Promise<CoverRefusal | null> {
  const person = personOf(settings, await actorOfSlackId(tx, slackUserId));
  if (!person) return { type: 'unknown_person' };
  if (!cover?.colleagueId) return { type: 'unknown' };
  if (!mayAbout('cover', settings, person, [cover.colleagueId]))
    return { type: 'not_yours', name: nameOf(settings, cover.colleagueId), orAbove: false };
  const { state } = cover;
  if (
    state === 'expired' ||
    (state === 'asked' && (askEndsAt(cover) <= now || !personOf(settings, cover.personId)))
  )
    return { type: 'over' };
  if (state !== 'asked') return { type: 'answered', isAgreed: state !== 'declined' };
  const awayUntil = (await readPerson(tx, person.id))?.awayUntil ?? null;
  return accepts && awayUntil !== null && awayUntil > now
    ? { type: 'away_yourself', until: awayUntil }
    : null;
}

async function accept(work: Work, cover: Cover): Promise<void> {
  const { tx, now } = work;
  const awayUntil = (await readPerson(tx, cover.personId))?.awayUntil ?? null;
  // Who said meanwhile that they are away for longer stays away.
  const until = awayUntil !== null && awayUntil > cover.until ? awayUntil : cover.until;
  await updateCover(tx, cover.id, { state: 'moving', answeredAt: now });
  await expireOthers(work, cover.personId, ['proposed', 'asked']);
  await goAway(work, cover.personId, until);
  await touchCover(work, cover, []);
}

async function decline(work: Work, cover: Cover): Promise<void> {
  await updateCover(work.tx, cover.id, { state: 'declined', answeredAt: work.now, endedAt: work.now });
  await tellOfCover(work, cover, 'answer', cover.personId);
  await touchCover(work, cover, []);
}
