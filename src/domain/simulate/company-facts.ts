import type { Leg } from '../settings-shapes.ts';
import type { Stage } from '../stages.ts';

/** What was known of the company at a domain, and from when on. It happened, and no settings change it. */
export type CompanyFact = { at: Date; domain: string } & (
  | { type: 'owned'; repId: string }
  /** Somebody of it came to a stage. */
  | { type: 'stage'; leadId: string; stage: Stage }
  /** Somebody of it was handed to a rep whom routing may name when they are a customer, or an opportunity. */
  | { type: 'had'; leadId: string; leg: Leg; repId: string }
  /** A rep works on somebody of it whom the simulation does not play; until null is until its end. */
  | { type: 'worked_on'; repId: string; until: Date | null }
);
