import { daysInWords } from '../keep.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './findings.ts';
import { dateWords } from './time-words.ts';
import type { World } from './world.ts';

const ADVICE =
  'The app removes a little each minute while it runs. Where it ran for hours since: its log says why "prune" fails. After a long stop, or a shorter time in `keep`, it catches up by itself.';

/** What is kept for a time only, and is still there long after it. */
export function findInKept(settings: Settings, { left }: World, now: Date): Finding[] {
  return [...left].map(([name, oldest]) => {
    const { time_zone } = settings.workspace;
    const days = Math.floor((now.getTime() - oldest.getTime()) / DAY);
    const what = `the oldest are of ${dateWords(time_zone, oldest)}, ${daysInWords(days)} old: they should be gone by now`;
    return { severity: 'note', where: name, what, advice: ADVICE };
  });
}

const DAY = 24 * 60 * 60_000;
