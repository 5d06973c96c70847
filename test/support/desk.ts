import type { SandboxSlack } from '#sandbox/slack/create-sandbox-slack.ts';
import type { Json } from '#sandbox/slack/json.ts';
import type { Answers } from '#sandbox/slack/modal-form.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import type { SubmitAnswer } from '#sandbox/slack/submission.ts';

/** Whoever presses is answered within three seconds. */
const ANSWER_MS = 3_000;

export type Office = {
  slack: SandboxSlack;
  slackIdOf: (personId: string) => string;
  settle: () => Promise<void>;
};

/** A person of the settings at their screen. */
export type Desk = {
  /** The last card they see, wherever it stands. */
  card: () => SeenMessage;
  /** What they see of cards, oldest first. */
  cards: () => SeenMessage[];
  /** The last list of what is overdue that they see, wherever it stands. */
  overdue: () => SeenMessage;
  /** What stands in their direct messages with the app as they read it, oldest first, without answers to presses. */
  direct: () => string[];
  /** The last card as its reader reads it. */
  reads: () => string;
  /** What is said in the thread of a message, oldest first. */
  thread: (message: SeenMessage) => string[];
  /** Presses, waits for the answer that only they see, and for the cards to show it. Answers that answer. */
  press: (message: SeenMessage, actionId: string, choice?: string) => Promise<string>;
  /** Presses what opens a modal, and waits until it is filled. Answers what it says. */
  open: (message: SeenMessage, actionId: string, choice?: string) => Promise<string>;
  /** Submits the modal that is open, and waits for the cards to show it. */
  submit: (answers: Answers) => Promise<SubmitAnswer>;
  /** What the modal that is open says; nothing when none is. */
  modal: () => string;
  closeModal: () => Promise<void>;
  /** Types a slash command and waits for its answer. */
  ask: (line: string) => Promise<SeenMessage>;
  /** A message as they read it. */
  read: (message: SeenMessage) => string;
  /** What they see in a channel, oldest first. */
  channel: (channelId: string) => SeenMessage[];
  /** Opens the app's Home tab, and waits until it is shown. Answers what it says, line by line. */
  openHome: () => Promise<string[]>;
  /** What stands in their Home tab now, line by line. */
  home: () => string[];
  /** Presses in their Home, the first such element of a section, and waits until the Home or a modal answers. */
  pressHome: (actionId: string, about?: HomeChoice) => Promise<void>;
};

/** Which of the same elements of a Home, and what is chosen in it. */
export type HomeChoice = { section?: string; choice?: string };

export function deskOf({ slack, slackIdOf, settle }: Office, personId: string): Desk {
  const person = slack.as(slackIdOf(personId));
  const answers = () => person.messages().filter((message) => message.ephemeral);
  const cards = () => person.messages().filter(isCard);
  const modal = () => {
    const view = person.modal();
    return view ? person.read(view) : '';
  };
  const card = () => {
    const last = cards()
      .filter((message) => !message.ephemeral)
      .at(-1);
    if (!last) throw new Error(`${personId} has no card`);
    return last;
  };
  const home = () => {
    const view = person.home();
    return view ? person.read(view).split('\n') : [];
  };
  const choose = (choice: string | undefined) => (choice === undefined ? {} : { value: choice });
  const answered = async (act: () => Promise<{ problem?: string | undefined }>): Promise<SeenMessage> => {
    const before = answers().length;
    const { problem } = await act();
    if (problem) throw new Error(problem);
    const answer = await slack.until(() => answers()[before], ANSWER_MS);
    await settle();
    return answer;
  };
  return {
    card,
    cards,
    overdue: () => {
      const last = person
        .messages()
        .findLast(({ blocks }) => blocks.some(({ block_id: id }) => id === 'heading'));
      if (!last) throw new Error(`${personId} sees no list of what is overdue`);
      return last;
    },
    direct: () =>
      person
        .dm()
        .filter((message) => !message.ephemeral)
        .map((message) => person.read(message)),
    reads: () => person.read(card()),
    thread: (message) => message.replies.map((reply) => person.read(reply)),
    press: async (message, actionId, choice) =>
      person.read(await answered(() => person.press(message, actionId, choose(choice)))),
    open: async (message, actionId, choice) => {
      const { problem } = await person.press(message, actionId, choose(choice));
      if (problem) throw new Error(problem);
      return slack.until(() => modal() !== '' && !modal().includes('One moment…') && modal(), ANSWER_MS);
    },
    submit: async (given) => {
      const answer = await person.submit(given);
      if (answer.problem && !answer.errors) throw new Error(answer.problem);
      await settle();
      return answer;
    },
    modal,
    closeModal: async () => {
      await person.closeModal();
    },
    ask: (line) => answered(() => person.slash(line)),
    read: (message) => person.read(message),
    channel: (channelId) => person.messages(channelId),
    openHome: async () => {
      const { problem } = await person.openHome();
      if (problem) throw new Error(problem);
      await slack.until(() => person.home(), ANSWER_MS);
      await settle();
      return home();
    },
    home,
    pressHome: async (actionId, { section, choice } = {}) => {
      const { blocks = [], hash: before } = person.home() ?? {};
      const block = blocks.find(
        (one) =>
          String(one.block_id).startsWith(`home/${section ?? ''}`) &&
          JSON.stringify(one).includes(JSON.stringify(actionId)),
      );
      const { problem } = await person.pressInHome(actionId, {
        ...(block && { blockId: String(block.block_id) }),
        ...(choice !== undefined && { value: choice }),
      });
      if (problem) throw new Error(problem);
      await slack.until(() => modal() !== '' || person.home()?.hash !== before, ANSWER_MS);
      await settle();
    },
  };
}

const isCard = ({ blocks }: SeenMessage): boolean =>
  blocks.some(({ block_id: id }: Json) => typeof id === 'string' && id.startsWith('card/'));
