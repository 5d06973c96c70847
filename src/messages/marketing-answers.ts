import {
  answersRunningAt,
  claimOverdueAnswers,
  insertAnswer,
  type Rejected,
  setAnswersDue,
} from '#db/answers.ts';
import { type MessageRow, newestOfEach } from '#db/messages.ts';
import { isPaused } from '#db/pauses.ts';
import { dispute } from '#db/rejections.ts';
import { addWorkingMinutes, nextOpening, workingMinutesBetween } from '#domain/calendar.ts';
import { localDate } from '#domain/day.ts';
import { type AnswerKind, marketingLead } from '#domain/marketing-answers.ts';
import { may } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { hoursOf, managersAbove, teamHours } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { answersKey, disputeKey, inChannelFor, inDmOf } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';

/** Marketing answers rejections, and is reminded of what it owes: the clock runs both ways. */

/** How many rejections one tick tells of at most. */
const BATCH = 500;

// A day's list may be held back until its reader's opening while the one before is still the live one.
const LIVE_LISTS = 2;

export type Answered =
  | { type: 'answered'; count: number }
  | { type: 'nothing_open' }
  | { type: 'not_marketing' }
  /** The day on which they were to come back. */
  | { type: 'past' };

/** One answer for every rejection of a source with a reason that was open when it was asked for. A second finds none. */
export function answerRejections(
  core: Core,
  person: Person,
  { seenAt, ...of }: Rejected & { seenAt: Date },
  answer: { kind: AnswerKind; note: string; until: Date | null },
): Promise<Answered> {
  return transact(core, async (work) => {
    if (!may('answer_rejections', person)) return { type: 'not_marketing' };
    if (answer.until !== null && answer.until <= work.now) return { type: 'past' };
    const row = { ...of, ...answer, id: work.newId(), byId: person.id, at: work.now };
    const covered = await insertAnswer(work.tx, row, seenAt);
    if (covered.length === 0) return { type: 'nothing_open' };
    const overdue = (await newestOfEach(work.tx, 'answers', LIVE_LISTS)).map(({ key }) => key);
    const showing = [...new Set(covered.map(({ messageKey }) => messageKey)), ...overdue];
    if (answer.kind === 'disagree') await askManagers(work, row.id, covered);
    for (const { handoffId } of covered) touch(work, handoffId, showing);
    touchHomesOfRole(work, 'marketer');
    return { type: 'answered', count: covered.length };
  });
}

/** What marketing disagrees with is for the manager of each who rejected to decide, lead by lead, in one message. */
async function askManagers(
  work: Work,
  answerId: string,
  covered: readonly { id: string; repId: string | null }[],
): Promise<void> {
  const { settings } = work;
  const managerOf = (repId: string | null) =>
    (repId === null ? null : managersAbove(settings, repId)[0]) ?? 'ops';
  const ofEach = Map.groupBy(covered, ({ repId }) => managerOf(repId));
  await dispute(
    work.tx,
    [...ofEach].flatMap(([managerId, list]) =>
      list.map(({ id }) => ({ id, key: disputeKey(answerId, managerId) })),
    ),
  );
  for (const managerId of ofEach.keys()) {
    want(work, {
      key: disputeKey(answerId, managerId),
      kind: 'dispute',
      handoffId: null,
      place: managerId === 'ops' ? inChannelFor('ops') : inDmOf(managerId),
      parentKey: null,
      detail: { answerId },
    });
  }
}

/** Tells the marketing lead of answers that are overdue: one message a day, as their work goes on or begins. */
export async function tellOverdueAnswers(core: Core): Promise<void> {
  await transact(core, async (work) => {
    if (await isPaused(work.tx)) return;
    const showing = await claimOverdueAnswers(work.tx, work.now, BATCH);
    if (showing.length === 0) return;
    work.messages.touch(showing);
    await wantOverdueAnswers(work);
  });
}

async function wantOverdueAnswers(work: Work): Promise<void> {
  const { settings, now } = work;
  const leadId = marketingLead(settings) ?? 'ops';
  const hours = leadId === 'ops' ? teamHours(settings) : hoursOf(settings, leadId);
  const at = nextOpening(hours, now);
  want(work, {
    key: answersKey(leadId, localDate(hours.timeZone, at)),
    kind: 'answers',
    handoffId: null,
    place: leadId === 'ops' ? inChannelFor('ops') : inDmOf(leadId),
    parentKey: null,
    detail: { leadId },
    ...(at > now && { notBefore: at }),
  });
}

/** A new list is about to be posted: the one before it of the same reader has to say so. */
export async function supersedeAnswers(core: Core, { key, place }: MessageRow): Promise<void> {
  const lists = await newestOfEach(core.db, 'answers', LIVE_LISTS);
  const older = lists.filter((list) => list.place === place && list.key < key).map((list) => list.key);
  if (older.length === 0) return;
  await transact(core, async ({ messages }) => messages.touch(older));
}

/** A pause of all clocks is over: what marketing owed then is due as much working time later as was left. */
export async function moveAnswers(work: Work, { from, to }: { from: Date; to: Date }): Promise<void> {
  const hours = teamHours(work.settings);
  const moved = (await answersRunningAt(work.tx, from)).map(({ id, at, dueAt }) => {
    const left = workingMinutesBetween(hours, at > from ? at : from, dueAt);
    return { id, dueAt: addWorkingMinutes(hours, to, left) };
  });
  await setAnswersDue(work.tx, moved);
}
