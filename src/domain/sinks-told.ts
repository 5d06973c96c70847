import type { Outcome } from './outcomes.ts';
import type { Settings } from './settings.ts';
import type { SinkSettings } from './sink-settings.ts';

/** Which sinks are told of an outcome of a lead of this source. */
export const sinksTold = (
  { sinks }: Pick<Settings, 'sinks'>,
  { type }: Pick<Outcome, 'type'>,
  sourceId: string,
): string[] => sinks.filter((sink) => isTold(sink, type, sourceId)).map(({ id }) => id);

const isTold = ({ events, from }: SinkSettings, type: Outcome['type'], sourceId: string): boolean =>
  (events === undefined || events.includes(type)) &&
  (from === undefined || from.some(({ source }) => source === sourceId));
