import type { Database } from '#db/open.ts';
import { openThrowaway } from '#db/open-database.ts';
import { interruptible, rejectedBy } from '#src/process/interruption.ts';

export const STATEMENT_SECONDS = 8;

/** Runs something on a database that is gone afterwards, also when somebody stops the process meanwhile. */
export function onThrowaway<Answer>(
  onError: (line: string) => void,
  run: (database: Database) => Promise<Answer>,
): Promise<Answer> {
  return interruptible(async (signal) => {
    const database = await openThrowaway({
      statementSeconds: STATEMENT_SECONDS,
      environment: process.env,
      onTrouble: (error) => onError(error.message),
      signal,
    });
    try {
      return await Promise.race([run(database), rejectedBy(signal)]);
    } finally {
      await database.close();
    }
  });
}
