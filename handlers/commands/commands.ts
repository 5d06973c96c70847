import type { App } from '@slack/bolt';
import type { Core } from '#src/core/core.ts';
import { FUNNEL, FUNNEL_ALONE } from './funnel.ts';
import { setup } from './handoff/setup.ts';
import { HANDOFF } from './handoff.ts';
import { LEADS, listOf } from './leads.ts';
import { type Command, slashCommand } from './subcommands.ts';

/** Every slash command; the manifest names the same ones. */
export const COMMANDS: Command[] = [
  {
    name: '/funnel',
    subcommands: FUNNEL,
    openers: [],
    usual: FUNNEL_ALONE,
    alone: () => FUNNEL_ALONE,
  },
  { name: '/leads', subcommands: LEADS, openers: [], usual: null, alone: listOf },
  {
    name: '/handoff',
    subcommands: HANDOFF,
    openers: [setup],
    usual: null,
    alone: () => null,
  },
];

export function slashCommands(app: App, core: Core): void {
  for (const command of COMMANDS) slashCommand(app, core, command);
}
