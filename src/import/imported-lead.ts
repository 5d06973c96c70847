import type { CanonicalLead } from '#domain/lead.ts';
import type { Stage } from '#domain/stages.ts';

/** A stage a lead came to. Without a time the export only implies it. */
export type ReachedStage = { stage: Stage; at: Date | null; cause: 'import' | 'inferred by import' };

/** What a rep did with a lead before the bot was there, as far as the export tells it to the minute. */
export type PastHandoff = {
  ownerId: string;
  offeredAt: Date | null;
  acceptedAt: Date | null;
  respondedAt: Date | null;
  closedAt: Date | null;
  rejection: { reason: string; note: string; at: Date } | null;
};

/** One row of an export, read: everything that will be stored of it. */
export type ImportedLead = {
  line: number;
  /** What makes the same row of a later export the same. */
  key: string;
  lead: CanonicalLead;
  sourceId: string;
  capturedAt: Date;
  stage: Stage;
  /** The way it went, from the first stage on. */
  reached: ReachedStage[];
  handoff: PastHandoff | null;
  /** From capture to first response; null where the export does not tell both to the minute. */
  response: { at: Date; minutes: number } | null;
};

/** Something about a row, in words without its values, so that rows with the same problem can be counted. */
export type RowProblem = { kind: string; column: string | null; value: string | null };
