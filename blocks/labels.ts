import type { ClockKind } from '#domain/clock.ts';
import { describeFact } from '#domain/conditions.ts';
import type { CorrectableFact, CorrectValue, Evidence } from '#domain/evidence.ts';
import type { CommandType, State } from '#domain/handoff.ts';
import type { Temperature } from '#domain/lead.ts';
import type { ResponseChannel, ResponseOutcome } from '#domain/response.ts';
import type { FailurePoint } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';

/** People's words for our codes. A picture only ever stands beside a word. */

export const TEMPERATURE_LABELS: Record<Temperature, string> = {
  hot: '🔥 Hot',
  warm: '☀️ Warm',
  cold: '❄️ Cold',
};

export const STATE_LABELS: Record<State, string> = {
  waiting: 'Waiting for an owner',
  offered: 'Offered, not answered',
  snoozed: 'Snoozed',
  accepted: 'Accepted, no response logged',
  working: 'In work',
  completed: 'Completed',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};

/** After "Bruno already … this". */
export const COMMAND_DONE: Record<CommandType, string> = {
  offer: 'offered',
  hold: 'held',
  reserve: 'reserved',
  accept: 'accepted',
  claim: 'claimed',
  reject: 'rejected',
  snooze: 'snoozed',
  wake: 'woke',
  undo: 'undid',
  respond: 'logged a response to',
  qualify: 'qualified',
  opportunity: 'an opportunity',
  win: 'won',
  lose: 'lost',
  tell_opportunity: 'told of the deal of',
  tell_deal: 'told of the deal of',
  disqualify: 'disqualified',
  recycle: 'recycled',
  reassign: 'reassigned',
  remind: 'sent a reminder about',
  breach: 'marked as overdue',
  activity: 'told of a touch on',
  meet: 'told what came of the meeting with',
  mend: 'mended the address of',
  calendar: 'told of a meeting with',
  ask_again: 'asked again',
  cover: 'covered',
  withdraw: 'withdrew',
};

/** What a clock waits for, in the middle of a sentence. */
export const CLOCK_LABELS: Record<ClockKind, string> = {
  accept: 'acceptance',
  response: 'first response',
  first_email: 'first e-mail',
  first_call: 'first call',
  follow_up: 'next try',
  outcome: 'outcome of the meeting',
  qualify: 'decision',
  unassigned: 'an owner',
};

/** What a leg is to the person who reads its card; the first leg needs no words. */
export const LEG_LABELS: Record<Leg, string | null> = {
  mql_to_sdr: null,
  sql_to_ae: 'Qualified, for an AE',
  won_to_cs: 'Won, for customer success',
  cs_to_ae: 'Expansion, for an AE',
};

/** Whose leads are on a leg. */
export const LEG_TEAMS: Record<Leg, string> = {
  mql_to_sdr: 'With SDRs',
  sql_to_ae: 'With AEs',
  won_to_cs: 'With customer success',
  cs_to_ae: 'Expansions, with AEs',
};

/** What `qualify` is called on each leg. An AE of an older version qualified what is an opportunity now. */
export const QUALIFY_LABELS: Record<Leg, { button: string; title: string; done: string }> = {
  mql_to_sdr: { button: 'Qualify…', title: 'Qualify lead', done: 'Qualified' },
  sql_to_ae: { button: 'Opportunity…', title: 'Open an opportunity', done: 'Made an opportunity' },
  cs_to_ae: { button: 'Opportunity…', title: 'Open an opportunity', done: 'Made an opportunity' },
  won_to_cs: { button: 'Complete…', title: 'Complete the handoff', done: 'Completed' },
};

export const FAILURE_POINT_LABELS: Record<FailurePoint, string> = {
  response_timing: 'Response timing',
  routing_accuracy: 'Routing accuracy',
  qualification_threshold: 'Qualification threshold',
  data_quality: 'Data quality',
};

/** A fact that a reason is weighed by, and its value where there is one. */
export function weighedWords(fact: CorrectableFact, value: CorrectValue | null): string {
  const name = describeFact(fact);
  if (value === null) return `${name} not known`;
  if (fact === 'employees') return `${value.toLocaleString('en')} employees`;
  return `${name} ${fact === 'revenue' ? value.toLocaleString('en') : value}`;
}

export const REASON_EVIDENCE_LABELS: Record<Evidence, string> = {
  supported: 'Supported by the record',
  conflicts: 'The record says otherwise',
  corrected: 'The rep put the record right',
  unverifiable: "Can't be checked",
};

export const RULE_RESULT_LABELS: Record<'held' | 'failed' | 'unknown', string> = {
  held: '✓ held',
  failed: '✗ failed',
  unknown: '? unknown',
};

export const RESPONSE_CHANNEL_LABELS: Record<ResponseChannel, string> = {
  call: 'Call',
  email: 'E-mail',
  linkedin: 'LinkedIn',
  meeting: 'Meeting',
};

export const RESPONSE_OUTCOME_LABELS: Record<ResponseOutcome, string> = {
  reached: 'Reached them',
  no_answer: 'No answer yet',
  meeting_booked: 'Meeting booked',
};

/** As a word begins a column or an axis. */
export const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** `1 lead`, `3 leads`. */
export const count = (amount: number, one: string, many: string): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** `45 min`, `1 h 30 min`, `2 d 3 h`. */
export function minutes(amount: number): string {
  const whole = Math.round(amount);
  const parts: [number, string][] = [
    [Math.floor(whole / 1440), 'd'],
    [Math.floor(whole / 60) % 24, 'h'],
    [whole % 60, 'min'],
  ];
  const said = parts.filter(([value]) => value > 0).slice(0, 2);
  return said.length === 0 ? '0 min' : said.map(([value, unit]) => `${value} ${unit}`).join(' ');
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `12 s`, `45 min`, `2 d 3 h`: where seconds may be all there is. */
export const took = (amount: number): string =>
  amount < 1 ? `${Math.round(amount * 60)} s` : minutes(amount);

/** `40,000 EUR`, `12.50 EUR`: of a hundred nobody reads the cents. */
export function money(amount: number, currency: string): string {
  const digits = amount < 100 && !Number.isInteger(amount) ? 2 : 0;
  const said = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${amount.toLocaleString('en', said)} ${currency}`;
}
