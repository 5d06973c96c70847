import type { FactValues, RuleResult } from '../conditions.ts';
import { IDENTITY_FACTS } from '../facts.ts';
import type { Leg } from '../settings-shapes.ts';
import type { Check } from './check-names.ts';
import type { RepStatus } from './checks.ts';
import type { Candidate, Standing } from './choose.ts';

/** What is kept of a routing decision for ever: nothing of it says who the lead is. */

/** The cause of a decision about a lead that waited: such leads come in a pace, not all at once. */
export const WAITED = 'waiting';
/** The causes of a decision that gives a lead to somebody while its owner is away, and back again. */
export const COVERED = 'cover';
export const RETURNED = 'return';
/** The next team rejected it: it goes back to whoever passed it on. */
export const SENT_BACK = 'sent back';
/** A customer may buy more: it goes back to sales. */
export const EXPANSION = 'expansion';

/** Whom the lead's account or its sender already names, strongest first; null is somebody the settings do not know. */
export type NamedOwner = {
  by:
    | 'senders_owner'
    | 'customer'
    | 'opportunity'
    | 'account_owner'
    | 'domain'
    /** Of later legs: of those who look after the account, and with whom its SDR works. */
    | 'account_team'
    | 'pair';
  repId: string | null;
  rule: string;
};

/**
 * A rule of the routing, and what came of it: a check's name is why its person could not have the lead. `fits` is a
 * territory or segment the lead is in, `overlaps` one it would be in too, `hint` what speaks for somebody and decides
 * nothing.
 */
export type TriedRule = {
  rule: string;
  result: 'goes_to' | 'no_match' | 'unknown' | 'fits' | 'overlaps' | 'hint' | Check;
  repId: string | null;
  poolId: string | null;
};

/** Who or what decided. */
export type DecidedBy =
  | NamedOwner['by']
  | 'route'
  | 'pool'
  | 'claim'
  | 'batch'
  | 'overflow_manager'
  | 'manager'
  /** Who is away asked a colleague, or is back. */
  | 'cover'
  /** Who passed it on has it again. */
  | 'sent_back'
  | 'nobody';

/** What was known of somebody: what is as usual is left out, and their hours are those of the settings. */
export type KnownRep = Partial<Stated<Omit<RepStatus, 'id' | 'hours'>>>;
type Stated<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Stated<T[K]> } : T;

/** Everything a decision was made from beside the settings, as plain values: made again from it, it is the same. */
export type RoutingInputs = {
  leg: Leg;
  at: string;
  owners: NamedOwner[];
  past: { refused: string[]; had: string[] };
  mayRepeat: boolean;
  isBacklog: boolean;
  isBatch?: true;
  /** What came of rules that ask who the lead is, by route. */
  answers: Record<string, RuleResult>;
  people: Record<string, KnownRep>;
  standings: Record<
    string,
    {
      lags: Record<string, number>;
      owed: Record<string, number>;
      caughtUp: Record<string, number>;
      isCatchingUp: boolean;
    }
  >;
};

/** One routing decision: enough to explain it, and to make it again with the same result. */
export type RoutingRecord = {
  because: string;
  /** Facts the rules asked about; no name, no address, no phone. */
  facts: FactValues;
  rules: TriedRule[];
  /** Of the pool below. */
  candidates: Candidate[];
  /** The other pools that were asked, where one's overflow led to the next. */
  others?: { poolId: string; candidates: Candidate[] }[];
  /** The pool whose turn was taken; where nobody could, the pool that the rules led to. */
  poolId: string | null;
  chosenId: string | null;
  by: DecidedBy;
  /** Checks that spoke against the person whom somebody chose all the same. */
  overridden?: Check[];
  /** Absent in what was decided by a person, or before inputs were kept. */
  inputs?: RoutingInputs;
};

/** A lead's facts for a log that is kept for ever: who it is does not belong there. */
export function withoutIdentity(facts: FactValues): FactValues {
  const kept = { ...facts };
  for (const fact of IDENTITY_FACTS) delete kept[fact];
  return kept;
}

/** Somebody who is there, with nothing on their desk. */
export const AS_USUAL = {
  isReader: true,
  isKnown: true,
  isActive: true,
  awayUntil: null,
  status: null,
  quiet: null,
  misses: 0,
  unanswered: 0,
  uncontacted: 0,
  open: 0,
  today: 0,
  lastOfferedAt: null,
} as const satisfies Omit<RepStatus, 'id' | 'hours'>;

/** What is worth keeping of somebody: whatever is not as usual. */
export function knownOf(of: RepStatus): KnownRep {
  const kept: Record<string, unknown> = {};
  for (const name of USUAL) {
    const value = of[name];
    // Plain JSON is what the row will give back.
    if (value !== AS_USUAL[name]) kept[name] = typeof value === 'object' ? plain(value) : value;
  }
  return kept as KnownRep;
}

// Object.keys forgets that these are all.
const USUAL = Object.keys(AS_USUAL) as (keyof typeof AS_USUAL)[];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Somebody as they were when it was decided. */
export function statusFrom(id: string, hours: RepStatus['hours'], known: KnownRep): RepStatus {
  const { awayUntil = null, status = null, quiet = null, lastOfferedAt = null, ...plain } = known;
  return {
    ...AS_USUAL,
    ...plain,
    id,
    hours,
    awayUntil: instant(awayUntil),
    status: status && { emoji: status.emoji, until: instant(status.until) },
    quiet: quiet && { from: new Date(quiet.from), until: new Date(quiet.until) },
    lastOfferedAt: instant(lastOfferedAt),
  };
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

export const keptStanding = (standing: Standing): RoutingInputs['standings'][string] => ({
  lags: Object.fromEntries(standing.lags),
  owed: Object.fromEntries(standing.owed),
  caughtUp: Object.fromEntries(standing.caughtUp),
  isCatchingUp: standing.isCatchingUp,
});

export const standingFrom = (kept: RoutingInputs['standings'][string]): Standing => ({
  lags: new Map(Object.entries(kept.lags)),
  owed: new Map(Object.entries(kept.owed)),
  caughtUp: new Map(Object.entries(kept.caughtUp)),
  isCatchingUp: kept.isCatchingUp,
});
