import { judgeLead } from '../judge-lead.ts';
import type { Settings } from '../settings.ts';
import { createFateCount, type Fates } from './count-fates.ts';
import type { PastLead } from './past-lead.ts';

/** What another definition would have made of leads that came. */
export type Verdicts = {
  /** Looked at, of which sales was told of so many. */
  leads: number;
  handedOver: number;
  /** No longer handed over, and what became of them. */
  keptOut: Fates & { first: string[] };
  /** Handed over now. Nobody knows what would have become of them. */
  letIn: { leads: number; first: string[] };
  /** The definition in force says something else of them today than was done with them: they count on neither side. */
  otherwise: number;
  /** Something of them was told since they were judged, and counts as not known then. */
  toldSince: number;
};

export type Change = 'kept_out' | 'let_in' | 'same' | 'otherwise';

/** As many leads as a person looks at. */
const SHOWN = 10;

/** Judges leads by two settings as of the moment they were judged, from what was known then. */
export function createVerdicts(
  inForce: Settings,
  proposed: Settings,
): { add: (lead: PastLead) => Change; verdicts: () => Verdicts } {
  const keptOut = createFateCount();
  const counted = { leads: 0, handedOver: 0, otherwise: 0, toldSince: 0 };
  const first = { kept_out: [] as string[], let_in: [] as string[] };
  let letIn = 0;
  const note = (list: string[], id: string) => {
    if (list.length < SHOWN) list.push(id);
  };
  return {
    add: (lead) => {
      const change = changeOf(inForce, proposed, lead);
      counted.leads += 1;
      if (lead.wasHandedOver) counted.handedOver += 1;
      if (lead.isToldSince) counted.toldSince += 1;
      if (change === 'otherwise') counted.otherwise += 1;
      if (change === 'kept_out') {
        keptOut.add(lead.fate);
        note(first.kept_out, lead.leadId);
      }
      if (change === 'let_in') {
        letIn += 1;
        note(first.let_in, lead.leadId);
      }
      return change;
    },
    verdicts: () => ({
      ...counted,
      keptOut: { ...keptOut.fates(), first: first.kept_out },
      letIn: { leads: letIn, first: first.let_in },
    }),
  };
}

function changeOf(inForce: Settings, proposed: Settings, lead: PastLead): Change {
  const now = isMql(inForce, lead);
  if (now !== lead.wasHandedOver) return 'otherwise';
  const then = isMql(proposed, lead);
  if (then === now) return 'same';
  return then ? 'let_in' : 'kept_out';
}

function isMql(settings: Settings, { record, sourceId, signals, at }: PastLead): boolean {
  const source = settings.sources.find(({ id }) => id === sourceId);
  return judgeLead(settings, { record, sourceId }, source, signals, at).evidence.isMql;
}
