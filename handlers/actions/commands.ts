import type { App, BlockButtonAction } from '@slack/bolt';
import { ids } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import type { Command } from '#domain/handoff.ts';
import { takeIt } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { answerPress, answerTo } from '../press.ts';
import { tellReassigned } from '../reassigned.ts';

/** Buttons that stand for one command and need nothing else. */
const BUTTONS: { id: string; command: Command; done: Line }[] = [
  { id: ids.accept, command: { type: 'accept' }, done: ['Accepted. The card has Undo for two minutes.'] },
  {
    id: ids.undo,
    command: { type: 'undo' },
    done: ['Undone. The clock goes on as if nothing had been pressed.'],
  },
  { id: ids.wake, command: { type: 'wake', because: 'rep' }, done: ['Awake again.'] },
  {
    id: ids.held,
    command: { type: 'meet', became: 'held' },
    done: ['Noted: the meeting took place.'],
  },
  {
    id: ids.noShow,
    command: { type: 'meet', became: 'no_show' },
    done: ['Noted: they did not come. The card says what is due next.'],
  },
  { id: ids.nudge, command: { type: 'remind' }, done: ['Reminded them in the thread of their card.'] },
];

export function commandButtons(app: App, core: Core): void {
  for (const { id, command, done } of BUTTONS) {
    app.action<BlockButtonAction>(id, async ({ ack, action, body, respond, client }) => {
      await ack();
      const answer = answerTo({ body, respond, client });
      await answerPress(
        core,
        { value: action.value, slackUserId: body.user.id, answer },
        command,
        () => done,
      );
    });
  }
  app.action<BlockButtonAction>(ids.take, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    const command = takeIt(core, body.user.id);
    const press = { value: action.value, slackUserId: body.user.id, answer };
    await answerPress(core, press, command, (carried) => tellReassigned(core, carried));
  });
}
