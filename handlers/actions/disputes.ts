import type { App, BlockButtonAction } from '@slack/bolt';
import { notAgain } from '#blocks/dispute.ts';
import { ids, parseValue } from '#blocks/ids.ts';
import { DECISIONS, type Decision } from '#domain/marketing-answers.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { decideDispute } from '#src/handoff/decide-dispute.ts';
import { answerRefused, answerTo, lateFailure } from '../press.ts';

const BUTTONS: Record<Decision, string> = { stands: ids.disputeStands, again: ids.disputeAgain };

/** A manager decides where marketing disagrees with a rejection. */
export function disputeButtons(app: App, core: Core): void {
  // Its own keys.
  for (const decision of Object.keys(BUTTONS) as Decision[]) {
    app.action<BlockButtonAction>(BUTTONS[decision], async ({ ack, action, body, respond, client }) => {
      await ack();
      const answer = answerTo({ body, respond, client });
      const carried = parseValue(action.value);
      if (!carried?.choice) return answerRefused(core, answer, { type: 'old_card' }, null);
      const { handoffId, choice: rejectionId } = carried;
      const asked = { handoffId, rejectionId, slackUserId: body.user.id, decision };
      const running = decideDispute(core, asked);
      const done = await within(answer.patience, running, lateFailure(core, handoffId)).catch(answer.failed);
      if (done.ok) return answer.done([`${DECISIONS[decision]}. Marketing reads it.`]);
      if ('end' in done) return answer.refused(notAgain(done.end));
      await answerRefused(core, answer, done.refusal, handoffId);
    });
  }
}
