import type { App, BlockButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { churnModal, expansionModal } from '#blocks/customer-modals.ts';
import { explain } from '#blocks/explain.ts';
import { callbacks, fields, ids, parseValue } from '#blocks/ids.ts';
import { shown } from '#blocks/limits.ts';
import { type Line, sayPlain, stranger } from '#blocks/lines.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import type { CustomerDeed } from '#domain/customer.ts';
import type { Refusal } from '#domain/handoff.ts';
import { nameOf } from '#domain/team.ts';
import { zoneOf } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { customerRefusal, type Said, tellOfCustomer } from '#src/handoff/tell-of-customer.ts';
import { loadNamedLead, loadReasons } from '#src/view/answers.ts';
import { ANSWER_MS, openModal } from '../press.ts';

type CustomerForm = {
  action: string;
  callback: string;
  title: string;
  load: (core: Core, handoffId: string) => Promise<ModalView | null>;
  read: (value: (field: string) => string) => Said;
};

const FORMS: Record<CustomerDeed, CustomerForm> = {
  expand: {
    action: ids.expand,
    callback: callbacks.expand,
    title: 'Expansion',
    load: async (core, handoffId) => {
      const model = await loadNamedLead(core.db, handoffId);
      return model && expansionModal(model);
    },
    read: (value) => ({
      deed: 'expand',
      what: value(fields.what),
      amount: value(fields.amount),
      currency: value(fields.currency),
      expectedOn: value(fields.closeOn),
    }),
  },
  churn: {
    action: ids.churn,
    callback: callbacks.churn,
    title: 'Churned',
    load: async (core, handoffId) => {
      const model = await loadReasons(core.db, core.inForce(), handoffId, 'churn');
      return model && churnModal(model);
    },
    read: (value) => ({
      deed: 'churn',
      on: value(fields.leftOn),
      reason: value(fields.reason),
      note: value(fields.note),
    }),
  },
};

/** What customer success says of a customer: that they may buy more, or have left. */
export function customerButtons(app: App, core: Core): void {
  for (const [deed, form] of Object.entries(FORMS) as [CustomerDeed, CustomerForm][])
    listen(app, core, deed, form);
}

function listen(app: App, core: Core, deed: CustomerDeed, form: CustomerForm): void {
  const { title } = form;
  app.action<BlockButtonAction>(form.action, async ({ ack, action, body, client }) => {
    await ack();
    const { handoffId = '', seen = null } = parseValue(action.value) ?? {};
    await openModal({ core, client, triggerId: body.trigger_id, title, handoffId }, async () => {
      const refusal = await customerRefusal(core, deed, { handoffId, seen, slackUserId: body.user.id });
      return refusal ? outcomeModal(title, explain(refusal)) : form.load(core, handoffId);
    });
  });

  const submitted = { callback_id: form.callback, type: 'view_submission' as const };
  app.view<ViewSubmitAction>(submitted, async ({ ack, body, view }) => {
    const { handoffId = '', seen = null } = parseValue(view.private_metadata) ?? {};
    const failed = (error: unknown) => {
      core.noteFailure(error, 'what was said of a customer could not be saved', { handoff: handoffId });
      return null;
    };
    const telling = tellOfCustomer(
      core,
      { handoffId, seen, slackUserId: body.user.id },
      form.read((field) => valueIn(view, field)),
    );
    const told = await within(ANSWER_MS, telling, failed).catch(failed);
    const show = (line: Line) => ack({ response_action: 'update', view: outcomeModal(title, line) });
    if (told === null) return show(NOT_SAVED);
    if (told.ok) return deed === 'expand' ? show(passedOn(core, told.toId)) : ack();
    const field = fieldOf(told.refusal);
    const line = explain(told.refusal);
    if (field === null) return show(line);
    await ack({
      response_action: 'errors',
      errors: { [field]: sayPlain(line, await zoneOf(core, body.user.id)) },
    });
  });
}

const NOT_SAVED: Line = [
  'This could not be saved just now. Look at the card: if it shows nothing of it, try again.',
];

function passedOn(core: Core, toId: string | null): Line {
  if (toId === null) return ['It waits for an AE: nobody can take it now.'];
  return ['Passed on to ', stranger(nameOf(core.inForce().settings, toId), shown.name), '.'];
}

function fieldOf(refusal: Refusal): string | null {
  if (refusal.type === 'unread_deal') return fields[refusal.field];
  if (refusal.type === 'unread_day') return fields.leftOn;
  if (refusal.type === 'note_required') return fields.note;
  return refusal.type === 'unknown_reason' ? fields.reason : null;
}

function valueIn(view: ViewOutput, field: string): string {
  const state = view.state.values[field]?.[field];
  return state?.selected_option?.value ?? state?.value ?? state?.selected_date ?? '';
}
