import { withoutEchoes } from '#domain/routing/check-ends.ts';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';

/** To whom it is about, after "although". */
const ALTHOUGH: Record<Check, string> = {
  not_in_settings: 'you are not among the people of the settings',
  shown_no_leads: 'you are shown no leads',
  unknown_to_slack: 'you are not found in Slack',
  deactivated: 'you are deactivated in Slack',
  refused: 'you rejected it before',
  had_it: 'you had it before',
  away: 'you are away',
  status_away: 'your Slack status says that you are away',
  do_not_disturb: 'you do not want to be disturbed',
  off_day: 'you do not work in this pool today',
  holiday: 'you have a holiday',
  outside_hours: 'it is outside your working hours',
  not_answering: 'you have not answered lately',
  paced: 'you were given another a moment ago',
  cap_unanswered: 'you have as many unanswered offers as allowed',
  cap_uncontacted: 'you have as many uncontacted leads as allowed',
  cap_per_day: 'you had as many leads today as allowed',
};

/** The checks that were overridden, to their person or to others; null where there were none. */
export function overrideWords(overridden: readonly Check[], isTheirs: boolean): string | null {
  const checks = withoutEchoes(overridden);
  if (checks.length === 0) return null;
  if (!isTheirs) return `over the rules (${checks.map((check) => CHECKS[check]).join(', ')})`;
  return `although ${checks.map((check) => ALTHOUGH[check]).join(' and ')}`;
}
