import type { Db } from '#db/db.ts';
import { gatherMessageChanges } from '#db/message-changes.ts';
import {
  openHandoffsOfRecords,
  type ReadAccount,
  saveMirrored,
  saveNotFound,
} from '#db/mirrored-accounts.ts';
import { FILE_OF_ACCOUNTS } from '#domain/mirror-systems.ts';
import { type AccountBinding, readAccountRow } from './account-row.ts';
import { type CsvFile, readRecords } from './csv.ts';

/** What a file of accounts comes to. */
export type AccountFigures = {
  rows: number;
  accounts: number;
  customers: number;
  owned: number;
  /** Rows about a company that another row names too: the last counts. */
  repeated: number;
  /** The first rows that were not understood, or only in part, by their lines. */
  problems: { line: number; what: string }[];
  problemRows: number;
};

const MOST_PROBLEMS = 20;
const BATCH = 500;

/** Reads all rows. Of one company the last row counts, wherever it stands. */
export async function readAccounts(
  file: CsvFile,
  binding: AccountBinding,
): Promise<{ accounts: ReadAccount[]; figures: AccountFigures }> {
  const accounts = new Map<string, ReadAccount>();
  const problems: AccountFigures['problems'] = [];
  let [rows, repeated, problemRows] = [0, 0, 0];
  for await (const { line, cells } of readRecords(file)) {
    rows += 1;
    const row = readAccountRow(binding, cells);
    if (row.problems.length > 0) {
      problemRows += 1;
      if (problems.length < MOST_PROBLEMS) problems.push({ line, what: row.problems.join('; ') });
    }
    if (row.account === null) continue;
    if (accounts.has(row.account.recordId)) repeated += 1;
    accounts.set(row.account.recordId, row.account);
  }
  const all = [...accounts.values()];
  const customers = all.filter(({ facts }) => facts.isCustomer === true && facts.isChurned !== true).length;
  const owned = all.filter(({ facts }) => facts.ownerEmail !== null).length;
  return {
    accounts: all,
    figures: { rows, accounts: all.length, customers, owned, repeated, problems, problemRows },
  };
}

/** Stores them, and shows them on the cards of open handoffs; `replaces` ends those that are not among them. Answers how many ended. */
export async function storeAccounts(
  db: Db,
  accounts: readonly ReadAccount[],
  { now, replaces }: { now: Date; replaces: boolean },
): Promise<number> {
  for (let from = 0; from < accounts.length; from += BATCH) {
    await db.transaction(async (tx) => {
      const batch = accounts.slice(from, from + BATCH);
      await showChanged(tx, await saveMirrored(tx, FILE_OF_ACCOUNTS, batch, now), now);
    });
  }
  if (!replaces) return 0;
  return db.transaction(async (tx) => {
    const ended = await saveNotFound(tx, FILE_OF_ACCOUNTS, now);
    await showChanged(tx, ended, now);
    return ended.records.length;
  });
}

async function showChanged(
  tx: Db,
  changed: { domains: string[]; records: string[] },
  now: Date,
): Promise<void> {
  if (changed.records.length === 0) return;
  const messages = gatherMessageChanges();
  for (const id of await openHandoffsOfRecords(tx, FILE_OF_ACCOUNTS, changed)) messages.touchCards(id);
  await messages.write(tx, now, { also: [], isQuiet: () => false });
}
