import type { Db } from '#db/db.ts';
import type { Core } from '#src/core/core.ts';
import type { ReadySink, ReadySinks } from './open-sinks.ts';
import type { Sink } from './sink.ts';

/** What carrying outcomes out needs beside the core. */
export type SinkSide = {
  core: Pick<Core, 'db' | 'now' | 'inForce' | 'noteFailure'>;
  ready: () => ReadySinks;
  /** The sink as it is opened once for these settings: what an account has is asked for rarely. */
  opened: (ready: ReadySink) => OpenedSink;
  /** Keeps what came of it, and has drawn anew what people see of that, in one transaction. */
  settle: (keep: (tx: Db) => Promise<SinkChange | null>) => Promise<void>;
};

/** What is another than it was: a lead whose card shows it, and how a sink stands. */
export type SinkChange = {
  leadId: string | null;
  sinkId: string;
  /** Since when it had refused us before, where it does no more. */
  refusedSince: Date | null;
};

export type OpenedSink = {
  sink: Sink;
  ask: <Answer>(what: string, ask: () => Promise<Answer>) => Promise<Answer>;
};

/** An account's fields and users are asked for again after that. */
const KNOWN_FOR_MS = 15 * 60_000;

export function createSinkSide(
  core: SinkSide['core'],
  ready: () => ReadySinks,
  settle: SinkSide['settle'],
): SinkSide {
  const opened = new WeakMap<ReadySink, OpenedSink>();
  return {
    core,
    ready,
    settle,
    opened: (one) => {
      const known = opened.get(one) ?? {
        sink: one.open(core.db, core.now),
        ask: createMemory(() => performance.now()),
      };
      opened.set(one, known);
      return known;
    },
  };
}

/** Remembers answers for a while; what failed is asked again. */
function createMemory(ticking: () => number): OpenedSink['ask'] {
  const answers = new Map<string, { at: number; answer: Promise<unknown> }>();
  return async <Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(what);
    if (known && ticking() - known.at < KNOWN_FOR_MS) return known.answer as Promise<Answer>; // by its name
    const answer = ask();
    answers.set(what, { at: ticking(), answer });
    answer.catch(() => answers.delete(what));
    return answer;
  };
}
