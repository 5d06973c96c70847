import { expect, test } from 'vitest';
import { sinksSettings } from '#domain/sink-settings.ts';
import { SINK_SYSTEMS } from '#domain/sink-systems.ts';
import { SYSTEMS } from '#src/sinks/systems.ts';

test('every tool with records says which types of them show a lead, and no other does', () => {
  const silent = { baseUrl: 'https://tool.example', ask: () => Promise.reject(new Error('nobody is asked')) };
  const kinds = SINK_SYSTEMS.flatMap((to) => {
    const system = SYSTEMS[to];
    const [settings] = sinksSettings.parse([{ id: 'one', to }]);
    if (system === undefined || settings === undefined) return [];
    const { kind } = system.open(silent, settings, { url: null, signing: [], token: '' });
    return [[to, kind, (system.recordTypes ?? []).length > 0]];
  });

  expect(kinds.map(([to, kind]) => [to, kind, kind === 'record'])).toEqual(kinds);
  expect(kinds).toContainEqual(['hubspot', 'record', true]);
});
