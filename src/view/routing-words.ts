import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import type { Candidate } from '#domain/routing/choose.ts';
import {
  COVERED,
  EXPANSION,
  type KnownRep,
  RETURNED,
  type RoutingRecord,
  SENT_BACK,
  type TriedRule,
  WAITED,
} from '#domain/routing/record.ts';
import type { PoolMode, Settings } from '#domain/settings.ts';
import { nameOf, poolOf, reasonWords } from '#domain/team.ts';

/** Routing decisions in words that somebody who lost a turn understands. */

const NAMED = 2;
/** Below this two people stand the same. */
const LEVEL = 0.005;

/** How a pool chooses among those who can take a lead. */
export const MODE_WORDS: Record<PoolMode, string> = {
  round_robin: 'by turns, in proportion to weights',
  load_balance: 'whoever has the least open work for their weight, and among equals by turns',
  skills: 'whoever fits the lead best, and among equals by turns',
  claim: 'whoever comes first; no turns are counted',
};

/** A turn in the ordinary order, or one owed since an absence; null where none was taken. */
export type TurnKind = 'turn' | 'catch_up' | null;

/** The decision in one sentence. */
export function outcomeWords(settings: Settings, record: RoutingRecord, turn: TurnKind): string {
  const name = record.chosenId === null ? '' : nameOf(settings, record.chosenId);
  const pool = poolName(settings, record.poolId);
  switch (record.by) {
    case 'senders_owner':
      return `${name}: the sender named them as owner.`;
    case 'customer':
      return `${name} looks after this customer.`;
    case 'opportunity':
      return `${name} has an open opportunity there.`;
    case 'account_owner':
      return `${name} owns the account by name.`;
    case 'account_team':
      return `${name} is ${teamWords(settings, record)}.`;
    case 'pair':
      return `${name} works with ${pairedWith(settings, record)}.`;
    case 'domain':
      return `${name} already works with this company.`;
    case 'route':
      return `${name}: a route names them.`;
    case 'pool':
      if (record.because === COVERED)
        return `${name} covers it: next of those in ${pool} who can. No turn was counted.${passedOverWords(settings, record)}`;
      return `${turnWords(settings, record, turn)}${passedOverWords(settings, record)}`;
    case 'claim':
    case 'batch':
      return record.chosenId === null
        ? `Whoever of ${pool} comes first has it.`
        : `${name} came first of ${pool}.`;
    case 'overflow_manager':
      return `${name}, the manager: nobody in ${pool} could take it.${passedOverWords(settings, record)}`;
    case 'manager':
      return `${name}: ${chosenBy(settings, record)}.${overriddenWords(record)}`;
    case 'cover':
      return record.because === RETURNED
        ? `${name} is back: it was only covered.`
        : `${name} agreed to cover it while its owner is away.`;
    case 'sent_back':
      return `${name} passed it on, or stands in for or above whoever did: it was sent back.`;
    case 'nobody':
      return pool === ''
        ? 'No route matches, so it waits.'
        : `Nobody in ${pool} could take it, so it waits.${passedOverWords(settings, record)}`;
  }
}

/** The same to whoever has it by the account's team, or by whom they work with; null where that is not why, or not to them. */
export function yourPart(
  settings: Settings,
  record: RoutingRecord,
  { readerId, company }: { readerId: string | null; company: string | null },
): string | null {
  if (readerId === null || record.chosenId !== readerId) return null;
  if (record.by === 'pair') return `You work with ${pairedWith(settings, record)}.`;
  if (record.by !== 'account_team') return null;
  const rule = record.rules.at(-1)?.rule ?? '';
  const [role = ''] = rule.split(' ', 1);
  return `You are the ${role} of ${company ?? 'this account'}: ${rule}.`;
}

/** `the AE of the named account`, as the rule that decided says it. */
const teamWords = (settings: Settings, { rules }: RoutingRecord): string =>
  `the ${ruleName(settings, rules.at(-1)?.rule ?? '')}`;

/** `Ana Ruiz (SDR)`. */
function pairedWith(settings: Settings, { rules }: RoutingRecord): string {
  const [, sdr = ''] = PAIRED.exec(rules.at(-1)?.rule ?? '') ?? [];
  return `${nameOf(settings, sdr)} (SDR)`;
}

