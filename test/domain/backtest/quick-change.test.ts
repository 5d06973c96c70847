import { expect, test } from 'vitest';
import { type QuickChange, withQuickChanges } from '#domain/backtest/quick-change.ts';
import { make } from '../make.ts';

const settings = make.settings();
const changed = (...changes: QuickChange[]) => withQuickChanges(settings, changes);
const require = (text: string) => changed({ do: 'require', text });
const exclude = (text: string) => changed({ do: 'exclude', text });
const added = (text: string, as: 'require' | 'exclude' = 'require') => {
  const result = changed({ do: as, text });
  return result.ok ? result.settings.mql.exclusions.at(-1)?.when : result.problem;
};

test.for<[string, object]>([
  ['employees >= 50', { employees: { max: 49 } }],
  ['account.employees>=50', { employees: { max: 49 } }],
  ['employees > 50', { employees: { max: 50 } }],
  ['employees < 1_000', { employees: { min: 1000 } }],
  ['revenue >= 1000000', { revenue: { max: 999_999.99 } }],
  ['country in DE, AT', { country: { none_of: ['DE', 'AT'] } }],
  ['country not in US', { country: ['US'] }],
  ['industry != "Higher Education"', { industry: ['Higher Education'] }],
  ['person.title is CEO', { title: { none_of: ['CEO'] } }],
  ['existing_customer = no', { existing_customer: { none_of: [false] } }],
])('%s keeps out whoever is known to be otherwise', ([text, when]) => {
  expect(added(text)).toEqual(when);
});

test.for<[string, object]>([
  ['title includes intern, student', { title: { includes: ['intern', 'student'] } }],
  ['employees < 10', { employees: { max: 9 } }],
  ['campaign.name = Spring fair', { campaign: ['Spring fair'] }],
])('%s keeps out whoever is so', ([text, when]) => {
  expect(added(text, 'exclude')).toEqual(when);
});

test.for<[string, string]>([
  ['employes >= 50', 'did you mean "employees"'],
  ['employees >= many', 'expected a number, got "many"'],
  ['employees >=', 'expected a value'],
  ['country >= 5', 'country is no number'],
  ['title includes boss', 'cannot be required'],
  ['churned = maybe', 'expected yes or no'],
  ['fifty', 'expected a rule such as'],
])('%s is refused in words', ([text, problem]) => {
  const result = require(text);
  expect(result.ok ? '' : result.problem).toContain(problem);
});

test('several changes have names of their own', () => {
  const result = withQuickChanges(settings, [
    { do: 'exclude', text: 'employees < 10' },
    { do: 'exclude', text: 'employees > 5000' },
  ]);
  const ids = result.ok ? result.settings.mql.exclusions.map(({ id }) => id).slice(-2) : [];
  expect(ids).toEqual(['employees', 'employees-2']);
  expect(exclude('employees < 10').ok).toBe(true);
});

test('a rule is dropped by its name, and never the only one', () => {
  const profile = settings.mql.profiles[0]?.id ?? '';
  const drop = (text: string) => changed({ do: 'drop', text });
  const wrong = drop('profile:nobody');
  expect(wrong.ok ? '' : wrong.problem).toContain('no profile "nobody"');
  const shape = drop(profile);
  expect(shape.ok ? '' : shape.problem).toContain('expected profile:<id>');
  const last = withQuickChanges(
    { ...settings, mql: { ...settings.mql, profiles: settings.mql.profiles.slice(0, 1) } },
    [{ do: 'drop', text: `profile:${profile}` }],
  );
  expect(last.ok ? '' : last.problem).toContain('the only profile');
  const one = { ...settings.mql, exclusions: [{ id: 'students', when: { title: 'Student' } }] };
  const dropped = withQuickChanges({ ...settings, mql: one }, [{ do: 'drop', text: 'exclusion:students' }]);
  expect(dropped.ok && dropped.settings.mql.exclusions).toEqual([]);
});
