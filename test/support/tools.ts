import { type Settings, sourceSchema } from '#domain/settings.ts';
import { postAsTool } from '#sandbox/tools/post-as-tool.ts';
import type { Sending, Sent } from '#sandbox/tools/tool.ts';
import { SECRET_ENV, toolSource } from '#sandbox/tools/tool-source.ts';
import { TOOLS } from '#sandbox/tools/tools.ts';

/** A source of every tool of the field, each by the name of its format, and one secret for all of them. */

export const SECRET = 'the-secret-of-the-tool';
const PUBLIC_URL = 'https://bot.example';

export const ENVIRONMENT = { [SECRET_ENV]: SECRET, PUBLIC_URL };

/** How a tool sends: with the secret of the settings, unless it is said otherwise. */
export const sending = (format: string, at: Date, secret = SECRET): Sending => ({
  ...{ at, secret },
  url: `${PUBLIC_URL}/webhooks/${format}`,
});

/** The settings with a source of every tool. */
export const withTools = (settings: Settings): Settings => ({
  ...settings,
  sources: [
    ...settings.sources.filter(({ id }) => TOOLS.every(({ format }) => format !== id)),
    ...TOOLS.map((tool) => sourceSchema.parse(toolSource(tool))),
  ],
});

/** What each tool is answered for what it sends. */
export const answerOf = (address: string, format: string, sent: Sent) =>
  postAsTool(`${address}/webhooks/${format}`, sent);
