import { suggest } from './nearest.ts';
import type { Person, Settings } from './settings.ts';

/** People as others write them behind a command. */

export type NamedPerson =
  | { type: 'person'; person: Person }
  /** A mention, as Slack sends it. */
  | { type: 'slack'; slackUserId: string }
  | { type: 'problem'; problem: string };

/** Reads `<@U0123|ana>`, `@ana`, `ana`, `Ana Duarte` or a first name that only one person has. */
export function readPerson(settings: Settings, words: string): NamedPerson {
  const text = words.trim();
  const [, slackUserId] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text) ?? [];
  if (slackUserId) return { type: 'slack', slackUserId };
  const typed = fold(text.replace(/^@/, ''));
  const { people } = settings;
  const exact = people.find(({ id, name }) => fold(id) === typed || fold(name) === typed);
  if (exact) return { type: 'person', person: exact };
  const [first, second] = people.filter(({ name }) => fold(name).split(' ')[0] === typed);
  if (first && !second) return { type: 'person', person: first };
  if (first && second) {
    return {
      type: 'problem',
      problem: `“${text}” may be ${first.name} or ${second.name}: write the whole name.`,
    };
  }
  const names = people.flatMap(({ id, name }) => [id, name]);
  return { type: 'problem', problem: `“${text}” is nobody in the team${suggest(typed, names)}` };
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
