import { coverShares } from '#db/covers.ts';
import { appendEvents, type HandoffRow, insertHandoff, lastPassedOn } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { isPaused } from '#db/pauses.ts';
import { logRouting } from '#db/routing.ts';
import { wasSentBack } from '#db/speed.ts';
import { decide } from '#domain/decide.ts';
import { type Handoff, type HandoffEvent, SYSTEM } from '#domain/handoff.ts';
import { newHandoff } from '#domain/new-handoff.ts';
import { legsBefore } from '#domain/opened-by.ts';
import { may } from '#domain/permissions.ts';
import { policyFor, stamp } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { SENT_BACK, withoutIdentity } from '#domain/routing/record.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { managersAbove, personOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { assign } from './assign.ts';
import { loadFacts } from './decision-facts.ts';
import type { Found } from './lock.ts';
import { perform } from './perform.ts';
import { thoseThere } from './wake-elsewhere.ts';

type Rejected = Extract<HandoffEvent, { type: 'rejected' }>;

/**
 * Opens the leg before once more for what an AE or CSM rejected, with their reason: for whoever passed it on, else for who
 * covers them or manages them. Where none of those is there, the rules find somebody. No turn is taken for it.
 */
export async function sendBack(work: Work, { row, lead }: Found, rejected: Rejected): Promise<void> {
  const { tx } = work;
  const legs = legsBefore(row.handoff.leg);
  const passed = await lastPassedOn(tx, lead.id, legs);
  // What no leg of ours passed on, such as an expansion that a source told of, goes where such a one would have been.
  const leg = passed?.handoff.leg ?? legs[0];
  if (leg === undefined) return;
  const to = passed?.handoff.ownerId ? await whoHasItNow(work, passed.handoff.ownerId) : null;
  const { poolId = null, deal = null } = passed?.handoff ?? {};
  await openOnceMore(work, { row, lead }, rejected, { leg, poolId, deal, to });
}

/**
 * What an SDR does not want either that the next team had sent back is a manager's to decide about: nobody else is told of
 * it. Where nobody above them is there, it ends.
 */
export async function passUp(work: Work, found: Found, rejected: Rejected): Promise<void> {
  const { leg, ownerId, poolId, deal } = found.row.handoff;
  if (rejected.consequence !== 'return_to_marketing' || leg !== USUAL_LEG || ownerId === null) return;
  if (!(await wasSentBack(work.tx, found.row.handoff.id))) return;
  const to = await whoIsAbove(work, { ownerId, by: rejected.by });
  if (to !== null) await openOnceMore(work, found, rejected, { leg, poolId, deal, to });
}

/** The nearest above its owner, and above whoever rejects it for them, who is there; null where nobody is. */
async function whoIsAbove(
  work: Work,
  { ownerId, by }: { ownerId: string; by: string },
): Promise<string | null> {
  const above = managersAbove(work.settings, ownerId);
  const higher = above.includes(by) ? managersAbove(work.settings, by) : above;
  return nearestThere(
    work,
    higher.filter((id) => id !== by && id !== ownerId),
  );
}

type Again = Pick<Handoff, 'leg' | 'poolId' | 'deal'> & { to: string | null };

/** Opens it once more, with why it was not wanted; for whomever the rules find where nobody is named. */
async function openOnceMore(
  work: Work,
  { row, lead }: Found,
  { by, reason, note }: Rejected,
  { leg, poolId, deal, to }: Again,
): Promise<void> {
  const { tx, settings, now } = work;
  const policy = policyFor(settings, leg, leadFacts(settings, lead));
  const { temperature } = row.handoff;
  const of = { id: work.newId(), leadId: lead.id, leg, temperature, policyId: policy.id, createdAt: now };
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
  return nearestThere(work, [ownerId, ...covers, ...managersAbove(settings, ownerId)]);
}

/** The first of these people who reads what they are sent now, and is shown leads. */
async function nearestThere(work: Work, people: readonly string[]): Promise<string | null> {
  const shownLeads = people.filter((id) => {
    const person = personOf(work.settings, id);
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
