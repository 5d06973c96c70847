import { type Answer, type Asked, openToolApi, type ToolApi } from '../tools/tool-api.ts';

/** What accounts of CRMs have in common, as they are played on this machine. */

/** A field that got another value, by whoever wrote it: us, or somebody in the CRM. */
export type Change = { id: string; field: string; value: string; by: 'api' | 'hand' };

/** A record as people see it in the CRM, with what was left in its history. */
export type SeenRecord = { title: string; values: Record<string, string>; entries: string[] };

export type Account = ToolApi & {
  /** The next writes are done, and nobody hears of it: the connection ends before the answer. */
  loseAnswers: (times: number) => void;
  onChange: (listener: (change: Change) => void) => void;
  /** Tells all who listen. */
  changed: (change: Change) => void;
  /** What the CRM knows now. */
  seen: () => SeenRecord[];
};

export type Play = {
  answer: (asked: Asked) => Answer;
  /** Searches and reads of many are asked for with POST too. */
  isWrite: (asked: Asked) => boolean;
  seen: () => SeenRecord[];
};

/** Plays an account, until it is stopped. */
export async function openAccount({ answer, isWrite, seen }: Play): Promise<Account> {
  let toLose = 0;
  const listeners: ((change: Change) => void)[] = [];
  const api = await openToolApi((asked) => {
    const given = answer(asked);
    const isLost = toLose > 0 && given.status < 400 && isWrite(asked);
    if (!isLost) return given;
    toLose -= 1;
    return { ...given, isLost };
  });
  return Object.assign(api, {
    loseAnswers: (times: number) => {
      toLose = times;
    },
    onChange: (listener: (change: Change) => void) => {
      listeners.push(listener);
    },
    changed: (change: Change) => {
      for (const listener of listeners) listener(change);
    },
    seen,
  });
}

/** At most so many in any such time: 0 where one more may come, else how long it has to wait. */
export function createLimit(most: number, windowMs: number, now: () => number): () => number {
  const taken: number[] = [];
  return () => {
    const at = now();
    while (taken[0] !== undefined && taken[0] <= at - windowMs) taken.shift();
    if (taken.length >= most) return (taken[0] ?? at) + windowMs - at;
    taken.push(at);
    return 0;
  };
}

/** Ids as a vendor counts them: numbers that grow, further than the last by more than one. */
export function createIds(first: bigint, step: bigint): () => string {
  let next = first - step;
  return () => {
    next += step;
    return String(next);
  };
}
