import { addMinutes } from './day.ts';
import type { Handoff, HandoffEvent } from './handoff.ts';
import type { CanonicalLead } from './lead.ts';
import { MEETING_STATUSES, type MeetingStatus } from './meeting-words.ts';
import type { ToldTouch } from './response.ts';
import { USUAL_LEG } from './settings-shapes.ts';

/**
 * Meetings with a lead: what each has become, out of everything that was told of it. The order in which it was told
 * changes nothing: a calendar's cancellation may well come before its booking.
 */

/** Where nobody says when it ends. */
const USUAL_MINUTES = 30;
const MOST_TELLINGS = 200;

/** What one message said. `via` is the source; null where somebody pressed or logged it in Slack. */
export type Telling = {
  status: MeetingStatus;
  /** When it came to be so. */
  at: Date;
  via: string | null;
  startAt: Date | null;
  endAt: Date | null;
  hostEmail: string | null;
  joinUrl: string | null;
  /** Who called it off. */
  by: 'lead' | 'host' | null;
};

/** A meeting as one source knows it. */
export type ToldMeeting = {
  id: string;
  sourceId: string;
  /** The source's own id for it; empty where it has none, and tells of one at a time. */
  key: string;
  /** The id of the one it was put in the place of. */
  replaces: string | null;
  tellings: readonly Telling[];
};

/** `replaced` is one that another was put in the place of. */
export type Meeting = {
  /** Of the rows that tell of it: several sources may. */
  ids: readonly string[];
  status: Exclude<MeetingStatus, 'reopened'> | 'replaced';
  startAt: Date | null;
  endAt: Date | null;
  hostEmail: string | null;
  joinUrl: string | null;
  by: Telling['by'];
  /** When it came to be so, and who said so. */
  at: Date;
  via: string | null;
  /** When it was booked, as far as anybody said. */
  bookedAt: Date;
};

const BOOKS: readonly MeetingStatus[] = ['booked', 'moved'];

/** What is told twice is known once, and of three that say the same in a row the second says nothing. */
export function withTelling(known: readonly Telling[], told: Telling): Telling[] {
  const isKnown = known.some((one) => one.at.getTime() === told.at.getTime() && saysSame(one, told));
  if (isKnown) return [...known];
  const all = inOrder([...known, told]);
  return all
    .filter((one, place) => {
      const [before, after] = [all[place - 1], all[place + 1]];
      return !(before && after && saysSame(before, one) && saysSame(one, after));
    })
    .slice(-MOST_TELLINGS);
}

const saysSame = ({ at: _a, ...one }: Telling, { at: _b, ...other }: Telling): boolean =>
  textOf(one) === textOf(other);

const textOf = (told: Omit<Telling, 'at'>): string => {
  const { status, via, startAt, endAt, hostEmail, joinUrl, by } = told;
  return JSON.stringify([status, via, startAt, endAt, hostEmail, joinUrl, by]);
};

/** Of what happened at one instant the later in a meeting's life comes last. */
const inOrder = (tellings: readonly Telling[]): Telling[] =>
  tellings.toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      MEETING_STATUSES.indexOf(a.status) - MEETING_STATUSES.indexOf(b.status) ||
      (textOf(a) < textOf(b) ? -1 : 1),
  );

/**
 * Every meeting of a lead, the one that was booked last at the end. What several sources tell of one start is one
 * meeting; ids tell those of one source apart.
 */
export function meetingsIn(rows: readonly ToldMeeting[]): Meeting[] {
  const byStart = Map.groupBy(rows, (row) => startKey(row) ?? nameOf(row));
  return [...byStart.values()]
    .flatMap(together)
    .map((group) => {
      const meeting = became(group);
      const isReplaced = isBooked(meeting) && group.some((row) => wasReplaced(row, rows));
      return isReplaced ? { ...meeting, status: 'replaced' as const } : meeting;
    })
    .toSorted(inOrderOfBooking);
}

const inOrderOfBooking = (a: Meeting, b: Meeting): number =>
  a.bookedAt.getTime() - b.bookedAt.getTime() || (`${a.ids}` < `${b.ids}` ? -1 : 1);

const nameOf = ({ sourceId, key }: ToldMeeting): string => `${sourceId} ${key}`;

