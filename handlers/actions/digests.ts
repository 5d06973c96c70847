import type { App, BlockButtonAction } from '@slack/bolt';
import { mutedAnswer, NOT_YOUR_DIGEST, unmutedAnswer } from '#blocks/digest-switches.ts';
import { explain } from '#blocks/explain.ts';
import { ids, parseDigest } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { ASK_AGAIN } from '#blocks/outdated.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { muteDigest } from '#src/messages/mute-digest.ts';
import { answerTo, lateFailure } from '../press.ts';

/** Mute and Unmute, under a digest, in the answer of `/handoff digests` and on a Home. Whoever presses means their own. */
export function digestButtons(app: App, core: Core): void {
  for (const id of [ids.muteDigest, ids.unmuteDigest]) {
    app.action<BlockButtonAction>(id, async ({ ack, action, body, respond, client }) => {
      await ack();
      const answer = answerTo({ body, respond, client });
      const running = change(core, body.user.id, action.value, id === ids.muteDigest);
      const { ok, line } = await within(answer.patience, running, lateFailure(core)).catch(answer.failed);
      await (ok ? answer.done(line) : answer.refused(line));
    });
  }
}

async function change(
  core: Core,
  slackUserId: string,
  value: string | undefined,
  isMuted: boolean,
): Promise<{ ok: boolean; line: Line }> {
  const person = await whoActs(core, slackUserId);
  if (!person) return { ok: false, line: explain({ type: 'unknown_person' }) };
  const kind = parseDigest(value);
  if (kind === null) return { ok: false, line: ASK_AGAIN };
  if (!(await muteDigest(core, person, kind, isMuted))) return { ok: false, line: NOT_YOUR_DIGEST };
  return { ok: true, line: isMuted ? mutedAnswer(kind) : unmutedAnswer(kind) };
}
