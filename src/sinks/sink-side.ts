import type { Core } from '#src/core/core.ts';
import type { ReadySink, ReadySinks } from './open-sinks.ts';
import type { Sink } from './sink.ts';

/** What carrying outcomes out needs beside the core. */
export type SinkSide = {
  core: Pick<Core, 'db' | 'now' | 'inForce' | 'noteFailure'>;
  ready: () => ReadySinks;
  /** The sink as it is opened once for these settings: what an account has is asked for rarely. */
  opened: (ready: ReadySink) => OpenedSink;
  /** Something that people look at is another than it was: a lead whose card shows it, or how a sink stands. */
  onChange: (changed: { leadId: string | null; sinkId: string }) => Promise<void>;
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
  onChange: SinkSide['onChange'],
): SinkSide {
  const opened = new WeakMap<ReadySink, OpenedSink>();
  return {
    core,
    ready,
    onChange,
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
