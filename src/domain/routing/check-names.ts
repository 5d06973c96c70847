/** Why somebody was passed over. Each is one check with one answer. */
export const CHECKS = {
  not_in_settings: 'not among the people of the settings',
  shown_no_leads: 'has no role that is shown leads',
  unknown_to_slack: 'not found in Slack',
  deactivated: 'deactivated in Slack',
  refused: 'rejected this lead before',
  had_it: 'was offered this lead before',
  away: 'away',
  status_away: 'away by their Slack status',
  do_not_disturb: 'does not want to be disturbed',
  off_day: 'does not work in this pool today',
  holiday: 'has a holiday today',
  outside_hours: 'outside working hours',
  not_answering: 'has not answered lately',
  paced: 'was given a waiting lead a moment ago',
  cap_unanswered: 'has as many unanswered offers as allowed',
  cap_uncontacted: 'has as many uncontacted leads as allowed',
  cap_per_day: 'had as many leads today as allowed',
} as const;
export type Check = keyof typeof CHECKS;
