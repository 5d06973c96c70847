import { type Place, placesIn } from '#domain/sink-places.ts';
import type { ReadySink } from './open-sinks.ts';
import type { Lack, Sink } from './sink.ts';
import { SinkAway, SinkRefused } from './trouble.ts';

/** What an account has for what it would be told. Writes no record. */

/** Answers that were refused are null; why is among `lacks`. */
export type SinkCheck = {
  lacks: readonly Lack[];
  /** The tool's users by their address in small letters. */
  users: ReadonlyMap<string, string> | null;
  places: readonly { type: string; places: Place[] }[];
};

/** @throws SinkAway where it cannot be asked now */
export async function checkSink({ settings, system }: ReadySink, sink: Sink): Promise<SinkCheck> {
  const lacks = [...(await sink.lacks())];
  if (sink.kind === 'event') return { lacks, users: null, places: [] };
  const naming = {
    fields: { ...system.fields, ...settings.fields },
    status: { ...system.words.status, ...settings.words.status },
    stage: { ...system.words.stage, ...settings.words.stage },
  };
  const refused = (what: string, fix: string) => lacks.length === 0 && lacks.push({ what, fix });
  const users = naming.fields.owner ? await unlessRefused(() => sink.users(), refused) : null;
  const places: { type: string; places: Place[] }[] = [];
  for (const type of system.recordTypes ?? []) {
    const fields = await unlessRefused(() => sink.fields(type), refused);
    if (fields !== null) places.push({ type, places: placesIn(fields, naming) });
  }
  return { lacks, users, places };
}

/** What is refused for want of something that is lacking already is not said again. */
async function unlessRefused<Answer>(
  ask: () => Promise<Answer>,
  refused: (what: string, fix: string) => void,
): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SinkRefused)) throw error;
    refused(error.message, 'check the token and what it may do');
    return null;
  }
}

export const isTrouble = (error: unknown): error is SinkAway | SinkRefused =>
  error instanceof SinkAway || error instanceof SinkRefused;
