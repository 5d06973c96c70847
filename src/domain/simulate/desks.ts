import { dayOf } from '../day.ts';
import type { Hours } from '../hours.ts';
import type { RepStatus } from '../routing/checks.ts';
import type { Settings } from '../settings.ts';
import { everybodyThere } from '../shadow.ts';

/** What lies on everybody's desk in a simulation: it changes as leads are offered, answered, reached and closed. */
export type Desks = {
  statuses: ReadonlyMap<string, RepStatus>;
  /** Routing may name somebody whom the settings do not know. */
  addStranger: (id: string) => void;
  /** Days that ended before then are over: what counts by day begins anew. */
  turnDays: (now: Date) => void;
  /** `waited` says that the lead comes in the pace of a backlog. */
  offer: (repId: string, waited: boolean, now: Date) => void;
  answer: (repId: string, isAccepted: boolean) => void;
  contact: (repId: string) => void;
  close: (repId: string) => void;
};

/** Everybody of the settings, there and with nothing on their desk. */
export function createDesks(settings: Settings): Desks {
  const hours = sharedHours();
  const statuses = new Map(
    [...everybodyThere(settings)].map(([id, status]) => [id, { ...status, hours: hours(status.hours) }]),
  );
  const zones = new Map<string, { until: number; of: RepStatus[] }>();
  for (const status of statuses.values()) {
    const { timeZone } = status.hours;
    const zone = zones.get(timeZone) ?? { until: Number.NEGATIVE_INFINITY, of: [] };
    zone.of.push(status);
    zones.set(timeZone, zone);
  }
  let nextTurn = Number.NEGATIVE_INFINITY;
  const at = (repId: string): RepStatus => {
    const status = statuses.get(repId);
    if (!status) throw new Error(`the simulation gave a lead to ${repId}, who has no desk`);
    return status;
  };
  return {
    statuses,
    addStranger: (id) => {
      const [somebody] = statuses.values();
      if (somebody) statuses.set(id, { ...somebody, id, isKnown: false });
    },
    turnDays: (now) => {
      if (now.getTime() < nextTurn) return;
      for (const [timeZone, zone] of zones) {
        if (now.getTime() < zone.until) continue;
        zone.until = dayOf({ timeZone }, now).to.getTime();
        for (const status of zone.of) {
          status.today = 0;
          status.lastOfferedAt = null;
        }
      }
      nextTurn = Math.min(...[...zones.values()].map(({ until }) => until));
    },
    offer: (repId, waited, now) => {
      const status = at(repId);
      status.unanswered += 1;
      status.open += 1;
      status.today += 1;
      if (waited) status.lastOfferedAt = now;
    },
    answer: (repId, isAccepted) => {
      const status = at(repId);
      status.unanswered -= 1;
      if (isAccepted) status.uncontacted += 1;
    },
    contact: (repId) => {
      at(repId).uncontacted -= 1;
    },
    close: (repId) => {
      at(repId).open -= 1;
    },
  };
}

/** One value for the same hours: what the calendar remembers of them serves everybody who has them. */
function sharedHours(): (hours: Hours) => Hours {
  const known = new Map<string, Hours>();
  return (hours) => {
    const key = JSON.stringify(hours);
    const shared = known.get(key) ?? hours;
    known.set(key, shared);
    return shared;
  };
}
