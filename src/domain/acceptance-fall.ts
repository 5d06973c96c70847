import type { Share } from './interval.ts';
import { chanceOfSoMany } from './suggest/exact-test.ts';

/** A source, campaign or form of which sales takes fewer leads than it used to. */

export const ACCEPTANCE_GROUPS = { source: 'source', campaign: 'campaign', form: 'form' } as const;
export type AcceptanceGroup = keyof typeof ACCEPTANCE_GROUPS;

/** How many of those decided sales took. */
export type Taken = { key: string; now: Share; before: Share };

/** In one of so many looks at groups that are as they were one is told of by chance. */
const CHANCE = 0.01;
/** Of fewer decided leads nothing is said. */
const FEWEST = 10;

/** Those that fell out of their own range: by more than chance, however many groups are looked at. */
export function fallenOf(groups: readonly Taken[]): Taken[] {
  const compared = groups.filter(({ now, before }) => now.of >= FEWEST && before.of >= FEWEST);
  const givenBack = ({ cases, of }: Share): Share => ({ cases: of - cases, of });
  return compared.filter(
    ({ now, before }) =>
      now.cases / now.of < before.cases / before.of &&
      chanceOfSoMany(givenBack(now), givenBack(before)) <= CHANCE / compared.length,
  );
}
