import { addMinutes } from './day.ts';
import type { Settings } from './settings.ts';

/** What is kept for a time only; for how many days, `keep` of the settings says. */
export const KEPT = ['raw_bodies', 'messages', 'repeats', 'refusals', 'account_signals'] as const;
export type Kept = (typeof KEPT)[number];

const DAY_MINUTES = 24 * 60;
/** So long after its time something may still be there: the app may have been stopped over a weekend. */
const GRACE_DAYS = 3;

/** What is older than this is removed. */
export const keptSince = ({ keep }: Settings, kept: Kept, now: Date): Date =>
  addMinutes(now, -keep[kept] * DAY_MINUTES);

/** What is older than this should long be gone. */
export const overdueSince = (settings: Settings, kept: Kept, now: Date): Date =>
  addMinutes(keptSince(settings, kept, now), -GRACE_DAYS * DAY_MINUTES);

/** Why a body is not there; where nobody can read the settings, nobody knows after how many days it went. */
export const bodyRemoved = (settings: Settings | null): string =>
  settings === null
    ? 'the raw body was removed: they are kept for a time only'
    : `the raw body was removed after ${daysInWords(settings.keep.raw_bodies)}`;

export const daysInWords = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
