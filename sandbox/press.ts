import type { Control } from './controls.ts';
import type { SandboxSlack } from './slack/create-sandbox-slack.ts';
import type { Answer } from './slack/delivery.ts';
import type { SeenMessage } from './slack/seen-message.ts';
import type { View } from './slack/views.ts';

/** What a person gets back for a press or a slash command: words that only they see, or a modal. */
export type Reply = { type: 'words'; message: SeenMessage } | { type: 'modal'; view: View };

const PATIENCE_MS = 5_000;

/** Presses, and waits for what the app answers the presser. `option` is what they choose, where it is a menu. */
export function press(
  slack: SandboxSlack,
  userId: string,
  message: SeenMessage,
  control: Control,
  option: string | null,
): Promise<Reply> {
  const choice = { ...control.choice, ...(option !== null && { value: option }) };
  return answered(slack, userId, () => slack.as(userId).press(message, control.actionId, choice));
}

/** Types a slash command, and waits for its answer. */
export function type(slack: SandboxSlack, userId: string, line: string): Promise<Reply> {
  return answered(slack, userId, () => slack.as(userId).slash(line));
}

async function answered(slack: SandboxSlack, userId: string, act: () => Promise<Answer>): Promise<Reply> {
  const reply = Promise.withResolvers<Reply>();
  const stop = slack.onEvent((happening) => {
    if (happening.type === 'ephemeral_shown' && happening.userId === userId) {
      reply.resolve({ type: 'words', message: happening.message });
    }
    // A modal opens empty, and is filled when its facts are loaded.
    if (happening.type === 'view_updated' && happening.userId === userId) {
      reply.resolve({ type: 'modal', view: happening.view });
    }
  });
  const timer = setTimeout(
    () => reply.reject(new Error(`the app gave no answer within ${PATIENCE_MS} ms`)),
    PATIENCE_MS,
  );
  try {
    const sent = await act();
    if (sent.problem) throw new Error(`Slack could not deliver this to the app: ${sent.problem}`);
    return await reply.promise;
  } finally {
    stop();
    clearTimeout(timer);
  }
}
