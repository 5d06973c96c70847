import { FACT_KINDS, FACTS, type Fact } from '../facts.ts';
import { oneOf, suggest } from '../nearest.ts';
import type { MqlDefinition, Settings } from '../settings.ts';
import type { Conditions, Test } from '../settings-shapes.ts';

/**
 * A change of the definition in a line, for a quick question: `employees >= 50`, `country in DE, AT`,
 * `title includes intern`, `industry != Education`, or a rule to drop, `profile:mid-market`. Rules name facts as the settings
 * do; a place in the lead before it, as in `account.employees`, is allowed.
 */
export type QuickChange =
  | { do: 'require'; text: string }
  | { do: 'exclude'; text: string }
  | { do: 'drop'; text: string };

export type Changed = { ok: true; settings: Settings; words: string[] } | { ok: false; problem: string };

const EXPECTED =
  'expected a rule such as "employees >= 50", "country in DE, AT", "industry != Education" or "title includes intern"';
const SIGNS = ['>=', '<=', '!=', '>', '<', '='] as const;
const WORDS = ['not in', 'in', 'includes', 'is not', 'is'] as const;
type Sign = (typeof SIGNS)[number] | (typeof WORDS)[number];
type Rule = { fact: Fact; sign: Sign; values: (string | number | boolean)[] };
type Reading<T> = { ok: true; value: T } | { ok: false; problem: string };

const wrong = (problem: string) => ({ ok: false, problem }) as const;

/** The settings with these changes, and the changes in words; the first that cannot be meant is said. */
export function withQuickChanges(settings: Settings, changes: readonly QuickChange[]): Changed {
  let mql = settings.mql;
  const words: string[] = [];
  for (const change of changes) {
    const changed = change.do === 'drop' ? dropped(mql, change.text) : excluded(mql, change);
    if (!changed.ok) return wrong(`${change.do} ${change.text}: ${changed.problem}`);
    mql = changed.value;
    words.push(`${change.do} ${change.text.trim()}`);
  }
  return { ok: true, settings: { ...settings, mql }, words };
}

/** What is required keeps out whoever is known to be otherwise: of whom nobody knows it, it asks nothing. */
function excluded(
  mql: MqlDefinition,
  { do: what, text }: Exclude<QuickChange, { do: 'drop' }>,
): Reading<MqlDefinition> {
  const rule = readRule(text);
  if (!rule.ok) return rule;
  const test = what === 'exclude' ? testOf(rule.value) : contraryOf(rule.value);
  if (!test.ok) return test;
  const taken = new Set(mql.exclusions.map(({ id }) => id));
  const when: Conditions = { [rule.value.fact]: test.value };
  const exclusion = { id: freeId(rule.value.fact.replaceAll('_', '-'), taken), when };
  return { ok: true, value: { ...mql, exclusions: [...mql.exclusions, exclusion] } };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let no = 1; ; no += 1) {
    const id = no === 1 ? wanted : `${wanted}-${no}`;
    if (!taken.has(id)) return id;
  }
}

const LISTS = { profile: 'profiles', exclusion: 'exclusions', behaviour: 'behaviours' } as const;

function dropped(mql: MqlDefinition, text: string): Reading<MqlDefinition> {
  const kinds = Object.keys(LISTS) as (keyof typeof LISTS)[]; // its own keys
  const [, name, id = ''] = /^\s*(\w+)\s*:\s*(.*?)\s*$/.exec(text) ?? [];
  const kind = kinds.find((one) => one === name);
  if (!kind) return wrong(`expected ${kinds.map((one) => `${one}:<id>`).join(', ')}`);
  const list: readonly { id: string }[] = mql[LISTS[kind]];
  const ids = list.map((one) => one.id);
  if (ids.length === 0) return wrong(`the definition has no ${LISTS[kind]}`);
  if (!ids.includes(id)) return wrong(`no ${kind} "${id}"${suggest(id, ids)}; expected ${oneOf(ids)}`);
  if (kind !== 'exclusion' && ids.length === 1)
    return wrong(`it is the only ${kind}: nobody would be qualified`);
  return { ok: true, value: { ...mql, [LISTS[kind]]: list.filter((one) => one.id !== id) } };
}

