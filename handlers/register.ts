import type { App } from '@slack/bolt';
import type { Core } from '#src/core/core.ts';
import { answers } from './actions/answers.ts';
import { availability } from './actions/availability.ts';
import { claimButtons } from './actions/claim.ts';
import { commandButtons } from './actions/commands.ts';
import { companyButtons } from './actions/company.ts';
import { coverButtons } from './actions/cover.ts';
import { customerButtons } from './actions/customer.ts';
import { digestButtons } from './actions/digests.ts';
import { figureButtons } from './actions/figures.ts';
import { listButtons } from './actions/lists.ts';
import { modalButtons } from './actions/modals.ts';
import { recycleButton } from './actions/recycle.ts';
import { sinkButtons } from './actions/sinks.ts';
import { snoozeMenu } from './actions/snooze.ts';
import { weighReasons } from './actions/weigh.ts';
import { answering } from './answering.ts';
import { slashCommands } from './commands/commands.ts';
import { homeOpened } from './events/home.ts';
import { setupScreens } from './setup/setup.ts';
import { unknownRequests } from './unknown.ts';
import { submissions } from './views/submissions.ts';

/** Everything this app listens to. The manifest names the same commands and events; a test compares them. */
export function registerHandlers(app: App, core: Core): void {
  answering(app, core);
  commandButtons(app, core);
  claimButtons(app, core);
  modalButtons(app, core);
  recycleButton(app, core);
  listButtons(app, core);
  figureButtons(app, core);
  digestButtons(app, core);
  sinkButtons(app, core);
  snoozeMenu(app, core);
  availability(app, core);
  coverButtons(app, core);
  companyButtons(app, core);
  weighReasons(app, core);
  customerButtons(app, core);
  answers(app, core);
  homeOpened(app, core);
  submissions(app, core);
  setupScreens(app, core);
  slashCommands(app, core);
  unknownRequests(app, core);
}
