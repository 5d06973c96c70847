import { countRows, daysOf } from '#db/funnel.ts';
import {
  dropAllDays,
  dropChangedDays,
  dropUnused,
  hasManyLeads,
  KEPT_FROM_DAYS,
  keepDay,
  listKeptDays,
} from '#db/funnel-days.ts';
import { addMinutes } from '#domain/day.ts';
import { GROUPINGS, type Grouping } from '#domain/period.ts';
import { type WholeDay, wholeDays } from '#domain/whole-days.ts';
import type { Core } from '#src/core/core.ts';
import { countedBy } from '#src/view/counted-by.ts';

/** How much is counted ahead. */
export type KeepFigures = {
  /** Back to so many days ago: the usual period and the one before it, and some more for whoever asks tomorrow. */
  days: number;
  /** With fewer leads in that time counting them is quick. */
  manyLeads: number;
  /** Once a minute, so that it takes little of any minute; what is left is counted by the next run. */
  seconds: number;
};
const USUAL: KeepFigures = { days: 190, manyLeads: 20_000, seconds: 5 };
const DAY_MINUTES = 24 * 60;

/** What is counted apart. Weeks are made from days. */
const COUNTED: readonly (Grouping | null)[] = [null, ...GROUPINGS.filter((by) => by !== 'week')];

/**
 * Counts the past days of a large team, so that `/funnel` answers at once: first those of which something changed, the newest
 * first, until all are counted or the time is over. Answers how many it counted.
 */
export async function keepFigures(core: Core, options: Partial<KeepFigures> = {}): Promise<number> {
  const { days: back, manyLeads, seconds } = { ...USUAL, ...options };
  const { db } = core;
  const end = performance.now() + seconds * 1_000;
  const now = core.now();
  const inForce = core.inForce();
  const counted = countedBy(inForce);
  const period = {
    from: addMinutes(now, -back * DAY_MINUTES),
    to: addMinutes(now, -KEPT_FROM_DAYS * DAY_MINUTES),
  };
  if (!(await hasManyLeads(db, period.from, manyLeads))) {
    await dropAllDays(db);
    return 0;
  }
  const days = wholeDays(period, counted.timeZone).toReversed();
  const wanted = COUNTED.map((by) => ({ by, of: daysOf({ ...counted, by }) }));
  const used = wanted.map(({ of }) => of.by);
  await dropUnused(db, { timeZone: counted.timeZone, by: used, before: days.at(-1)?.day ?? '' });
  await dropChangedDays(db, counted.timeZone);
  const kept = new Set((await listKeptDays(db, counted.timeZone)).map(nameOf));
  const missing = days.flatMap((day) =>
    wanted.filter(({ of }) => !kept.has(nameOf({ day: day.day, by: of.by }))).map((one) => ({ ...one, day })),
  );
  let count = 0;
  for (const { by, of, day } of missing) {
    if (performance.now() >= end) break;
    await keepDay(db, { ...of, day: day.day }, (tx) => countRows(tx, { ...counted, by, ...stretchOf(day) }));
    count += 1;
  }
  return count;
}

const nameOf = ({ day, by }: { day: string; by: string }): string => `${day} ${by}`;
const stretchOf = ({ from, to }: WholeDay) => ({ from, to });
