import { isOpen, nextOpening } from '#domain/calendar.ts';
import { firstResponseBy } from '#domain/first-response.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { signalsOf } from '#domain/merge-lead.ts';
import type { Settings } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { createShadowTurns, everybodyThere, planOffer, type ShadowLead } from '#domain/shadow.ts';
import { hoursOf, poolOf } from '#domain/team.ts';
import type { ImportedLead } from './imported-lead.ts';

/** What the bot would have done with an export's leads. */
export type Rehearsed = {
  /** Met our own definition, by what the export tells. */
  qualified: number;
  /** Did not, but were qualified over there: by behaviour that no export holds, or by another definition. */
  qualifiedThere: number;
  /** Who would have got how many, the most first. */
  byRep: { repId: string; count: number }[];
  /** Came when nobody who could take it was at work, and would have been offered at the next opening. */
  waited: number;
  nobody: number;
  /** What really passed until the first response, where the export tells it; null where it never does. */
  responses: { count: number; medianMinutes: number; withinTarget: number; measured: number } | null;
};

export type Rehearsal = { add: (imported: ImportedLead) => void; result: () => Rehearsed };

type Candidate = { lead: ShadowLead; at: Date };

/** Judges leads as they are read, and plays their arrival through in its order at the end. */
export function createRehearsal(settings: Settings): Rehearsal {
  const candidates: Candidate[] = [];
  const minutes: number[] = [];
  let qualified = 0;
  let withinTarget = 0;
  let measured = 0;
  return {
    add: (imported) => {
      const { lead: record, sourceId, capturedAt: at } = imported;
      const signals = signalsOf(record, at);
      const { temperature, evidence } = judgeLead(settings, { record, sourceId }, undefined, signals, at);
      const lead = { record, sourceId, temperature };
      if (evidence.isMql) qualified += 1;
      if (evidence.isMql || wasQualified(imported)) {
        candidates.push({ lead: { ...lead, record: routable(record) }, at });
      }
      if (!imported.response) return;
      minutes.push(imported.response.minutes);
      const deadline = firstResponseBy(settings, lead, USUAL_LEG, imported.handoff?.ownerId ?? null, at);
      if (deadline === null) return;
      measured += 1;
      if (imported.response.at <= deadline) withinTarget += 1;
    },
    result: () => ({
      qualified,
      qualifiedThere: candidates.length - qualified,
      ...playThrough(settings, candidates),
      responses:
        minutes.length === 0
          ? null
          : { count: minutes.length, medianMinutes: medianOf(minutes), withinTarget, measured },
    }),
  };
}

const wasQualified = ({ reached }: ImportedLead): boolean =>
  reached.some(({ stage }) => stage === 'marketing_qualified');

/** Only what routing asks about: an export may be long. */
const routable = (record: CanonicalLead): CanonicalLead => ({
  ...record,
  refs: [],
  discovery: undefined,
  consent: undefined,
});

function playThrough(
  settings: Settings,
  candidates: readonly Candidate[],
): Pick<Rehearsed, 'byRep' | 'waited' | 'nobody'> {
  const turns = createShadowTurns();
  const among = { statuses: everybodyThere(settings), turns };
  const counts = new Map<string, number>();
  let waited = 0;
  let nobody = 0;
  for (const { lead, at } of candidates.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const first = planOffer(settings, lead, USUAL_LEG, among, at);
    const opening = first.repId === null ? openingOf(settings, first.poolId, at) : null;
    const planned = opening ? planOffer(settings, lead, USUAL_LEG, among, opening) : first;
    turns.take(planned, opening ?? at);
    if (planned.repId === null) nobody += 1;
    else counts.set(planned.repId, (counts.get(planned.repId) ?? 0) + 1);
    if (opening && planned.repId !== null) waited += 1;
  }
  const byRep = [...counts].map(([repId, count]) => ({ repId, count }));
  return { byRep: byRep.toSorted((a, b) => b.count - a.count), waited, nobody };
}

/** When the first of a pool is at work again; null where somebody is at work now. */
function openingOf(settings: Settings, poolId: string | null, at: Date): Date | null {
  const members = poolOf(settings, poolId)?.members ?? [];
  const hours = members
    .map(({ person }) => hoursOf(settings, person))
    .filter(({ week }) => Object.values(week).some((blocks) => (blocks ?? []).length > 0));
  if (hours.length === 0 || hours.some((one) => isOpen(one, at))) return null;
  return new Date(Math.min(...hours.map((one) => nextOpening(one, at).getTime())));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
