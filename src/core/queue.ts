import type { Db } from '#db/db.ts';
import type { DeliveryRow } from '#db/deliveries.ts';
import {
  LEASE_SECONDS,
  leaveDelivery,
  leaveMessage,
  messageDueAt,
  renewDeliveries,
  renewMessages,
  takeDeliveries,
  takeMessages,
} from '#db/leases.ts';
import type { MessageRow } from '#db/messages.ts';
import {
  keyOfSinkRecord,
  leaveSinkRecord,
  renewSinkRecords,
  type SinkRecordRow,
  takeSinkRecords,
} from '#db/sinks.ts';
import { awhile } from './deadline.ts';
import { createLooking, type Looking } from './looking.ts';
import { createPump, type Pump } from './pump.ts';

/**
 * What must happen because a row says so: deliveries that are unread, messages that do not show the truth, leads that a tool
 * is still to be told of.
 */
export type QueueName = 'intake' | 'sync' | 'outcomes';

/** What ends a row's being due is done by the worker; one that throws is run again, each time a little later. */
export type Workers = {
  intake: (delivery: DeliveryRow) => Promise<void>;
  sync: (message: MessageRow) => Promise<void>;
  outcomes: (record: SinkRecordRow) => Promise<void>;
};

export type Queue = {
  /** Has the workers look now: for when the transaction that made something due is over. Without it they look in a moment. */
  wake: (queue: QueueName) => void;
  work: (workers: Workers) => void;
  /** Lets what runs end, then stops. */
  close: () => Promise<void>;
};

// How soon is found what was due later, what another process made due, and what a dead one had taken.
const POLLING_MS = 500;
// Other tools are slow, and nobody waits for them with a phone in their hand.
const HANDS = { intake: 4, sync: 10, outcomes: 8 } as const;
const LONGEST_PAUSE_SECONDS = 30;
const LAST_JOBS_MS = 10_000;

type Shelf<Row> = Looking<Row> & {
  idOf: (row: Row) => string;
  run: (row: Row) => Promise<void>;
  renew: (ids: readonly string[]) => Promise<void>;
  leave: (id: string, seconds: number) => Promise<void>;
};

/** Rows are the queue: nothing is enqueued, and nothing is there that the rows do not say. */
export function createQueue(db: Db, now: () => Date, onError: (error: Error) => void): Queue {
  const pumps = new Map<QueueName, Pump>();
  const clocks = { now, ticking: () => performance.now() };
  const wakes = { intake: 0, sync: 0, outcomes: 0 };
  const timers: NodeJS.Timeout[] = [];
  const hear = (error: unknown) => onError(error instanceof Error ? error : new Error(String(error)));

  function startPump<Row>(name: QueueName, shelf: Shelf<Row>): void {
    const running = new Set<string>();
    const failed = new Map<string, number>();
    let renewing = Promise.resolve();
    let looked = { at: now(), wakes: 0 };
    const pump = createPump<Row>({
      hands: HANDS[name],
      take: (most) => {
        looked = { at: now(), wakes: wakes[name] };
        return shelf.take(most);
      },
      run: async (row) => {
        const id = shelf.idOf(row);
        const takenBy = looked;
        running.add(id);
        try {
          await shelf.run(row);
          failed.delete(id);
        } catch {
          const times = failed.get(id) ?? 0;
          failed.set(id, times + 1);
          // Renewed after it was left, it would rest for a whole lease.
          running.delete(id);
          await renewing;
          await shelf.leave(id, Math.min(LONGEST_PAUSE_SECONDS, 2 ** times));
        } finally {
          running.delete(id);
          // What became due meanwhile may be this very row, which nobody could take.
          shelf.lookFrom(takenBy.at);
          if (wakes[name] !== takenBy.wakes) pump.wake();
        }
      },
      onError: hear,
    });
    // One after the other, each of what runs then.
    const renew = () => {
      renewing = renewing.then(() => (running.size > 0 ? shelf.renew([...running]) : undefined)).catch(hear);
    };
    pumps.set(name, pump);
    timers.push(setInterval(pump.wake, POLLING_MS), setInterval(renew, (LEASE_SECONDS / 3) * 1_000));
    pump.wake();
  }

  return {
    wake: (queue) => {
      wakes[queue] += 1;
      pumps.get(queue)?.wake();
    },
    work: (workers) => {
      startPump('intake', {
        ...createLooking(
          (most, { since }) => takeDeliveries(db, most, since),
          ({ receivedAt }) => receivedAt,
          clocks,
        ),
        idOf: ({ id }) => id,
        run: workers.intake,
        renew: (ids) => renewDeliveries(db, ids),
        leave: (id, seconds) => leaveDelivery(db, id, seconds),
      });
      startPump('sync', {
        ...createLooking(
          (most, look) => takeMessages(db, look, most),
          (message) => (message.kind === 'escalations' ? null : messageDueAt(message)),
          clocks,
        ),
        idOf: ({ key }) => key,
        run: workers.sync,
        renew: (keys) => renewMessages(db, keys),
        leave: (key, seconds) => leaveMessage(db, key, seconds),
      });
      startPump('outcomes', {
        take: (most) => takeSinkRecords(db, now(), most),
        // There are never many: each look is at all of them.
        lookFrom: () => {},
        idOf: keyOfSinkRecord,
        run: workers.outcomes,
        renew: (keys) => renewSinkRecords(db, keys),
        leave: (key, seconds) => leaveSinkRecord(db, key, seconds),
      });
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      const stopped = Promise.all([...pumps.values()].map((pump) => pump.stop()));
      // What does not end in time is given back when its lease is over, and done again.
      await awhile(LAST_JOBS_MS, stopped, hear);
    },
  };
}
