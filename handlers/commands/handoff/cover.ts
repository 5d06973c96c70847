import { asked, explainAsk } from '#blocks/cover.ts';
import { ephemeral } from '#blocks/explain.ts';
import { readCoverRequest } from '#domain/cover.ts';
import { readPerson } from '#domain/find-person.ts';
import { hoursOf } from '#domain/team.ts';
import { readUntil } from '#domain/typed-time.ts';
import { askToCover } from '#src/absence/cover-request.ts';
import { whoIs } from '#src/absence/people.ts';
import type { Subcommand } from '../subcommands.ts';

export const cover: Subcommand = {
  name: 'cover',
  usage: 'cover @colleague 2h | cover @colleague until <monday|2026-12-01|3pm|tomorrow 14:00>',
  summary: 'Asks a colleague to have your open leads until then. They accept or decline.',
  for: 'reps',
  examples: ['/handoff cover @ben 2h', '/handoff cover @ben until monday'],
  run: async ({ core, person, words }) => {
    const { settings } = core.inForce();
    const now = core.now();
    const hours = hoursOf(settings, person.id);
    const { who, time } = readCoverRequest(words, (text) => readUntil(text, hours, now).ok);
    if (who === '') return { problem: 'Who is missing: name a colleague, and how long.' };
    const named = readPerson(settings, who);
    if (named.type === 'problem') return { problem: named.problem };
    const colleague = named.type === 'person' ? named.person : await whoIs(core, named.slackUserId);
    if (!colleague) return { problem: 'That Slack account is nobody in the team this app knows.' };
    const read = readUntil(time, hours, now);
    if (!read.ok) return { problem: read.problem };
    const answer = await askToCover(core, { person, colleague, until: read.until });
    const line = answer.ok
      ? asked(colleague.name, answer.leads, answer.answerBy)
      : explainAsk(answer.refusal, colleague.name);
    return { message: ephemeral(line) };
  },
};
