import { createHash } from 'node:crypto';
import { addVerdicts } from '#db/proposals.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { LeadSignal } from '#domain/lead.ts';
import type { Trial } from '#domain/trial/trial-schema.ts';
import { sidesOf } from '#domain/trial/trial-settings.ts';
import type { Work } from '#src/core/core.ts';
import type { Verdict } from './arrival.ts';

/** What another definition, which is tried or was promoted, says of a lead that comes. */

type Judged = { trial: Trial; without: boolean; with: boolean; isDrawn: boolean };
type Lead = Parameters<typeof judgeLead>[1] & { id: string };

/** By every trial of the settings. Nothing where there is none. */
export function weighTrials(
  { settings, now }: Pick<Work, 'settings' | 'now'>,
  lead: Lead,
  { sourceId, signals }: { sourceId: string; signals: readonly LeadSignal[] },
): Judged[] {
  const source = settings.sources.find(({ id }) => id === sourceId);
  return settings.trials.map((trial) => {
    const sides = sidesOf(settings, trial);
    const isIn = (side: Work['settings']) => judgeLead(side, lead, source, signals, now).evidence.isMql;
    return {
      trial,
      without: isIn(sides.without),
      with: isIn(sides.with),
      isDrawn: isDrawn(lead.id, trial),
    };
  });
}

/**
 * Whether a lead is one of the share that goes to sales although a definition says otherwise: by its id, so that everybody who asks gets
 * the same answer, and nobody can choose.
 */
function isDrawn(leadId: string, { id, share }: Trial): boolean {
  const digest = createHash('sha256').update(`${id} ${leadId}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < share;
}

/** Of the leads that one definition alone lets in a share goes to sales: only so it is learnt what would become of them. */
export function onTrial(verdict: Verdict, judged: readonly Judged[]): Verdict {
  if (verdict.goes !== 'to_nurture') return verdict;
  const learnt = judged.find(({ trial, isDrawn: drawn, ...says }) => {
    const isMoved = trial.promoted ? says.without && !says.with : says.with && !says.without;
    return drawn && isMoved;
  });
  if (!learnt) return verdict;
  return {
    ...verdict,
    goes: 'to_sales',
    stage: 'marketing_qualified',
    isEntered: true,
    evidence: { ...verdict.evidence, trial: learnt.trial.words },
  };
}

/** Keeps what was said of it, with the handoff it went to sales with. */
export function keepVerdicts(
  { tx, now }: Work,
  leadId: string,
  judged: readonly Judged[],
  handoffId: string | null,
): void {
  addVerdicts(
    tx,
    judged.map(({ trial, without, with: withIt, isDrawn: drawn }) => ({
      ...{ proposalId: trial.id, leadId, at: now, isPromoted: trial.promoted },
      ...{ without, with: withIt, isDrawn: drawn, handoffId },
    })),
  );
}
