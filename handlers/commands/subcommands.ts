import type { App, RespondArguments, SlashCommand } from '@slack/bolt';
import { ephemeral } from '#blocks/explain.ts';
import { type HelpEntry, help } from '#blocks/help.ts';
import type { Line, Message } from '#blocks/lines.ts';
import { nearest } from '#domain/nearest.ts';
import type { Person } from '#domain/settings.ts';
import type { Core } from '#src/core.ts';
import { within } from '#src/deadline.ts';
import { whoIs } from '#src/people.ts';
import { ANSWER_MS } from '../press.ts';

/** What a subcommand is told: the words behind its name, and who asks. */
export type Asked = { core: Core; person: Person; words: string };
/** `problem` shows the command's help with what was misunderstood. */
export type Reply = { message: Message } | { problem: string };
export type Subcommand = HelpEntry & { run: (asked: Asked) => Promise<Reply> };

/**
 * A slash command made of a table. A word the table does not know is answered with the nearest one, `help` and
 * nothing at all with the whole table, unless a subcommand is named as the usual one.
 */
export function slashCommand(
  app: App,
  core: Core,
  command: { name: string; subcommands: Subcommand[]; usual: Subcommand | null },
): void {
  app.command(command.name, async ({ ack, command: sent, respond }) => {
    await ack();
    const answer = await within(ANSWER_MS, reply(core, command, sent));
    // The shapes differ only in how strictly they list Slack's block types.
    await respond({ response_type: 'ephemeral', ...answer } as RespondArguments);
  });
}

async function reply(
  core: Core,
  { name, subcommands, usual }: { name: string; subcommands: Subcommand[]; usual: Subcommand | null },
  sent: SlashCommand,
): Promise<Message> {
  const text = sent.text.trim();
  const [first = '', ...rest] = text.split(/\s+/);
  const word = first.toLowerCase();
  const helpOf = (problem: string | null) =>
    help(name, [...subcommands, ...(usual ? [usual] : []), HELP], problem);
  if (word === 'help' || (word === '' && !usual)) return helpOf(null);

  const person = await whoIs(core, sent.user_id);
  if (!person) return ephemeral(NOT_IN_TEAM);
  const named = subcommands.find((subcommand) => subcommand.name === word);
  const chosen = named ?? usual;
  if (!chosen) {
    const meant = nearest(word, [...subcommands.map((subcommand) => subcommand.name), 'help']);
    const problem = `“${word}” is not something ${name} knows${meant ? `; did you mean “${meant}”?` : '.'}`;
    return helpOf(problem);
  }
  const result = await chosen.run({ core, person, words: named ? rest.join(' ') : text });
  return 'problem' in result ? helpOf(result.problem) : result.message;
}

const HELP: HelpEntry = { name: 'help', usage: 'help', summary: 'Shows this.' };
const NOT_IN_TEAM: Line = [
  'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
];
