import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SlashCommand } from './protocol.ts';

const manifest = z.object({
  features: z.object({
    bot_user: z.object({ display_name: z.string() }),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
    ),
  }),
});

/** What Slack knows of the app from its manifest: its name, and its commands with their hints. */
export function readManifest(): { name: string; commands: SlashCommand[] } {
  const file = join(import.meta.dirname, '..', '..', 'manifest.json');
  const { features } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    name: features.bot_user.display_name,
    commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
  };
}
