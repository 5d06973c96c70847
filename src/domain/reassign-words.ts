import { type NamedPerson, readPerson } from './find-person.ts';
import { nearest } from './nearest.ts';
import type { Settings } from './settings.ts';

/** What stands behind `/leads reassign`: which lead, to whom, and why. */
export type ReassignWords =
  | { type: 'reassign'; id: string; to: Exclude<NamedPerson, { type: 'problem' }> | 'next'; because: string }
  | { type: 'problem'; problem: string };

const NEXT = 'next';
/** Words of a name that is written out. */
const LONGEST_NAME = 5;

/** Reads `k3j9x2 @ben he knows them`, `k3j9x2 Ben Okafor` or `k3j9x2 next`. */
export function readReassign(settings: Settings, words: string): ReassignWords {
  const [id = '', first = '', ...rest] = words.trim().split(/\s+/);
  if (id === '')
    return problem('Say which lead, and to whom: its id stands at the end of its line in a list.');
  if (/^<?@/.test(id)) return problem('The id of the lead comes first: /leads reassign k3j9x2 @ben');
  if (first === '') return problem('Say to whom: a person, or next for whoever is next by the rules.');
  if (first.toLowerCase() === NEXT) return { type: 'reassign', id, to: NEXT, because: rest.join(' ') };
  const typed = [first, ...rest];
  // The longest that names somebody: behind "Ben" may stand his other name, or already why.
  for (let length = Math.min(typed.length, LONGEST_NAME); length > 0; length -= 1) {
    const to = readPerson(settings, typed.slice(0, length).join(' '));
    if (to.type !== 'problem') return { type: 'reassign', id, to, because: typed.slice(length).join(' ') };
  }
  if (nearest(first, [NEXT])) return problem(`“${first}” is nobody in the team; did you mean "next"?`);
  const nobody = readPerson(settings, first);
  return problem(nobody.type === 'problem' ? nobody.problem : `“${first}” is nobody in the team`);
}

const problem = (words: string): ReassignWords => ({ type: 'problem', problem: words });
