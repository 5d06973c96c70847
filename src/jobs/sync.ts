import { batchCard } from '#blocks/batch.ts';
import { card } from '#blocks/card.ts';
import { claimCard } from '#blocks/claim.ts';
import { escalations } from '#blocks/escalations.ts';
import { feedback } from '#blocks/feedback.ts';
import { home } from '#blocks/home/home.ts';
import { strangersHome } from '#blocks/home/stranger.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { reminder } from '#blocks/reminder.ts';
import { shadowDay } from '#blocks/shadow-day.ts';
import type { MessageRow } from '#db/messages.ts';
import type { Core } from '#src/core.ts';
import { canReceive, lookUpReceiver } from '#src/slack/directory.ts';
import { type Shown, syncMessage } from '#src/slack/reconciler.ts';
import type { SlackSide } from '#src/slack/slack-side.ts';
import { loadBatch } from '#src/view/batch.ts';
import { loadCard } from '#src/view/card.ts';
import { loadClaim } from '#src/view/claim.ts';
import { loadHome, loadStrangersHome } from '#src/view/home.ts';
import {
  loadEscalations,
  loadFeedback,
  loadJoined,
  loadOpsNotice,
  loadReminder,
} from '#src/view/messages.ts';
import { loadShadowDay } from '#src/view/shadow.ts';

/** Brings one message in Slack up to date with the rows. */
export async function syncOne(core: Core, slack: SlackSide, key: string): Promise<void> {
  let lookingUp: Promise<void> | null = null;
  const draw = async (message: MessageRow) => {
    const shown = await render(core, message);
    // Beside the post, which does not wait for it.
    if (shown && isNewCard(message)) {
      lookingUp ??= lookUpReceiver(core, slack, String(message.detail.repId));
    }
    return shown;
  };
  await syncMessage(core, slack, draw, key);
  await lookingUp;
}

const isNewCard = ({ kind, ts }: MessageRow): boolean => kind === 'card' && ts === null;

async function render(core: Core, message: MessageRow): Promise<Shown | null> {
  const { db } = core;
  const inForce = core.inForce();
  switch (message.kind) {
    case 'card':
      return renderCard(core, message);
    case 'reminder': {
      const model = await loadReminder(db, inForce, message, core.now());
      return model && reminder(model);
    }
    case 'joined': {
      const model = await loadJoined(db, inForce, message);
      return model && joinedSignal(model);
    }
    case 'claim': {
      const model = await loadClaim(db, inForce, message, core.now());
      return model && claimCard(model);
    }
    case 'batch': {
      const model = await loadBatch(db, inForce, message);
      return model && batchCard(model);
    }
    case 'escalations':
      return escalations(await loadEscalations(db, inForce, message));
    case 'feedback': {
      const model = await loadFeedback(db, inForce, message);
      return model && feedback(model);
    }
    case 'ops': {
      if (message.detail.about === 'shadow') return shadowDay(await loadShadowDay(db, inForce, message));
      const notice = await loadOpsNotice(db, inForce, message);
      return notice && opsNotice(notice);
    }
    case 'home': {
      const model = await loadHome(db, inForce, String(message.detail.personId), core.now());
      return model ? home(model) : strangersHome(await loadStrangersHome(db, inForce));
    }
  }
}

async function renderCard(core: Core, message: MessageRow): Promise<Shown | null> {
  const at = { handoffId: message.handoffId ?? '', offerNo: Number(message.detail.offerNo) };
  const model = await loadCard(core.db, core.inForce(), at, core.now());
  if (!model) return null;
  if (message.ts !== null) return card(model);
  // An offer that went on before its card was posted is nobody's business any more.
  if (model.status.type === 'superseded') return null;
  const isDm = message.place.startsWith('person:');
  if (isDm && !(await canReceive(core, String(message.detail.repId)))) return null;
  return card(model);
}
