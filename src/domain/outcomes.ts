import type { ClockKind } from './clock.ts';
import type { Deal } from './deal.ts';
import type { HandoffEvent } from './handoff.ts';
import type { OutcomeType } from './outcome-types.ts';
import type { ResponseChannel } from './response.ts';
import type { Leg } from './settings-shapes.ts';

/** What sales did with a lead, as the tools that lead came from, and others, are told of it. */

/** What is kept of one, as far as it has it. Instants are ISO texts, days such as `2027-03-31`. */
export type OutcomeDetail = {
  leg?: Leg;
  /** Who has the lead by it. */
  ownerId?: string | null;
  /** That they need not accept it: it had been, before somebody else came to have it. */
  isAccepted?: true;
  /** Who said so; null where no person of ours did. */
  byId?: string | null;
  /** The code of a reason of the settings. */
  reason?: string | null;
  note?: string;
  channel?: ResponseChannel;
  clock?: ClockKind;
  amount?: number;
  currency?: string;
  closeOn?: string;
  subStage?: string | null;
  competitor?: string;
  /** When it happened, where it was told later. */
  doneAt?: string;
  /** Until when whoever was recycled rests. */
  until?: string | null;
};
export type Outcome = { type: OutcomeType; detail: OutcomeDetail };

/** Where it happened: of which leg, whose the lead is by it, and what is known of its deal. */
type Where = { leg: Leg; ownerId: string | null; acceptedAt: Date | null; deal: Deal | null };

/** What the events of one decision are to those outside; most are nothing to them. */
export function outcomesOf(
  events: readonly HandoffEvent[],
  { leg, ownerId, acceptedAt, deal }: Where,
): Outcome[] {
  const isReassigned = events.some(({ type }) => type === 'reassigned');
  return events.flatMap((event) => {
    // That somebody was offered what they were given says the same once more.
    if (isReassigned && event.type === 'offered') return [];
    return outcomesIn(event, { leg, deal }).map(({ type, detail }) => {
      const isAccepted = acceptedAt !== null && (type === 'assigned' || type === 'reassigned');
      return { type, detail: { leg, ownerId, ...(isAccepted && { isAccepted }), ...detail } };
    });
  });
}

function outcomesIn(event: HandoffEvent, { leg, deal }: Pick<Where, 'leg' | 'deal'>): Outcome[] {
  switch (event.type) {
    case 'offered':
    case 'covered':
      return [{ type: 'assigned', detail: { ownerId: event.to } }];
    case 'reassigned':
      return [{ type: 'reassigned', detail: { ownerId: event.to, byId: event.by } }];
    case 'accepted':
      return [{ type: 'accepted', detail: { byId: event.by } }];
    case 'rejected':
      return [{ type: 'rejected', detail: { byId: event.by, reason: event.reason, note: event.note } }];
    case 'responded':
      return [
        ...(event.first
          ? [
              {
                type: 'responded',
                detail: { byId: event.by, channel: event.channel, ...toldLater(event) },
              } as const,
            ]
          : []),
        ...meetingOf(event),
      ];
    case 'activity_seen':
      return meetingOf(event);
    case 'qualified':
      // Of a customer it means that Customer Success is done with its part.
      return leg === 'won_to_cs' ? [] : [{ type: 'qualified', detail: { byId: event.by } }];
    case 'opportunity':
      return [{ type: 'opportunity', detail: { byId: event.by, ...worth(event.deal) } }];
    case 'won':
      return [{ type: 'won', detail: { byId: event.by, ...worth(deal) } }];
    case 'lost': {
      const { by: byId, reason, competitor, note } = event;
      return [{ type: 'lost', detail: { ...{ byId, reason, competitor, note }, ...worth(deal) } }];
    }
    case 'disqualified':
      return [{ type: 'disqualified', detail: { byId: event.by, reason: event.reason, note: event.note } }];
    case 'recycled': {
      const { by: byId, reason, note, until } = event;
      return [
        { type: 'recycled', detail: { byId, reason, note, until: until && new Date(until).toISOString() } },
      ];
    }
    case 'breached':
      return [{ type: 'breached', detail: { clock: event.clock } }];
    case 'churned':
      return [{ type: 'churned', detail: { byId: event.by } }];
    default:
      return [];
  }
}

type Met = Extract<HandoffEvent, { type: 'responded' | 'activity_seen' }>;

function meetingOf(event: Met): Outcome[] {
  const { channel, outcome } = event;
  const detail = { byId: event.by, ...toldLater(event) };
  if (outcome === 'meeting_booked') return [{ type: 'meeting_booked', detail }];
  if (channel !== 'meeting') return [];
  return [{ type: outcome === 'reached' ? 'meeting_held' : 'meeting_missed', detail }];
}

const toldLater = ({ doneAt }: Met): OutcomeDetail => (doneAt === undefined ? {} : { doneAt });

const worth = (deal: Deal | null): OutcomeDetail =>
  deal === null
    ? {}
    : {
        ...{ amount: deal.amount, currency: deal.currency },
        ...{ closeOn: deal.closeOn, subStage: deal.subStage },
      };
