import type { Settings } from './settings.ts';

/** What is different in other settings, in words, part by part; nothing where they are the same. */
export function compareSettings(before: Settings, after: Settings): string[] {
  return [
    ...changed('mode', before.mode, after.mode),
    ...parts(before, after, ['workspace', 'channels']),
    ...named('hours', before.hours, after.hours),
    ...named('holidays', before.holidays, after.holidays),
    ...entries('people', before.people, after.people, ({ id }) => id),
    ...entries('pools', before.pools, after.pools, ({ id }) => id),
    ...entries('territories', before.territories, after.territories, ({ id }) => id, 'ordered'),
    ...entries('segments', before.segments, after.segments, ({ id }) => id, 'ordered'),
    ...entries('named accounts', before.named_accounts, after.named_accounts, ({ domain }) => domain),
    ...entries('accounts', before.accounts, after.accounts, ({ from }) => from),
    ...entries('pairs', before.pairs, after.pairs, ({ sdr, ae }) => `${sdr} and ${ae}`, 'ordered'),
    ...entries('routes', before.routes, after.routes, ({ id }) => id, 'ordered'),
    ...parts(before, after, ['free_mail', 'identities', 'availability', 'batch']),
    ...definition(before.mql, after.mql),
    ...parts(before, after, ['temperature']),
    ...entries('sla', before.sla, after.sla, ({ id }) => id, 'ordered'),
    ...changed('sourcing credit', `${before.sourcing_credit}d`, `${after.sourcing_credit}d`),
    ...parts(before, after, ['escalation', 'feedback', 'digests', 'prospects', 'snooze_budget']),
    ...entries('reasons', before.reasons, after.reasons, ({ code }) => code),
    ...entries('sources', before.sources, after.sources, ({ id }) => id),
    ...parts(before, after, ['targets']),
  ];
}

type Group =
  | 'workspace'
  | 'channels'
  | 'free_mail'
  | 'identities'
  | 'availability'
  | 'batch'
  | 'temperature'
  | 'escalation'
  | 'feedback'
  | 'digests'
  | 'prospects'
  | 'snooze_budget'
  | 'targets';

const parts = (before: Settings, after: Settings, names: readonly Group[]): string[] =>
  names.flatMap((name) => {
    const keys = keysChanged(before[name], after[name]);
    return keys.length === 0 ? [] : [`${words(name)}: changed ${listed(keys)}`];
  });

const changed = (name: string, before: string, after: string): string[] =>
  before === after ? [] : [`${name}: ${before} → ${after}`];

function definition(before: Settings['mql'], after: Settings['mql']): string[] {
  const keys = keysChanged(before, after).filter((key) => key !== 'version');
  if (before.version !== after.version) return [`definition: ${before.version} → ${after.version}`];
  return keys.length === 0
    ? []
    : [`definition ${after.version}: changed ${listed(keys)}, under the same version`];
}

const named = (
  part: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
) => entries(part, Object.entries(before), Object.entries(after), ([name]) => name);

/** A list by the names of its entries; `ordered` where the first that fits is taken. */
function entries<Entry extends object>(
  part: string,
  before: readonly Entry[],
  after: readonly Entry[],
  nameOf: (entry: Entry) => string,
  order: 'ordered' | 'unordered' = 'unordered',
): string[] {
  const was = new Map(before.map((entry) => [nameOf(entry), entry]));
  const is = new Map(after.map((entry) => [nameOf(entry), entry]));
  const added = [...is.keys()].filter((name) => !was.has(name));
  const removed = [...was.keys()].filter((name) => !is.has(name));
  const stayed = [...was.keys()].filter((name) => is.has(name));
  const other = stayed.flatMap((name) => {
    const keys = keysChanged(was.get(name) ?? {}, is.get(name) ?? {});
    if (keys.length === 0) return [];
    return [Array.isArray(is.get(name)) ? name : `${name} (${listed(keys)})`];
  });
  const isMoved =
    order === 'ordered' &&
    !same(
      stayed,
      [...is.keys()].filter((name) => was.has(name)),
    );
  const told = [
    ...(added.length === 0 ? [] : [`added ${listed(added)}`]),
    ...(removed.length === 0 ? [] : [`removed ${listed(removed)}`]),
    ...(other.length === 0 ? [] : [`changed ${listed(other)}`]),
    ...(isMoved ? ['in another order'] : []),
  ];
  return told.length === 0 ? [] : [`${part}: ${told.join('; ')}`];
}

function keysChanged(before: object, after: object): string[] {
  const was = new Map<string, unknown>(Object.entries(before));
  const is = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => !same(was.get(key), is.get(key)));
}

/** The order of keys means nothing, that of a list does. */
const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    pairs.map(([key, inner]) => [key, inOrder(inner)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const MOST = 8;

const listed = (names: readonly string[]): string =>
  names.length <= MOST
    ? names.join(', ')
    : `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more`;

const words = (name: string): string => name.replaceAll('_', ' ');
