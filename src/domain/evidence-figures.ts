import type { CorrectableFact, Evidence, Verdict } from './evidence.ts';

/** Rejections of one kind, as they are counted in the database. */
export type WeighedRows = {
  evidence: Evidence | null;
  /** Null where no fact was weighed. */
  fact: CorrectableFact | null;
  without: Verdict | null;
  /** A rep put it right, and nobody objected. */
  isCorrected: boolean;
  sourceId: string;
  count: number;
}[];

/** A fact, as one source tells it or does not. */
export type FactOfSource = { fact: CorrectableFact; sourceId: string; count: number };

export type EvidenceFigures = {
  counts: Record<Evidence, number>;
  corrected: FactOfSource[];
  /** What nobody could hold against a rejection because the source does not ask it, what would have told most first. */
  asks: FactOfSource[];
};

/** How rejections stood against the record, what was put right, and what forms do not ask. */
export function evidenceFigures(rows: WeighedRows): EvidenceFigures {
  const counts = { supported: 0, corrected: 0, conflicts: 0, unverifiable: 0 };
  for (const { evidence, count } of rows) if (evidence !== null) counts[evidence] += count;
  return {
    counts,
    corrected: bySource(rows.filter(({ isCorrected }) => isCorrected)),
    asks: bySource(rows.filter(({ without }) => without === 'unverifiable')),
  };
}

function bySource(rows: WeighedRows): FactOfSource[] {
  const named = rows.flatMap(({ fact, sourceId, count }) =>
    fact === null ? [] : [{ fact, sourceId, count }],
  );
  const groups = Map.groupBy(named, ({ fact, sourceId }) => `${fact}/${sourceId}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined
        ? []
        : [{ ...first, count: rest.reduce((sum, one) => sum + one.count, first.count) }],
    )
    .toSorted(
      (a, b) => b.count - a.count || a.fact.localeCompare(b.fact) || a.sourceId.localeCompare(b.sourceId),
    );
}
