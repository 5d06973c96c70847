import { appendEvents, findOpenHandoff, type HandoffRow, readEvents } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { recordRefusal } from '#db/rejections.ts';
import { type CustomerDeed, customerDeeds } from '#domain/customer.ts';
import {
  type Churn,
  type Expansion,
  isChurnDay,
  readExpansion,
  type TypedExpansion,
} from '#domain/customer-news.ts';
import { localDate } from '#domain/day.ts';
import { type Actor, type Handoff, type HandoffEvent, isOpenState, type Refusal } from '#domain/handoff.ts';
import { EXPANSION } from '#domain/routing/record.ts';
import { hasMovedOn, type Seen } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { hoursOf, nameOf, reasonFor } from '#domain/team.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { resolveActor } from './decision-facts.ts';
import { carryOut, redraw } from './dispatch.ts';
import { keepOutcomes } from './keep-outcomes.ts';
import { type Found, lock } from './lock.ts';
import { openHandoff } from './open-handoff.ts';

/** What customer success says of a customer: that they may buy more, or have left. The handoff they came by keeps it in its history. */

export const EXPANSION_LEG: Leg = 'cs_to_ae';

type TypedChurn = { on: string; reason: string; note: string };
export type Said = ({ deed: 'expand' } & TypedExpansion) | ({ deed: 'churn' } & TypedChurn);
type Asked = { handoffId: string; seen: Seen | null; slackUserId: string };
type Told = { ok: true; toId: string | null } | { ok: false; refusal: Refusal };

/** Whether anybody would get an expansion. */
export const leadsExpansions = ({ routes }: Settings): boolean =>
  routes.some(({ leg }) => leg === EXPANSION_LEG);

/** Why somebody cannot say this of a customer, before they fill in a form for it; null when they can. */
export async function customerRefusal(core: Core, deed: CustomerDeed, asked: Asked): Promise<Refusal | null> {
  return transact(core, async (work) => {
    const found = await lock(work, asked.handoffId);
    if (!found) return { type: 'unknown_handoff' };
    return refuse(work, found, deed, asked, await resolveActor(work, asked, found.row));
  });
}

