import type { readEvents, readOffers } from '#db/handoffs.ts';
import type { Handoff, HandoffEvent } from '#domain/handoff.ts';
import { PRESS_UNDONE } from '#domain/opened-by.ts';
import type { CoverOf } from './cover-of.ts';
import type { CardStatus, PassedOn } from './models.ts';
import { overrideWords } from './override-words.ts';

/** Rows of a handoff, and the words for the people and reasons in them. */
export type Story = {
  handoff: Handoff;
  events: Awaited<ReturnType<typeof readEvents>>;
  offers: Awaited<ReturnType<typeof readOffers>>;
  name: (personId: string) => string;
  source: (sourceId: string) => string;
  /** The words for a reason's code; any other text stays as it is. */
  reason: (code: string) => string;
  /** Whom the owner has it for, while somebody is away. */
  cover: CoverOf | null;
  /** Whether the owner alone reads it. */
  isTheirs: boolean;
};

/** Where a handoff stands, for the card of one of its offers. */
export function cardStatus(story: Story, offerNo: number): CardStatus {
  return offerNo === story.handoff.offerNo ? current(story) : superseded(story, offerNo);
}

function superseded(story: Story, offerNo: number): CardStatus {
  const { handoff, offers, cover, name } = story;
  const own = offers.find((offer) => offer.no === offerNo);
  const { byName = null, because = null } = passedOn(story, offerNo + 1) ?? {};
  return {
    type: 'superseded',
    toName: handoff.ownerId && name(handoff.ownerId),
    at: own?.endedAt ?? handoff.offeredAt ?? handoff.createdAt,
    coveredUntil: cover && own && cover.awayIds.includes(own.repId) ? cover.until : null,
    byName,
    because,
  };
}

const CAUSES: HandoffEvent['type'][] = ['offered', 'reassigned', 'owner_needed', 'covered'];

/** What somebody accepted goes to whoever covers without a new offer. */
const isPutTo = (event: HandoffEvent, no: number): boolean =>
  (event.type === 'offered' || event.type === 'covered') && event.no === no;

/** From whom an offer came, by whom and why; null for one that the rules made of a new lead. */
function passedOn({ events, offers, name, reason, isTheirs }: Story, offerNo: number): PassedOn | null {
  const from = offers.find((offer) => offer.no === offerNo - 1);
  const offered = events.findIndex(({ event }) => isPutTo(event, offerNo));
  const isCovered = events[offered]?.event.type === 'covered';
  const before = events.slice(0, isCovered ? offered + 1 : offered);
  const cause = before.findLast(({ event }) => CAUSES.includes(event.type));
  if (offered < 0 || (!from && cause?.event.type !== 'reassigned')) return null;
  const of = { fromName: from ? name(from.repId) : null, byName: null, although: null };
  if (cause?.event.type === 'covered') {
    const isBack = cause.event.because === 'return';
    return { ...of, because: isBack ? 'its owner is back' : 'covered while its owner is away' };
  }
  if (cause?.event.type !== 'reassigned' && cause?.event.type !== 'owner_needed')
    return { ...of, because: null };
  const { event, actorId } = cause;
  const byName = actorId === null || actorId === from?.repId ? null : name(actorId);
  if (event.type === 'owner_needed') return { ...of, byName, because: reason(event.because) };
  if (event.to === event.by) return { ...of, because: 'taken over' };
  return { ...of, byName, although: overrideWords(event.overridden ?? [], isTheirs), because: event.because };
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
      if (handoff.reservedFor !== null && handoff.reservedUntil !== null)
        return { type: 'reserved', forName: name(handoff.reservedFor), until: handoff.reservedUntil };
      return { type: 'waiting', lies: handoff.claimKey !== null, because: takenFromThem(story) };
    case 'offered':
      return {
        type: 'offered',
        offeredAt: createdAt,
        passedOn: story.cover ? null : passedOn(story, handoff.offerNo),
      };
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
      return completed(story, closingOf(events));
    case 'withdrawn':
      return {
        type: 'withdrawn',
        at: handoff.closedAt ?? createdAt,
        isUndone: last('withdrawn')?.event.because === PRESS_UNDONE,
      };
  }
}

/** Why whoever had it last has it no longer; null for a lead nobody had. */
function takenFromThem({ handoff, events, reason }: Story): string | null {
  const offered = events.findIndex(({ event }) => event.type === 'offered' && event.no === handoff.offerNo);
  if (offered < 0) return null;
  const needed = events.slice(offered).findLast(({ event }) => event.type === 'owner_needed')?.event;
  return needed?.type === 'owner_needed' ? reason(needed.because) : null;
}

type Closing = Extract<HandoffEvent, { type: 'qualified' | 'disqualified' | 'recycled' | 'won' | 'lost' }>;

function completed(
  { handoff, name, source, reason }: Story,
  closing: { at: Date; event: Closing } | undefined,
): CardStatus {
  const event = closing?.event;
  return {
    type: 'completed',
    byName: event ? closerOf(event, name, source) : '',
    at: closing?.at ?? handoff.closedAt ?? handoff.createdAt,
    outcome: event?.type ?? 'qualified',
    reason: event && 'reason' in event && event.reason !== null ? reason(event.reason) : null,
    undoUntil: handoff.before?.undoUntil ?? null,
    until: event?.type === 'recycled' && event.until !== null ? new Date(event.until) : null,
  };
}

const CLOSINGS: readonly HandoffEvent['type'][] = ['qualified', 'disqualified', 'recycled', 'won', 'lost'];

/** What closed it last: an earlier one was undone. */
function closingOf(events: Story['events']): { at: Date; event: Closing } | undefined {
  const found = events.findLast(({ event }) => CLOSINGS.includes(event.type));
  // The type was just compared.
  return found && { at: found.at, event: found.event as Closing };
}

const closerOf = (event: Closing, name: Story['name'], source: Story['source']): string => {
  if (event.by !== null) return name(event.by);
  return 'via' in event && event.via !== null ? source(event.via) : '';
};
