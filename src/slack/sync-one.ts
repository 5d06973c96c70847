import { acceptanceFall } from '#blocks/acceptance-fall.ts';
import { accountNews } from '#blocks/account-news.ts';
import { overdueAnswers } from '#blocks/answers.ts';
import { batchCard } from '#blocks/batch.ts';
import { card } from '#blocks/card.ts';
import { claimCard } from '#blocks/claim.ts';
import { correction } from '#blocks/correction.ts';
import { coverMessage } from '#blocks/cover-messages.ts';
import { digest } from '#blocks/digest.ts';
import { dispute } from '#blocks/dispute.ts';
import { escalations } from '#blocks/escalations.ts';
import { feedback } from '#blocks/feedback.ts';
import { home } from '#blocks/home/home.ts';
import { strangersHome } from '#blocks/home/stranger.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { late, outageNotice } from '#blocks/late.ts';
import { marketingDigest } from '#blocks/marketing-digest.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { pauseNotice } from '#blocks/pause.ts';
import { definitionProposal } from '#blocks/proposal.ts';
import { reminder } from '#blocks/reminder.ts';
import { repDigest } from '#blocks/rep-digest.ts';
import { shadowDay } from '#blocks/shadow-day.ts';
import { sinkNotice } from '#blocks/sink-notice.ts';
import { sourceTrouble } from '#blocks/source-trouble.ts';
import { isReminderOutdated, type MessageRow } from '#db/messages.ts';
import { supersedeOlder } from '#src/clocks/escalate.ts';
import { type Core, transact } from '#src/core/core.ts';
import { isLate, tellLate } from '#src/messages/late.ts';
import { supersedeAnswers } from '#src/messages/marketing-answers.ts';
import { loadAcceptanceFall } from '#src/view/acceptance-fall.ts';
import { loadAccountNews } from '#src/view/account-news.ts';
import { loadBatch } from '#src/view/batch.ts';
import { loadCardAndOwner } from '#src/view/card.ts';
import { loadClaim } from '#src/view/claim.ts';
import { loadCorrection } from '#src/view/correction.ts';
import { loadCoverMessage } from '#src/view/cover.ts';
import { loadDigest } from '#src/view/digest.ts';
import { loadDispute } from '#src/view/dispute.ts';
import { loadEscalations } from '#src/view/escalations.ts';
import { loadFeedback, loadOverdueAnswers } from '#src/view/feedback.ts';
import { loadHome, loadStrangersHome } from '#src/view/home.ts';
import { loadLate } from '#src/view/late.ts';
import { loadMarketingDigest } from '#src/view/marketing-digest.ts';
import { loadJoined, loadOpsNotice, loadReminder } from '#src/view/messages.ts';
import { loadPauseNotice } from '#src/view/pause.ts';
import { loadProposal } from '#src/view/proposal.ts';
import { loadRepDigest } from '#src/view/rep-digest.ts';
import { loadShadowDay } from '#src/view/shadow.ts';
import { loadSinkNotice } from '#src/view/sink-notice.ts';
import { loadSourceTrouble } from '#src/view/source-troubles.ts';
import { canReceive, lookUpReceiver } from './directory.ts';
import { type Shown, syncMessage } from './reconciler.ts';
import { type People, readOnce, type SlackSide } from './slack-side.ts';

/** Brings one message in Slack up to date with the rows. */
export async function syncOne(core: Core, slack: SlackSide, message: MessageRow): Promise<void> {
  let lookingUp: Promise<void> | null = null;
  const people = readOnce(core.db);
  const draw = async (asItIs: MessageRow) => {
    const shown = await render(core, asItIs, people);
    // Beside the post, which does not wait for it.
    if (shown && isNewCard(asItIs)) {
      const receiver = await people.read(String(asItIs.detail.repId));
      if (receiver) lookingUp ??= lookUpReceiver(core, slack, receiver);
    }
    return shown;
  };
  await syncMessage(core, { ...slack, people }, draw, message);
  await lookingUp;
}

const isNewCard = ({ kind, ts }: MessageRow): boolean => kind === 'card' && ts === null;

