import { lastOfLegs } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { localDate } from '#domain/day.ts';
import type { CanonicalLead, LeadSignal } from '#domain/lead.ts';
import type { Work } from '#src/core/core.ts';
import { leadsExpansions, noteChurn, openExpansion } from '#src/handoff/tell-of-customer.ts';

/** What a source tells of a customer: that they may buy more, or have left. Of anybody else both are signals as any other. */

const newestOf = (type: LeadSignal['type'], { signals }: CanonicalLead): LeadSignal | undefined =>
  signals.filter((signal) => signal.type === type).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];

/** Whether nothing else is told of a customer: nobody is asked to sell to them because of it. */
export const isOnlyNews = ({ stage }: LeadRow, { signals }: CanonicalLead): boolean =>
  stage === 'closed_won' && signals.every(({ type }) => type === 'expansion' || type === 'churn');

/** Keeps that a customer left, in the history of the handoff they came to customer success by; with none there is nobody to tell. */
export async function noteChurnOf(
  work: Work,
  { id, stage }: LeadRow,
  told: CanonicalLead,
  via: string,
): Promise<void> {
  const churn = newestOf('churn', told);
  if (churn === undefined || stage !== 'closed_won') return;
  const row = await lastOfLegs(work.tx, id, ['won_to_cs']);
  if (row === null || row.handoff.state === 'rejected' || row.handoff.state === 'withdrawn') return;
  const on = localDate(work.settings.workspace.time_zone, new Date(churn.at));
  await noteChurn(work, row, { via, on, reason: null, note: churn.title?.trim() ?? '' });
}

/** Passes a customer that may buy more on to an AE, where nobody has them open. Answers the handoff; null where nothing follows. */
export async function expansionOf(
  work: Work,
  lead: LeadRow,
  told: CanonicalLead,
  sourceId: string,
): Promise<string | null> {
  const signal = newestOf('expansion', told);
  if (signal === undefined || lead.stage !== 'closed_won' || !leadsExpansions(work.settings)) return null;
  // The same signal told once more, with others that are new, is no other expansion.
  const last = await lastOfLegs(work.tx, lead.id, ['cs_to_ae']);
  if (last !== null && last.handoff.createdAt >= new Date(signal.at)) return null;
  const what = signal.title?.trim() ?? '';
  const { handoff } = await openExpansion(work, lead, {
    ...{ sourceId, by: null, via: sourceId },
    ...{ what, deal: null, expectedOn: null },
  });
  return handoff.id;
}
