import type { App, BlockButtonAction } from '@slack/bolt';
import { explain } from '#blocks/explain.ts';
import type { Line } from '#blocks/lines.ts';
import { ACT_REFUSALS, ACTION_IDS } from '#blocks/proposal.ts';
import { ACTS, PROPOSAL_ACTS, type ProposalAct } from '#domain/trial/proposal.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { actOnProposal } from '#src/definition/proposals.ts';
import { answerTo, lateFailure } from '../press.ts';

/** The buttons of a proposal: signatures, and what becomes of it. */
export function proposalButtons(app: App, core: Core): void {
  for (const act of ACTS) {
    app.action<BlockButtonAction>(ACTION_IDS[act], async ({ ack, action, body, respond, client }) => {
      await ack();
      const answer = answerTo({ body, respond, client });
      const running = pressed(core, body.user.id, action.value ?? '', act);
      const { ok, line } = await within(answer.patience, running, lateFailure(core)).catch(answer.failed);
      await (ok ? answer.done(line) : answer.refused(line));
    });
  }
}

async function pressed(
  core: Core,
  slackUserId: string,
  proposalId: string,
  act: ProposalAct,
): Promise<{ ok: boolean; line: Line }> {
  const person = await whoActs(core, slackUserId);
  if (!person) return { ok: false, line: explain({ type: 'unknown_person' }) };
  const acted = await actOnProposal(core, { person, slackUserId }, proposalId, act);
  if (acted.ok)
    return { ok: true, line: [`${PROPOSAL_ACTS[act].words}: done. Everybody in the channel sees it.`] };
  if (typeof acted.why === 'string') return { ok: false, line: ACT_REFUSALS[acted.why] };
  return {
    ok: false,
    line: [
      'The settings would no longer be right with it, so nothing was changed. Ask ops to look at /handoff doctor.',
    ],
  };
}
