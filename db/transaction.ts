import { createPending, type Pending } from './later.ts';

/** A connection of `pg`'s pool in pipeline mode: what is asked goes out at once, and is answered in its order. */
export type Client = {
  query: (...asked: unknown[]) => Promise<unknown>;
  release: (isBroken: boolean) => void;
  on: (event: 'error', listener: () => void) => void;
  connection?: { stream?: { cork: () => void; uncork: () => void } };
};

/**
 * A connection as one transaction uses it. Its `begin` goes out with what is asked first, and what is pending with
 * what is asked next or with the `commit`: each way to the server costs both sides more than most statements do.
 */
export function forTransaction(client: Client): { client: Pick<Client, 'query'>; pending: Pending } {
  const pending = createPending();
  let begin: unknown[] | null = null;
  const query: Client['query'] = (...asked) => {
    if (isBegin(asked[0])) {
      begin = asked;
      return Promise.resolve();
    }
    const write = isRollback(asked[0]) ? null : pending.take();
    const batch = [begin, write && [{ text: write.text }, write.values], asked].filter((one) => one !== null);
    begin = null;
    gatherPackets(client);
    return lastOf(batch.map((one) => client.query(...one)));
  };
  return { client: { query }, pending };
}

const gathering = new WeakSet<object>();

/** Whatever is asked at the same moment goes out in one packet. */
function gatherPackets({ connection: { stream } = {} }: Client): void {
  if (!stream || gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

/** The last answer, or the first that failed: what comes after it only says that the transaction is over. */
async function lastOf(answers: readonly Promise<unknown>[]): Promise<unknown> {
  return (await Promise.all(answers)).at(-1);
}

const textOf = (asked: unknown): string =>
  typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : '';
const isBegin = (asked: unknown): boolean => textOf(asked).startsWith('begin');
const isRollback = (asked: unknown): boolean => textOf(asked) === 'rollback';
