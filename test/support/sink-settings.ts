import { type SinkSettings, sinksSettings } from '#domain/sink-settings.ts';

/** The settings of one sink, usual but for these. */
export function sinkSettings(to: SinkSettings['to'], settings: Partial<SinkSettings> = {}): SinkSettings {
  const [usual] = sinksSettings.parse([{ id: to, to }]);
  if (usual === undefined) throw new Error('expected one sink');
  return { ...usual, ...settings };
}