const PAIRED = /^works with (\S+)$/;

const poolName = (settings: Settings, id: string | null): string => poolOf(settings, id)?.name ?? id ?? '';

function turnWords(settings: Settings, record: RoutingRecord, turn: TurnKind): string {
  const chosen = record.candidates.find(({ repId }) => repId === record.chosenId);
  const name = nameOf(settings, record.chosenId ?? '');
  const pool = poolName(settings, record.poolId);
  const others = record.candidates.filter(({ check, repId }) => check === null && repId !== record.chosenId);
  if (!chosen) return `${name}, of ${pool}.`;
  if (others.length === 0) return `${name} was the only one in ${pool} who could take it.`;
  if (turn === 'catch_up') return `${name} had a turn in ${pool} that was owed since an absence.`;
  if (chosen.open !== undefined) {
    const isShared = others.some((other) => workOf(other) === workOf(chosen));
    const least = `${name} had the least open work in ${pool} (${openWords(chosen)})`;
    return isShared ? `${least}, as others had, and it was their turn.` : `${least}.`;
  }
  if (chosen.fits !== undefined) {
    const isShared = others.some(({ fits, misfits }) => fits === chosen.fits && misfits === chosen.misfits);
    const best = `${name} fits best in ${pool} (${fitWords(chosen)})`;
    return isShared ? `${best}, as others do, and it was their turn.` : `${best}.`;
  }
  const isTied = others.some(({ lag }) => Math.abs(lag - chosen.lag) < LEVEL);
  const tie = isTied ? ', as others were: of equals whoever stands first in the pool comes first' : '';
  return `It was ${possessive(name)} turn in ${pool}: ${lagWords(chosen.lag)}${tie}.`;
}

const possessive = (name: string): string => `${name}’s`;
const workOf = ({ open = 0, weight }: Candidate): number => open / weight;

