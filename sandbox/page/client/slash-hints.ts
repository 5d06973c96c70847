import type { SlashCommand } from '../protocol.ts';

/** The commands that what was typed so far may become; none once it is no command. */
export function hintsFor(typed: string, commands: SlashCommand[]): SlashCommand[] {
  if (!typed.startsWith('/')) return [];
  const [word = ''] = typed.split(/\s/);
  const isComplete = word !== typed;
  return commands.filter(({ command }) => (isComplete ? command === word : command.startsWith(word)));
}
