import type { ReminderModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { draw, type Line, leadName, type Message, mention, say, stranger, when } from './lines.ts';
import { localTimePart } from './prospect-line.ts';

/** A new message in the card's thread, because an updated card reaches nobody's phone. */
export function reminder(model: ReminderModel): Message {
  const line: Line = [
    mention(model.slackUserId),
    ' ',
    ...leadName(model.lead, model.company),
    IS[model.why],
    ...task(model.deadline),
    '.',
    ...(model.prospect === null ? [] : [' It is ', ...localTimePart(model.prospect), '.']),
    ...(model.byName === null ? [] : [' (Asked by ', stranger(model.byName, shown.name), '.)']),
  ];
  return { text: say([line]), blocks: [draw('reminder', [line])] };
}

const IS: Record<ReminderModel['why'], string> = {
  ladder: ' is waiting for you',
  nudge: ' is waiting for you',
  woken: ' is back from its snooze',
  taken_back: ' is not yours any more: whoever passed it on has taken that back',
  outcome: ': the meeting is over. Press Held or No-show on the card',
};

const TASKS = {
  accept: 'please accept it, reject it or snooze it',
  response: 'please make the first contact',
  first_email: 'please send the first e-mail',
  first_call: 'please make the first call',
  follow_up: 'please try again',
  outcome: 'please say what came of the meeting',
  qualify: 'please qualify, recycle or disqualify it',
} as const;

function task(deadline: ReminderModel['deadline']): Line {
  if (deadline === null) return [];
  const words = TASKS[deadline.clock];
  return deadline.isOver
    ? [' and overdue: ', words, '. It was due ', when(deadline.at)]
    : [': ', words, ' by ', when(deadline.at)];
}
