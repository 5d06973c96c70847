import type { Week } from './settings-shapes.ts';

/**
 * A rep's or a team's working time: blocks by weekday in a zone, less whole days off. `special` days, as 2026-12-24,
 * have blocks of their own instead of their weekday's.
 */
export type Hours = {
  timeZone: string;
  week: Week;
  holidays: readonly string[];
  special?: Readonly<Record<string, readonly string[]>>;
};
