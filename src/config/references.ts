import { nearest, oneOf, suggest } from '#domain/nearest.ts';
import { OFFICE_HOURS } from '#domain/settings-shapes.ts';
import { findCircles } from './circles.ts';
import { childrenOf, isGroup, type Place, select, textAt, valueAt } from './place.ts';
import { type Finding, formatPath } from './problem.ts';

/** Names in the settings that other settings refer to. */
const NAMED = {
  person: ['people', '*', 'id'],
  pool: ['pools', '*', 'id'],
  territory: ['territories', '*', 'id'],
  segment: ['segments', '*', 'id'],
  source: ['sources', '*', 'id'],
} as const;
type Kind = keyof typeof NAMED | 'set of hours' | 'list of holidays';

const REFERENCES: { kind: Kind; path: string[] }[] = [
  { kind: 'set of hours', path: ['workspace', 'hours'] },
  { kind: 'list of holidays', path: ['workspace', 'holidays', '*'] },
  { kind: 'person', path: ['people', '*', 'manager'] },
  { kind: 'person', path: ['people', '*', 'deputy'] },
  { kind: 'set of hours', path: ['people', '*', 'hours'] },
  { kind: 'list of holidays', path: ['people', '*', 'holidays', '*'] },
  { kind: 'person', path: ['pools', '*', 'members', '*', 'person'] },
  { kind: 'pool', path: ['pools', '*', 'overflow', 'pool'] },
  { kind: 'person', path: ['named_accounts', '*', 'owner'] },
  { kind: 'person', path: ['named_accounts', '*', 'team', '*'] },
  { kind: 'person', path: ['pairs', '*', 'sdr'] },
  { kind: 'person', path: ['pairs', '*', 'ae'] },
  { kind: 'pool', path: ['routes', '*', 'to', 'pool'] },
  { kind: 'person', path: ['routes', '*', 'to', 'person'] },
  { kind: 'pool', path: ['sla', '*', 'ladder', '*', 'pool'] },
  { kind: 'pool', path: ['sla', '*', '*', 'ladder', '*', 'pool'] },
  { kind: 'person', path: ['feedback', 'lead'] },
];

/** What may stand only once, among all the places of one group of paths; `within` limits it to one parent. */
const UNIQUE: { within: string[]; paths: string[][] }[] = [
  { within: [], paths: [['people', '*', 'id']] },
  { within: [], paths: [['people', '*', 'email']] },
  { within: [], paths: [['people', '*', 'slack_id']] },
  { within: [], paths: [['pools', '*', 'id']] },
  { within: ['pools', '*'], paths: [['members', '*', 'person']] },
  { within: ['pools', '*', 'members', '*'], paths: [['days', '*']] },
  { within: [], paths: [['territories', '*', 'id']] },
  { within: [], paths: [['segments', '*', 'id']] },
  {
    within: [],
    paths: [
      ['named_accounts', '*', 'domain'],
      ['named_accounts', '*', 'aliases', '*'],
      ['named_accounts', '*', 'subsidiaries', '*'],
    ],
  },
  { within: [], paths: [['accounts', '*', 'from']] },
  {
    within: ['free_mail'],
    paths: [
      ['also', '*'],
      ['except', '*'],
    ],
  },
  { within: ['identities'], paths: [['placeholders', '*']] },
  { within: ['identities'], paths: [['role_names', '*']] },
  { within: [], paths: [['routes', '*', 'id']] },
  { within: [], paths: [['mql', 'exclusions', '*', 'id']] },
  { within: [], paths: [['mql', 'profiles', '*', 'id']] },
  { within: [], paths: [['mql', 'behaviours', '*', 'id']] },
  { within: [], paths: [['temperature', 'by_behaviour', '*', 'id']] },
  { within: [], paths: [['sla', '*', 'id']] },
  { within: [], paths: [['reasons', '*', 'code']] },
  { within: ['qualification'], paths: [['questions', '*', 'code']] },
  { within: ['qualification'], paths: [['questions', '*', 'words']] },
  { within: ['qualification', 'questions', '*'], paths: [['choices', '*']] },
  { within: ['opportunity'], paths: [['stages', '*', 'code']] },
  // A CRM's word for a step may be its code or its words, but not those of another.
  { within: ['opportunity'], paths: [['stages', '*', 'words']] },
  { within: ['opportunity'], paths: [['stages', '*', 'in_crm', '*']] },
  { within: [], paths: [['sources', '*', 'id']] },
];

