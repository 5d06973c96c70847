import type { App, BlockButtonAction } from '@slack/bolt';
import { explain } from '#blocks/explain.ts';
import { ids } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { ASK_AGAIN } from '#blocks/outdated.ts';
import { ONLY_OPS_APPROVE, SINK_APPROVED_BEFORE, sinkApproved } from '#blocks/sink-notice.ts';
import { may } from '#domain/permissions.ts';
import { SINKS } from '#domain/sink-systems.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { approve } from '#src/sinks/approve.ts';
import { answerTo, lateFailure } from '../press.ts';

/** Approve, under what a new tool would be told. */
export function sinkButtons(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.approveSink, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    const running = approved(core, body.user.id, action.value ?? '');
    const { ok, line } = await within(answer.patience, running, lateFailure(core)).catch(answer.failed);
    await (ok ? answer.done(line) : answer.refused(line));
  });
}

async function approved(
  core: Core,
  slackUserId: string,
  sinkId: string,
): Promise<{ ok: boolean; line: Line }> {
  const person = await whoActs(core, slackUserId);
  if (!person) return { ok: false, line: explain({ type: 'unknown_person' }) };
  if (!may('approve_sink', person)) return { ok: false, line: ONLY_OPS_APPROVE };
  const sink = core.inForce().settings.sinks.find(({ id }) => id === sinkId);
  if (sink === undefined) return { ok: false, line: ASK_AGAIN };
  const isNew = await approve(core, sinkId, slackUserId);
  return isNew ? { ok: true, line: sinkApproved(SINKS[sink.to]) } : { ok: false, line: SINK_APPROVED_BEFORE };
}
