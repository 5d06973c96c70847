import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  idsBySlackId,
  personOfSlackId,
  readPeople,
  savePeopleInSlack,
  savePersonInSlack,
} from '#db/people.ts';
import { readEditsWithPast } from '#db/settings.ts';
import { may } from '#domain/permissions.ts';
import { type Edits, NO_EDITS, type Person, type Settings } from '#domain/settings.ts';
import {
  addPeople,
  addRole,
  type Known,
  knownAs,
  type Member,
  nameWorkspace,
  removePerson,
} from '#domain/setup/people.ts';
import { addSource, renewSecret, type SourceDraft, sourceIdFor } from '#domain/setup/sources.ts';
import { personOf } from '#domain/team.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Problem } from '#src/config/problem.ts';
import { type ChangeOutcome, type Core, transact, type Work } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { passOnFromLeavers } from '#src/handoff/leavers.ts';

/** Commands about the settings themselves, given in Slack. */

/** Whether somebody may set up; with whom to ask instead, when they may not. */
export type Access = { may: true; person: Person | null } | { may: false; ask: string[] };

export type SettingsEdit = {
  what: string;
  edit: (edits: Edits, work: Work) => Edits;
  /** Members it takes in: Slack was asked just now, so they can have leads at once. */
  joining?: readonly Member[];
};

/**
 * Ops may set up. While nobody who has that role can be reached, whoever runs the workspace may too, or nobody could
 * ever begin.
 */
export async function accessOf(
  core: Core,
  slackUserId: string,
  runsWorkspace: () => Promise<boolean>,
): Promise<Access> {
  const person = await whoActs(core, slackUserId);
  if (person && may('set_up', person)) return { may: true, person };
  const ops = core.inForce().settings.people.filter(({ roles }) => roles.includes('ops'));
  const rows = await readPeople(
    core.db,
    ops.map(({ id }) => id),
  );
  const present = ops.filter(({ id }) => rows.get(id)?.isActive && rows.get(id)?.slackId);
  if (present.length > 0) return { may: false, ask: present.map(({ name }) => name) };
  return (await runsWorkspace()) ? { may: true, person } : { may: false, ask: [] };
}

/** Changes the settings, and tells ops who changed what. */
export async function changeAs(
  core: Core,
  slackUserId: string,
  { what, edit, joining = [] }: SettingsEdit,
): Promise<ChangeOutcome> {
  const outcome = await core.changeSettings({
    what,
    bySlackId: slackUserId,
    edit,
    appended: async (work, no) => {
      await remember(work, joining);
      await tellOps(work, slackUserId, what, no);
    },
  });
  // Whoever is in the team already may be back in Slack.
  if (outcome.ok && outcome.no === null) await transact(core, (work) => remember(work, joining));
  return outcome;
}

async function remember({ tx, settings, now }: Work, members: readonly Member[]): Promise<void> {
  const found = members.flatMap(({ slackId }) => {
    const person = settings.people.find(({ slack_id: known }) => known === slackId);
    return person ? [{ id: person.id, slackId, isActive: true, problem: null, checkedAt: now }] : [];
  });
  await savePeopleInSlack(tx, found);
}

async function tellOps(work: Work, slackUserId: string, what: string, no: number): Promise<void> {
  if (work.settings.channels.ops === undefined) return;
  const by = personOf(work.settings, await personOfSlackId(work.tx, slackUserId))?.id ?? '';
  want(work, {
    key: opsKey('settings', String(no)),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'settings', by, what },
  });
}

/**
 * Who has the role ops from now on; somebody of the file keeps the roles it gives them. What is not yet said of the
 * workspace is taken from theirs.
 */
export async function becomeOps(
  core: Core,
  member: Member,
  workspaceName: string | null,
): Promise<ChangeOutcome> {
  const former = await formerPeople(core);
  return changeAs(core, member.slackId, {
    what: 'ops (the first one)',
    joining: [member],
    edit: (edits, { settings }) => {
      const known = knownPeople(settings, edits, former);
      const person = knownAs(known, member);
      const withOps = person
        ? addRole(edits, person.id, 'ops')
        : addPeople(edits, known, [member], { role: 'ops', hours: null });
      return nameWorkspace(withOps, workspaceName, member.timeZone);
    },
  });
}

/** Everybody there is in the newest edits too, which may be younger than what is in force here. */
export function knownPeople(
  settings: Pick<Settings, 'people'>,
  edits: Edits,
  formerIds: ReadonlyMap<string, string>,
): Known {
  const ids = new Set(settings.people.map(({ id }) => id));
  return {
    people: [...settings.people, ...(edits.people ?? []).filter(({ id }) => !ids.has(id))],
    formerIds,
  };
}

/** Takes somebody out of the team. What they have not answered goes to others by the rules. */
export async function removeFromTeam(
  core: Core,
  slackUserId: string,
  personId: string,
): Promise<ChangeOutcome> {
  const saved = await changeAs(core, slackUserId, {
    what: 'team (−1 person)',
    edit: (edits) => removePerson(edits, personId),
  });
  if (!saved.ok || core.inForce().settings.people.some(({ id }) => id === personId)) return saved;
  const row = (await readPeople(core.db, [personId])).get(personId);
  const left = { id: personId, isActive: false, problem: 'no longer in the team', checkedAt: core.now() };
  await savePersonInSlack(core.db, { slackId: row?.slackId ?? null, ...left });
  // What fails here is caught up with.
  await passOnFromLeavers(core);
  return saved;
}

/** Everybody who ever was in the team, by their Slack ids. */
export const formerPeople = (core: Pick<Core, 'db'>): Promise<Map<string, string>> => idsBySlackId(core.db);

/** A source that was connected, with its token: nobody can ever read it again. */
export type Connected = { ok: true; id: string; token: string } | { ok: false; problems: Problem[] };

/** Adds a source. Its token is made here, told once, and kept as its hash. */
export async function connectSource(
  core: Core,
  slackUserId: string,
  source: Pick<SourceDraft, 'name' | 'recipe' | 'channel'>,
): Promise<Connected> {
  const token = core.newSecret();
  let id = '';
  const saved = await changeAs(core, slackUserId, {
    what: 'sources (+1)',
    edit: (edits, { settings }) => {
      id = sourceIdFor(edits, settings, source.name);
      return addSource(edits, { ...source, id, secretSha256: sha256(token) });
    },
  });
  return saved.ok ? { ok: true, id, token } : saved;
}

/** Another token for a source; the one before is refused from now on. Null when the source is not there any more. */
export async function renewToken(core: Core, slackUserId: string, id: string): Promise<Connected | null> {
  const token = core.newSecret();
  const saved = await changeAs(core, slackUserId, {
    what: `sources (a new token for ${id})`,
    edit: (edits) => renewSecret(edits, id, sha256(token)),
  });
  if (saved.ok && saved.no === null) return null;
  return saved.ok ? { ok: true, id, token } : saved;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Takes one's own last change back, unless somebody changed something since. */
export async function undoChange(core: Core, slackUserId: string, no: number): Promise<ChangeOutcome | null> {
  const row = await readEditsWithPast(core.db, no);
  if (row?.bySlackId !== slackUserId) return null;
  let isNewest = false;
  const saved = await changeAs(core, slackUserId, {
    what: 'undid the last change',
    edit: (edits) => {
      isNewest = isDeepStrictEqual(edits, row.edits);
      return isNewest ? (row.past ?? NO_EDITS) : edits;
    },
  });
  return isNewest ? saved : null;
}
