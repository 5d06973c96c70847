import type { App, BlockAction, BlockButtonAction, BlockOverflowAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { detailsModal } from '#blocks/details-modal.ts';
import { ids, moreChoices, parseValue } from '#blocks/ids.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import { qualifyModal } from '#blocks/qualify-modal.ts';
import { disqualifyModal, recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { whyModal } from '#blocks/why-modal.ts';
import type { ReasonUse } from '#domain/settings.ts';
import type { Core } from '#src/core.ts';
import { loadNamedLead, loadReasons, loadReassign } from '#src/view/answers.ts';
import { loadDetails, loadRouting } from '#src/view/details.ts';
import { openModal } from '../press.ts';

type Open = { title: string; load: (core: Core, handoffId: string) => Promise<ModalView | null> };

const reasons = (use: ReasonUse, draw: typeof rejectModal): Open['load'] => async (core, handoffId) => {
  const model = await loadReasons(core.db, core.inForce(), handoffId, use);
  return model && draw(model);
};

const reassign: Open = {
  title: 'Reassign lead',
  load: async (core, handoffId) => {
    const model = await loadReassign(core.db, core.inForce(), handoffId, core.now());
    return model && reassignModal(model);
  },
};

/** Buttons that open a modal. */
const BUTTONS: Record<string, Open> = {
  [ids.reject]: { title: 'Reject lead', load: reasons('reject', rejectModal) },
  [ids.reassign]: reassign,
  [ids.respond]: {
    title: 'Log response',
    load: async (core, handoffId) => {
      const model = await loadNamedLead(core.db, handoffId);
      return model && respondModal(model);
    },
  },
  [ids.qualify]: {
    title: 'Qualify lead',
    load: async (core, handoffId) => {
      const model = await loadNamedLead(core.db, handoffId);
      return model && qualifyModal(model);
    },
  },
};

/** Choices of *More* that open a modal. */
const CHOICES: Record<string, Open> = {
  [moreChoices.details]: {
    title: 'Details',
    load: async (core, handoffId) => {
      const model = await loadDetails(core.db, core.inForce(), handoffId);
      return model && detailsModal(model);
    },
  },
  [moreChoices.why]: {
    title: 'Why me?',
    load: async (core, handoffId) => {
      const model = await loadRouting(core.db, core.inForce(), handoffId);
      return model && whyModal(model);
    },
  },
  [moreChoices.recycle]: { title: 'Recycle lead', load: reasons('recycle', recycleModal) },
  [moreChoices.disqualify]: { title: 'Disqualify lead', load: reasons('disqualify', disqualifyModal) },
  [moreChoices.reassign]: reassign,
};

const OLD_PRESS: Open = {
  title: 'Not available',
  load: async () => outcomeModal('Not available', ['This button is from an older version. Use the latest card.']),
};

export function modalButtons(app: App, core: Core): void {
  for (const [id, open] of Object.entries(BUTTONS)) {
    app.action<BlockAction<BlockButtonAction['actions'][number]>>(id, async ({ ack, action, body, client }) => {
      await ack();
      const handoffId = parseValue(action.value)?.handoffId ?? '';
      await openModal(client, body.trigger_id, open.title, () => open.load(core, handoffId));
    });
  }
  app.action<BlockOverflowAction>(ids.more, async ({ ack, action, body, client }) => {
    await ack();
    const press = parseValue(action.selected_option.value);
    const open = CHOICES[press?.choice ?? ''] ?? OLD_PRESS;
    await openModal(client, body.trigger_id, open.title, () => open.load(core, press?.handoffId ?? ''));
  });
}
