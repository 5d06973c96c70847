import type { Db } from '#db/db.ts';
import { readEventsOfLead, readHandoff } from '#db/handoffs.ts';
import { type LeadRow, readLead } from '#db/leads.ts';
import { meetingsOf } from '#db/meetings.ts';
import { dayWords, localDate } from '#domain/day.ts';
import type { HandoffEvent } from '#domain/handoff.ts';
import { isToCome, lastBegun, meetingsIn } from '#domain/meetings.ts';
import { type Answers, fillIn, type KnownMeeting, knownOf } from '#domain/questions.ts';
import { seenOf } from '#domain/seen.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { questionsFor } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import type { QuestionsModel } from './models.ts';

const EVENTS_CONSIDERED = 200;

/** What is asked before a lead goes on, with all that is known of the answers; null where the handoff is not there any more. */
export async function loadQuestions(
  db: Db,
  { settings }: SettingsInForce,
  { handoffId, command }: { handoffId: string; command: 'qualify' | 'win' },
  now: Date,
): Promise<(QuestionsModel & { leg: Leg }) | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { handoff } = row;
  const meeting = await knownMeeting(db, lead, settings.workspace.time_zone, now);
  const sources = {
    earlier: answeredIn(await readEventsOfLead(db, lead.id, EVENTS_CONSIDERED)),
    formAnswers: lead.record.discovery?.answers ?? [],
    known: knownOf(lead.record, meeting),
    meeting,
  };
  return {
    handoffId,
    seen: seenOf(handoff),
    lead: leadOf(lead),
    leg: handoff.leg,
    questions: questionsFor(settings, command, handoff.leg).map((question) => ({
      code: question.code,
      words: question.words,
      hint: question.hint ?? null,
      kind: question.kind,
      choices: question.choices ?? [],
      required: question.required,
      ...fillIn(question, sources),
    })),
  };
}

/** The last answer to each question in any handoff of the lead, also where it was taken back. `events` come the newest first. */
function answeredIn(events: readonly { event: HandoffEvent }[]): Answers {
  const told = events.flatMap(({ event }) =>
    event.type === 'qualified' || event.type === 'won' ? [event.answers] : [],
  );
  return Object.assign({}, ...told.toReversed());
}

/** The meeting to come, else the last that was held. */
async function knownMeeting(
  db: Db,
  lead: LeadRow,
  timeZone: string,
  now: Date,
): Promise<KnownMeeting | null> {
  const meetings = meetingsIn(await meetingsOf(db, lead));
  const next = meetings.find((meeting) => isToCome(meeting, now));
  const held = lastBegun(
    meetings.filter(({ status }) => status === 'held'),
    now,
  );
  const meeting = next ?? held;
  if (!meeting?.startAt) return null;
  const on = localDate(timeZone, meeting.startAt);
  return { words: `${next ? 'Booked for' : 'Held on'} ${dayWords(on)}`, on };
}
