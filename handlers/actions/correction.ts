import type { App, BlockButtonAction } from '@slack/bolt';
import { OBJECTED } from '#blocks/correction.ts';
import { ids, parseValue } from '#blocks/ids.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { objectToCorrection } from '#src/handoff/object-to-correction.ts';
import { answerRefused, answerTo, lateFailure } from '../press.ts';

/** A manager objects to what their rep put right. */
export function correctionButton(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.object, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    const carried = parseValue(action.value);
    if (!carried?.choice) return answerRefused(core, answer, { type: 'old_card' }, null);
    const { handoffId, choice: rejectionId } = carried;
    const running = objectToCorrection(core, { handoffId, rejectionId, slackUserId: body.user.id });
    const done = await within(answer.patience, running, lateFailure(core, handoffId)).catch(answer.failed);
    if (!done.ok) return answerRefused(core, answer, done.refusal, handoffId);
    await answer.done(OBJECTED);
  });
}