async function render(core: Core, message: MessageRow, people: People): Promise<Shown | null> {
  const { db } = core;
  const inForce = core.inForce();
  switch (message.kind) {
    case 'card':
      return renderCard(core, message, people);
    case 'reminder':
      return renderReminder(core, message);
    case 'late': {
      const model = await loadLate(db, message, core.now());
      return model && late(model);
    }
    case 'joined': {
      const model = await loadJoined(db, inForce, message);
      return model && joinedSignal(model);
    }
    case 'account': {
      const model = await loadAccountNews(db, inForce.settings, message);
      return model && accountNews(model);
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
      return renderEscalations(core, message);
    case 'answers':
      return renderAnswers(core, message);
    case 'correction': {
      const model = await loadCorrection(db, inForce, message);
      return model && correction(model);
    }
    case 'feedback': {
      const model = await loadFeedback(db, inForce, message, core.now());
      return model && feedback(model);
    }
    case 'ops': {
      if (message.detail.about === 'shadow') return shadowDay(await loadShadowDay(db, inForce, message));
      if (message.detail.about === 'outage') return outageNotice(outageOf(message));
      if (message.detail.about === 'pause' || message.detail.about === 'resume') {
        const of = { what: message.detail.about, no: Number(message.detail.no) } as const;
        const model = await loadPauseNotice(db, inForce.settings, of);
        return model && pauseNotice(model);
      }
      const sink = await loadSinkNotice(db, inForce, message);
      if (sink) return sinkNotice(sink);
      const trouble = await loadSourceTrouble(db, inForce, message, core.now());
      if (trouble) return sourceTrouble(trouble);
      const notice = await loadOpsNotice(db, inForce, message, core.now());
      return notice && opsNotice(notice);
    }
    case 'cover': {
      const model = await loadCoverMessage(db, inForce, message, core.now());
      return model && coverMessage(model);
    }
    case 'digest': {
      const model = await loadDigest(db, inForce, message, core.now());
      return model && digest(model);
    }
    case 'marketing_digest': {
      const model = await loadMarketingDigest(db, inForce, message, core.now());
      return model && marketingDigest(model);
    }
    case 'rep_digest': {
      const model = await loadRepDigest(db, inForce, message, core.now());
      return model && repDigest(model);
    }
    case 'acceptance':
      return acceptanceFall(await loadAcceptanceFall(db, inForce.settings, message));
    case 'dispute': {
      const model = await loadDispute(db, inForce, message);
      return model && dispute(model);
    }
    case 'proposal': {
      const model = await loadProposal(db, inForce.settings, message);
      return model && definitionProposal(model);
    }
    case 'home': {
      const model = await loadHome(db, inForce, String(message.detail.personId), core.now());
      return model ? home(model) : strangersHome(await loadStrangersHome(db, inForce));
    }
  }
}

async function renderReminder(core: Core, message: MessageRow): Promise<Shown | null> {
  const inForce = core.inForce();
  const model = await loadReminder(core.db, inForce, message, core.now());
  if (!model) return null;
  if (message.ts !== null) return reminder(model);
  if (await isReminderOutdated(core.db, message)) return null;
  if (!isLate(inForce.settings, message.createdAt, core.now())) return reminder(model);
  await transact(core, (work) => tellLate(work, String(message.detail.repId)));
  return null;
}

const outageOf = ({ detail }: MessageRow) => ({
  from: new Date(String(detail.from)),
  to: new Date(String(detail.to)),
});

async function renderEscalations(core: Core, message: MessageRow): Promise<Shown | null> {
  const model = await loadEscalations(core.db, core.inForce(), message, core.now());
  if (!model) return null;
  if (message.ts === null) await supersedeOlder(core, message);
  return escalations(model);
}

async function renderAnswers(core: Core, message: MessageRow): Promise<Shown | null> {
  const model = await loadOverdueAnswers(core.db, core.inForce(), message, core.now());
  if (!model) return null;
  if (message.ts === null) await supersedeAnswers(core, message);
  return overdueAnswers(model);
}

async function renderCard(core: Core, message: MessageRow, people: People): Promise<Shown | null> {
  const at = { handoffId: message.handoffId ?? '', offerNo: Number(message.detail.offerNo) };
  const loaded = await loadCardAndOwner(core.db, core.inForce(), at, core.now());
  if (!loaded) return null;
  const { model, owner } = loaded;
  people.note(owner);
  if (message.ts !== null) return card(model);
  // An offer that went on before its card was posted is nobody's business any more.
  if (model.status.type === 'superseded') return null;
  const isDm = message.place.startsWith('person:');
  if (isDm && !canReceive(core, await people.read(String(message.detail.repId)))) return null;
  return card(model);
}
