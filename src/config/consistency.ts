import { ACCESS_OF, ACCESS_WORDS, isMirrorSystem } from '#domain/mirror-settings.ts';
import { MIRRORS } from '#domain/mirror-systems.ts';
import { oneOf } from '#domain/nearest.ts';
import { LEGS, type Leg, USUAL_HOURS } from '#domain/settings-shapes.ts';
import { findWrongDomains } from './domains.ts';
import { legOf } from './leg.ts';
import { isGroup, type Place, select, textAt, valueAt } from './place.ts';
import { checkPolicies } from './policies.ts';
import { checkPools } from './pools.ts';
import type { Finding } from './problem.ts';
import { checkSpecialDays } from './special-days.ts';

const STRETCHES = [
  ['escalation', 'quiet_hours'],
  ['prospects', 'decent_hours'],
];

/** Settings that are each well formed and do not work together. */
export function findContradictions(root: Place): Finding[] {
  return [
    ...checkHours(root),
    ...checkSpecialDays(root),
    ...checkPeople(root),
    ...checkPools(root),
    ...select(root, ['named_accounts', '*']).flatMap(checkAccount),
    ...select(root, ['accounts', '*']).flatMap(checkMirror),
    ...findWrongDomains(root),
    ...checkRouteLegs(root),
    ...checkReach(root, 'routes'),
    ...checkReach(root, 'sla'),
    ...checkCatchAll(root),
    ...checkMqlDates(root),
    ...checkPolicies(root),
    ...checkStretches(root),
    ...checkReasons(root),
    ...select(root, ['qualification', 'questions', '*']).flatMap(checkQuestion),
    ...select(root, ['sources', '*']).flatMap(checkSource),
    ...checkForms(root),
    ...checkRevenue(root),
  ];
}

function checkHours(root: Place): Finding[] {
  return [...checkUsualHours(root), ...checkSets(root)];
}

/** A workspace that names no hours has the usual ones; they must not be missing where others are written. */
function checkUsualHours(root: Place): Finding[] {
  const hours = valueAt(root, 'hours');
  const [named] = select(root, ['workspace', 'hours']);
  if (named || !isGroup(hours) || USUAL_HOURS in hours) return [];
  const names = Object.keys(hours);
  return [{ path: ['workspace', 'hours'], problem: `missing; expected ${oneOf(names)}` }];
}

function checkSets(root: Place): Finding[] {
  return select(root, ['hours', '*'])
    .filter(({ value }) => isGroup(value))
    .filter((set) => select(set, ['*', '*']).length === 0)
    .map(({ path }) => ({ path, problem: 'no working time at all; expected at least one day with hours' }));
}

function checkPeople(root: Place): Finding[] {
  const roles = select(root, ['people', '*', 'roles', '*']);
  if (roles.length === 0 || roles.some(({ value }) => value === 'ops')) return [];
  return [
    { path: ['people'], problem: 'nobody has the role ops; expected at least one, who hears of failures' },
  ];
}

const TELLING = ['aliases', 'subsidiaries', 'owner', 'team', 'abm_tier'];

function checkAccount(account: Place): Finding[] {
  if (!isGroup(account.value)) return [];
  const isTelling = ([key, value]: [string, unknown]) =>
    key !== 'domain' && !(Array.isArray(value) && value.length === 0);
  if (Object.entries(account.value).some(isTelling)) return [];
  const problem = `says nothing about this company; expected ${oneOf(TELLING)}`;
  return [{ path: account.path, problem }];
}

