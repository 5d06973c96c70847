import { offsetAt } from '../local-time.ts';
import { policyFor, stamp } from '../policy.ts';
import { leadFacts } from '../routing/lead-facts.ts';
import type { Settings } from '../settings.ts';
import { USUAL_LEG } from '../settings-shapes.ts';
import type { UsualCourse } from '../simulate/arrival.ts';
import type { Outcome } from '../simulate/simulation.ts';
import { startAccept } from '../sla.ts';
import { hoursOf, teamHours } from '../team.ts';
import type { PastLead } from './past-lead.ts';

/** What leads would have asked of people: how many whom, at which hour, and how many of them too late. */
export type Load = {
  offered: number;
  /** To be claimed, waiting at the end, or with no rule that leads anywhere. */
  otherwise: number;
  /** Most first. */
  byRep: { repId: string; count: number; late: number }[];
  /** Offers by the hour of the team's day, from 0 to 23. */
  byHour: number[];
  /** Answered later than agreed, had each taken as long as they did; of a lead that nobody was offered, the usual time. */
  late: number;
};

export function createLoad(
  settings: Settings,
  usual: UsualCourse,
): { add: (lead: PastLead, outcome: Outcome) => void; load: (leads: number) => Load } {
  const reps = new Map<string, { count: number; late: number }>();
  const byHour = Array.from({ length: HOURS }, () => 0);
  let offered = 0;
  let allLate = 0;
  return {
    add: (lead, outcome) => {
      if (outcome.type !== 'offered') return;
      const { repId, at } = outcome;
      const answeredAt = at.getTime() + (lead.course.answered ?? usual.answered);
      const isLate = answeredAt > acceptBy(settings, lead, repId, at).getTime();
      const rep = reps.get(repId) ?? { count: 0, late: 0 };
      rep.count += 1;
      offered += 1;
      if (isLate) {
        rep.late += 1;
        allLate += 1;
      }
      reps.set(repId, rep);
      const hour = hourOf(settings.workspace.time_zone, at);
      byHour[hour] = (byHour[hour] ?? 0) + 1;
    },
    load: (leads) => ({
      ...{ offered, otherwise: leads - offered, byHour, late: allLate },
      byRep: [...reps]
        .map(([repId, rep]) => ({ repId, ...rep }))
        .toSorted((a, b) => b.count - a.count || (a.repId < b.repId ? -1 : 1)),
    }),
  };
}

const HOUR = 60 * 60_000;
const HOURS = 24;

const hourOf = (timeZone: string, at: Date): number =>
  Math.floor((at.getTime() + offsetAt(timeZone, at.getTime())) / HOUR) % HOURS;

function acceptBy(settings: Settings, lead: PastLead, repId: string, at: Date): Date {
  const policy = stamp(policyFor(settings, USUAL_LEG, leadFacts(settings, lead)));
  const hours = { repHours: hoursOf(settings, repId), teamHours: teamHours(settings) };
  return startAccept({ policy, ...hours }, lead.at, at).deadlineAt;
}
