import type { App } from '@slack/bolt';
import type { Core } from '#src/core.ts';
import { commandButtons } from './actions/commands.ts';
import { modalButtons } from './actions/modals.ts';
import { snoozeMenu } from './actions/snooze.ts';
import { slashCommands } from './commands/commands.ts';
import { submissions } from './views/submissions.ts';

/** Everything this app listens to. The manifest names the same commands; a test compares them. */
export function registerHandlers(app: App, core: Core): void {
  commandButtons(app, core);
  modalButtons(app, core);
  snoozeMenu(app, core);
  submissions(app, core);
  slashCommands(app, core);
}
