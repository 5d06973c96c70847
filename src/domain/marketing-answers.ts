import { deadlineFor } from './calendar.ts';
import type { Reason, Settings } from './settings.ts';
import { managersAbove, teamHours } from './team.ts';

/** Marketing's side of a rejection: what they owe an answer, by when, and who is told when none comes. */

/** One answer covers all open rejections of a source and a reason. */
export const ANSWER_KINDS = ['fixed_at_source', 'change_definition', 'recycle', 'disagree'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What the manager of whoever rejected a lead says where marketing disagrees. */
export const DECISIONS = { stands: 'The rejection stands', again: 'Offered to sales again' } as const;
export type Decision = keyof typeof DECISIONS;

/** What goes to somebody else, or repeats another lead, is no news for marketing. */
export const isOwedAnswer = ({ consequence }: Pick<Reason, 'consequence'>): boolean =>
  consequence === 'return_to_marketing' || consequence === 'suppress';

/** By when marketing owes an answer to what is rejected now, in the team's time. */
export function answerDueAt(settings: Settings, now: Date): Date {
  const hours = teamHours(settings);
  const target = { within: settings.feedback.answer_within, calendar: 'team' } as const;
  return deadlineFor(target, { rep: hours, team: hours }, now, false);
}

/** Who is told of answers that did not come: whom the settings name, else the first marketer's manager; null is ops. */
export function marketingLead(settings: Settings): string | null {
  if (settings.feedback.lead !== undefined) return settings.feedback.lead;
  const marketer = settings.people.find(({ roles }) => roles.includes('marketer'));
  return (marketer && managersAbove(settings, marketer.id)[0]) ?? null;
}
