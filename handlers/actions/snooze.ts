import type { App, BlockStaticSelectAction } from '@slack/bolt';
import { ids, PICK_TIME, parseValue } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { delaySchema } from '#domain/settings.ts';
import type { Core } from '#src/core.ts';
import { loadSnoozePick } from '#src/view/answers.ts';
import { answerPress, openModal } from '../press.ts';

const DONE: Line = ['Snoozed. It comes back by itself; a new signal brings it back sooner.'];

export function snoozeMenu(app: App, core: Core): void {
  app.action<BlockStaticSelectAction>(ids.snooze, async ({ ack, action, body, client, respond }) => {
    await ack();
    const { value } = action.selected_option;
    const press = parseValue(value);
    const delay = delaySchema.safeParse(press?.choice);
    if (press?.choice === PICK_TIME || !delay.success) {
      await openModal(client, body.trigger_id, 'Snooze until…', async () => {
        const model = await loadSnoozePick(core.db, core.inForce(), press?.handoffId ?? '', core.now());
        return model && snoozeModal(model);
      });
      return;
    }
    const command = { type: 'snooze' as const, until: delay.data };
    await answerPress(core, { value, slackUserId: body.user.id, respond }, command, DONE);
  });
}
