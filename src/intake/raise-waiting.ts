import { isDeepStrictEqual } from 'node:util';
import { changeClocks, readClocks } from '#db/clocks.ts';
import { type HandoffRow, raiseHandoff } from '#db/handoffs.ts';
import { type LeadRow, readSignals, updateLead } from '#db/leads.ts';
import type { ClockChange } from '#domain/clock.ts';
import { isUnwanted, judgeLead } from '#domain/judge-lead.ts';
import { policyFor, stamp } from '#domain/policy.ts';
import { leadFacts } from '#domain/routing/lead-facts.ts';
import { WAITED } from '#domain/routing/record.ts';
import { runningClocks, startClock } from '#domain/sla.ts';
import { teamHours } from '#domain/team.ts';
import { isHotter } from '#domain/temperature.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';
import { assign } from '#src/handoff/assign.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import { SIGNALS_CONSIDERED } from './arrival.ts';

type CameAgain = {
  /** As it was known before, and as it is known now. */
  before: LeadRow;
  lead: LeadRow;
  /** The source whose word counts for how warm it is. */
  sourceId: string;
  because: string;
};

/**
 * Somebody comes again whose lead has no owner yet. What makes it hotter gives it the SLA policy, the clocks and the
 * owner of such a lead at once, wherever it lay; what says something else of it is asked of the routes. Answers the
 * handoff as it then stands, and null where an owner has it or nothing came of it. Call it with the row locked.
 */
export async function raiseWaiting(
  work: Work,
  row: HandoffRow,
  { before, lead: cameAgain, sourceId, because }: CameAgain,
): Promise<HandoffRow | null> {
  const { settings, tx, now } = work;
  if (row.handoff.state !== 'waiting' || row.sourceId === TEST_SOURCE) return null;

  const source = settings.sources.find(({ id }) => id === sourceId);
  const lead = { ...cameAgain, mirrored: await readAccount(work, cameAgain) };
  const judged = judgeLead(settings, lead, source, await readSignals(tx, lead.id, SIGNALS_CONSIDERED), now);
  const hotter = { ...lead, ...judged };
  if (isHotter(judged.temperature, row.handoff.temperature) && !isUnwanted(settings, hotter)) {
    await updateLead(tx, lead.id, judged);
    // Whoever it is for is told when its lead has had the time to book.
    if (row.handoff.reservedFor !== null) return raise(work, row, hotter);
    return assign(work, await raise(work, row, hotter), hotter, { because, isBatch: false });
  }
  const isOfferedByRules = row.handoff.claimKey === null && row.handoff.reservedFor === null;
  const isAnother = !isDeepStrictEqual(leadFacts(settings, before), leadFacts(settings, cameAgain));
  if (!isOfferedByRules || !isAnother) return null;
  return assign(work, row, lead, { because: WAITED, isBatch: false });
}

/** Its time runs from now, by the policy of what it has become. */
async function raise(work: Work, row: HandoffRow, lead: LeadRow): Promise<HandoffRow> {
  const { settings, tx, now } = work;
  const { id, leg, offerNo } = row.handoff;
  const found = policyFor(settings, leg, leadFacts(settings, lead));
  const policy = stamp(found);
  const raised = { temperature: lead.temperature, policyId: found.id };
  await raiseHandoff(tx, id, { ...raised, policy });
  const after = { ...row, policy, handoff: { ...row.handoff, ...raised } };
  if (row.handoff.reservedFor !== null) return after;
  const hours = teamHours(settings);
  const started = startClock('unassigned', { policy, repHours: hours, teamHours: hours }, now, now);
  const running = runningClocks({ clocks: await readClocks(tx, id) }, ['unassigned']);
  const clocks: ClockChange[] = [
    ...running.map(({ kind }): ClockChange => ({ do: 'stop', kind, met: false })),
    ...(started ? [started] : []),
  ];
  await changeClocks(tx, { handoffId: id, offerNo, sourceId: row.sourceId }, clocks, now, work.newId);
  return after;
}