/** Names that do not exist, names given twice, managers in a circle, routes to a pool of another leg. */
export function findBrokenReferences(root: Place): Finding[] {
  return [
    ...REFERENCES.flatMap(({ kind, path }) => findUnknown(kind, select(root, path), root)),
    ...UNIQUE.flatMap(({ within, paths }) => select(root, within).flatMap((part) => findTwice(part, paths))),
    ...findManagerCircles(root),
    ...findOwnDeputies(root),
  ];
}

/** Whoever is away cannot stand in for themselves. */
function findOwnDeputies(root: Place): Finding[] {
  return select(root, ['people', '*']).flatMap((person) => {
    const [deputy] = select(person, ['deputy']);
    if (!deputy || deputy.value !== valueAt(person, 'id')) return [];
    return [
      {
        path: deputy.path,
        problem: 'is the person themselves; expected somebody who is there while they are away',
      },
    ];
  });
}

function findUnknown(kind: Kind, uses: Place[], root: Place): Finding[] {
  const names = namesOf(kind, root);
  if (names === null) return [];
  return uses.flatMap(({ path, value }) => {
    if (typeof value !== 'string' || names.includes(value)) return [];
    return [{ path, problem: explainUnknown(kind, value, names) }];
  });
}

/** Says that a name does not exist, and which do. */
export function explainUnknown(kind: string, name: string, names: readonly string[]): string {
  const expected = names.length === 0 ? 'none is defined' : `expected ${oneOf(names)}`;
  return `no ${kind} "${name}"; ${expected}${suggest(name, names)}`;
}

/** The names of one kind; null when they cannot all be read, so that nothing can be said to be missing. */
export function namesOf(kind: Kind, root: Place): string[] | null {
  if (kind === 'set of hours') {
    return isMistyped('hours', root) ? null : keysOf(valueAt(root, 'hours') ?? OFFICE_HOURS);
  }
  if (kind === 'list of holidays') return keysOf(valueAt(root, 'holidays') ?? {});
  const [list, , key] = NAMED[kind];
  if (valueAt(root, list) === undefined) return isMistyped(list, root) ? null : [];
  if (!Array.isArray(valueAt(root, list))) return null;
  const names = select(root, [list, '*']).map((entry) => textAt(entry, key));
  return names.every((name) => name !== null) ? names : null;
}

// A list under a mistyped key is one mistake, told at the key.
const isMistyped = (list: string, root: Place): boolean =>
  (keysOf(root.value) ?? []).some((key) => key !== list && nearest(key, [list]) === list);

const keysOf = (value: unknown): string[] | null => (isGroup(value) ? Object.keys(value) : null);

function findTwice(part: Place, paths: string[][]): Finding[] {
  const seen = new Map<string, Place>();
  const findings: Finding[] = [];
  for (const place of paths.flatMap((path) => select(part, path))) {
    if (typeof place.value !== 'string') continue;
    const name = place.value.toLowerCase();
    const first = seen.get(name);
    if (first) findings.push({ path: place.path, problem: explainTwice(place.value, first) });
    else seen.set(name, place);
  }
  return findings;
}

const explainTwice = (name: string, first: Place): string =>
  `"${name}" is already ${formatPath(first.path)}; expected it only once`;

function findManagerCircles(root: Place): Finding[] {
  const people = childrenOf({ path: ['people'], value: valueAt(root, 'people') });
  const managers = new Map(people.map((person) => [textAt(person, 'id'), textAt(person, 'manager')]));
  const circles = findCircles(managers);
  return people.flatMap((person) => {
    const circle = circles.get(textAt(person, 'id') ?? '');
    if (!circle) return [];
    const round = [...circle, circle[0]].join(' → ');
    const problem = `managers go in a circle (${round}); expected one of them to have none`;
    return [{ path: [...person.path, 'manager'], problem }];
  });
}