/** How a CRM is asked differs from one to the other. */
function checkMirror(mirror: Place): Finding[] {
  const from = valueAt(mirror, 'from');
  if (!isGroup(mirror.value) || !isMirrorSystem(from)) return [];
  const needed = ACCESS_OF[from];
  const missing = needed.filter((name) => valueAt(mirror, name) === undefined);
  const unread = ['token_env', 'client_id_env', 'client_secret_env'].filter(
    (name) => valueAt(mirror, name) !== undefined && !needed.some((other) => other === name),
  );
  return [
    ...missing.map((name) => ({
      path: [...mirror.path, name],
      problem: `missing; expected ${ACCESS_WORDS[name]}, as ${MIRRORS[from]} is asked with it`,
    })),
    ...unread.map((name) => ({
      path: [...mirror.path, name],
      problem: `not read for ${MIRRORS[from]}; expected ${needed.join(', ')}`,
    })),
  ];
}

function checkRouteLegs(root: Place): Finding[] {
  const pools = select(root, ['pools', '*']);
  return select(root, ['routes', '*']).flatMap((route) => {
    const [target] = select(route, ['to', 'pool']);
    const pool = pools.find((candidate) => textAt(candidate, 'id') === target?.value);
    if (!target || !pool || legOf(pool) === legOf(route)) return [];
    const problem = `pool "${target.value}" works on ${legOf(pool)}; expected one for ${legOf(route)}, as this route`;
    return [{ path: target.path, problem }];
  });
}

function isCatchAll(place: Place): boolean {
  const when = valueAt(place, 'when');
  return when === undefined || (isGroup(when) && Object.keys(when).length === 0);
}

// It is passed over while that person cannot take leads.
const leadsToPerson = (route: Place): boolean => select(route, ['to', 'person']).length > 0;

/** The first that fits is taken, so nothing of the same leg can stand behind one that always fits. */
function checkReach(root: Place, list: 'routes' | 'sla'): Finding[] {
  const entries = select(root, [list, '*']);
  return entries.flatMap((entry, index) => {
    const before = entries
      .slice(0, index)
      .find((other) => legOf(other) === legOf(entry) && isCatchAll(other) && !leadsToPerson(other));
    if (!before) return [];
    const name = textAt(before, 'id') ?? list;
    const problem = `never reached: "${name}" above has no \`when\`, so it takes every lead; expected it to stand last`;
    return [{ path: entry.path, problem }];
  });
}

function checkCatchAll(root: Place): Finding[] {
  const policies = select(root, ['sla', '*']);
  if (policies.length === 0) return [];
  const used = new Set([...select(root, ['pools', '*']), ...select(root, ['routes', '*'])].map(legOf));
  return LEGS.filter((leg: Leg) => used.has(leg))
    .filter((leg) => !policies.some((policy) => legOf(policy) === leg && isCatchAll(policy)))
    .map((leg) => ({
      path: ['sla'],
      problem: `no policy holds for every handoff of ${leg}; expected one without \`when\` as its last`,
    }));
}

function checkMqlDates(root: Place): Finding[] {
  const [signed] = select(root, ['mql', 'signed_by', 'on']);
  const [review] = select(root, ['mql', 'review_by']);
  if (typeof signed?.value !== 'string' || typeof review?.value !== 'string') return [];
  if (review.value > signed.value) return [];
  return [
    {
      path: review.path,
      problem: `expected a date after it was signed (${signed.value}), got "${review.value}"`,
    },
  ];
}

/** Two times of day that are the same leave nothing between them, or nothing else. */
function checkStretches(root: Place): Finding[] {
  return STRETCHES.flatMap((path) => select(root, path)).flatMap(({ path, value }) => {
    const [from, to] = typeof value === 'string' ? value.split('-') : [];
    if (to === undefined || from !== to) return [];
    return [{ path, problem: `expected two different times of day, got "${value}"` }];
  });
}

function checkReasons(root: Place): Finding[] {
  const reasons = select(root, ['reasons', '*']);
  const canReject = reasons.some((reason) => {
    const uses = valueAt(reason, 'offered_for');
    return uses === undefined || (Array.isArray(uses) && uses.includes('reject'));
  });
  if (reasons.length === 0 || canReject) return [];
  return [
    {
      path: ['reasons'],
      problem: 'no reason can be chosen for a rejection; expected one offered_for reject',
    },
  ];
}

