import { expect, test } from 'vitest';
import { changed, problemsIn } from './smallest.ts';

const profile = (when: string): string => changed('{ employees: { min: 10 } }', when);

test('a test of the wrong kind for its fact is told', () => {
  const when =
    '{ country: { min: 3 }, employees: "50-200", existing_customer: "no", score: { includes: [high] }, title: true }';
  expect(problemsIn(profile(when))).toEqual([
    {
      path: 'mql.profiles[0].when.country',
      line: 16,
      problem:
        'country is a text fact; expected a text, a list of texts, {includes: [words]} or {none_of: [texts]}',
    },
    {
      path: 'mql.profiles[0].when.employees',
      line: 16,
      problem:
        'employees is a number fact; expected a number, a list of numbers, {min, max} or {none_of: [numbers]}',
    },
    {
      path: 'mql.profiles[0].when.existing_customer',
      line: 16,
      problem: 'existing_customer is a yes-or-no fact; expected true or false',
    },
    {
      path: 'mql.profiles[0].when.score',
      line: 16,
      problem:
        'score is a number fact; expected a number, a list of numbers, {min, max} or {none_of: [numbers]}',
    },
    {
      path: 'mql.profiles[0].when.title',
      line: 16,
      problem:
        'title is a text fact; expected a text, a list of texts, {includes: [words]} or {none_of: [texts]}',
    },
  ]);
});

test('a value that a fact never has is told', () => {
  const when = '{ source: webstie, temperature: [hot, wram], territory: { none_of: [dach] } }';
  expect(problemsIn(profile(when))).toEqual([
    {
      path: 'mql.profiles[0].when.source',
      line: 16,
      problem: 'no source "webstie"; expected one of website, Website; did you mean "website"?',
    },
    {
      path: 'mql.profiles[0].when.temperature[1]',
      line: 16,
      problem: 'no temperature "wram"; expected one of hot, warm, cold; did you mean "warm"?',
    },
    {
      path: 'mql.profiles[0].when.territory.none_of[0]',
      line: 16,
      problem: 'no territory "dach"; none is defined',
    },
  ]);
});

test('a source may be named as people see it, and in any case', () => {
  expect(problemsIn(profile('{ source: [WEBSITE], campaign: 2026 }'))).toEqual([]);
});

test('a range whose ends are the wrong way round is told', () => {
  expect(problemsIn(profile('{ employees: { min: 500, max: 50 } }'))).toEqual([
    {
      path: 'mql.profiles[0].when.employees',
      line: 16,
      problem: 'expected min, max or both, min not above max, got a group with min, max',
    },
  ]);
});

test('two forms of test in one are told', () => {
  const when = '{ employees: { min: 5, none_of: [7] }, title: { max: 2, includes: head } }';
  expect(problemsIn(profile(when))).toEqual([
    {
      path: 'mql.profiles[0].when.employees',
      line: 16,
      problem:
        'expected a value, a list of values, {min, max}, {includes: [words]} or {none_of: [values]}, got a group with min, none_of',
    },
    {
      path: 'mql.profiles[0].when.title.includes',
      line: 16,
      problem: 'belongs to another form; expected only the keys of one',
    },
    {
      path: 'mql.profiles[0].when.title',
      line: 16,
      problem:
        'title is a text fact; expected a text, a list of texts, {includes: [words]} or {none_of: [texts]}',
    },
  ]);
});

test('an exclusion without conditions would exclude everybody, and is told', () => {
  expect(problemsIn(changed('profiles:', 'exclusions: [{ id: all, when: {} }]\n  profiles:'))).toEqual([
    {
      path: 'mql.exclusions[0].when',
      line: 16,
      problem: 'an empty group holds for every lead; expected at least one condition',
    },
  ]);
});

test('a territory defined by a territory is told', () => {
  const text = changed('routes:', 'territories: [{ id: dach, when: { territory: dach } }]\nroutes:');
  expect(problemsIn(text)).toEqual([
    {
      path: 'territories[0].when.territory',
      line: 10,
      problem: 'a territory cannot be defined by a territory; expected another fact, such as country',
    },
  ]);
});

test('a territory that asks for a segment, and a segment for itself, are told; a segment may ask for a territory', () => {
  const text = changed(
    'routes:',
    'territories: [{ id: dach, when: { segment: big } }]\nsegments:\n  - { id: big, when: { segment: big } }\n  - { id: south, when: { territory: dach } }\nroutes:',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'territories[0].when.segment',
      line: 10,
      problem: 'a territory cannot be defined by a segment; expected another fact, such as country',
    },
    {
      path: 'segments[0].when.segment',
      line: 12,
      problem: 'a segment cannot be defined by a segment; expected another fact, such as country',
    },
  ]);
});

test('a segment that does not exist is told', () => {
  const text = changed(
    'routes:',
    'segments: [{ id: mid-market, when: { employees: { min: 50 } } }]\nroutes:',
  );
  expect(problemsIn(text.replace('{ employees: { min: 10 } }', '{ segment: midmarket }'))).toEqual([
    {
      path: 'mql.profiles[0].when.segment',
      line: 17,
      problem: 'no segment "midmarket"; expected mid-market; did you mean "mid-market"?',
    },
  ]);
});

test('skills are conditions, and may not ask who a lead is', () => {
  expect(
    problemsIn(changed('roles: [sdr],', 'roles: [sdr], skills: { employees: many, language: de },')),
  ).toEqual([
    {
      path: 'people[0].skills.employees',
      line: 6,
      problem:
        'employees is a number fact; expected a number, a list of numbers, {min, max} or {none_of: [numbers]}',
    },
  ]);
  const [problem] = problemsIn(changed('roles: [sdr],', 'roles: [sdr], skills: { company: Globex },'));
  expect(problem).toMatchObject({ path: 'people[0].skills.company', line: 6 });
});
