import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import { ephemeral } from '#blocks/explain.ts';
import { callbacks, fields, ids } from '#blocks/ids.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import { ASK_AGAIN, DRAWN_ANEW, OPEN_AGAIN, unknownCommand } from '#blocks/outdated.ts';
import { DO, GO, setupForms } from '#blocks/setup/setup-ids.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { COMMANDS } from './commands/commands.ts';
import { drawAnew } from './draw-anew.ts';
import { answerTo, lateFailure, unlessClosed } from './press.ts';

const ANY = /^/;
const NOT_DONE = 'Not done';
/** A field of a modal that is answered as soon as something is chosen in it has its listener as well. */
const ACTIONS = new Set<string>([...Object.values(ids), fields.reason]);
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
      await client.views
        .update({ view_id: body.view.id, view: outcomeModal(NOT_DONE, OPEN_AGAIN) })
        .catch(unlessClosed);
      return;
    }
    const answer = answerTo({ body, client, respond });
    const isDrawn = await within(answer.patience, drawAnew(core, body, true), lateFailure(core)).catch(
      answer.failed,
    );
    await answer.refused(isDrawn ? DRAWN_ANEW : ASK_AGAIN);
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
