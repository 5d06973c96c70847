import type { ReminderModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { draw, type Line, leadName, type Message, mention, say, stranger, when } from './lines.ts';

/** A new message in the card's thread, because an updated card reaches nobody's phone. */
export function reminder(model: ReminderModel): Message {
  const { at, isOver, clock } = model.deadline;
  const task = { accept: 'please accept, reject or snooze it', response: 'please make the first contact' }[
    clock
  ];
  const due: Line = isOver ? ['was due ', when(at)] : [`${task} by `, when(at)];
  const line: Line = [
    mention(model.slackUserId),
    ' ',
    ...leadName(model.lead, model.company),
    isOver ? ` is overdue: ${task}; it ` : ' is waiting: ',
    ...due,
    '.',
    ...(model.byName === null ? [] : [' (Asked by ', stranger(model.byName, shown.name), '.)']),
  ];
  return { text: say([line]), blocks: [draw('reminder', [line])] };
}
