import { addRefused, type Refused } from '#db/source-health.ts';
import type { Core } from '#src/core/core.ts';

/**
 * Counts the deliveries that sources had refused. Strangers can have as many refused as they like, so nothing is written for
 * each: what was gathered is added up once a minute. A process that is killed, or cannot reach the database, loses that minute.
 */
export function createRefusedCount(core: Core) {
  let counts = new Map<string, Refused>();
  return {
    note: (sourceId: string, status: number): void => {
      const why = WHY[status];
      if (why === undefined) return;
      const count = counts.get(sourceId) ?? { sourceId, unproven: 0, unreadable: 0 };
      count[why] += 1;
      counts.set(sourceId, count);
    },
    write: async (): Promise<void> => {
      const gathered = [...counts.values()];
      counts = new Map();
      await addRefused(core.db, gathered, core.now());
    },
  };
}

/** By what was answered. Who names no source of ours is nobody's failure. */
const WHY: Record<number, 'unproven' | 'unreadable' | undefined> = {
  400: 'unreadable',
  401: 'unproven',
  413: 'unreadable',
};
