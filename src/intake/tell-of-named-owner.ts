import { readPerson } from '#db/people.ts';
import { dayOf } from '#domain/day.ts';
import { idOf, teamHours } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

/**
 * A source that decides about owners may name somebody who can get no lead here. Ops are told once a day and source;
 * the lead goes by our routes meanwhile.
 */
export async function tellOfNamedOwner(
  work: Work,
  sourceId: string,
  email: string | undefined,
): Promise<void> {
  if (email === undefined) return;
  const id = idOf(work.settings, email);
  const person = id === null ? null : await readPerson(work.tx, id);
  if (person?.slackId && person.isActive) return;
  const { from, to } = dayOf(teamHours(work.settings), work.now);
  want(work, {
    key: opsKey(`owners:${sourceId}`, from.toISOString()),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'owners', sourceId, from: from.toISOString(), to: to.toISOString() },
  });
}
