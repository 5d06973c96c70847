import { type HandoffRow, insertHandoff } from '#db/handoffs.ts';
import { addSignals, insertLead, type LeadRow, recordStage } from '#db/leads.ts';
import { logRouting } from '#db/routing.ts';
import { decide } from '#domain/decide.ts';
import { SYSTEM } from '#domain/handoff.ts';
import { signalsOf } from '#domain/merge-lead.ts';
import { newHandoff } from '#domain/new-handoff.ts';
import { policyFor, stamp, withoutLadders } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { withoutIdentity } from '#domain/routing/record.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { TEST_SOURCE, testLead } from '#domain/test-lead.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { loadFacts } from './decision-facts.ts';
import { perform } from './perform.ts';

/**
 * Puts a test lead to somebody: a real handoff with a real card, offered past the routing, so that it takes nobody's
 * turn, and without a ladder, so that it disturbs nobody else. Figures leave its source out.
 */
export function sendTestLead(core: Core, personId: string): Promise<void> {
  return transact(core, async (work) => {
    const lead = leadFrom(work);
    insertLead(work.tx, lead);
    const at = work.now;
    const cause = 'test lead';
    recordStage(work.tx, {
      leadId: lead.id,
      handoffId: null,
      stage: lead.stage,
      at,
      cause,
      evidence: null,
    });
    const of = { leadId: lead.id, sourceId: TEST_SOURCE };
    await addSignals(work.tx, of, signalsOf(lead.record, at), work.newId);
    const row = handoffFor(work, lead);
    insertHandoff(work.tx, { ...row, settingsVersion: work.version });
    logRouting(work.tx, {
      handoffId: row.handoff.id,
      at,
      settingsVersion: work.version,
      record: {
        because: cause,
        facts: withoutIdentity(leadFacts(work.settings, lead)),
        rules: [
          { rule: 'test lead, for whoever asked for it', result: 'goes_to', repId: personId, poolId: null },
        ],
        candidates: [],
        poolId: null,
        chosenId: personId,
        by: 'manager',
      },
    });
    const command = { type: 'offer', to: personId, poolId: null } as const;
    const decided = decide(row.handoff, command, await loadFacts(work, row, lead, command, SYSTEM), at);
    if (!decided.ok) throw new Error(`handoff ${row.handoff.id}: the test could not be offered`);
    await perform(work, row, lead, decided, SYSTEM);
  });
}

function leadFrom({ settings, now, newId }: Work): LeadRow {
  return {
    id: newId(),
    accountId: null,
    stage: 'marketing_qualified',
    temperature: 'hot',
    sourceId: TEST_SOURCE,
    campaign: null,
    record: testLead(now),
    origins: null,
    evidence: {
      definition: settings.mql.version,
      isMql: true,
      isHandRaiser: true,
      unknown: [],
      failed: [],
      lines: [],
      temperatureBecause: 'it is a test',
    },
    capturedAt: now,
    createdAt: now,
  };
}

function handoffFor({ settings, now, newId }: Work, lead: LeadRow): HandoffRow {
  const policy = policyFor(settings, USUAL_LEG, leadFacts(settings, lead));
  const handoff = newHandoff({
    id: newId(),
    leadId: lead.id,
    leg: USUAL_LEG,
    temperature: lead.temperature,
    policyId: policy.id,
    createdAt: now,
  });
  return {
    handoff,
    policy: withoutLadders(stamp(policy)),
    sourceId: lead.sourceId,
    campaign: lead.campaign,
  };
}
