import { answersIn, openAnswers, overdueAnswers, type Rejected } from '#db/answers.ts';
import type { Db } from '#db/db.ts';
import { isToStand, type MessageRow, newestOfEach } from '#db/messages.ts';
import { type RejectionRow, rejectionsOf } from '#db/rejections.ts';
import { withoutContacts } from '#domain/contacts.ts';
import type { Weighed } from '#domain/evidence.ts';
import type { EvidenceLine } from '#domain/records.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, reasonWords, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { answerWords } from './marketing-answer.ts';
import type { AnswerModel, DecidedModel, FeedbackModel, OverdueAnswersModel } from './models.ts';

/** What marketing reads of rejections, and what it owes. */

const LISTS_CONSIDERED = 2;

/** No name, no phone, no e-mail address of the lead. */
export async function loadFeedback(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<FeedbackModel | null> {
  const rows = await rejectionsOf(db, message.key);
  const first = rows[0]?.rejection;
  if (!first) return null;
  // What was taken back before anybody read of it is not told.
  if (message.ts === null && rows.every(({ rejection }) => rejection.undoneAt !== null)) return null;
  const owed = await openAnswers(db, first);
  return {
    sourceId: first.sourceId,
    reasonCode: first.reason,
    sourceName: sourceName(settings, first.sourceId),
    reason: reasonWords(settings, first.reason),
    failurePoint: first.failurePoint,
    owed: owed && { dueAt: owed.dueAt, isOver: owed.dueAt <= now },
    answers: (await answersIn(db, message.key)).map((answer) => answerWords(settings, answer)),
    rows: rows.map(({ rejection, lead, recording }) => ({
      company: leadOf(lead).company,
      title: lead.record.person.title ?? null,
      campaign: rejection.campaign,
      note: withoutContacts(rejection.note) || null,
      evidence: rejection.evidence,
      corrected: correctedIn(rejection.weighed),
      objectedName: rejection.objectedBy && nameOf(settings, rejection.objectedBy),
      recording,
      letThrough: lead.evidence.lines.filter(speaksForIt).map(({ rule }) => rule),
      byName: nameOf(settings, rejection.byId),
      at: rejection.at,
      isUndone: rejection.undoneAt !== null,
      decided: decidedIn(settings, rejection),
    })),
  };
}

export const correctedIn = (weighed: Weighed | null): FeedbackModel['rows'][number]['corrected'] =>
  weighed === null || weighed.corrected === null
    ? null
    : { fact: weighed.fact, from: weighed.recorded, to: weighed.corrected };

/** What it is not ("not competitor …") let nobody through. */
const speaksForIt = ({ rule, result }: EvidenceLine): boolean =>
  result === 'held' && !rule.startsWith('not ');

/** What a manager decided of it; null while nobody did. */
export const decidedIn = (
  settings: Settings,
  { decision, decidedBy, decidedAt }: Pick<RejectionRow, 'decision' | 'decidedBy' | 'decidedAt'>,
): DecidedModel | null =>
  decision === null || decidedBy === null || decidedAt === null
    ? null
    : { decision, byName: nameOf(settings, decidedBy), at: decidedAt };

/** What the modal asks about; null when nothing waits for an answer any more. */
export async function loadAnswer(
  db: Db,
  { settings }: SettingsInForce,
  of: Rejected,
  now: Date,
): Promise<(AnswerModel & { seenAt: Date }) | null> {
  const owed = await openAnswers(db, of);
  return owed && { ...inWords(settings, of), count: owed.count, seenAt: now };
}

/** What is owed now, on the newest list of its reader; null where it was never posted and nothing is. */
export async function loadOverdueAnswers(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<OverdueAnswersModel | null> {
  const rows = await overdueAnswers(db);
  const lists = await newestOfEach(db, message.kind, LISTS_CONSIDERED);
  const isSuperseded = lists.some(
    (list) => list.place === message.place && list.key > message.key && isToStand(list, now),
  );
  if (message.ts === null && (isSuperseded || rows.length === 0)) return null;
  return {
    rows: rows.map(({ count, dueAt, ...of }) => ({ ...inWords(settings, of), count, dueAt })),
    isSuperseded,
  };
}

const inWords = (settings: Settings, { sourceId, reason }: Rejected) => ({
  sourceId,
  reasonCode: reason,
  sourceName: sourceName(settings, sourceId),
  reason: reasonWords(settings, reason),
});
