import type { App, BlockButtonAction } from '@slack/bolt';
import { ids, parseTakeNext } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { pressNext } from '#src/handoff/press.ts';
import { answerPress, answerRefused, answerTo, lateFailure } from '../press.ts';

const TAKEN: Line = ['It is yours now, and accepted. You have a card for it, with Undo for two minutes.'];

/** Taking what lies for whoever comes first: one lead, or the next of a batch. */
export function claimButtons(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.claim, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    await answerPress(
      core,
      { value: action.value, slackUserId: body.user.id, answer },
      { type: 'claim' },
      () => TAKEN,
    );
  });

  app.action<BlockButtonAction>(ids.takeNext, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    const running = pressNext(core, parseTakeNext(action.value), body.user.id);
    const result = await within(answer.patience, running, lateFailure(core)).catch(answer.failed);
    if (result.ok) await answer.done(TAKEN);
    else await answerRefused(core, answer, result.refusal, null);
  });
}
