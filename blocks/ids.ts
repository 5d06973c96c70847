import { DIGESTS, type DigestKind } from '#domain/digest-readers.ts';
import { LEAD_LISTS, type LeadListKind, LONGEST_SEARCH } from '#domain/lead-lists.ts';
import { type Seen, STANDS, type Stand } from '#domain/seen.ts';

/** Every id that Slack sends back to us. Handlers listen to these; nothing else writes them. */

/** Action ids of buttons and menus. */
export const ids = {
  accept: 'handoff.accept',
  reject: 'handoff.reject',
  snooze: 'handoff.snooze',
  wake: 'handoff.wake',
  undo: 'handoff.undo',
  respond: 'handoff.respond',
  held: 'handoff.held',
  noShow: 'handoff.no_show',
  mend: 'handoff.mend',
  qualify: 'handoff.qualify',
  opportunity: 'handoff.opportunity',
  win: 'handoff.win',
  lose: 'handoff.lose',
  expand: 'customer.expand',
  churn: 'customer.churn',
  more: 'handoff.more',
  reassign: 'handoff.reassign',
  nudge: 'handoff.nudge',
  take: 'handoff.take',
  claim: 'handoff.claim',
  recycle: 'handoff.recycle',
  takeNext: 'batch.next',
  answer: 'feedback.answer',
  object: 'correction.object',
  away: 'handoff.away',
  back: 'handoff.back',
  handOver: 'cover.hand_over',
  keepLeads: 'cover.keep',
  acceptCover: 'cover.accept',
  declineCover: 'cover.decline',
  show: 'leads.show',
  sameCompany: 'company.same',
  otherCompany: 'company.other',
  previousPage: 'leads.previous',
  nextPage: 'leads.next',
  previousSources: 'sources.previous',
  nextSources: 'sources.next',
  definitions: 'figures.definitions',
  share: 'figures.share',
  unshare: 'figures.unshare',
  muteDigest: 'digest.mute',
  unmuteDigest: 'digest.unmute',
  approveSink: 'sink.approve',
  disputeStands: 'dispute.stands',
  disputeAgain: 'dispute.again',
  signMarketing: 'proposal.sign_marketing',
  signSales: 'proposal.sign_sales',
  withdrawProposal: 'proposal.withdraw',
  promote: 'proposal.promote',
  revert: 'proposal.revert',
} as const;

/** Callback ids of modals that can be submitted. */
export const callbacks = {
  reject: 'handoff.reject.submit',
  snoozePick: 'handoff.snooze.submit',
  respond: 'handoff.respond.submit',
  mend: 'handoff.mend.submit',
  qualify: 'handoff.qualify.submit',
  opportunity: 'handoff.opportunity.submit',
  win: 'handoff.win.submit',
  lose: 'handoff.lose.submit',
  expand: 'customer.expand.submit',
  churn: 'customer.churn.submit',
  recycle: 'handoff.recycle.submit',
  disqualify: 'handoff.disqualify.submit',
  reassign: 'handoff.reassign.submit',
  away: 'handoff.away.submit',
  cover: 'cover.submit',
  answer: 'feedback.answer.submit',
  /** Shown only: loading, an outcome, details, why me. */
  notice: 'handoff.notice',
} as const;

/** An input's block id and its action id are the same: `view.state.values[fields.note][fields.note]`. */
export const fields = {
  reason: 'reason',
  note: 'note',
  until: 'until',
  channel: 'channel',
  outcome: 'outcome',
  touch: 'touch',
  person: 'person',
  email: 'email',
  amount: 'amount',
  currency: 'currency',
  closeOn: 'close_on',
  subStage: 'sub_stage',
  metOn: 'met_on',
  nextStep: 'next_step',
  competitor: 'competitor',
  what: 'what',
  leftOn: 'left_on',
  absence: 'absence',
  answer: 'answer',
} as const;

/** The field that asks what the record should say of a fact: another for each, so that nothing typed for one is taken for another. */
export const correctionField = (fact: string): string => `correction_${fact}`;
/** Null when it is not one of those. */
export const factAsked = (field: string): string | null => /^correction_(\w+)$/.exec(field)?.[1] ?? null;

/** What an option of `ids.more` stands for. */
export const moreChoices = {
  details: 'details',
  why: 'why',
  recycle: 'recycle',
  disqualify: 'disqualify',
  reassign: 'reassign',
} as const;

/** The choice of `fields.touch` for a try that nobody told of. */
export const ANOTHER_TOUCH = 'another';
/** The choice of `fields.absence` for a time of one's own. */
export const OWN_TIME = 'own_time';
/** The option of `ids.snooze` that opens a calendar instead of naming a delay. */
export const PICK_TIME = 'pick_time';
/** The option of `fields.person` that lets routing choose, with whom it would have chosen when it was shown. */
const NEXT_PERSON = 'next';
export const formatNext = (shownId: string | null): string => `${NEXT_PERSON}/${shownId ?? ''}`;

/** What was chosen in `fields.person`. */
export function parsePerson(value: string): { to: string; shownId: string | null } {
  const [to = '', shownId] = value.split('/');
  return { to, shownId: shownId || null };
}

/**
 * What a press carries: which handoff, how it was seen, and what was chosen from a menu. `seen` is null of what only
 * shows something, and of a button that an older version drew.
 */
export type PressValue = { handoffId: string; seen: Seen | null; choice: string | null };

