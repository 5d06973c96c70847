import type { SQL } from 'drizzle-orm';
import type { Db } from './db.ts';

type Asked<Of, Answer> = { of: Of; resolve: (answer: Answer) => void; reject: (error: unknown) => void };

/**
 * Makes of a query about many one about a single row, which is still asked once for all who ask it at the same moment of one
 * transaction: many handoffs that go the same way in it go with as many statements as one. Whoever asks alone is asked for alone.
 * `many` answers in the order in which it was asked.
 */
export function together<Of, Answer>(
  many: (tx: Db, all: readonly Of[]) => Promise<readonly Answer[]>,
): (tx: Db, of: Of) => Promise<Answer> {
  const waiting = new WeakMap<Db, Asked<Of, Answer>[]>();
  const ask = async (tx: Db): Promise<void> => {
    const asked = waiting.get(tx) ?? [];
    waiting.delete(tx);
    try {
      const answers = await many(
        tx,
        asked.map(({ of }) => of),
      );
      // One answer for each, in their order, is what `many` promises.
      for (const [place, { resolve }] of asked.entries()) resolve(answers[place] as Answer);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (tx, of) =>
    new Promise((resolve, reject) => {
      // Outside a transaction those who ask have nothing to do with each other, and one may ask for what fails.
      if (!('rollback' in tx)) return many(tx, [of]).then(([answer]) => resolve(answer as Answer), reject);
      const asked = waiting.get(tx);
      if (asked) return void asked.push({ of, resolve, reject });
      waiting.set(tx, [{ of, resolve, reject }]);
      // A promise later and then the next tick: whoever goes on at this moment has asked by then.
      void Promise.resolve().then(() => process.nextTick(() => void ask(tx)));
    });
}

/** One statement that writes a list, for `together`: nobody is answered anything. */
export async function writeAll<Of>(
  tx: Db,
  all: readonly Of[],
  statement: (list: string) => SQL,
): Promise<undefined[]> {
  await tx.execute(statement(JSON.stringify(all)));
  return all.map(() => undefined);
}
