import { describeFact } from '#domain/conditions.ts';
import type { EvidenceModel } from '#src/view/home-models.ts';
import { shown } from './limits.ts';
import { bold, join, type Line, stranger } from './lines.ts';

const MOST_FACTS = 5;

/** How rejections stood against the record, what reps put right of it, and what a form could ask. */
export function evidenceLines({ counts, corrected, asks }: EvidenceModel): Line[] {
  const parts = [
    ['supported', counts.supported],
    ['put right by the rep', counts.corrected],
    ['against the record', counts.conflicts],
    ['can’t be checked', counts.unverifiable],
  ] as const;
  const weighed = parts.filter(([, times]) => times > 0);
  if (weighed.length === 0) return [];
  return [
    [
      bold('What the record said of rejections'),
      `: ${weighed.map(([words, times]) => `${times} ${words}`).join(' · ')}`,
    ],
    ...(corrected.length === 0 ? [] : [[bold('Put right'), ': ', ...factsOf(corrected)]]),
    ...(asks.length === 0
      ? []
      : [[bold('Ask this on the form'), ': ', ...factsOf(asks), ' (rejections that it would have told of)']]),
  ];
}

const factsOf = (rows: EvidenceModel['asks']): Line =>
  join(
    rows
      .slice(0, MOST_FACTS)
      .map(
        ({ fact, sourceName, count }): Line => [
          `${describeFact(fact)} of `,
          stranger(sourceName, shown.name),
          ` (${count})`,
        ],
      ),
    ', ',
  );
