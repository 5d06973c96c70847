/** What is told of a meeting. `reopened` takes back what was told to have come of it. */
export const MEETING_STATUSES = ['booked', 'moved', 'cancelled', 'held', 'no_show', 'reopened'] as const;
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

/** As calendars and CRMs write them. */
export const MEETING_WORDS: Readonly<Record<string, MeetingStatus>> = {
  active: 'booked',
  created: 'booked',
  confirmed: 'booked',
  scheduled: 'booked',
  rescheduled: 'moved',
  canceled: 'cancelled',
  deleted: 'cancelled',
  declined: 'cancelled',
  attended: 'held',
  completed: 'held',
  missed: 'no_show',
  noshow: 'no_show',
};
