import { expect, test } from 'vitest';
import { doctor } from '#blocks/doctor.ts';
import { reloaded } from '#blocks/reload.ts';
import type { Finding } from '#domain/doctor/findings.ts';

const finding = (no: number, severity: Finding['severity'] = 'risk'): Finding => ({
  severity,
  where: `route r${no}`,
  what: 'never reached: all above takes every lead that fits it',
  advice: 'Put it above all, or take it out.',
});

test('what is broken stands first, each with what to do', () => {
  expect(doctor([finding(1, 'note'), finding(2, 'broken')], 'abc').text).toBe(
    `What a lead would run into with settings version abc:
Broken: leads are lost or delayed (1)
• route r2: never reached: all above takes every lead that fits it
   Put it above all, or take it out.
Notes: worth knowing (1)
• route r1: never reached: all above takes every lead that fits it
   Put it above all, or take it out.`,
  );
});

test('a long list is cut with a count', () => {
  const { text, blocks } = doctor(
    Array.from({ length: 40 }, (_, no) => finding(no)),
    'abc',
  );
  expect(text).toContain('Risks: leads may go wrong (40)');
  expect(text).toContain('… and 28 more. All of them: npm run handoff -- doctor');
  expect(blocks.length).toBeLessThan(10);
});

test('when nothing is wrong, that is said', () => {
  expect(doctor([], 'abc').text).toBe(
    'All is well: every rule can be reached, and somebody is there for every lead. Settings version abc.',
  );
});

test('a wrong file is refused with the first of what is wrong', () => {
  const problems = Array.from({ length: 7 }, (_, no) => ({
    path: `people[${no}].manager`,
    line: no + 3,
    problem: 'no person "miaa"; expected mia; did you mean "mia"?',
  }));
  expect(reloaded({ type: 'refused', version: 'abc', problems: problems.slice(0, 1) }).text).toBe(
    `The settings file is not right, so nothing was changed: settings version abc goes on.
• line 3, people[0].manager: no person "miaa"; expected mia; did you mean "mia"?`,
  );
  expect(reloaded({ type: 'refused', version: 'abc', problems }).text).toMatch(
    /people\[4\].*\n… and 2 more\. Everything that is wrong: npm run handoff -- check$/,
  );
});

test('a process without a file says so', () => {
  expect(reloaded({ type: 'no_file' }).text).toBe(
    'This app was started without a settings file, so there is none to read again.',
  );
});