/** A choice needs what can be chosen, and nothing else has any use for it. */
function checkQuestion(question: Place): Finding[] {
  const isChoice = valueAt(question, 'kind') === 'choice';
  const hasChoices = valueAt(question, 'choices') !== undefined;
  if (!isGroup(question.value) || isChoice === hasChoices) return [];
  const path = [...question.path, 'choices'];
  return isChoice
    ? [{ path, problem: 'missing; expected what can be chosen, as the kind is choice' }]
    : [{ path, problem: 'only read with `kind: choice`' }];
}

function checkSource(source: Place): Finding[] {
  if (!isGroup(source.value)) return [];
  const format = valueAt(source, 'format') ?? 'canonical';
  const mapping = ['items', 'map'].filter((key) => valueAt(source, key) !== undefined);
  const findings: Finding[] = [];
  if (valueAt(source, 'auth') === undefined) {
    findings.push({
      path: [...source.path, 'auth'],
      problem:
        'missing; expected how its deliveries are checked, or `auth: none` to let anybody send leads on purpose',
    });
  }
  if (format === 'mapped' && !mapping.includes('map')) {
    findings.push({
      path: [...source.path, 'map'],
      problem: 'missing; expected where each part of the lead is found, as the format is mapped',
    });
  }
  const [authority] = select(source, ['authority_for']);
  if (authority && Array.isArray(authority.value) && authority.value.length > 0) {
    if (valueAt(source, 'auth') === 'none') {
      const problem = 'anybody could give consent back; expected an `auth` that proves who sent it';
      findings.push({ path: authority.path, problem });
    }
    const map = valueAt(source, 'map');
    const isSaidByMap = format === 'mapped' && isGroup(map);
    const unsaid = authority.value.filter((one) => isSaidByMap && !(`consent.${one}` in map));
    if (unsaid.length > 0) {
      const problem = `nothing here says so; expected ${unsaid.map((one) => `\`consent.${one}\``).join(' and ')} in \`map\``;
      findings.push({ path: authority.path, problem });
    }
  }
  if (format !== 'mapped') {
    const problem = 'only read with `format: mapped`';
    // Over a tool's own format a map may say more.
    const unread = mapping.filter((key) => key === 'items' || format === 'canonical');
    findings.push(...unread.map((key) => ({ path: [...source.path, key], problem })));
  }
  return findings;
}

/** What a page is answered is for everybody to see, and anybody may send what a page does. */
function checkForms(root: Place): Finding[] {
  const forms = select(root, ['sources', '*', 'qualify']);
  if (forms.length === 0) return [];
  const trusting = select(root, ['sources', '*'])
    .filter((source) => select(source, ['qualify']).length > 0)
    .flatMap((source) => select(source, ['qualified_by_sender']))
    .filter(({ value }) => value === true)
    .map(({ path }) => ({
      path,
      problem: 'anybody could qualify themselves by `qualify`; expected false, or no `qualify`',
    }));
  const links = [
    ...select(root, ['people', '*', 'booking_url']),
    ...select(root, ['pools', '*', 'booking_url']),
  ];
  if (links.length > 0) return trusting;
  const problem = 'nobody has a calendar to send a visitor to; expected `booking_url` of people or pools';
  return [...trusting, ...forms.map(({ path }) => ({ path, problem }))];
}

/** Of one period and currency there is one target: two would be added up by some, and not by others. */
function checkRevenue(root: Place): Finding[] {
  const seen = new Set<string>();
  return select(root, ['targets', 'revenue', '*']).flatMap((target) => {
    const [period, currency] = [textAt(target, 'period'), textAt(target, 'currency')];
    const key = `${period} in ${currency}`;
    if (period === null || currency === null || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      { path: target.path, problem: `a second target for ${key}; expected one, with the whole amount` },
    ];
  });
}