/** Who was passed over and why, a few by name. */
function passedOverWords(settings: Settings, { candidates, inputs }: RoutingRecord): string {
  const passed = candidates.flatMap(({ repId, check }) => (check === null ? [] : [{ repId, check }]));
  if (passed.length === 0) return '';
  const named = passed
    .slice(0, NAMED)
    .map(({ repId, check }) => `${nameOf(settings, repId)} (${checkWords(check, inputs?.people[repId])})`);
  const rest = passed.length - named.length;
  return ` Passed over: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** Who chose, as the rule of a decision made by hand says. */
function chosenBy(settings: Settings, { rules: [first] }: RoutingRecord): string {
  const by = first && /^reassigned by (\S+)$/.exec(first.rule)?.[1];
  return by ? `chosen by ${nameOf(settings, by)}` : (first?.rule ?? 'chosen by hand');
}

const overriddenWords = ({ overridden = [] }: RoutingRecord): string =>
  overridden.length === 0
    ? ''
    : ` The rules would have passed them over: ${overridden.map((check) => CHECKS[check]).join(', ')}.`;

/** A check with its numbers, as far as they were kept. */
export function checkWords(check: Check, known: KnownRep | undefined): string {
  switch (check) {
    case 'status_away':
      return known?.status ? `${CHECKS.status_away} ${known.status.emoji}` : CHECKS.status_away;
    case 'not_answering':
      return known?.misses ? `let the last ${known.misses} offers pass` : CHECKS.not_answering;
    case 'cap_unanswered':
      return known?.unanswered ? `at the cap of ${known.unanswered} unanswered` : CHECKS[check];
    case 'cap_uncontacted':
      return known?.uncontacted ? `at the cap of ${known.uncontacted} uncontacted` : CHECKS[check];
    case 'cap_per_day':
      return known?.today ? `at the cap of ${known.today} a day` : CHECKS[check];
    case 'not_in_settings':
    case 'shown_no_leads':
    case 'unknown_to_slack':
    case 'deactivated':
    case 'refused':
    case 'had_it':
    case 'away':
    case 'do_not_disturb':
    case 'off_day':
    case 'holiday':
    case 'outside_hours':
    case 'paced':
      return CHECKS[check];
  }
}

/** What a check found may have an end that was known. */
const ENDS: Partial<Record<Check, (known: KnownRep) => string | null | undefined>> = {
  away: ({ awayUntil }) => awayUntil,
  status_away: ({ status }) => status?.until,
  do_not_disturb: ({ quiet }) => quiet?.until,
};

/** When what a check found was to end, where that was kept. */
export function checkEnds(check: Check | null, known: KnownRep | undefined): Date | null {
  const end = check !== null && known && ENDS[check]?.(known);
  return end ? new Date(end) : null;
}

/** Somebody who was looked at: why not, or how they stood in the pool's own measure. */
export function candidateWords(candidate: Candidate, record: RoutingRecord, turn: TurnKind): string {
  const { repId, check } = candidate;
  const known = record.inputs?.people[repId];
  if (check !== null) return checkWords(check, known);
  const stood = standingWords(candidate);
  const again = record.inputs?.past.had.includes(repId) ? 'had it before, but nobody else could; ' : '';
  if (repId !== record.chosenId) return `${again}could take it: ${stood}`;
  return `${again}has it${turn === 'catch_up' ? ', a turn owed since an absence' : ''}: ${stood}`;
}

function standingWords(candidate: Candidate): string {
  const { weight, lag, owed = 0 } = candidate;
  return [
    ...(candidate.open === undefined ? [] : [openWords(candidate)]),
    ...(candidate.fits === undefined ? [] : [fitWords(candidate)]),
    lagWords(lag),
    ...(weight === 1 ? [] : [`weight ${weight}`]),
    ...(owed >= LEVEL ? [`${turnsOf(owed)} to catch up with`] : []),
  ].join(', ');
}

const openWords = ({ open = 0 }: Candidate): string => (open === 1 ? '1 open lead' : `${open} open leads`);

function fitWords({ fits = 0, misfits = 0 }: Candidate): string {
  const fitting = fits === 1 ? '1 skill fits' : `${fits} skills fit`;
  return misfits === 0 ? fitting : `${fitting}, ${misfits} ${misfits === 1 ? 'does' : 'do'} not`;
}

/** How far somebody stands from their share: `owed 0.50 of a turn`. */
export function lagWords(lag: number): string {
  if (Math.abs(lag) < LEVEL) return 'level with their share';
  return lag > 0 ? `owed ${turnsOf(lag)}` : `ahead by ${turnsOf(-lag)}`;
}

const turnsOf = (amount: number): string => `${amount.toFixed(2)} ${amount > 1 ? 'turns' : 'of a turn'}`;

/** A rule by the names of the pools and people in it. */
export function ruleName(settings: Settings, rule: string): string {
  const [, pool] = /^overflow of pool (\S+)$/.exec(rule) ?? [];
  if (pool !== undefined) return `overflow of ${poolName(settings, pool)}`;
  const [, deed, by] = /^(reassigned by|claimed by|cover for|works with) (\S+)$/.exec(rule) ?? [];
  return by === undefined ? rule : `${deed} ${nameOf(settings, by)}`;
}

/** What came of a rule. */
export function ruleWords(settings: Settings, { result, repId, poolId }: TriedRule): string {
  const name = repId === null ? poolName(settings, poolId) : nameOf(settings, repId);
  if (isCheck(result)) return name === '' ? CHECKS[result] : `${name} was passed over: ${CHECKS[result]}`;
  switch (result) {
    case 'no_match':
      return 'does not match';
    case 'unknown':
      return 'the facts it asks for are unknown';
    case 'goes_to':
      return `matches: ${name}`;
    case 'fits':
      return 'the lead lies in it';
    case 'overlaps':
      return 'the lead would lie in it too, but another stands before it';
    case 'hint':
      return name === '' ? 'a hint, which decides nothing' : `speaks for ${name}, but decides nothing`;
  }
}

const isCheck = (result: TriedRule['result']): result is Check => result in CHECKS;

/** Why a decision was made at all; a code of the settings' reasons in their words. */
export function becauseWords(settings: Settings, because: string): string {
  const words: Record<string, string> = {
    [WAITED]: 'it was waiting',
    [COVERED]: 'its owner is away',
    [RETURNED]: 'its owner is back',
    [SENT_BACK]: 'it was sent back',
    [EXPANSION]: 'this customer may buy more',
  };
  return words[because] ?? reasonWords(settings, because);
}
