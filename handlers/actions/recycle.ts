import type { App, BlockButtonAction } from '@slack/bolt';
import { ids, parseValue } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { recycleModal } from '#blocks/reason-modals.ts';
import type { Core } from '#src/core/core.ts';
import { loadReasons } from '#src/view/answers.ts';
import { answerPress, answerTo, type Form, openForm } from '../press.ts';

const RECYCLED: Line = ['Recycled: marketing has it again. The card has Undo for two minutes.'];

const RECYCLE: Form = {
  title: 'Recycle lead',
  command: 'recycle',
  load: async (core, handoffId) => {
    const model = await loadReasons(core.db, core.inForce(), handoffId, 'recycle');
    return model && recycleModal(model);
  },
};

/** Gives back whom nobody can reach: with the reason the button carries, or with one that is chosen. */
export function recycleButton(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.recycle, async ({ ack, action, body, respond, client }) => {
    await ack();
    const { value } = action;
    const press = parseValue(value);
    const reason = press?.choice || null;
    if (reason === null) {
      await openForm(core, RECYCLE, { client, body, value });
      return;
    }
    const command = { type: 'recycle' as const, reason, note: '', until: null };
    const answer = answerTo({ body, respond, client });
    await answerPress(core, { value, slackUserId: body.user.id, answer }, command, () => RECYCLED);
  });
}
