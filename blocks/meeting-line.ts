import type { ProspectTime } from '#domain/prospect-time.ts';
import type { MeetingModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { type Line, linkTo, stranger, when } from './lines.ts';

/** When a meeting with a lead is, for whoever reads and for the lead, and what has become of it. */

/** On a card: what is to come, over, or off. */
export function meetingPart(meeting: MeetingModel): Line {
  const { standing, startAt, hostName, joinUrl, at } = meeting;
  const time = [when(startAt), ...theirTime(meeting)];
  if (standing === 'to_come') {
    return [
      'Meeting ',
      ...time,
      ...(hostName === null ? [] : [' with ', stranger(hostName, shown.name)]),
      ...(joinUrl === null ? [] : [' · ', linkTo(joinUrl, 'Join')]),
    ];
  }
  return ['Meeting ', ...time, ...BECAME[standing](meeting, at)];
}

/** In *Details*: the same of any, and who said so. */
export function meetingLine(meeting: MeetingModel): Line {
  const { sourceName, standing, at } = meeting;
  const said: Line = sourceName === null ? [] : [' · from ', stranger(sourceName, shown.name)];
  return [...meetingPart(meeting), ...(standing === 'to_come' ? [', booked ', when(at)] : []), ...said];
}

const BECAME: Record<
  Exclude<MeetingModel['standing'], 'to_come'>,
  (meeting: MeetingModel, at: Date) => Line
> = {
  over: () => [' is over, and nobody said what came of it'],
  cancelled: ({ by }, at) => [`, cancelled${by === null ? '' : WHO[by]} `, when(at)],
  held: () => [', held'],
  no_show: () => [', they did not come'],
  replaced: () => [', moved to another time'],
};

const WHO = { lead: ' by them', host: ' by its host' };

/** What their clock shows then, where it shows another time than the owner's. */
function theirTime({ theirs }: MeetingModel): Line {
  if (theirs === null) return [];
  const { earliest, latest } = theirs;
  const isOne = earliest.weekday === latest.weekday && earliest.time === latest.time;
  return [isOne ? ` (${spoken(earliest)} for them)` : ` (${spoken(earliest)} to ${spoken(latest)} for them)`];
}

const spoken = ({ weekday, time }: ProspectTime['earliest']): string =>
  `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)} ${time}`;
