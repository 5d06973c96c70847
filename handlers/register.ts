import type { App } from '@slack/bolt';
import type { Core } from '#src/core.ts';
import { availability } from './actions/availability.ts';
import { claimButtons } from './actions/claim.ts';
import { commandButtons } from './actions/commands.ts';
import { listButtons } from './actions/lists.ts';
import { modalButtons } from './actions/modals.ts';
import { snoozeMenu } from './actions/snooze.ts';
import { slashCommands } from './commands/commands.ts';
import { homeOpened } from './events/home.ts';
import { setupScreens } from './setup/setup.ts';
import { submissions } from './views/submissions.ts';

/** Everything this app listens to. The manifest names the same commands and events; a test compares them. */
export function registerHandlers(app: App, core: Core): void {
  commandButtons(app, core);
  claimButtons(app, core);
  modalButtons(app, core);
  listButtons(app, core);
  snoozeMenu(app, core);
  availability(app, core);
  homeOpened(app, core);
  submissions(app, core);
  setupScreens(app, core);
  slashCommands(app, core);
}
