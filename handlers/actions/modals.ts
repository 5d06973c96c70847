import type { App, BlockAction, BlockButtonAction, BlockOverflowAction } from '@slack/bolt';
import { opportunityModal } from '#blocks/deal-modals.ts';
import { detailsModal } from '#blocks/details-modal.ts';
import { explain } from '#blocks/explain.ts';
import { ids, moreChoices, parseValue } from '#blocks/ids.ts';
import { mendModal } from '#blocks/mend-modal.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import { qualifyModal, winModal } from '#blocks/qualify-modal.ts';
import { disqualifyModal, loseModal, recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { whyModal } from '#blocks/why-modal.ts';
import type { Refusal } from '#domain/handoff.ts';
import type { ReasonUse } from '#domain/settings.ts';
import { whoActs, zoneOf } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { nextByRules } from '#src/routing/next-by-rules.ts';
import { loadDeal, loadMend, loadReasons, loadRespond } from '#src/view/answers.ts';
import { loadDetails, loadRouting } from '#src/view/details.ts';
import { loadQuestions } from '#src/view/questions.ts';
import { loadReassign } from '#src/view/reassign.ts';
import { drawAnew } from '../draw-anew.ts';
import { type Form, openForm } from '../press.ts';

const reasons =
  (use: ReasonUse, draw: typeof rejectModal): Form['load'] =>
  async (core, handoffId) => {
    const model = await loadReasons(core.db, core.inForce(), handoffId, use);
    return model && draw(model);
  };

const reassign: Form = {
  title: 'Reassign lead',
  command: 'reassign',
  load: async (core, handoffId, slackUserId) => {
    const next = await nextByRules(core, handoffId);
    const timeZone = await zoneOf(core, slackUserId);
    const of = { handoffId, next, timeZone };
    const model = await loadReassign(core.db, core.inForce(), of, core.now());
    return model && reassignModal(model);
  },
};

const MENDED: Refusal = { type: 'already_done', command: 'mend', ownerName: null };

/** Buttons that open a modal. */
const BUTTONS: Record<string, Form> = {
  [ids.reject]: { title: 'Reject lead', command: 'reject', load: reasons('reject', rejectModal) },
  [ids.reassign]: reassign,
  [ids.respond]: {
    title: 'Log response',
    command: 'respond',
    load: async (core, handoffId, slackUserId) => {
      const of = { handoffId, timeZone: await zoneOf(core, slackUserId) };
      const model = await loadRespond(core.db, core.inForce(), of, core.now());
      return model && respondModal(model);
    },
  },
  [ids.mend]: {
    title: 'Mend the address',
    command: 'mend',
    load: async (core, handoffId) => {
      const model = await loadMend(core.db, handoffId);
      return model ? mendModal(model) : outcomeModal('Mend the address', explain(MENDED));
    },
  },
  [ids.opportunity]: {
    title: 'Opportunity',
    command: 'opportunity',
    load: async (core, handoffId) => {
      const model = await loadDeal(core.db, core.inForce(), handoffId);
      return model && opportunityModal(model);
    },
  },
  [ids.win]: {
    title: 'Won',
    command: 'win',
    load: async (core, handoffId) => {
      const model = await loadQuestions(core.db, core.inForce(), { handoffId, command: 'win' }, core.now());
      return model && winModal(model);
    },
  },
  [ids.lose]: { title: 'Lost', command: 'lose', load: reasons('lose', loseModal) },
  [ids.qualify]: {
    title: 'Qualify lead',
    command: 'qualify',
    load: async (core, handoffId) => {
      const of = { handoffId, command: 'qualify' } as const;
      const model = await loadQuestions(core.db, core.inForce(), of, core.now());
      return model && qualifyModal(model);
    },
  },
};

/** Choices of *More* that open a modal. */
const CHOICES: Record<string, Form> = {
  [moreChoices.details]: {
    title: 'Details',
    command: null,
    load: async (core, handoffId, slackUserId) => {
      const readerId = (await whoActs(core, slackUserId))?.id ?? null;
      const model = await loadDetails(core.db, core.inForce(), { handoffId, readerId }, core.now());
      return model && detailsModal(model);
    },
  },
  [moreChoices.why]: {
    title: 'Why me?',
    command: null,
    load: async (core, handoffId, slackUserId) => {
      const readerId = (await whoActs(core, slackUserId))?.id ?? null;
      const model = await loadRouting(core.db, core.inForce(), { handoffId, readerId });
      return model && whyModal(model);
    },
  },
  [moreChoices.recycle]: {
    title: 'Recycle lead',
    command: 'recycle',
    load: reasons('recycle', recycleModal),
  },
  [moreChoices.disqualify]: {
    title: 'Disqualify lead',
    command: 'disqualify',
    load: reasons('disqualify', disqualifyModal),
  },
  [moreChoices.reassign]: reassign,
};

const OLD_PRESS: Form = {
  title: 'Not available',
  command: null,
  load: async () =>
    outcomeModal('Not available', [
      'This is another version’s, and did nothing. The card is drawn anew: choose there again.',
    ]),
};

export function modalButtons(app: App, core: Core): void {
  for (const [id, open] of Object.entries(BUTTONS)) {
    app.action<BlockAction<BlockButtonAction['actions'][number]>>(
      id,
      async ({ ack, action, body, client }) => {
        await ack();
        const { value } = action;
        await openForm(core, open, { client, body, value });
      },
    );
  }
  app.action<BlockOverflowAction>(ids.more, async ({ ack, action, body, client }) => {
    await ack();
    const { value } = action.selected_option;
    const open = CHOICES[parseValue(value)?.choice ?? ''] ?? OLD_PRESS;
    await openForm(core, open, { client, body, value });
    if (open === OLD_PRESS) await drawAnew(core, body, true);
  });
}
