import { forgetQuietTimes, forgetStatuses, type PersonRow, readPeople, saveQuietTimes } from '#db/people.ts';
import type { Settings } from '#domain/settings.ts';
import type { Core } from '#src/core/core.ts';
import { asksStatus, lookUp } from './directory.ts';
import { readFault } from './errors.ts';
import { tellFlaws, withoutScope } from './installation.ts';
import type { SlackSide } from './slack-side.ts';

// dnd.teamInfo takes no more at once.
const QUIET_AT_ONCE = 50;
// users.info allows about a hundred a minute; the rest is for cards and for /handoff setup.
const STATUSES_A_RUN = 40;
// Somebody whom another process looked up a moment ago need not be looked up again.
const JUST_NOW_MS = 45_000;

/**
 * Reads whom Slack does not disturb, and who shows a status, of the people in pools: each only where the settings ask
 * for it, and what was known is forgotten where they no longer do. Run every minute or so. What Slack does not tell
 * now is told in the next run; leads go on meanwhile by what is known.
 */
export function createPresence(core: Core, slack: SlackSide): () => Promise<void> {
  const knows: Memory = { isScopeTold: false, invisible: new Set() };
  return async () => {
    const { settings } = core.inForce();
    if (settings.availability.do_not_disturb) await readQuietTimes(core, slack, settings, knows);
    else await forgetQuietTimes(core.db);
    if (asksStatus(settings.availability)) await readStatuses(core, slack, settings);
    else await forgetStatuses(core.db);
  };
}

/** What this process need not find out, or say, again. */
type Memory = { isScopeTold: boolean; invisible: Set<string> };
type Seen = PersonRow & { slackId: string };

async function readQuietTimes(
  core: Core,
  slack: SlackSide,
  settings: Settings,
  knows: Memory,
): Promise<void> {
  const people = (await presentIn(core, settings)).filter(({ slackId }) => !knows.invisible.has(slackId));
  try {
    for (let from = 0; from < people.length; from += QUIET_AT_ONCE) {
      await readSome(core, slack, people.slice(from, from + QUIET_AT_ONCE), knows);
    }
    knows.isScopeTold = false;
  } catch (error) {
    const fault = readFault(error);
    slack.log.warn({ fault }, 'Slack did not tell whom it does not disturb');
    if (fault.type !== 'not_allowed') return;
    // What nobody may know any more must not keep leads away.
    await forgetQuietTimes(core.db);
    if (knows.isScopeTold) return;
    knows.isScopeTold = true;
    await tellFlaws(core, settings, [withoutScope('dnd:read')]);
  }
}

async function readSome(core: Core, slack: SlackSide, people: readonly Seen[], knows: Memory): Promise<void> {
  const asked = people.map(({ slackId }) => slackId).join(',');
  const answer = await slack.client.dnd.teamInfo({ users: asked }).catch((error: unknown) => {
    // One whom Slack does not show spoils the answer for all: they are found by halves, and left out from then on.
    if (readFault(error).type !== 'place_gone') throw error;
    return null;
  });
  if (answer) {
    const times = people.map(({ id, slackId }) => ({ id, quiet: quietIn(answer.users?.[slackId]) }));
    await saveQuietTimes(core.db, times);
    return;
  }
  const [only] = people;
  if (people.length === 1 && only) {
    knows.invisible.add(only.slackId);
    return saveQuietTimes(core.db, [{ id: only.id, quiet: null }]);
  }
  const half = Math.ceil(people.length / 2);
  await readSome(core, slack, people.slice(0, half), knows);
  await readSome(core, slack, people.slice(half), knows);
}

type Quiet = { dnd_enabled?: boolean; next_dnd_start_ts?: number; next_dnd_end_ts?: number };

/** Slack's 1 stands for no time at all. */
function quietIn(told: Quiet | undefined): { from: Date; until: Date } | null {
  const { dnd_enabled: isOn, next_dnd_start_ts: from = 0, next_dnd_end_ts: until = 0 } = told ?? {};
  if (!isOn || until <= from) return null;
  return { from: new Date(from * 1_000), until: new Date(until * 1_000) };
}

/** Those first who were not looked up for longest. */
async function readStatuses(core: Core, slack: SlackSide, settings: Settings): Promise<void> {
  const since = core.now().getTime() - JUST_NOW_MS;
  const lookedUp = ({ checkedAt }: Seen) => checkedAt?.getTime() ?? 0;
  const due = (await presentIn(core, settings))
    .filter((person) => lookedUp(person) <= since)
    .toSorted((a, b) => lookedUp(a) - lookedUp(b));
  for (const person of due.slice(0, STATUSES_A_RUN)) {
    if (slack.pace.held('users.info', core.now()) > 0) return;
    try {
      await lookUp(core, slack, person);
    } catch (error) {
      const fault = readFault(error);
      slack.log.warn({ person: person.id, fault }, 'Slack did not tell their status');
      if (fault.type !== 'place_gone') return;
    }
  }
}

/** Whoever is in a pool, and in Slack. */
async function presentIn(core: Core, { pools }: Settings): Promise<Seen[]> {
  const ids = new Set(pools.flatMap(({ members }) => members.map(({ person }) => person)));
  const rows = await readPeople(core.db, [...ids]);
  return [...rows.values()].flatMap((row) =>
    row.slackId !== null && row.isActive ? [{ ...row, slackId: row.slackId }] : [],
  );
}