/** Keeps what somebody says of a customer; an expansion goes to an AE, and what was still open of the customer is completed by that. */
export function tellOfCustomer(core: Core, asked: Asked, said: Said): Promise<Told> {
  return transact(core, async (work): Promise<Told> => {
    const found = await lock(work, asked.handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const actor = await resolveActor(work, asked, found.row);
    const refusal = await refuse(work, found, said.deed, asked, actor);
    const { personId } = actor;
    if (refusal !== null || personId === null) {
      redraw(work, found.row.handoff);
      return { ok: false, refusal: refusal ?? { type: 'unknown_person' } };
    }
    return said.deed === 'expand'
      ? expand(work, found, said, { ...actor, personId })
      : leave(work, found, said, { ...actor, personId });
  });
}

type Person = Actor & { personId: string };

async function expand(work: Work, found: Found, typed: TypedExpansion, by: Person): Promise<Told> {
  const read = readExpansion(typed);
  if (!read.ok) return { ok: false, refusal: { type: 'unread_deal', field: read.field } };
  const row = await completed(work, found, by);
  await keep(work, row, { type: 'expanded', by: by.personId }, by.personId);
  const { sourceId } = row;
  const opened = await openExpansion(work, found.lead, {
    ...{ sourceId, by: by.personId, via: null },
    ...read.expansion,
  });
  return { ok: true, toId: opened.handoff.ownerId };
}

async function leave(work: Work, found: Found, churn: TypedChurn, by: Person): Promise<Told> {
  const { settings, now } = work;
  const reason = reasonFor(settings, churn.reason, 'churn', found.row.handoff.leg);
  if (reason === null) return { ok: false, refusal: { type: 'unknown_reason' } };
  if (reason.note === 'required' && churn.note.trim() === '')
    return { ok: false, refusal: { type: 'note_required', reason: reason.words } };
  if (!isChurnDay(churn.on, localDate(hoursOf(settings, by.personId).timeZone, now)))
    return { ok: false, refusal: { type: 'unread_day' } };
  const row = await completed(work, found, by);
  const { on, note } = churn;
  const left = { type: 'churned', by: by.personId, via: null, on, reason: reason.code, note } as const;
  await keep(work, row, left, by.personId);
  return { ok: true, toId: null };
}

/** Who may buy more, or has left, is through with what was still to be done after the sale. */
async function completed(work: Work, found: Found, by: Actor): Promise<HandoffRow> {
  if (!isOpenState(found.row.handoff.state)) return found.row;
  const done = await carryOut(work, found, { type: 'qualify', answers: {}, isUnasked: true }, by);
  if (!done.ok) throw new Error(`handoff ${found.row.handoff.id}: it could not be completed`);
  return { ...found.row, handoff: done.handoff };
}

async function keep(work: Work, row: HandoffRow, event: HandoffEvent, actorId: string | null): Promise<void> {
  appendEvents(work.tx, row, [event], { actorId, at: work.now });
  await keepOutcomes(work, { before: row.handoff, after: row }, [event]);
  redraw(work, row.handoff);
}

type Opening = { sourceId: string; by: string | null; via: string | null } & Expansion;

/** Opens the way back to sales for a customer that may buy more. Part of a transaction that has the lead. */
export function openExpansion(
  work: Work,
  lead: LeadRow,
  { sourceId, ...told }: Opening,
): Promise<HandoffRow> {
  const first: HandoffEvent = { type: 'expansion', ...told };
  return openHandoff(work, lead, {
    ...{ leg: EXPANSION_LEG, sourceId, because: EXPANSION, isBatch: false },
    first: { event: first, actorId: told.by },
  });
}

/** Keeps that a source says a customer left; the same told again is kept once. Part of a transaction that has the lead. */
export async function noteChurn(work: Work, row: HandoffRow, churn: Churn & { via: string }): Promise<void> {
  const [events = []] = [await readEvents(work.tx, row.handoff.id)];
  const isKnown = events.some(({ event }) => event.type === 'churned' && event.on === churn.on);
  if (!isKnown) await keep(work, row, { type: 'churned', by: null, ...churn }, null);
}

async function refuse(
  work: Work,
  { row, lead }: Found,
  deed: CustomerDeed,
  { handoffId, seen, slackUserId }: Asked,
  actor: Actor,
): Promise<Refusal | null> {
  const { settings, tx, now } = work;
  const { handoff } = row;
  const open = await findOpenHandoff(tx, lead.id);
  const elsewhere: Handoff | null = open && open.handoff.id !== handoff.id ? open.handoff : null;
  const { relation, personId } = actor;
  const ownerName = handoff.ownerId && nameOf(settings, handoff.ownerId);
  if (customerDeeds(handoff, { relation, isOpenElsewhere: elsewhere !== null }).includes(deed)) {
    if (seen === null || hasMovedOn(seen, handoff)) return { type: 'old_card' };
    const isLed = deed === 'churn' || (leadsExpansions(settings) && row.sourceId !== TEST_SOURCE);
    return isLed ? null : { type: 'no_route', leg: EXPANSION_LEG };
  }
  const mayOfAny = customerDeeds(handoff, { relation: 'ops', isOpenElsewhere: false }).includes(deed);
  if (!mayOfAny) return { type: 'old_card' };
  if (elsewhere !== null && customerDeeds(handoff, { relation, isOpenElsewhere: false }).includes(deed))
    return { type: 'open_elsewhere', ownerName: elsewhere.ownerId && nameOf(settings, elsewhere.ownerId) };
  await recordRefusal(tx, { handoffId, slackUserId, personId, command: deed, at: now });
  return personId === null ? { type: 'unknown_person' } : { type: 'not_yours', ownerName };
}
