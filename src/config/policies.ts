import { oneOf, suggest } from '#domain/nearest.ts';
import { type Delay, parseDelay } from '#domain/settings-shapes.ts';
import type { LadderStep } from '#domain/sla-settings.ts';
import { legOf } from './leg.ts';
import { isGroup, type Place, select, textAt, valueAt } from './place.ts';
import type { Finding } from './problem.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const LONGEST_STEP = 30 * DAY;
/** The reason that is proposed where a policy names none. */
const USUAL_REASON = 'unresponsive';

type Ladder = { clock: string; path: string[]; useless: LadderStep[]; because: string };
const anyStep = (clock: string, path: string[]): Ladder => ({ clock, path, useless: [], because: '' });
const afterAcceptance = (clock: string): Ladder => ({
  clock,
  path: [clock, 'ladder'],
  useless: ['offer_next', 'offer_claim'],
  because: 'whoever accepted the lead is in touch with it already',
});
/** Every clock's ladder, with what can do nothing there. */
const LADDERS: Ladder[] = [
  anyStep('accept', ['ladder']),
  anyStep('response', ['response', 'ladder']),
  anyStep('first_email', ['first_email', 'ladder']),
  anyStep('first_call', ['first_call', 'ladder']),
  afterAcceptance('follow_up'),
  afterAcceptance('outcome'),
  afterAcceptance('qualify'),
  {
    clock: 'unassigned',
    path: ['unassigned', 'ladder'],
    useless: ['remind', 'offer_next'],
    because: 'nobody has the lead while it waits',
  },
];

/** SLA policies whose parts do not work together, or with the pools and reasons there are. */
export function checkPolicies(root: Place): Finding[] {
  return select(root, ['sla', '*']).flatMap((policy) => [
    ...LADDERS.flatMap(({ clock, path }) => checkOrder(policy, clock, path)),
    ...LADDERS.flatMap((ladder) => checkSteps(policy, ladder)),
    ...checkClaims(policy, root),
    ...checkProposal(policy, root),
    ...checkSnooze(policy),
  ]);
}

/** Both in one unit, as far as that is possible: a business day is taken for the day it at least lasts. */
function roughMinutes(text: unknown): number | null {
  const delay = delayFrom(text);
  if (delay === null) return null;
  if (delay.unit === 'next_morning') return DAY;
  return delay.unit === 'minutes' ? delay.amount : delay.amount * DAY;
}

function delayFrom(text: unknown): Delay | null {
  return typeof text === 'string' && /^(\d+(m|h|d|bd)|next_morning)$/.test(text) ? parseDelay(text) : null;
}

function checkOrder(policy: Place, clock: string, ladder: string[]): Finding[] {
  const [within] = select(policy, [clock, 'within']);
  const length = roughMinutes(within?.value);
  let latest = 0;
  return select(policy, [...ladder, '*', 'at']).flatMap(({ path, value }) => {
    const at = stepMinutes(value, length);
    if (at === null) return [];
    if (at > LONGEST_STEP)
      return [{ path, problem: `expected at most 30 days after the clock starts, got "${value}"` }];
    if (at < latest)
      return [{ path, problem: `"${value}" is earlier than the step above; expected steps in order` }];
    latest = at;
    return [];
  });
}

function stepMinutes(at: unknown, length: number | null): number | null {
  if (typeof at !== 'string' || !/^\d+%$/.test(at)) return roughMinutes(at);
  return length === null ? null : (length * Number.parseInt(at, 10)) / 100;
}

function checkSteps(policy: Place, { clock, path, useless, because }: Ladder): Finding[] {
  return select(policy, [...path, '*', 'do'])
    .filter(({ value }) => useless.some((step) => step === value))
    .map((step) => ({
      path: step.path,
      problem: `${step.value} does nothing on the ladder of ${clock}: ${because}; expected another step`,
    }));
}

/** What is laid down for whoever comes first lies in a channel, with people who do that work. */
function checkClaims(policy: Place, root: Place): Finding[] {
  const pools = select(root, ['pools', '*']);
  return LADDERS.flatMap(({ path }) => select(policy, [...path, '*', 'pool'])).flatMap((named) => {
    const pool = pools.find((candidate) => textAt(candidate, 'id') === named.value);
    if (!pool) return [];
    const mode = valueAt(pool, 'mode') ?? 'round_robin';
    if (mode !== 'claim') {
      const claims = pools.filter(
        (other) => textAt(other, 'mode') === 'claim' && legOf(other) === legOf(policy),
      );
      const names = claims.flatMap((other) => textAt(other, 'id') ?? []);
      const expected = names.length === 0 ? 'expected a pool of mode claim' : `expected ${oneOf(names)}`;
      return [{ path: named.path, problem: `pool "${named.value}" is of mode ${mode}; ${expected}` }];
    }
    if (legOf(pool) === legOf(policy)) return [];
    const problem = `pool "${named.value}" works on ${legOf(pool)}; expected one for ${legOf(policy)}, as this policy`;
    return [{ path: named.path, problem }];
  });
}

/** What is proposed after the last try is a reason to recycle. */
function checkProposal(policy: Place, root: Place): Finding[] {
  const [followUp] = select(policy, ['follow_up']);
  if (!followUp || !isGroup(followUp.value)) return [];
  const code = valueAt(followUp, 'reason') ?? USUAL_REASON;
  const codes = select(root, ['reasons', '*'])
    .filter((reason) => select(reason, ['offered_for', '*']).some(({ value }) => value === 'recycle'))
    .flatMap((reason) => textAt(reason, 'code') ?? []);
  if (typeof code !== 'string' || codes.includes(code)) return [];
  const expected =
    codes.length === 0
      ? 'expected one with `offered_for: [recycle]`, and there is none'
      : `expected ${oneOf(codes)}${suggest(code, codes)}`;
  return [{ path: [...followUp.path, 'reason'], problem: `"${code}" is no reason to recycle; ${expected}` }];
}

function checkSnooze(policy: Place): Finding[] {
  const [limit] = select(policy, ['snooze', 'limit']);
  const most = roughMinutes(limit?.value);
  if (most === null) return [];
  return select(policy, ['snooze', 'choices', '*'])
    .filter(({ value }) => (roughMinutes(value) ?? 0) > most)
    .map(({ path, value }) => ({
      path,
      problem: `expected at most the limit (${limit?.value}), got "${value}"`,
    }));
}
