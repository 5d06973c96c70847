import type { App } from '@slack/bolt';
import { noteAction } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';

/** Whatever somebody does in the app, press, command, form or look at their Home, says that they answer again. */
export function answering(app: App, core: Core): void {
  const failed = (error: unknown) =>
    core.noteFailure(error, 'it could not be noted that somebody answers again');
  app.use(async ({ context: { userId }, next }) => {
    // Beside what they asked for, which waits for nothing; what fails here their next action makes good.
    const noting = userId === undefined ? null : noteAction(core, userId).catch(failed);
    await next();
    await noting;
  });
}
