import { DO, GO } from '#blocks/setup/setup-ids.ts';
import type { SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import type { Answers } from '#sandbox/slack/modal-form.ts';
import type { SubmitAnswer } from '#sandbox/slack/submission.ts';

const SHOWN_MS = 10_000;

/** Somebody at `/handoff setup`. Each step answers what the modal then says. */
export type SetupDesk = {
  open: () => Promise<string>;
  go: (screen: string) => Promise<string>;
  press: (deed: string) => Promise<string>;
  /** Submits, and waits for what comes of it. */
  submit: (answers: Answers) => Promise<SubmitAnswer>;
  reads: () => string;
};

export function setupDeskOf(slack: SandboxSlack, slackUserId: string): SetupDesk {
  const person = slack.as(slackUserId);
  const reads = () => {
    const view = person.modal();
    return view ? person.read(view) : '';
  };
  const settled = (before: string | undefined) =>
    slack.until(() => {
      const hash = person.modal()?.hash;
      const isBusy = /One moment…|members…|people…|person…/.test(reads());
      return hash !== undefined && hash !== before && !isBusy && reads();
    }, SHOWN_MS);
  const pressed = async (actionId: string): Promise<string> => {
    const before = person.modal()?.hash;
    const { problem } = await person.pressInModal(actionId);
    if (problem) throw new Error(problem);
    return settled(before);
  };
  return {
    reads,
    open: async () => {
      const { problem } = await person.slash('/handoff setup');
      if (problem) throw new Error(problem);
      return settled(undefined);
    },
    go: (screen) => pressed(`${GO}${screen}`),
    press: (deed) => pressed(`${DO}${deed}`),
    submit: async (answers) => {
      const before = person.modal()?.hash;
      const answer = await person.submit(answers);
      if (answer.problem && !answer.errors) throw new Error(answer.problem);
      if (!answer.errors) await settled(before);
      return answer;
    },
  };
}
