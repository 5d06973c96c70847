import type { MessageKind } from '#db/schema.ts';
import type { Handoff } from '#domain/handoff.ts';
import type { Role } from '#domain/settings.ts';
import { managersAbove, poolOf } from '#domain/team.ts';
import type { Work } from './core.ts';

/** Whose App Home a change shows on. Homes that were never opened cost nothing. */

/** Those who have it, else those whose pool it waits for, and everybody above them; ops see what nobody has. */
export function touchHomes(work: Work, { ownerId, poolId }: Pick<Handoff, 'ownerId' | 'poolId'>): void {
  const { settings } = work;
  const members = poolOf(settings, poolId)?.members ?? [];
  const reps = ownerId === null ? members.map((member) => member.person) : [ownerId];
  if (ownerId === null) touchHomesOfRole(work, 'ops');
  else touchHomeOf(work, ownerId);
  for (const rep of reps) for (const manager of managersAbove(settings, rep)) touchHomeOf(work, manager);
}

export function touchHomeOf(work: Work, personId: string): void {
  work.homes.add(personId);
}

export function touchHomesOfRole(work: Work, role: Role): void {
  for (const { id, roles } of work.settings.people) if (roles.includes(role)) touchHomeOf(work, id);
}

/** Roles whose Home tells of what these messages are about. */
const READERS: Partial<Record<MessageKind, Role>> = { ops: 'ops', feedback: 'marketer' };

export function touchHomesOfReaders(work: Work, kind: MessageKind): void {
  const role = READERS[kind];
  if (role) touchHomesOfRole(work, role);
}
