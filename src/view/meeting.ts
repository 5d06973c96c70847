import type { LeadRow } from '#db/leads.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { isToCome, type Meeting } from '#domain/meetings.ts';
import type { Settings } from '#domain/settings.ts';
import { idOf, nameOf, sourceName } from '#domain/team.ts';
import type { MeetingModel, TouchModel } from './models.ts';
import { prospectElsewhere } from './prospect.ts';

/** Meetings as a card and *Details* show them. */

type Reading = { lead: Pick<LeadRow, 'record'>; settings: Settings; ownerId: string | null; now: Date };

/** Of a meeting without a time nobody can say when it is. */
export function meetingModels(meetings: readonly Meeting[], reading: Reading): MeetingModel[] {
  return meetings.flatMap((meeting) => {
    const { startAt, endAt } = meeting;
    return startAt === null || endAt === null ? [] : [modelOf({ ...meeting, startAt, endAt }, reading)];
  });
}

function modelOf(
  meeting: Meeting & { startAt: Date; endAt: Date },
  { lead, settings, ownerId, now }: Reading,
): MeetingModel {
  const { status, startAt, endAt, hostEmail, joinUrl, by, at, via } = meeting;
  const hostId = hostEmail && idOf(settings, hostEmail);
  const isOwners = hostId !== null && hostId === ownerId;
  const isOpen = status === 'booked' || status === 'moved';
  return {
    standing: !isOpen ? status : isToCome(meeting, now) ? 'to_come' : 'over',
    startAt,
    endAt,
    hostName: isOwners ? null : hostId === null ? hostEmail : nameOf(settings, hostId),
    joinUrl,
    by,
    at,
    sourceName: via === null ? null : sourceName(settings, via),
    theirs: prospectElsewhere(lead, settings, ownerId, startAt),
  };
}

/** The one that matters on a card: the next to come, else one of which nobody said what came, else one that was just called off. */
export function meetingOnCard(
  meetings: readonly MeetingModel[],
  touch: Pick<TouchModel, 'at'> | null,
): MeetingModel | null {
  const byStart = meetings.toSorted((a, b) => a.startAt.getTime() - b.startAt.getTime());
  const last = meetings.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  const isOff = last?.standing === 'cancelled' && (touch === null || touch.at <= last.at);
  return (
    byStart.find(({ standing }) => standing === 'to_come') ??
    byStart.findLast(({ standing }) => standing === 'over') ??
    (isOff ? last : null)
  );
}

/** What a calendar told of a meeting, for the history: its day and time by the team's clock. */
export function calendarWords(
  settings: Settings,
  { became, startAt, by, via }: Extract<HandoffEvent, { type: 'calendar' }>,
): string {
  const start = startAt === null ? null : dayAndTime(settings.workspace.time_zone, new Date(startAt));
  const of = start === null ? '' : ` of ${start}`;
  const from = via === null ? '' : ` · from ${sourceName(settings, via)}`;
  const who = by === null ? '' : { lead: ' by them', host: ' by its host' }[by];
  switch (became) {
    case 'moved':
      return `The meeting was moved${start === null ? '' : ` to ${start}`}${from}`;
    case 'cancelled':
      return `The meeting${of} was cancelled${who}${from}`;
    case 'over':
      return `The meeting${of} is over: what came of it is asked`;
    case 'reopened':
      return `The meeting${of} is not missed any more${from}`;
  }
}

const dayAndTime = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    timeZoneName: 'short',
  }).format(at);
