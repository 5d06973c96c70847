import type { Settings } from '#domain/settings.ts';
import { SYSTEM_IDS, SYSTEMS, type System } from '#domain/systems.ts';
import { createLinkedin } from './linkedin.ts';
import { createMeta } from './meta.ts';
import type { Tool } from './tool.ts';
import { openToolApi, TOKEN } from './tool-api.ts';
import { toolSource } from './tool-source.ts';
import { TOOLS } from './tools.ts';

/** A tool, and the source of the settings that is read as it writes. */
export type FieldTool = { tool: Tool; source: { id: string; name: string } };

export type FieldTools = {
  tools: readonly FieldTool[];
  /** Their sources, as the settings file would have them. */
  written: readonly object[];
  /** What the sources need of the environment. */
  environment: Readonly<Record<string, string>>;
  stop: () => void;
};

const TOKEN_ENV = 'TOKEN_OF_THE_TOOL';

/** These say themselves how a lead came. */
const SAY_CHANNEL: ReadonlySet<System> = new Set(['meta', 'segment', 'rudderstack']);

/** One of each tool of the field, and on this machine what those are asked by that only name a lead. */
export async function openFieldTools(others: Settings['sources']): Promise<FieldTools> {
  const asking = [createMeta(), createLinkedin()];
  const apis = await Promise.all(asking.map(async (tool) => ({ tool, api: await openToolApi(tool.plays) })));
  const sourceOf = (tool: Tool): FieldTool['source'] => {
    const { format } = tool;
    const isTaken = others.some(({ id }) => id === format);
    const asked = apis.find((one) => one.tool === tool);
    return {
      ...toolSource(tool),
      id: isTaken ? `${format}-as-it-comes` : format,
      name: isTaken ? `${SYSTEMS[format]} as it comes` : SYSTEMS[format],
      ...(asked && { api: { token_env: TOKEN_ENV, base_url: asked.api.url } }),
      ...(!SAY_CHANNEL.has(format) && { defaults: { channel: 'demo_request' } }),
    };
  };
  const tools = [...TOOLS, ...asking]
    .map((tool) => ({ tool, source: sourceOf(tool) }))
    .toSorted((a, b) => SYSTEM_IDS.indexOf(a.tool.format) - SYSTEM_IDS.indexOf(b.tool.format));
  return {
    tools,
    written: tools.map(({ source }) => source),
    environment: { [TOKEN_ENV]: TOKEN },
    stop: () => {
      for (const { api } of apis) api.stop();
    },
  };
}
