import { TEMPERATURES, type Temperature } from '../lead.ts';
import type { NamedOwner } from '../routing/record.ts';
import type { Arrival } from './arrival.ts';
import type { Matched } from './match-routes.ts';

/** A lead that waits, and for whom. `isGone` once it left its line for another, or found somebody. */
export type Waiting = {
  arrival: Arrival;
  company: string | null;
  matched: Matched;
  named: readonly NamedOwner[];
  isGone: boolean;
};

/** Leads that wait for the same people: where the first finds nobody, none of the others would. */
export type Line = {
  /** The hottest that waits longest. */
  first: () => Waiting | undefined;
  add: (waiting: Waiting) => void;
  /** When it is looked at again, as far as a time can be told; infinity else. */
  retryAt: number;
  /** Whether a lead that comes new finds nobody either, for as long as somebody waits here. */
  isClosed: boolean;
};

/** Hot first, then by the time of arrival; whoever joins late takes the place of their age. */
export function createLine(): Line {
  const lines: Waiting[][] = TEMPERATURES.map(() => []);
  const heads = TEMPERATURES.map(() => 0);
  return {
    retryAt: Number.POSITIVE_INFINITY,
    isClosed: false,
    first: () => {
      for (const [index, line] of lines.entries()) {
        let head = heads[index] ?? 0;
        while (line[head]?.isGone) head += 1;
        // What was taken is let go of, but not one by one: that would copy a long line each time.
        if (head > 1_000 && head * 2 > line.length) {
          line.splice(0, head);
          head = 0;
        }
        heads[index] = head;
        const found = line[head];
        if (found) return found;
      }
      return undefined;
    },
    add: (waiting) => {
      const index = RANKS[waiting.arrival.temperature];
      const line = lines[index] ?? [];
      let place = line.length;
      while (place > (heads[index] ?? 0) && isEarlier(waiting, line[place - 1])) place -= 1;
      line.splice(place, 0, waiting);
    },
  };
}

/** Which of two is offered first. */
export function isEarlier(a: Waiting, b: Waiting | undefined): boolean {
  if (!b) return true;
  const [one, other] = [a.arrival, b.arrival];
  const byHeat = RANKS[one.temperature] - RANKS[other.temperature];
  if (byHeat !== 0) return byHeat < 0;
  const byAge = one.at.getTime() - other.at.getTime();
  return byAge < 0 || (byAge === 0 && one.id < other.id);
}

const RANKS: Record<Temperature, number> = { hot: 0, warm: 1, cold: 2 };
