import { WEEKDAYS, type Week } from '#domain/settings-shapes.ts';

const DAY_NAMES = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
} as const;

/** A week as people write it: `Mon–Thu 09:00–18:00, Fri 09:00–12:30 and 13:30–16:30`. */
export function weekWords(week: Week): string {
  const runs: { first: string; last: string; blocks: string }[] = [];
  for (const weekday of WEEKDAYS) {
    const blocks = (week[weekday] ?? []).map((block) => block.replace('-', '–')).join(' and ');
    const name = DAY_NAMES[weekday];
    const run = runs.at(-1);
    if (run?.blocks === blocks) run.last = name;
    else runs.push({ first: name, last: name, blocks });
  }
  return runs
    .filter(({ blocks }) => blocks !== '')
    .map(({ first, last, blocks }) => `${first === last ? first : `${first}–${last}`} ${blocks}`)
    .join(', ');
}
