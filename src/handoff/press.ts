import { lockNext, takenAfter } from '#db/claims.ts';
import type { Db } from '#db/db.ts';
import { readHandoff } from '#db/handoffs.ts';
import { actorOfSlackId, lockDoings } from '#db/people.ts';
import { recordRefusal } from '#db/rejections.ts';
import { addMinutes } from '#domain/day.ts';
import type { Actor, Command, CommandType, Handoff, Refusal } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { refuseAsSeen, refuseDone } from '#domain/refuse.ts';
import type { Seen } from '#domain/seen.ts';
import { nameOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { TooLate } from '#src/core/deadline.ts';
import { touchBatch } from '#src/routing/batch.ts';
import { resolveActor } from './decision-facts.ts';
import { type Carried, carryOut, redraw } from './dispatch.ts';
import { lock, lockFree } from './lock.ts';
import { lockTyped } from './mend-address.ts';

/** What people ask for: buttons, menus, modals and slash commands. */

/**
 * Who asks, by the Slack id of a signed payload, and what they saw, which is all that they mean; null where what they
 * pressed does not say it.
 */
export type By = { slackUserId: string; seen: Seen | null };

/** `isStale` where what they saw may be what is still shown to them: `redrawCards` is called for when they are answered. */
export type Pressed = Carried | { ok: false; refusal: Refusal; isStale: boolean };

// Longer than any statement of ours may take, however many look, and however slow the database is.
const LONGEST_MS = 10_000;
// Those who wait for somebody who is slow leave the database to them.
const LOOK_MS = 20;
const MOST_LOOK_MS = 200;

/**
 * Carries out what somebody asked for. Of many who press at once, each who was not first is told so from what is
 * committed: nobody queues for the lock past the time in which they have to be answered.
 */
export async function press(core: Core, handoffId: string, command: Command, by: By): Promise<Pressed> {
  const ending = AbortSignal.timeout(LONGEST_MS);
  for (let looks = 1; !ending.aborted; looks += 1) {
    const over = await refusedNow(core, handoffId, command, by);
    if (over) return over;
    const decided = await transact(core, (work) => decide(work, handoffId, command, by));
    if (decided !== 'busy') return decided;
    await new Promise((resolve) => setTimeout(resolve, Math.min(MOST_LOOK_MS, looks * LOOK_MS)));
  }
  throw new TooLate(`handoff ${handoffId} was being changed all the while`);
}

/** Decides, unless somebody else is changing the handoff at this moment. */
async function decide(work: Work, handoffId: string, command: Command, by: By): Promise<Pressed | 'busy'> {
  if (command.type === 'mend') await lockTyped(work, command.email);
  const found = await lockFree(work, handoffId);
  if (!found) return 'busy';
  const { handoff } = found.row;
  const actor = await resolveActor(work, by, found.row);
  const over = refusal(work, handoff, command, { actor, seen: by.seen });
  const result = over ? ({ ok: false, refusal: over } as const) : await carryOut(work, found, command, actor);
  if (result.ok) return result;
  await keepRefusal(work.tx, result.refusal, { handoffId, command: command.type, by, actor, at: work.now });
  return { ...result, isStale: true };
}

/** Why a press is over as the handoff stands now, which may be changing; null when it is to be decided. */
async function refusedNow(core: Core, handoffId: string, command: Command, by: By): Promise<Pressed | null> {
  const row = await readHandoff(core.db, handoffId);
  if (!row) return { ok: false, refusal: { type: 'unknown_handoff' }, isStale: false };
  const { settings } = core.inForce();
  const actor = await resolveActor({ tx: core.db, settings }, by, row);
  const over = refusal({ settings }, row.handoff, command, { actor, seen: by.seen });
  if (!over) return null;
  await keepRefusal(core.db, over, { handoffId, command: command.type, by, actor, at: core.now() });
  return { ok: false, refusal: over, isStale: true };
}

function refusal(
  { settings }: Pick<Work, 'settings'>,
  handoff: Handoff,
  command: Command,
  { actor, seen }: { actor: Actor; seen: Seen | null },
): Refusal | null {
  const ownerName = handoff.ownerId && nameOf(settings, handoff.ownerId);
  return (
    refuseDone(handoff, command, actor, ownerName) ??
    refuseAsSeen(handoff, command.type, { relation: actor.relation, ownerName, seen })
  );
}

/** Why somebody cannot give a command now, before they fill in a form for it; null when they can. */
export async function refusalBeforehand(
  core: Core,
  handoffId: string,
  command: CommandType,
  by: By,
): Promise<Refusal | null> {
  const row = await readHandoff(core.db, handoffId);
  if (!row) return { type: 'unknown_handoff' };
  const { settings } = core.inForce();
  const actor = await resolveActor({ tx: core.db, settings }, by, row);
  const { ownerId } = row.handoff;
  const { relation } = actor;
  const over = refuseAsSeen(row.handoff, command, {
    relation,
    ownerName: ownerId && nameOf(settings, ownerId),
    seen: by.seen,
  });
  await keepRefusal(core.db, over, { handoffId, command, by, actor, at: core.now() });
  return over;
}

const redrawing = new Set<string>();

/** Brings the cards of a handoff up to date for whoever pressed an old one; a hundred who do so at once need it once. */
export async function redrawCards(core: Core, handoffId: string): Promise<void> {
  if (redrawing.has(handoffId)) return;
  redrawing.add(handoffId);
  try {
    await transact(core, async (work) => {
      const found = await lock(work, handoffId);
      if (found) redraw(work, found.row.handoff);
    });
  } finally {
    redrawing.delete(handoffId);
  }
}

/**
 * Takes the next lead of a batch for whoever presses. Of people who press at once each has another lead, or hears that
 * none is left.
 */
export function pressNext(
  core: Core,
  seen: { batch: string; newestClaim: number } | null,
  slackUserId: string,
): Promise<Carried | { ok: false; refusal: Refusal }> {
  return transact(core, async (work) => {
    if (seen === null) return { ok: false, refusal: { type: 'old_card' } };
    const { batch } = seen;
    const personId = await actorOfSlackId(work.tx, slackUserId);
    if (personId !== null) {
      // Of two presses of one person the second is decided when the first is done.
      await lockDoings(work.tx, personId);
      const since = addMinutes(work.now, -ONE_PRESS_MINUTES);
      const own = await takenAfter(work.tx, batch, { personId, since, no: seen.newestClaim });
      if (own) return { ok: false, refusal: { type: 'took_one', lead: whoIs(own) } };
    }
    const handoffId = await lockNext(work.tx, batch, personId);
    const found = handoffId === null ? null : await lock(work, handoffId);
    if (!found) {
      await touchBatch(work, batch, personId);
      return { ok: false, refusal: { type: 'none_left' } };
    }
    const by = { slackUserId, seen: null };
    const actor = await resolveActor(work, by, found.row);
    const result = await carryOut(work, found, { type: 'claim' }, actor);
    const asked = { handoffId: found.row.handoff.id, command: 'claim', by, actor, at: work.now } as const;
    if (!result.ok) await keepRefusal(work.tx, result.refusal, asked);
    return result;
  });
}

// A double-click, or a press before the first one shows. Where Slack shows it late, nobody is kept longer than this.
const ONE_PRESS_MINUTES = 1 / 12;

const whoIs = ({ person, account }: CanonicalLead): string =>
  person.full_name?.trim() ||
  [person.first_name, person.last_name].filter(Boolean).join(' ').trim() ||
  (account.name ?? 'a lead');

type Asked = {
  handoffId: string;
  command: CommandType;
  by: { slackUserId: string };
  actor: Actor;
  at: Date;
};

/** Presses by people who have no right to them are kept. */
async function keepRefusal(db: Db, refused: Refusal | null, { by, actor, ...asked }: Asked): Promise<void> {
  if (refused?.type !== 'not_yours' && refused?.type !== 'not_in_pool') return;
  await recordRefusal(db, { ...asked, slackUserId: by.slackUserId, personId: actor.personId });
}
