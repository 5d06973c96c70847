import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt';
import { answeredAsk, explainCover, handedOver, KEPT } from '#blocks/cover.ts';
import { ephemeral } from '#blocks/explain.ts';
import { callbacks, ids } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { linesModal, outcomeModal } from '#blocks/notice-modals.ts';
import { answerProposal, type CoverAnswered } from '#src/absence/cover.ts';
import { answerAsk } from '#src/absence/cover-request.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { loadHandedOver } from '#src/view/cover.ts';
import { ANSWER_MS, lateFailure } from '../press.ts';

const TITLE = 'I am away';
const FAILED = outcomeModal(TITLE, [
  'That did not work just now. You are away, and your leads are still with you; /handoff away proposes again.',
]);

/** Handing over what is open, and a colleague's answer to being asked. */
export function coverButtons(app: App, core: Core): void {
  for (const [actionId, agrees] of [
    [ids.handOver, true],
    [ids.keepLeads, false],
  ] as const) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const answering = handOver(core, action.value ?? '', agrees, body.user.id);
      await respond(ephemeral(...(await within(ANSWER_MS, answering, lateFailure(core)))));
    });
  }

  for (const [actionId, accepts] of [
    [ids.acceptCover, true],
    [ids.declineCover, false],
  ] as const) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const answering = answer(core, action.value ?? '', accepts, body.user.id);
      await respond(ephemeral(await within(ANSWER_MS, answering, lateFailure(core))));
    });
  }

  const submitted = { callback_id: callbacks.cover, type: 'view_submission' as const };
  app.view<ViewSubmitAction>(submitted, async ({ ack, body, view }) => {
    const answering = handOver(core, view.private_metadata, true, body.user.id);
    const failed = (error: unknown) => {
      core.noteFailure(error, 'a cover could not be answered', { cover: view.private_metadata });
      return FAILED;
    };
    const answered = answering.then((lines) => linesModal(TITLE, lines));
    const outcome = await within(ANSWER_MS, answered, failed).catch(failed);
    await ack({ response_action: 'update', view: outcome });
  });
}

async function handOver(core: Core, coverId: string, agrees: boolean, slackUserId: string): Promise<Line[]> {
  const result = await answerProposal(core, coverId, agrees, slackUserId);
  if (!result.ok) return [explainCover(result.refusal)];
  if (!agrees) return [KEPT];
  return handedOver({ ...(await loadHandedOver(core.db, core.inForce(), coverId)), isDone: result.isDone });
}

async function answer(core: Core, coverId: string, accepts: boolean, slackUserId: string): Promise<Line> {
  const result: CoverAnswered = await answerAsk(core, coverId, accepts, slackUserId);
  if (!result.ok) return explainCover(result.refusal);
  const { lists } = await loadHandedOver(core.db, core.inForce(), coverId);
  const leads = lists.reduce((sum, list) => sum + list.leads.length, 0);
  return answeredAsk(accepts, result.isDone, leads);
}