function startKey(row: ToldMeeting): string | null {
  const { startAt } = became([row]);
  return startAt && `at ${minuteOf(startAt)}`;
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

const wasReplaced = ({ sourceId, key }: ToldMeeting, rows: readonly ToldMeeting[]): boolean =>
  key !== '' && rows.some((other) => other.sourceId === sourceId && other.replaces === key);

/** Of one start: the meetings that one source tells apart, and the latest of them with what all others say. */
function together(rows: readonly ToldMeeting[]): ToldMeeting[][] {
  const sorted = rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const withIds = Map.groupBy(
    sorted.filter(({ key }) => key !== ''),
    ({ sourceId }) => sourceId,
  );
  const [most = []] = [...withIds.values()].toSorted((a, b) => b.length - a.length);
  const [latest, ...earlier] = most.toSorted(
    (a, b) => became([b]).bookedAt.getTime() - became([a]).bookedAt.getTime(),
  );
  const others = sorted.filter((row) => !most.includes(row));
  return [...(latest ? [[latest, ...others]] : [others]), ...earlier.map((row) => [row])];
}

type Fold = { booked: Telling | null; fell: Telling | null; outcome: Telling | null; startAt: Date | null };

/** What all that was told comes to. */
export function became(rows: readonly ToldMeeting[]): Meeting {
  const tellings = inOrder(rows.flatMap((row) => row.tellings));
  const { booked, fell, outcome, startAt } = tellings.reduce(follow, {
    ...{ booked: null, fell: null, outcome: null, startAt: null },
  });
  const decides = outcome ?? fell ?? booked;
  const firstBooked = tellings.find(({ status }) => BOOKS.includes(status)) ?? tellings[0];
  const said = <Key extends 'hostEmail' | 'joinUrl'>(key: Key) =>
    tellings.findLast((told) => told[key] !== null)?.[key] ?? null;
  return {
    ids: rows.map(({ id }) => id),
    status: decides === null || decides.status === 'reopened' ? 'booked' : decides.status,
    startAt,
    endAt: startAt && endOf(startAt, tellings),
    hostEmail: said('hostEmail'),
    joinUrl: said('joinUrl'),
    by: decides?.by ?? null,
    at: decides?.at ?? new Date(0),
    via: decides?.via ?? null,
    bookedAt: firstBooked?.at ?? new Date(0),
  };
}

/** What is booked for another time is booked anew; what was called off is not brought back by its booking told again. */
function follow(so: Fold, told: Telling): Fold {
  const startAt = so.startAt ?? told.startAt;
  switch (told.status) {
    case 'booked':
    case 'moved': {
      const isAnother =
        so.startAt !== null && told.startAt !== null && minuteOf(so.startAt) !== minuteOf(told.startAt);
      if (isAnother) return { booked: told, fell: null, outcome: null, startAt: told.startAt };
      const isKnown = so.booked !== null && told.status === 'booked';
      return { ...so, booked: isKnown ? so.booked : told, startAt };
    }
    case 'cancelled':
      return { ...so, fell: so.fell ?? told, startAt };
    case 'held':
    case 'no_show':
      return { ...so, outcome: so.outcome?.status === told.status ? so.outcome : told, startAt };
    case 'reopened':
      return { ...so, outcome: null, startAt };
  }
}

/** The end that was told last with this start. */
function endOf(startAt: Date, tellings: readonly Telling[]): Date {
  const told = tellings.findLast(
    ({ startAt: start, endAt }) =>
      endAt && endAt > startAt && (!start || minuteOf(start) === minuteOf(startAt)),
  );
  return told?.endAt ?? addMinutes(startAt, USUAL_MINUTES);
}

const isBooked = ({ status }: Pick<Meeting, 'status'>): boolean => status === 'booked' || status === 'moved';

/** Whether it is still to come, or going on: nothing is due before it. */
export const isToCome = (meeting: Meeting, now: Date): boolean =>
  isBooked(meeting) && meeting.endAt !== null && meeting.endAt > now;

/** Whether it should have taken place, and nobody said whether it did. */
export const isUnsettled = (meeting: Meeting, now: Date): boolean =>
  isBooked(meeting) && meeting.endAt !== null && meeting.endAt <= now;

/** When it fell away, or was over; null of one that is still to come. */
export function endedAt(meeting: Meeting, now: Date): Date | null {
  if (isToCome(meeting, now)) return null;
  return isBooked(meeting) ? meeting.endAt : meeting.at;
}

/**
 * Whether nothing is due to a lead before a meeting that stands in the calendar. A later leg has its own: the one before
 * may have booked others. What somebody only wrote down has no time, and counts until something is known of one.
 */
export function hasMeeting(
  { leg, createdAt }: Pick<Handoff, 'leg' | 'createdAt'>,
  meetings: readonly Meeting[],
  touches: readonly Pick<ToldTouch, 'outcome' | 'at'>[],
  now: Date,
): boolean {
  const own = meetings.filter(({ bookedAt }) => leg === USUAL_LEG || bookedAt >= createdAt);
  if (own.some((meeting) => isToCome(meeting, now))) return true;
  const ended = own.map((meeting) => endedAt(meeting, now)?.getTime() ?? 0);
  const last = Math.max(0, ...ended);
  return touches.some(({ outcome, at }) => outcome === 'meeting_booked' && at.getTime() > last);
}

/** The one whose outcome somebody tells who names none: the last that had begun. */
export const lastBegun = (meetings: readonly Meeting[], at: Date): Meeting | null =>
  meetings
    .filter(
      ({ status, startAt }) =>
        startAt !== null && startAt <= at && status !== 'replaced' && status !== 'cancelled',
    )
    .toSorted((a, b) => (a.startAt?.getTime() ?? 0) - (b.startAt?.getTime() ?? 0))
    .at(-1) ?? null;

/** Whether a meeting was over in the time of a handoff, and nobody said what came of it. */
export function owesOutcome(
  { createdAt }: Pick<Handoff, 'createdAt'>,
  meetings: readonly Meeting[],
  now: Date,
): boolean {
  const last = lastBegun(meetings, now);
  return (
    last?.endAt != null && isUnsettled(last, now) && last.endAt > createdAt && last.endAt > last.bookedAt
  );
}

/** What a message about a meeting made of it; null where it says nothing new of one that matters. */
export type MeetingChange = {
  became: 'booked' | 'moved' | 'cancelled' | 'held' | 'no_show' | 'reopened';
  meeting: Meeting;
};

export function changeIn(
  before: readonly ToldMeeting[],
  after: readonly ToldMeeting[],
  told: Pick<ToldMeeting, 'id' | 'replaces' | 'sourceId'>,
): MeetingChange | null {
  const meeting = meetingsIn(after).find(({ ids }) => ids.includes(told.id));
  if (!meeting || meeting.status === 'replaced') return null;
  const replaced = before.find(
    ({ sourceId, key }) => sourceId === told.sourceId && key !== '' && key === told.replaces,
  );
  const known = meetingsIn(before);
  const was =
    known.find(({ ids }) => ids.includes(told.id)) ??
    known.find(({ ids }) => meeting.ids.some((id) => ids.includes(id))) ??
    known.find(({ ids }) => replaced && ids.includes(replaced.id));
  const became = wordFor(was ?? null, meeting);
  return became && { became, meeting };
}

function wordFor(was: Meeting | null, is: Meeting): MeetingChange['became'] | null {
  const stood = was !== null && (isBooked(was) || was.status === 'replaced');
  if (!isBooked(is)) {
    // Nobody waited for a meeting that nobody had told of.
    if (is.status === 'cancelled') return stood ? 'cancelled' : null;
    return is.status === 'replaced' || was?.status === is.status ? null : is.status;
  }
  if (was === null || was.status === 'cancelled') return 'booked';
  if (was.startAt?.getTime() !== is.startAt?.getTime()) return stood ? 'moved' : 'booked';
  return stood ? null : 'reopened';
}

/** What an item says of a meeting, as it is kept; null where it says nothing. */
export function tellingOf(
  { meeting }: CanonicalLead,
  of: { at: Date; via: string | null },
): (Telling & { key: string; replaces: string | null }) | null {
  if (meeting === undefined) return null;
  const { id, replaces, status, start_at, end_at, host_email, join_url, cancelled_by } = meeting;
  return {
    ...of,
    key: id ?? '',
    replaces: replaces ?? null,
    status: status ?? 'booked',
    startAt: start_at === undefined ? null : new Date(start_at),
    endAt: end_at === undefined ? null : new Date(end_at),
    hostEmail: host_email ?? null,
    joinUrl: join_url ?? null,
    by: cancelled_by ?? null,
  };
}

/** Whether a lead came with a meeting that was still to come. */
export function comesWithMeeting(lead: CanonicalLead, now: Date): boolean {
  const told = tellingOf(lead, { at: now, via: null });
  const { key = '', replaces = null } = told ?? {};
  const rows = told ? [{ id: '', sourceId: '', key, replaces, tellings: [told] }] : [];
  return meetingsIn(rows).some((meeting) => isToCome(meeting, now));
}

/** Whether somebody met the lead: a meeting was held, or a conversation in one was logged or told of. */
export const wasMet = (meetings: readonly Meeting[], events: readonly { event: HandoffEvent }[]): boolean =>
  meetings.some(({ status }) => status === 'held') ||
  events.some(
    ({ event }) =>
      (event.type === 'responded' || event.type === 'activity_seen') &&
      event.channel === 'meeting' &&
      event.outcome === 'reached',
  );