/** One letter each: an option's value holds 75 characters, and a handoff's id is 36 of them. */
const STAND_CODES: Record<Stand, string> = {
  waiting: 'w',
  offered: 'o',
  snoozed: 's',
  accepted: 'a',
  callback: 'c',
  completed: 'd',
  rejected: 'r',
  withdrawn: 'x',
};

/** For a button's or option's `value`, and for a modal's `private_metadata`. */
export function formatValue({ handoffId, seen, choice }: PressValue): string {
  return `${handoffId}/${seen === null ? '' : `${seen.offerNo}${STAND_CODES[seen.stand]}`}/${choice ?? ''}`;
}

/** Null when it is not one of ours. */
export function parseValue(value: string | undefined): PressValue | null {
  const [, handoffId, seen = '', choice] = /^([^/]+)\/([^/]*)\/(.*)$/.exec(value ?? '') ?? [];
  return handoffId === undefined ? null : { handoffId, seen: parseSeen(seen), choice: choice || null };
}

function parseSeen(text: string): Seen | null {
  const [, offerNo, code] = /^(\d{1,9})([a-z])$/.exec(text) ?? [];
  const stand = STANDS.find((known) => STAND_CODES[known] === code);
  return stand === undefined ? null : { offerNo: Number(offerNo), stand };
}

/** An account of a CRM, as the choice of a press. */
export const formatAccount = ({ system, recordId }: { system: string; recordId: string }): string =>
  `${system}:${recordId}`;

/** Null when it is not one of ours. */
export function parseAccount(choice: string | undefined): { system: string; recordId: string } | null {
  const [, system, recordId] = /^([a-z]+):(.+)$/s.exec(choice ?? '') ?? [];
  return system && recordId ? { system, recordId } : null;
}

/** What a press for the next lead of a batch carries: which batch, and its newest claim as it was shown. */
export type TakeNextValue = { batch: string; newestClaim: number };

export const formatTakeNext = ({ batch, newestClaim }: TakeNextValue): string => `${batch}/${newestClaim}`;

/** Null when it is not one of ours. */
export function parseTakeNext(value: string | undefined): TakeNextValue | null {
  const [, batch, no] = /^(batch:.+)\/(\d{1,15})$/.exec(value ?? '') ?? [];
  return batch === undefined ? null : { batch, newestClaim: Number(no) };
}

/** What marketing answers at once: the rejections of a source with a reason. */
export type RejectedValue = { sourceId: string; reason: string };

export const formatRejected = ({ sourceId, reason }: RejectedValue): string => `${sourceId}/${reason}`;

/** Null when it is not one of ours. */
export function parseRejected(value: string | undefined): RejectedValue | null {
  const [, sourceId, reason] = /^([a-z0-9_-]+)\/([a-z0-9_-]+)$/.exec(value ?? '') ?? [];
  return sourceId && reason ? { sourceId, reason } : null;
}

/** What an answer to them is meant for: those that there were when it was asked for. */
export type AnsweredValue = RejectedValue & { seenAt: Date };

export const formatAnswered = ({ seenAt, ...of }: AnsweredValue): string =>
  `${formatRejected(of)}/${seenAt.getTime()}`;

/** Null when it is not one of ours. */
export function parseAnswered(value: string): AnsweredValue | null {
  const [, rejected, at] = /^(.+)\/(\d{1,15})$/.exec(value) ?? [];
  const of = parseRejected(rejected);
  return of && { ...of, seenAt: new Date(Number(at)) };
}

/** What a press that turns a page carries: which list, which of its pages, and what is looked for. */
export type PageValue = { kind: LeadListKind; page: number; text: string };

export const formatPage = ({ kind, page, text }: PageValue): string => `${kind}/${page}/${searched(text)}`;

const searched = (text: string): string => text.slice(0, LONGEST_SEARCH);

/** Null when it is not one of ours. */
export function parsePage(value: string | undefined): PageValue | null {
  const [, name, page, text = ''] = /^(\w+)\/(\d{1,6})\/(.*)$/s.exec(value ?? '') ?? [];
  const kind = LEAD_LISTS.find((list) => list === name);
  return kind ? { kind, page: Number(page), text: searched(text) } : null;
}

/** Which page of the sources a press is for. */
export const formatSourcesPage = (page: number): string => `sources/${page}`;

/** Null when it is not one of ours. */
export function parseSourcesPage(value: string | undefined): number | null {
  const [, page] = /^sources\/(\d{1,6})$/.exec(value ?? '') ?? [];
  return page === undefined ? null : Number(page);
}

/** Which digest a press mutes, or wants again; null when it is none of ours. */
export const parseDigest = (value: string | undefined): DigestKind | null =>
  DIGESTS.find((kind) => kind === value) ?? null;

/** Which report is shown to everybody: its name behind `/funnel`, and the words behind that. */
export type SharedValue = { report: string; words: string };

/** Null where the words are too long to be asked again: with a part of them it would be another question. */
export function formatShared({ report, words }: SharedValue): string | null {
  const said = words.trim().replaceAll(/\s+/g, ' ');
  return said.length > LONGEST_REQUEST ? null : `${report}/${said}`;
}

/** Null when it is not one of ours. */
export function parseShared(value: string | undefined): SharedValue | null {
  const [, report, words] = /^([a-z]*)\/(.*)$/s.exec(value ?? '') ?? [];
  return report === undefined || words === undefined ? null : { report, words };
}

const LONGEST_REQUEST = 500;
