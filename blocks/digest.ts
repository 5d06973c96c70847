import { AT_RISK_MINUTES } from '#domain/lead-lists.ts';
import type { DigestModel } from '#src/view/home-models.ts';
import { muteActions } from './digest-switches.ts';
import { attainmentWords } from './funnel-words.ts';
import { awayLine, notAnsweringLine } from './home/team.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, drawLong, join, type Line, type Message, say, stranger, when } from './lines.ts';
import { speedFigureLines } from './speed.ts';

const MOST_NAMED = 12;

/** A manager's morning: what their team did since the last one, what waits now, and who is not there. */
export function digest(model: DigestModel): Message {
  const lines: Line[] = [
    [bold('Your team'), ', since ', when(model.from)],
    ...(isQuiet(model) ? [['Nothing came in, and nothing was answered or missed.']] : happenedLines(model)),
    ...nowLines(model.now),
    ...(model.notAnswering.length === 0 ? [] : [notAnsweringLine(model.notAnswering)]),
    ...(model.away.length === 0 ? [] : [awayLine(model.away)]),
    [
      'Each lead, with Reassign and Nudge: the Home tab of this app. How these figures are counted: /funnel 7d',
    ],
  ];
  return { text: say(lines), blocks: [...drawLong('digest', lines), muteActions('managers')] };
}

const isQuiet = ({ happened, missed, unowned, sla, responseSla }: DigestModel): boolean =>
  [...Object.values(happened), missed.length, unowned, sla.measured, responseSla.measured].every(
    (amount) => amount === 0,
  );

function happenedLines({ happened, missed, unowned, sla, responseSla, speed }: DigestModel): Line[] {
  const { received, accepted, rejected, responded } = happened;
  return [
    [
      `${count(received, 'lead', 'leads')} received · ${accepted} accepted · ${rejected} rejected · ${responded} responded to`,
    ],
    missedLine(missed),
    ...(unowned === 0 ? [] : [[`Found no owner in time: ${count(unowned, 'lead', 'leads')}`]]),
    ...(sla.measured === 0 ? [] : [[`Answered in time: ${attainmentWords(sla)}`]]),
    ...(responseSla.measured === 0 ? [] : [[`First response in time: ${attainmentWords(responseSla)}`]]),
    ...(speed.total.count === 0 ? [] : speedFigureLines(speed, '')),
  ];
}

function missedLine(missed: DigestModel['missed']): Line {
  if (missed.length === 0) return ['No rep missed a deadline.'];
  const named = missed
    .slice(0, MOST_NAMED)
    .map(({ name, count: times }): Line => [stranger(name, shown.name), ` ${times}`]);
  const rest = missed.length - named.length;
  return ['Deadlines missed: ', ...join(named, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

function nowLines({ overdue, atRisk, waiting, snoozed }: DigestModel['now']): Line[] {
  const pressing: Line =
    overdue + atRisk + waiting === 0
      ? [bold('Now'), ': nothing is overdue, at risk or waiting for an owner.']
      : [
          bold('Now'),
          `: ${overdue} overdue · ${atRisk} at risk in the next ${AT_RISK_MINUTES} minutes · ${waiting} waiting for an owner`,
        ];
  return [pressing, ...(snoozed === 0 ? [] : [[`Snoozed: ${count(snoozed, 'lead', 'leads')}`]])];
}
