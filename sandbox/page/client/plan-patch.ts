/** Something drawn: what it is, and a text that changes when it has to be drawn anew. */
export type Drawn = { key: string; sign: string };

/** For each thing that shall stand there: where the old one is that can stay, or null when it must be drawn. */
export function planPatch(old: (Drawn | undefined)[], next: Drawn[]): (number | null)[] {
  const placeOf = new Map(old.map((one, index) => [one && idOf(one), index] as const));
  return next.map((one) => placeOf.get(idOf(one)) ?? null);
}

const idOf = ({ key, sign }: Drawn): string => JSON.stringify([key, sign]);
