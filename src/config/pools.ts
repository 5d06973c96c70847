import { nearest, oneOf, suggest } from '#domain/nearest.ts';
import { findCircles } from './circles.ts';
import { legOf } from './leg.ts';
import { isGroup, type Place, select, textAt, valueAt } from './place.ts';
import type { Finding } from './problem.ts';

/** Pools that nobody is in, that lead nowhere, or whose parts contradict each other. */
export function checkPools(root: Place): Finding[] {
  const pools = select(root, ['pools', '*']).filter(({ value }) => isGroup(value));
  return [
    ...pools.flatMap(checkMembers),
    ...checkTeams(root),
    ...pools.flatMap((pool) => checkOverflowLeg(pool, pools)),
    ...findOverflowCircles(pools),
    ...pools.filter((pool) => textAt(pool, 'mode') === 'claim').flatMap(checkClaim),
  ];
}

const WAYS_IN = ['members', 'team', 'user_group'];

// Whether a user group has anybody in it is for Slack to say, while the app runs.
function checkMembers(pool: Place): Finding[] {
  const isFilled = WAYS_IN.some((key) => {
    const value = valueAt(pool, key);
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  // A mistyped key is told where it stands.
  const written = isGroup(pool.value) ? Object.keys(pool.value) : [];
  if (isFilled || written.some((key) => !WAYS_IN.includes(key) && nearest(key, WAYS_IN) !== null)) return [];
  const problem = 'nobody is in this pool; expected members, a team or a user_group';
  return [{ path: [...pool.path, 'members'], problem }];
}

function checkTeams(root: Place): Finding[] {
  const teams = [...new Set(select(root, ['people', '*', 'team']).map(({ value }) => String(value)))];
  return select(root, ['pools', '*', 'team']).flatMap(({ path, value }) => {
    if (typeof value !== 'string' || teams.includes(value)) return [];
    const expected =
      teams.length === 0
        ? 'expected people with `team: …`'
        : `expected ${oneOf(teams)}${suggest(value, teams)}`;
    return [{ path, problem: `nobody is in the team "${value}"; ${expected}` }];
  });
}

function checkOverflowLeg(pool: Place, pools: Place[]): Finding[] {
  const [next] = select(pool, ['overflow', 'pool']);
  const target = pools.find((candidate) => textAt(candidate, 'id') === next?.value);
  if (!next || !target || legOf(target) === legOf(pool)) return [];
  const problem = `pool "${next.value}" works on ${legOf(target)}; expected one for ${legOf(pool)}, as this pool`;
  return [{ path: next.path, problem }];
}

function findOverflowCircles(pools: Place[]): Finding[] {
  const next = new Map(pools.map((pool) => [textAt(pool, 'id'), overflowPool(pool)]));
  const circles = findCircles(next);
  return pools.flatMap((pool) => {
    const start = textAt(pool, 'id');
    const circle = circles.get(start ?? '');
    if (!circle) return [];
    const path = [...pool.path, 'overflow', 'pool'];
    const round = [...circle, start].join(' → ');
    const problem =
      circle.length === 1
        ? 'a pool cannot overflow into itself; expected another pool, hold or manager'
        : `pools overflow in a circle (${round}); expected one of them to hold`;
    return [{ path, problem }];
  });
}

function overflowPool(pool: Place): string | null {
  const [next] = select(pool, ['overflow', 'pool']);
  return typeof next?.value === 'string' ? next.value : null;
}

/** A claim pool offers to nobody: it has a channel, and neither turns nor anything to overflow. */
function checkClaim(pool: Place): Finding[] {
  const findings: Finding[] = [];
  const channel = valueAt(pool, 'deliver_to');
  if (channel === undefined || channel === 'dm') {
    findings.push({
      path: [...pool.path, 'deliver_to'],
      problem: `${channel === undefined ? 'missing; ' : ''}leads are claimed in a channel; expected its id, such as C0123ABCD`,
    });
  }
  const overflow = valueAt(pool, 'overflow');
  if (overflow !== undefined && overflow !== 'hold') {
    findings.push({
      path: [...pool.path, 'overflow'],
      problem: 'a lead to be claimed lies in its channel until somebody takes it; expected hold, or nothing',
    });
  }
  const catchUp = valueAt(pool, 'catch_up_per_day');
  if (typeof catchUp === 'number' && catchUp > 0) {
    findings.push({
      path: [...pool.path, 'catch_up_per_day'],
      problem: 'what is claimed is nobody’s turn, so there is none to catch up with; expected 0, or nothing',
    });
  }
  return findings;
}
