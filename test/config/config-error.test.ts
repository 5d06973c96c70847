import { expect, test } from 'vitest';
import { ConfigError } from '#src/config/config-error.ts';

test('one message lists everything that is wrong, by where it is set', () => {
  const port = { path: 'PORT', line: null, problem: 'expected a whole number from 0 to 65535, got "x"' };
  const name = { path: 'people[0].nmae', line: 6, problem: 'unknown key; did you mean "name"?' };
  const pool = { path: 'routes[0].to.pool', line: 11, problem: 'no pool "ea"; expected ae' };
  const error = new ConfigError([
    { where: 'environment', problems: [port] },
    { where: 'handoff.yaml', problems: [name, pool] },
  ]);
  expect(error.problems).toEqual([port, name, pool]);
  expect(String(error)).toBe(`ConfigError: environment: 1 mistake
  PORT: expected a whole number from 0 to 65535, got "x"
handoff.yaml: 2 mistakes
  line 6, people[0].nmae: unknown key; did you mean "name"?
  line 11, routes[0].to.pool: no pool "ea"; expected ae`);
});
