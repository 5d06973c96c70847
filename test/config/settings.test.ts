import { expect, test } from 'vitest';
import { readSettings } from '#src/config/settings.ts';
import { changed, problemsIn, shared, smallest } from './smallest.ts';

test('valid settings are read with their defaults', () => {
  const reading = readSettings(smallest, 'handoff.yaml', () => []);
  expect(reading.ok && reading.settings.pools).toEqual([
    {
      id: 'sdr',
      name: 'SDRs',
      leg: 'mql_to_sdr',
      mode: 'round_robin',
      members: [{ person: 'ana', weight: 1 }],
      deliver_to: 'dm',
      outside_hours: 'hold',
      overflow: 'hold',
      catch_up_per_day: 0,
      backlog_pace: { unit: 'minutes', amount: 2 },
      caps: { unanswered: 3, uncontacted: 15, per_day: 30 },
    },
  ]);
});

test('the version names the content: comments, layout and the order of keys do not change it', () => {
  const written = changed(
    '{ ops: C0OPS0001, feedback: C0FEEDBACK }',
    '# both private\n  feedback: C0FEEDBACK\n  ops: C0OPS0001',
  );
  const reordered = readSettings(written, 'elsewhere.yaml', () => []);
  const weighted = readSettings(
    changed('{ person: ana }', '{ person: ana, weight: 2 }'),
    'handoff.yaml',
    () => [],
  );
  expect(readSettings(smallest, 'handoff.yaml', () => [])).toMatchObject({ version: 'c616664ef642' });
  expect(reordered).toMatchObject({ version: 'c616664ef642' });
  expect(weighted).toMatchObject({ version: '2b3e34c9754c' });
});

test('mistakes of every kind are told at once, in the order of the file', () => {
  const text = changed('name: Ana,', 'nmae: Ana,')
    .replace('pool: sdr', 'pool: srd')
    .replace('within: 4h', 'within: 4');
  expect(problemsIn(text)).toEqual([
    { path: 'people[0].nmae', line: 6, problem: 'unknown key; did you mean "name"?' },
    { path: 'routes[0].to.pool', line: 11, problem: 'no pool "srd"; expected sdr; did you mean "sdr"?' },
    {
      path: 'sla[0].accept.within',
      line: 20,
      problem: 'expected a length of time such as 5m, 4h, 2d, or 5bd for business days, got the number 4',
    },
  ]);
});

test('an unknown key that resembles nothing is answered with the keys there are', () => {
  expect(problemsIn(changed('{ code: other,', '{ code: other, colour: red,'))).toEqual([
    {
      path: 'reasons[0].colour',
      line: 24,
      problem:
        'unknown key; expected one of code, words, failure_point, consequence, note, offered_for, legs, supported_when',
    },
  ]);
});

test('a missing setting is told at the group that lacks it', () => {
  expect(problemsIn(changed("  version: '1'\n", ''))).toEqual([
    {
      path: 'mql.version',
      line: 12,
      problem: 'missing; expected a text',
    },
  ]);
});

test('a mistyped choice is answered with the choices and the nearest one', () => {
  expect(problemsIn(changed('do: remind', 'do: remnid'))).toEqual([
    {
      path: 'sla[0].ladder[0].do',
      line: 21,
      problem:
        'expected one of remind, tell_manager, tell_managers_manager, tell_group, offer_next, offer_claim, got "remnid"; did you mean "remind"?',
    },
  ]);
});

test('a time of day that there is not is answered with what may stand there', () => {
  expect(problemsIn(`${smallest}digests: { managers: '24:30' }\n`)).toEqual([
    {
      path: 'digests.managers',
      line: 27,
      problem: 'expected opening, off, or a time such as 08:30, got "24:30"',
    },
  ]);
});

test('a mistyped time zone is answered with the nearest one', () => {
  expect(problemsIn(changed('Europe/Berlin', 'Europe/Berln'))).toEqual([
    {
      path: 'workspace.time_zone',
      line: 2,
      problem:
        'expected an IANA time zone such as Europe/Berlin, got "Europe/Berln"; did you mean "Europe/Berlin"?',
    },
  ]);
});

test('a number where a text belongs is told to be quoted', () => {
  expect(problemsIn(changed("version: '1'", 'version: 2026.4'))).toEqual([
    { path: 'mql.version', line: 13, problem: 'expected a text, got the number 2026.4; put it in quotes' },
  ]);
});

test('a choice between forms is one clear mistake, with the nearest key', () => {
  expect(problemsIn(changed('to: { pool: sdr }', 'to: { poool: sdr }'))).toEqual([
    {
      path: 'routes[0].to',
      line: 11,
      problem:
        'expected {pool: <pool id>} or {person: <person id>}, got a group with poool; did you mean "pool"?',
    },
  ]);
});

test('of several forms the one that was meant is told', () => {
  expect(
    problemsIn(changed('employees: { min: 10 }', 'employees: { mn: 10 }, title: { includes: head }')),
  ).toEqual([
    {
      path: 'mql.profiles[0].when.employees.mn',
      line: 16,
      problem: 'unknown key; did you mean "min"?',
    },
    { path: 'mql.profiles[0].when.title.includes', line: 16, problem: 'expected a list, got "head"' },
  ]);
});

