import type { LeadRow } from '#db/leads.ts';
import { isSameClock, type ProspectTime, prospectTime } from '#domain/prospect-time.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';

/** The clock where a lead is; null where nothing says. */
export const prospectOf = (
  { record }: Pick<LeadRow, 'record'>,
  settings: Settings,
  now: Date,
): ProspectTime | null => prospectTime(record, settings.prospects.decent_hours, now);

/** The same where their clock shows another time than the owner's. */
export function prospectElsewhere(
  lead: Pick<LeadRow, 'record'>,
  settings: Settings,
  ownerId: string | null,
  now: Date,
): ProspectTime | null {
  const { timeZone } = hoursOf(settings, ownerId);
  return isSameClock(lead.record, timeZone, now) ? null : prospectOf(lead, settings, now);
}

/** The same where it tells the owner something: their clocks differ, or it is no decent hour for either. */
export function prospectToTell(
  lead: Pick<LeadRow, 'record'>,
  settings: Settings,
  ownerId: string | null,
  now: Date,
): ProspectTime | null {
  const prospect = prospectOf(lead, settings, now);
  return prospect?.isDecent ? prospectElsewhere(lead, settings, ownerId, now) : prospect;
}
