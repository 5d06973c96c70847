import type { App } from '@slack/bolt';
import type { Core } from '#src/core.ts';
import { showFunnel } from './funnel.ts';
import { HANDOFF } from './handoff.ts';
import { LEADS } from './leads.ts';
import { type Subcommand, slashCommand } from './subcommands.ts';

/** Every slash command; the manifest names the same ones. */
export const COMMANDS: { name: string; subcommands: Subcommand[]; usual: Subcommand | null }[] = [
  { name: '/funnel', subcommands: [], usual: showFunnel },
  { name: '/leads', subcommands: LEADS, usual: null },
  { name: '/handoff', subcommands: HANDOFF, usual: null },
];

export function slashCommands(app: App, core: Core): void {
  for (const command of COMMANDS) slashCommand(app, core, command);
}