test('an unknown fact is answered with the nearest one', () => {
  expect(problemsIn(changed('when: { employees: { min: 10 } }', 'when: { employes: { min: 10 } }'))).toEqual([
    { path: 'mql.profiles[0].when.employes', line: 16, problem: 'unknown key; did you mean "employees"?' },
  ]);
});

test('a secret written where its name belongs is never repeated', () => {
  expect(problemsIn(changed('auth: none', 'auth: { type: bearer, secret_env: [whsec_c2VjcmV0] }'))).toEqual([
    {
      path: 'sources[0].auth.secret_env[0]',
      line: 26,
      problem:
        'expected the NAME of an environment variable, such as WEBSITE_SECRET, never the secret itself',
    },
  ]);
});

test('a token is known by the name of a variable or by its hash, never both and never as itself', () => {
  const told = (auth: string) => problemsIn(changed('auth: none', `auth: { type: bearer, ${auth} }`));
  const hash = 'a'.repeat(64);
  expect(told(`secret_sha256: ['${hash}']`)).toEqual([]);
  expect(told(`secret_sha256: ['${hash}'], secret_env: [TOKEN]`)).toEqual([
    {
      path: 'sources[0].auth',
      line: 26,
      problem: 'expected either secret_env: [NAME] or secret_sha256: [hash], and not both',
    },
  ]);
  expect(told('secret_sha256: [my-own-token]')).toEqual([
    {
      path: 'sources[0].auth.secret_sha256[0]',
      line: 26,
      problem: 'expected the SHA-256 of a random token, as 64 hexadecimal digits (lower case)',
    },
  ]);
});

test('settings need neither people nor channels, and a workspace without hours has office hours', () => {
  const reading = readSettings(shared, 'handoff.yaml', () => []);
  expect(reading.ok && reading.settings).toMatchObject({
    mode: 'live',
    workspace: { name: 'Our team', time_zone: 'UTC', hours: 'office', holidays: [] },
    channels: {},
    people: [],
    pools: [],
    routes: [],
    sources: [],
  });
  expect(problemsIn(`${shared}hours: { late: { mon: [12:00-20:00] } }\n`)).toEqual([
    { path: 'workspace.hours', line: 1, problem: 'missing; expected late' },
  ]);
});

test('a mistyped type of authentication is answered with the nearest one', () => {
  expect(problemsIn(changed('auth: none', 'auth: { type: hmca, secret_env: [A] }'))).toEqual([
    {
      path: 'sources[0].auth.type',
      line: 26,
      problem:
        'expected one of standard-webhooks, hmac, bearer, basic, header, path, query, body, jwt, own; did you mean "hmac"?',
    },
  ]);
});

test('a mistyped key of one type of authentication is compared with the keys of that type', () => {
  const auth = 'auth: { type: hmac, secret_env: [A], headr: X-Signature }';
  expect(problemsIn(changed('auth: none', auth))).toEqual([
    { path: 'sources[0].auth.headr', line: 26, problem: 'unknown key; did you mean "header"?' },
  ]);
});

test('what a mapping refuses is told with the rest, at its own line', () => {
  const text = changed(
    '{ id: website, name: Website, auth: none }',
    '\n    id: website\n    name: Website\n    auth: none\n    format: mapped\n    map:\n      person.emial: email',
  );
  const reading = readSettings(text, 'handoff.yaml', () => [
    { path: 'map.person.emial', problem: 'not a place in the lead; did you mean person.email?' },
  ]);
  expect(reading).toEqual({
    ok: false,
    problems: [
      {
        path: 'sources[0].map.person.emial',
        line: 32,
        problem: 'not a place in the lead; did you mean person.email?',
      },
    ],
  });
});

test('a key written twice is told with its line, and hides no other mistake', () => {
  expect(
    problemsIn(changed('pool: sdr }', 'pool: rsd }').replace('times: 2,', 'times: 2, times: 3,')),
  ).toEqual([
    { path: 'routes[0].to.pool', line: 11, problem: 'no pool "rsd"; expected sdr; did you mean "sdr"?' },
    {
      path: 'handoff.yaml',
      line: 22,
      problem: 'the key "times" is written twice in one group; expected each key once',
    },
  ]);
});

test('what is no YAML is told with its line', () => {
  expect(problemsIn('version: 1\npeople:\n\t- id: ana\n')).toEqual([
    { path: 'handoff.yaml', line: 3, problem: 'not valid YAML: indented with a tab; expected spaces' },
  ]);
});

test('a text that looks like an alias is told to be quoted', () => {
  expect(problemsIn(changed('words: Something else', 'words: *else'))).toEqual([
    {
      path: 'handoff.yaml',
      line: 24,
      problem: 'a word that starts with * refers to an anchor, and there is no &else; put the text in quotes',
    },
  ]);
});

test('an empty file is pointed to the example', () => {
  expect(problemsIn('# nothing yet\n')).toEqual([
    {
      path: 'handoff.yaml',
      line: null,
      problem:
        'expected settings (version: 1, people: …); the handoff.yaml of the repository is a complete example',
    },
  ]);
});
