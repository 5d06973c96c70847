import type { CanonicalLead } from '#domain/lead.ts';
import type { Outcome } from '#domain/outcomes.ts';
import type { FieldOfTool } from '#domain/plan-write.ts';

/** What a tool can be told, and how: one file a system in `systems/`. What is told, and when, is not decided here. */

/** Values by the names of the tool's fields, as the tool writes them; null is empty. */
export type Values = Readonly<Record<string, string | null>>;

/** A record in the tool; `url` is where people look at it, where that is known. */
export type SinkRecord = { type: string; id: string; url?: string | undefined };

/** Somebody, by what a tool may know them by: the record they were found as before, else one that is theirs there, else their address. */
export type Whom = {
  known: { type: string; id: string } | null;
  refs: CanonicalLead['refs'];
  email: string | null;
};

/** A line in the history of a record. `mark` stands in it once made, and is looked for before it is made. */
export type Entry = { mark: string; at: Date; title: string; text: string; ownerId: string | null };

/** A deal as it is to stand in the tool, found by its mark once made. */
export type DealEntry = {
  mark: string;
  name: string;
  status: 'open' | 'won' | 'lost';
  amount: number | null;
  currency: string | null;
  /** A day, such as `2027-03-31`. */
  closeOn: string | null;
  /** Why it was lost, in words. */
  lostReason: string | null;
  /** The tool's own id of a user; null where it knows nobody of that address. */
  ownerId: string | null;
  at: Date;
};

/** Something that this account lacks; `fix` says what to do there. */
export type Lack = { what: string; fix: string };

/** A tool with records, whose fields show how a lead stands. */
export type RecordSink = {
  kind: 'record';
  /** The record of somebody; null where the tool has none. */
  find: (whom: Whom) => Promise<SinkRecord | null>;
  /** Every field of records of this type, with the options that this account has. */
  fields: (type: string) => Promise<readonly FieldOfTool[]>;
  /** The tool's ids of its users, by their address in small letters. */
  users: () => Promise<ReadonlyMap<string, string>>;
  /** What stands in these fields now. */
  read: (record: SinkRecord, names: readonly string[]) => Promise<Values>;
  /** Writes these fields, all or none. */
  write: (record: SinkRecord, values: Values) => Promise<void>;
  /** Where the tool has a history of notes or tasks: leaves one, unless it stands there. */
  log?: (record: SinkRecord, entry: Entry, as: 'note' | 'task') => Promise<void>;
  /** Where the tool has deals: makes or changes the one with this mark. Answers the record whose fields show the lead from now on. */
  deal?: (record: SinkRecord, deal: DealEntry) => Promise<SinkRecord>;
  /** Where the tool writes to people by itself: stops that. */
  finish?: (record: SinkRecord) => Promise<void>;
  /** What the account lacks apart from fields: access, scopes. */
  lacks: () => Promise<readonly Lack[]>;
  /** Where the tool lets us: makes text fields that are missing. */
  addFields?: (type: string, fields: readonly { name: string; label: string }[]) => Promise<void>;
};

/** One outcome as it is told to whatever takes them one by one. `id` is the same at each try. */
export type Telling = {
  id: string;
  /** `at` is when it happened. */
  outcome: Outcome & { at: Date };
  lead: {
    id: string;
    record: CanonicalLead;
    sourceId: string;
    stage: string;
  };
  handoffId: string | null;
  /** E-mail addresses and names of our own people, by their id. */
  people: ReadonlyMap<string, { name: string; email: string }>;
  reasonWords: string | null;
  now: Date;
  /** To be called once, before it is told: it may end the telling for now. What is left out calls it not. */
  spend: () => Promise<void>;
};

/** A tool that is told each outcome. */
export type EventSink = {
  kind: 'event';
  /** Tells it, or answers why this one is not for this tool: `no gclid`. */
  tell: (telling: Telling) => Promise<'told' | { leftOut: string }>;
  lacks: () => Promise<readonly Lack[]>;
};

export type Sink = RecordSink | EventSink;
