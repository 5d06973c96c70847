import { coverShares } from '#db/covers.ts';
import { appendEvents, type HandoffRow, insertHandoff, lastPassedOn } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { isPaused } from '#db/pauses.ts';
import { logRouting } from '#db/routing.ts';
import { decide } from '#domain/decide.ts';
import { type HandoffEvent, SYSTEM } from '#domain/handoff.ts';
import { newHandoff } from '#domain/new-handoff.ts';
import { legsBefore } from '#domain/opened-by.ts';
import { may } from '#domain/permissions.ts';
import { policyFor, stamp } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { SENT_BACK, withoutIdentity } from '#domain/routing/record.ts';
import { managersAbove, personOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { assign } from './assign.ts';
import { loadFacts } from './decision-facts.ts';
import { perform } from './perform.ts';
import { thoseThere } from './wake-elsewhere.ts';

type Rejected = Extract<HandoffEvent, { type: 'rejected' }>;

/**
 * Opens the leg before once more for what an AE or CSM rejected, with their reason: for whoever passed it on, else for who
 * covers them or manages them. Where none of those is there, the rules find somebody. No turn is taken for it.
 */
export async function sendBack(
  work: Work,
  { row, lead }: { row: HandoffRow; lead: LeadRow },
  { by, reason, note }: Rejected,
): Promise<void> {
  const { tx, settings, now } = work;
  const legs = legsBefore(row.handoff.leg);
  const passed = await lastPassedOn(tx, lead.id, legs);
  // What no leg of ours passed on, such as an expansion that a source told of, goes where such a one would have been.
  const leg = passed?.handoff.leg ?? legs[0];
  if (leg === undefined) return;
  const to = passed?.handoff.ownerId ? await whoHasItNow(work, passed.handoff.ownerId) : null;
  const policy = policyFor(settings, leg, leadFacts(settings, lead));
  const { temperature } = row.handoff;
  const of = { id: work.newId(), leadId: lead.id, leg, temperature, policyId: policy.id, createdAt: now };
  const { poolId = null, deal = null } = passed?.handoff ?? {};
  const opened: HandoffRow = {
    handoff: { ...newHandoff(of), poolId, deal },
    policy: stamp(policy),
    sourceId: row.sourceId,
    campaign: row.campaign,
  };
  insertHandoff(tx, { ...opened, settingsVersion: work.version });
  appendEvents(tx, opened, [{ type: 'sent_back', by, reason, note }], { actorId: by, at: now });
  if (to === null) await assign(work, opened, lead, { because: SENT_BACK, isBatch: false, isNew: true });
  else await offerTo(work, opened, lead, to);
}

/** Whoever passed it on, where they read what they are sent and are shown leads still; else the nearest of those who stand in for them. */
async function whoHasItNow(work: Work, ownerId: string): Promise<string | null> {
  const { tx, settings } = work;
  const covers = (await coverShares(tx, [ownerId])).map(({ toId }) => toId);
  const standIns = [ownerId, ...covers, ...managersAbove(settings, ownerId)];
  const shownLeads = standIns.filter((id) => {
    const person = personOf(settings, id);
    return person !== null && may('read_lead', person);
  });
  const [first] = await thoseThere(work, shownLeads);
  return first ?? null;
}

async function offerTo(work: Work, row: HandoffRow, lead: LeadRow, to: string): Promise<void> {
  const { settings, tx, now } = work;
  const { id, poolId } = row.handoff;
  logRouting(tx, {
    handoffId: id,
    at: now,
    settingsVersion: work.version,
    record: {
      because: SENT_BACK,
      facts: withoutIdentity(leadFacts(settings, lead)),
      rules: [{ rule: SENT_BACK, result: 'goes_to', repId: to, poolId: null }],
      candidates: [],
      poolId,
      chosenId: to,
      by: 'sent_back',
    },
  });
  const command = { type: 'offer', to, poolId } as const;
  const facts = await loadFacts(work, row, lead, command, SYSTEM, { isPaused: await isPaused(tx) });
  const decided = decide(row.handoff, command, facts, now);
  if (!decided.ok) throw new Error(`handoff ${id}: it could not be offered to whoever passed it on`);
  await perform(work, row, lead, decided, SYSTEM, { isNew: true });
}
