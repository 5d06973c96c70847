import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import { ephemeral } from '#blocks/explain.ts';
import { callbacks, ids } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import { ASK_AGAIN, DRAWN_ANEW, OPEN_AGAIN, unknownCommand } from '#blocks/outdated.ts';
import { DO, GO, setupForms } from '#blocks/setup/setup-ids.ts';
import { openHome, whoIs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { redraw } from '#src/core/redraw.ts';
import { COMMANDS } from './commands/commands.ts';
import { answerTo } from './press.ts';

const ANY = /^/;
const NOT_DONE = 'Not done';
const ACTIONS = new Set<string>(Object.values(ids));
const FORMS = new Set<string>([...Object.values(callbacks), ...Object.values(setupForms)]);

/** Whether a listener of its own answers this button or menu. */
export const isKnownAction = (id: string): boolean =>
  ACTIONS.has(id) || id.startsWith(GO) || id.startsWith(DO);
/** Whether a listener of its own answers this form. */
export const isKnownForm = (callbackId: string): boolean => FORMS.has(callbackId);

/**
 * What no listener knows: buttons of cards that another version posted, forms that were open while the app was
 * renewed, commands of an older manifest. Slack shows a warning sign where nobody answers; whoever pressed hears from us
 * what to do instead, and the message they pressed on is drawn anew. Bolt asks every listener that fits, so each here
 * looks whether another one has it.
 */
export function unknownRequests(app: App, core: Core): void {
  app.action<BlockAction>(ANY, async ({ ack, action, body, client, respond }) => {
    if (isKnownAction(action.action_id)) return;
    await ack();
    if (body.view?.type === 'modal') {
      await client.views.update({ view_id: body.view.id, view: outcomeModal(NOT_DONE, OPEN_AGAIN) });
      return;
    }
    const answer = answerTo({ body, client, respond });
    const line = await within(answer.patience, drawAnew(core, body)).catch(answer.failed);
    await answer.refused(line);
  });

  app.view<ViewSubmitAction>({ callback_id: ANY, type: 'view_submission' }, async ({ ack, view }) => {
    if (isKnownForm(view.callback_id)) return;
    await ack({ response_action: 'update', view: outcomeModal(NOT_DONE, OPEN_AGAIN) });
  });

  app.command(ANY, async ({ ack, command: { command }, respond }) => {
    const known = COMMANDS.map(({ name }) => name);
    if (known.includes(command)) return;
    await ack();
    await respond(ephemeral(unknownCommand(command, known)));
  });

  // No menu of today asks for its options.
  app.options(ANY, async ({ ack }) => {
    await ack({ options: [] });
  });
}

async function drawAnew(core: Core, { user, view, container }: BlockAction): Promise<Line> {
  if (view) {
    const person = await whoIs(core, user.id);
    if (person) await openHome(core, person.id, true);
    return DRAWN_ANEW;
  }
  const { channel_id: channel, message_ts: ts } = container;
  const isDrawn = await redraw(core, { channel: String(channel), ts: String(ts) });
  return isDrawn ? DRAWN_ANEW : ASK_AGAIN;
}
