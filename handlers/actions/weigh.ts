import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { callbacks, fields, parseValue } from '#blocks/ids.ts';
import { rejectModal } from '#blocks/reason-modals.ts';
import { may } from '#domain/permissions.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { loadReasons } from '#src/view/answers.ts';
import { unlessClosed } from '../press.ts';

/** A reason was chosen to reject a lead with: the modal says what the record has against it, and asks. */
export function weighReasons(app: App, core: Core): void {
  app.action<BlockAction<StaticSelectAction>>(fields.reason, async ({ ack, action, body, client }) => {
    await ack();
    const { view } = body;
    const of = parseValue(view?.private_metadata);
    if (view?.callback_id !== callbacks.reject || !of) return;
    const person = await whoActs(core, body.user.id);
    if (!person || !may('read_lead', person)) return;
    const model = await loadReasons(core.db, core.inForce(), of.handoffId, 'reject');
    if (!model) return;
    const note = view.state.values[fields.note]?.[fields.note]?.value ?? '';
    // As it was seen when it was opened: what changed since is refused when it is submitted.
    const drawn = rejectModal({
      ...{ ...model, seen: of.seen ?? model.seen },
      chosen: { reason: action.selected_option.value, note },
    });
    await client.views.update({ view_id: view.id, hash: view.hash, view: drawn }).catch(unlessClosed);
  });
}
