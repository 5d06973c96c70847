import { ephemeral } from '#blocks/explain.ts';
import { shown } from '#blocks/limits.ts';
import { type Message, stranger } from '#blocks/lines.ts';
import { readPerson } from '#domain/find-person.ts';
import { mayAbout } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { whoIs } from '#src/absence/people.ts';
import type { Asked, Reply } from '../subcommands.ts';

/** Answers about the person who is named, else the asker. Others are their managers' and ops' to ask about. */
export async function aboutRep(asked: Asked, answer: (rep: Person) => Promise<Message>): Promise<Reply> {
  const { core, person, words } = asked;
  if (words.trim() === '') return { message: await answer(person) };
  const { settings } = core.inForce();
  const read = readPerson(settings, words);
  if (read.type === 'problem') return { problem: read.problem };
  const rep = read.type === 'person' ? read.person : await whoIs(core, read.slackUserId);
  if (!rep) return { problem: 'That Slack account is nobody in the team this app knows.' };
  if (mayAbout('ask_about_rep', settings, person, [rep.id])) return { message: await answer(rep) };
  return {
    message: ephemeral([
      stranger(rep.name, shown.name),
      ' can be asked about by themselves, their managers and ops.',
    ]),
  };
}
