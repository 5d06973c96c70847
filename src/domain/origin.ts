import type { CanonicalLead, Consent } from './lead.ts';

/** Who said something of a lead, and when. */
export type Origin = {
  by: 'source' | 'import' | 'rep';
  /** The source, of an import the one its rows count for, or the person. */
  id: string;
  /** When it was so, as an ISO text in UTC: when it happened, where the sender says that, else when it was received. */
  at: string;
  /** When it was heard of. */
  received: string;
  /** It came with a signal: how somebody first came to us is said by a request. */
  isSignal?: true;
  /** Of what it says, the consents that it may give back. */
  lifts?: Consent[];
  /** It gave back what somebody had withdrawn. */
  lifted?: true;
  /** A person put it right: what was said before, and by whom; both null where nothing was. */
  instead?: { value: unknown; origin: Origin | null };
};

/**
 * Who said which fact of a record: the first entry all those that no other names. Facts are named by their place in the
 * record, `person.title` or `refs[1]`.
 */
export type Origins = [Origin, ...(Origin & { of: string[] })[]];

/** Who said the fact at this place of a record. */
export function originAt([rest, ...others]: Origins, place: string): Origin {
  const named = others.find(({ of }) => of.includes(place));
  if (named === undefined) return rest;
  const { of: _, ...origin } = named;
  return origin;
}

/** As they are stored: what is as usual is left away, and of a lead that one message told of nothing is left. */
export type StoredOrigins = (Partial<Origin> & { of?: string[] })[];

/** A lead as it is known, or one message of it: a record, and who said which of its facts. */
export type Known = { record: CanonicalLead; origins: Origins };

/** What a lead's row says. */
export const knownFrom = (row: First & { record: CanonicalLead; origins: StoredOrigins | null }): Known => ({
  record: row.record,
  origins: readOrigins(row.origins, row),
});

type First = { sourceId: string; capturedAt: Date };

/** Of a lead that says nothing of its origins its source said everything, when it was captured. */
export function readOrigins(stored: StoredOrigins | null, { sourceId, capturedAt }: First): Origins {
  const usual = { by: 'source', id: sourceId, at: capturedAt.toISOString() } as const;
  const [first, ...others] = stored ?? [];
  const whole = (one: Partial<Origin>): Origin => {
    const { received, ...origin } = { ...usual, ...one };
    return { ...origin, received: received ?? origin.at };
  };
  return [whole(first ?? {}), ...others.map(({ of = [], ...one }) => ({ ...whole(one), of }))];
}

export function storedOrigins(origins: Origins, { sourceId, capturedAt }: First): StoredOrigins | null {
  const stored = origins.map(({ by, id, at, received, ...rest }) => ({
    ...(by !== 'source' && { by }),
    ...(id !== sourceId && { id }),
    ...(at !== capturedAt.toISOString() && { at }),
    ...(received !== at && { received }),
    ...rest,
  }));
  return stored.length === 1 && Object.keys(stored[0] ?? {}).length === 0 ? null : stored;
}