function readRule(text: string): Reading<Rule> {
  const [, place = '', signs = '', rest = ''] =
    /^\s*([a-z_.]+)\s*(>=|<=|!=|>|<|=|\bnot in\b|\bin\b|\bincludes\b|\bis not\b|\bis\b)\s*(.*?)\s*$/is.exec(
      text,
    ) ?? [];
  if (place === '') return wrong(EXPECTED);
  const name = place
    .toLowerCase()
    .replace(/^(account|person|lead)\./, '')
    .replace(/^campaign\.name$/, 'campaign');
  const fact = FACTS.find((one) => one === name);
  if (!fact) return wrong(`no fact "${place}"${suggest(name, FACTS)}; expected ${oneOf(FACTS)}`);
  const sign = [...SIGNS, ...WORDS].find((one) => one === signs.toLowerCase());
  if (!sign) return wrong(EXPECTED);
  const values = valuesOf(fact, rest.split(',').map(unquoted).filter(Boolean));
  return values.ok ? checked({ fact, sign, values: values.value }) : values;
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2');

function valuesOf(fact: Fact, texts: readonly string[]): Reading<Rule['values']> {
  if (texts.length === 0) return wrong('expected a value after it');
  switch (FACT_KINDS[fact]) {
    case 'number': {
      const numbers = texts.map((text) => Number(text.replaceAll('_', '')));
      const at = numbers.findIndex((number) => !Number.isFinite(number));
      return at === -1 ? { ok: true, value: numbers } : wrong(`expected a number, got "${texts[at]}"`);
    }
    case 'yes_or_no': {
      const told = texts.map((text) => YES_OR_NO[text.toLowerCase()]);
      const at = told.indexOf(undefined);
      if (at !== -1) return wrong(`expected yes or no, got "${texts[at]}"`);
      return { ok: true, value: told.filter((one) => one !== undefined) };
    }
    case 'text':
    case 'texts':
      return { ok: true, value: [...texts] };
  }
}

const YES_OR_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

/** Whether a fact of this kind can be asked so. */
function checked(rule: Rule): Reading<Rule> {
  const { fact, sign, values } = rule;
  const isCompared = ['>=', '<=', '>', '<'].includes(sign);
  const isNumber = FACT_KINDS[fact] === 'number';
  if (isCompared && !isNumber) return wrong(`${fact} is no number; ${EXPECTED}`);
  if (isCompared && values.length > 1) return wrong('expected one number after it');
  if (sign === 'includes' && (isNumber || FACT_KINDS[fact] === 'yes_or_no'))
    return wrong(`${fact} is no text; ${EXPECTED}`);
  return { ok: true, value: rule };
}

function testOf({ fact, sign, values }: Rule): Reading<Test> {
  const bound = Number(values[0]);
  switch (sign) {
    case '>=':
      return { ok: true, value: { min: bound } };
    case '>':
      return { ok: true, value: { min: bound + stepOf(fact) } };
    case '<=':
      return { ok: true, value: { max: bound } };
    case '<':
      return { ok: true, value: { max: bound - stepOf(fact) } };
    case '=':
    case 'is':
    case 'in':
      return { ok: true, value: values };
    case '!=':
    case 'is not':
    case 'not in':
      return { ok: true, value: { none_of: values } };
    case 'includes':
      return { ok: true, value: { includes: values.map(String) } };
  }
}

const CONTRARY = {
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '=': '!=',
  is: '!=',
  in: '!=',
  '!=': '=',
  'is not': '=',
  'not in': '=',
} as const satisfies Record<Exclude<Sign, 'includes'>, Sign>;

function contraryOf(rule: Rule): Reading<Test> {
  if (rule.sign === 'includes')
    return wrong('what must include words cannot be required here: change a profile, or use exclude');
  return testOf({ ...rule, sign: CONTRARY[rule.sign] });
}

/** Companies have whole people; money and scores have hundredths. */
const stepOf = (fact: Fact): number => (fact === 'employees' ? 1 : 0.01);
