/** What is written into a tool, as it is kept: before it is written, and after. */

/** A field of the tool, from what to what; null is empty. */
export type FieldChange = { field: string; from: string | null; to: string | null };

/** What would be written if the sink were not dry. */
export type PlannedWrite = {
  changes: FieldChange[];
  /** Entries and deals, in words: `note: Rejected by Mara Holm`. */
  entries: string[];
};

/** What has to change before a tool takes something: who we are to it, a field, the record, or what is asked of it. */
export const SINK_PROBLEMS = ['access', 'gone', 'field', 'record', 'request', 'away'] as const;
export type SinkProblemAbout = (typeof SINK_PROBLEMS)[number];

/** So many writes at most in the first hour: whoever approved a sink sees what it does before it can do much. */
export const EARLY_WRITES = 50;
