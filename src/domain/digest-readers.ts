import type { Person, Settings } from './settings.ts';
import { isRep, personOf, reportsOf } from './team.ts';

/** Which digests there are, and whose they are. */

/** Named as the settings name them: a manager's day, a marketer's week, a rep's morning. */
export const DIGESTS = ['managers', 'marketers', 'reps'] as const;
export type DigestKind = (typeof DIGESTS)[number];

/** The digests that somebody would be sent, were none turned off or muted. */
export const digestsOf = (settings: Settings, personId: string): DigestKind[] => {
  const person = personOf(settings, personId);
  return person === null ? [] : DIGESTS.filter((kind) => IS_READER[kind](settings, person));
};

const IS_READER: Record<DigestKind, (settings: Settings, person: Person) => boolean> = {
  managers: (settings, { id }) => reportsOf(settings, id).length > 0,
  marketers: (_settings, { roles }) => roles.includes('marketer'),
  reps: isRep,
};
