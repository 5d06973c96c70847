import { addMinutes } from '../day.ts';
import type { Hours } from '../hours.ts';
import { stepsOf } from '../policy.ts';
import type { Person, Settings } from '../settings.ts';
import { WEEKDAYS } from '../settings-shapes.ts';
import { hoursOf } from '../team.ts';
import { type Finding, listed } from './findings.ts';
import { minus, workOn } from './stretches.ts';

const DAYS_AHEAD = 14;
const DAY = 24 * 60;

/** Managers who are only told while they are off, and groups that nobody tells. */
export function findInManagers(settings: Settings, now: Date): Finding[] {
  const managers = settings.people.filter(({ id }) => settings.people.some(({ manager }) => manager === id));
  return [
    ...quietAtWork(settings, managers, now),
    ...digestAfterWork(settings, managers),
    ...groupsUntold(settings),
  ];
}

/** A group is mentioned in the channel of ops: in direct messages its members would not read it. */
function groupsUntold({ channels, sla }: Settings): Finding[] {
  if (channels.ops !== undefined) return [];
  const policies = sla.filter((policy) => stepsOf(policy).some((step) => step.do === 'tell_group'));
  if (policies.length === 0) return [];
  return [
    {
      severity: 'risk',
      where: 'channels ops',
      what: `is missing, and the ladder of ${listed(policies.map(({ id }) => id))} has tell_group: the group is told nothing`,
      advice: 'Name a channel whose members are the group too: there it is mentioned.',
    },
  ];
}

function quietAtWork(settings: Settings, managers: readonly Person[], now: Date): Finding[] {
  const { quiet_hours: quiet } = settings.escalation;
  if (quiet === 'outside_hours' || quiet === 'never') return [];
  const ahead = { from: now, to: addMinutes(now, DAYS_AHEAD * DAY) };
  const never = managers.filter(({ id }) => {
    const hours = hoursOf(settings, id);
    const work = workOn(hours, undefined, ahead);
    return work.length > 0 && minus(work, workOn(everyDay(hours, quiet), undefined, ahead)).length === 0;
  });
  if (never.length === 0) return [];
  return [
    {
      severity: 'risk',
      where: 'escalation',
      what: `quiet_hours ${quiet} are all the working hours of ${listed(never.map(({ id }) => id))}: what is missed is told them while they are off`,
      advice: 'Let quiet hours lie outside work: outside_hours, or other times.',
    },
  ];
}

const everyDay = ({ timeZone }: Hours, stretch: string): Hours => ({
  timeZone,
  week: Object.fromEntries(WEEKDAYS.map((day) => [day, [stretch]])),
  holidays: [],
});

function digestAfterWork(settings: Settings, managers: readonly Person[]): Finding[] {
  const { managers: at } = settings.digests;
  if (at === 'opening' || at === 'off') return [];
  const late = managers.filter(({ id }) => {
    const blocks = Object.values(hoursOf(settings, id).week).flat();
    return blocks.length > 0 && blocks.every((block) => isOver(block, at));
  });
  if (late.length === 0) return [];
  return [
    {
      severity: 'note',
      where: 'digests',
      what: `at ${at} the work of ${listed(late.map(({ id }) => id))} is over on every day`,
      advice: 'Right if they read it in the evening; else opening, or a time in the morning.',
    },
  ];
}

// What runs past midnight is not over on its own day.
const isOver = (block: string, at: string): boolean =>
  block.slice(0, 5) < block.slice(6) && block.slice(6) <= at;
