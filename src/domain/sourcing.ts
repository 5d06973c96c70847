/** Who brought a deal: the SDR who qualified the lead keeps the credit for it to an end date. */

/** That somebody qualified a lead, and when. */
export type Qualified = { repId: string; at: Date };

const DAY_MS = 24 * 60 * 60_000;

/** When the credit for a qualification ends. */
export const creditEnds = ({ at }: Qualified, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/**
 * Who is named as the source of what became of a lead at this time: whoever qualified it first of those whose credit still
 * runs, so that a later SDR has it once the first one's is over; null where nobody's runs.
 */
export function sourcedBy(qualified: readonly Qualified[], at: Date, days: number): string | null {
  return creditAt(qualified, at, days)?.repId ?? null;
}

/** The qualification that is credited at this time. */
export function creditAt(qualified: readonly Qualified[], at: Date, days: number): Qualified | null {
  const running = qualified.filter((one) => one.at <= at && at < creditEnds(one, days));
  const [first] = running.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return first ?? null;
}
