import { formatDate } from '../../slack/dates.ts';
import type { Names, Screen } from '../protocol.ts';
import { h } from './dom.ts';

/** Who reads: names instead of ids, instants in their zone. */
export type Reading = { names: Names; timeZone: string; now: Date };

export function readingOf(screen: Screen): Reading {
  return { names: screen.names, timeZone: screen.timeZone, now: new Date(screen.now) };
}

export const personName = ({ names }: Reading, id: string): string => names.people[id] ?? id;
export const channelName = ({ names }: Reading, id: string): string => names.channels[id] ?? id;

export const WHEN = '{date_short_pretty} at {time}';

/** An instant in Slack's own format. It is kept true by `refreshTimes` while the clock moves. */
export function drawTime(seconds: number, format: string, reading: Reading): HTMLTimeElement {
  const datetime = new Date(seconds * 1000).toISOString();
  return h(
    'time',
    { datetime, 'data-format': format, title: writeTime(seconds, '{date_long} at {time}', reading) },
    writeTime(seconds, format, reading),
  );
}

export function writeTime(seconds: number, format: string, { timeZone, now }: Reading): string {
  return formatDate(seconds, format, { tz: timeZone, now });
}

export const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

export function refreshTimes(root: ParentNode, reading: Reading): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-format]')) {
    const words = writeTime(secondsOf(element.dateTime), element.dataset.format ?? WHEN, reading);
    if (element.textContent !== words) element.textContent = words;
  }
}
