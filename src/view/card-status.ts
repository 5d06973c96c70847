import type { readEvents, readOffers } from '#db/handoffs.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import type { CardStatus } from './models.ts';

/** Rows of a handoff, and the words for the people and reasons in them. */
export type Story = {
  handoff: Handoff;
  events: Awaited<ReturnType<typeof readEvents>>;
  offers: Awaited<ReturnType<typeof readOffers>>;
  name: (personId: string) => string;
  /** The words for a reason's code; any other text stays as it is. */
  reason: (code: string) => string;
};

/** Where a handoff stands, for the card of one of its offers. */
export function cardStatus(story: Story, offerNo: number): CardStatus {
  return offerNo === story.handoff.offerNo ? current(story) : superseded(story, offerNo);
}

function superseded(story: Story, offerNo: number): CardStatus {
  const { handoff, offers, name } = story;
  const own = offers.find((offer) => offer.no === offerNo);
  return {
    type: 'superseded',
    toName: handoff.ownerId && name(handoff.ownerId),
    at: own?.endedAt ?? handoff.offeredAt ?? handoff.createdAt,
    because: passedOn(story, offerNo + 1)?.because ?? null,
  };
}

const CAUSES: HandoffEvent['type'][] = ['offered', 'reassigned', 'owner_needed'];

/** From whom an offer came, and why; null for the first. */
function passedOn({ events, offers, name, reason }: Story, offerNo: number) {
  const from = offers.find((offer) => offer.no === offerNo - 1);
  const offered = events.findIndex(({ event }) => event.type === 'offered' && event.no === offerNo);
  if (!from || offered < 0) return null;
  const cause = events.slice(0, offered).findLast(({ event }) => CAUSES.includes(event.type))?.event;
  const fromName = name(from.repId);
  if (cause?.type === 'owner_needed') return { fromName, because: reason(cause.because) };
  if (cause?.type !== 'reassigned') return { fromName, because: null };
  if (cause.to === cause.by) return { fromName, because: 'taken over' };
  const isByAnother = cause.by !== null && cause.by !== from.repId;
  return { fromName, because: isByAnother ? `${cause.because} (${name(cause.by ?? '')})` : cause.because };
}

function current(story: Story): CardStatus {
  const { handoff, events, name, reason } = story;
  const last = <Type extends HandoffEvent['type']>(type: Type) => {
    const found = events.findLast((row) => row.event.type === type);
    // The type was just compared.
    return found && { at: found.at, event: found.event as Extract<HandoffEvent, { type: Type }> };
  };
  const undoUntil = handoff.before?.undoUntil ?? null;
  const createdAt = handoff.offeredAt ?? handoff.createdAt;
  const owner = handoff.ownerId ? name(handoff.ownerId) : '';
  switch (handoff.state) {
    case 'waiting':
      return { type: 'waiting' };
    case 'offered':
      return { type: 'offered', offeredAt: createdAt, passedOn: passedOn(story, handoff.offerNo) };
    case 'snoozed': {
      const snoozed = last('snoozed');
      const byName = snoozed ? name(snoozed.event.by) : owner;
      return { type: 'snoozed', until: handoff.snoozedUntil ?? createdAt, byName };
    }
    case 'accepted': {
      const accepted = last('accepted');
      const byName = accepted ? name(accepted.event.by) : owner;
      return { type: 'accepted', byName, at: handoff.acceptedAt ?? createdAt, undoUntil };
    }
    case 'working': {
      const responded = last('responded');
      const byName = responded?.event.by ? name(responded.event.by) : owner;
      return { type: 'working', byName, at: responded?.at ?? createdAt };
    }
    case 'rejected': {
      const rejected = last('rejected');
      return {
        type: 'rejected',
        byName: rejected ? name(rejected.event.by) : owner,
        at: handoff.closedAt ?? createdAt,
        reason: rejected ? reason(rejected.event.reason) : '',
        note: rejected?.event.note || null,
        undoUntil,
      };
    }
    case 'completed':
      return completed(story, last('qualified') ?? last('disqualified') ?? last('recycled'));
    case 'withdrawn':
      return { type: 'withdrawn', at: handoff.closedAt ?? createdAt };
  }
}

type Closing = Extract<HandoffEvent, { type: 'qualified' | 'disqualified' | 'recycled' }>;

function completed(
  { handoff, name, reason }: Story,
  closing: { at: Date; event: Closing } | undefined,
): CardStatus {
  const event = closing?.event;
  return {
    type: 'completed',
    byName: event ? name(event.by) : '',
    at: closing?.at ?? handoff.closedAt ?? handoff.createdAt,
    outcome: event?.type ?? 'qualified',
    reason: event && event.type !== 'qualified' ? reason(event.reason) : null,
  };
}
