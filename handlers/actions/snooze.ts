import type { App, BlockStaticSelectAction } from '@slack/bolt';
import { ids, PICK_TIME, parseValue } from '#blocks/ids.ts';
import { type Line, when } from '#blocks/lines.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { delaySchema } from '#domain/settings-shapes.ts';
import type { Core } from '#src/core/core.ts';
import type { Carried } from '#src/handoff/dispatch.ts';
import { loadSnoozePick } from '#src/view/answers.ts';
import { answerPress, answerTo, type Form, openForm } from '../press.ts';

const done = ({ handoff: { snoozedUntil } }: Carried): Line => [
  'Snoozed',
  ...(snoozedUntil === null ? [] : [' until ', when(snoozedUntil)]),
  '. It comes back by itself; a new signal brings it back sooner.',
];

const PICK: Form = {
  title: 'Snooze until…',
  command: 'snooze',
  load: async (core, handoffId) => {
    const model = await loadSnoozePick(core.db, core.inForce(), handoffId, core.now());
    return model && snoozeModal(model);
  },
};

export function snoozeMenu(app: App, core: Core): void {
  app.action<BlockStaticSelectAction>(ids.snooze, async ({ ack, action, body, client, respond }) => {
    await ack();
    const { value } = action.selected_option;
    const press = parseValue(value);
    const delay = delaySchema.safeParse(press?.choice);
    if (press?.choice === PICK_TIME || !delay.success) {
      await openForm(core, PICK, { client, body, value });
      return;
    }
    const command = { type: 'snooze' as const, until: delay.data };
    await answerPress(
      core,
      { value, slackUserId: body.user.id, answer: answerTo({ body, respond, client }) },
      command,
      done,
    );
  });
}
