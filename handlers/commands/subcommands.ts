import type { AllMiddlewareArgs, App, SlashCommand } from '@slack/bolt';
import { ephemeral } from '#blocks/explain.ts';
import { type HelpEntry, help, helpWith } from '#blocks/help.ts';
import type { Line, Message } from '#blocks/lines.ts';
import { nearest } from '#domain/nearest.ts';
import type { Person } from '#domain/settings.ts';
import { withoutLinks } from '#domain/typed-text.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { rest, within } from '#src/core/deadline.ts';
import { ANSWER_MS, lateFailure } from '../press.ts';
import { respondWith } from '../respond.ts';

/** What a subcommand is told: the words behind its name, and who asks. */
export type Asked = { core: Core; person: Person; slackUserId: string; words: string };
/** Work that may take longer than somebody waits for an answer. */
export type Long = {
  /** What is answered where it does. */
  meanwhile: Message;
  work: Promise<Message>;
};
/** `problem` shows the subcommand's help with what was misunderstood. */
export type Reply = { message: Message } | { problem: string } | { long: Long };
/** `also` is what else people call it; help says its name alone. */
export type Subcommand = HelpEntry & {
  also?: readonly string[];
  run: (asked: Asked) => Promise<Reply>;
};
/** A subcommand that answers with a modal, also to somebody who is not in the team: it decides itself who may. */
export type Opener = HelpEntry & {
  open: (
    core: Core,
    by: { client: AllMiddlewareArgs['client']; triggerId: string; slackUserId: string },
  ) => Promise<void>;
};

export type Command = {
  name: string;
  subcommands: Subcommand[];
  openers: Opener[];
  /** Takes what begins with none of the subcommands' names; null when such words are typing errors. */
  usual: Subcommand | null;
  /** The subcommand that nothing at all means for this person; null shows them the help. */
  alone: (person: Person) => Subcommand | null;
};

/** So long work that may take longer is waited for before anything is said. */
const PATIENCE_MS = 1_000;

/**
 * A slash command made of a table. A word the table does not know is answered with the nearest one and its
 * examples, `help` with the whole table, and `help <word>` with one row of it.
 */
export function slashCommand(app: App, core: Core, command: Command): void {
  app.command(command.name, async ({ ack, command: sent, respond, client }) => {
    await ack();
    const opener = command.openers.find(({ name }) => name === sent.text.trim().toLowerCase());
    if (opener) return opener.open(core, { client, triggerId: sent.trigger_id, slackUserId: sent.user_id });
    const answer = await within(ANSWER_MS, reply(core, command, sent), lateFailure(core));
    const say = (message: Message) => respondWith(core, respond, message, { response_type: 'ephemeral' });
    if (!('work' in answer)) return say(answer);
    const first = await Promise.race([answer.work, rest(PATIENCE_MS).then(() => null)]);
    await say(first ?? answer.meanwhile);
    if (first === null) await say(await toTheEnd(core, answer));
  });
}

/** Slack takes answers to a command for half an hour. */
async function toTheEnd(core: Core, { work }: Long): Promise<Message> {
  try {
    return await work;
  } catch (error) {
    core.noteFailure(error, 'a command failed after its first answer', {});
    return ephemeral([
      'That could not be answered: something failed on our side, and ops can read what in the log.',
    ]);
  }
}

async function reply(core: Core, command: Command, sent: SlashCommand): Promise<Message | Long> {
  const text = withoutLinks(sent.text.trim());
  const [first = '', ...others] = text.split(/\s+/);
  const word = first.toLowerCase();
  if (word === 'help') return helpAbout(command, others[0]?.toLowerCase() ?? '');

  const person = await whoActs(core, sent.user_id);
  if (!person) return word === '' ? overview(command, null) : ephemeral(NOT_IN_TEAM);
  const named = command.subcommands.find(({ name, also }) => name === word || also?.includes(word));
  const chosen = named ?? (word === '' ? command.alone(person) : command.usual);
  if (!chosen) return word === '' ? overview(command, null) : helpAbout(command, word);
  const result = await chosen.run({
    core,
    person,
    slackUserId: sent.user_id,
    words: named ? others.join(' ') : text,
  });
  if ('long' in result) return result.long;
  return 'problem' in result ? helpWith(command.name, chosen, result.problem) : result.message;
}

/** Everything, or one subcommand with its examples; for a word that is none, the one it may have meant. */
function helpAbout(command: Command, word: string): Message {
  if (word === '') return overview(command, null);
  const entries: HelpEntry[] = [...command.subcommands, ...command.openers];
  const find = (name: string | null) => entries.find((entry) => entry.name === name);
  const named = find(word);
  if (named) return helpWith(command.name, named, null);
  const meant = nearest(word, [...entries.map(({ name }) => name), HELP.name]);
  const problem = `“${word}” is not something ${command.name} knows${meant ? `; did you mean “${meant}”?` : '.'}`;
  const entry = find(meant);
  return entry ? helpWith(command.name, entry, problem) : overview(command, problem);
}

function overview({ name, subcommands, openers, usual }: Command, problem: string | null): Message {
  return help(name, [...(usual ? [usual] : []), ...subcommands, ...openers, HELP], problem);
}

const HELP: HelpEntry = {
  name: 'help',
  usage: 'help',
  summary: 'Shows this.',
  for: 'everybody',
  examples: [],
};
const NOT_IN_TEAM: Line = [
  'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
];
