import { canonicalLeadSchema } from '#domain/lead.ts';
import type { Outcome } from '#domain/outcomes.ts';
import type { Telling } from '#src/sinks/sink.ts';

export const NOW = new Date('2026-12-01T09:00:00Z');

type About = {
  id?: string;
  type?: Outcome['type'];
  detail?: Outcome['detail'];
  at?: Date;
  now?: Date;
  sourceId?: string;
  record?: object;
  spend?: Telling['spend'];
};

/** That Ana accepted a lead of the website, unless it says otherwise. */
export const makeTelling = (about: About = {}): Telling => ({
  id: about.id ?? 'outcome-1',
  outcome: {
    type: about.type ?? 'accepted',
    detail: about.detail ?? { leg: 'mql_to_sdr', ownerId: 'ana', byId: 'ana' },
    at: about.at ?? new Date('2026-12-01T08:55:00Z'),
  },
  lead: {
    id: 'lead-1',
    sourceId: about.sourceId ?? 'website',
    stage: 'sales_accepted',
    record: canonicalLeadSchema.parse(about.record ?? {}),
  },
  handoffId: 'handoff-1',
  people: new Map([['ana', { name: 'Ana Duarte', email: 'ana@example.com' }]]),
  reasonWords: null,
  now: about.now ?? NOW,
  spend: about.spend ?? (async () => {}),
});
