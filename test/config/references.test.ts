import { expect, test } from 'vitest';
import { changed, problemsIn, smallest } from './smallest.ts';

test('every name that does not exist is told, with the nearest one that does', () => {
  const text = changed('hours: office }', 'hours: ofice, holidays: [de] }')
    .replace('manager: olga', 'manager: ogla')
    .replace('members: [{ person: ana }]', 'members: [{ person: anna }]')
    .replace('to: { pool: sdr }', 'to: { person: olag }')
    .replace('reasons:', 'named_accounts: [{ domain: big.example, owner: nobody }]\nreasons:');
  expect(problemsIn(text)).toEqual([
    {
      path: 'workspace.hours',
      line: 2,
      problem: 'no set of hours "ofice"; expected office; did you mean "office"?',
    },
    { path: 'workspace.holidays[0]', line: 2, problem: 'no list of holidays "de"; none is defined' },
    {
      path: 'people[0].manager',
      line: 6,
      problem: 'no person "ogla"; expected one of ana, olga; did you mean "olga"?',
    },
    {
      path: 'pools[0].members[0].person',
      line: 9,
      problem: 'no person "anna"; expected one of ana, olga; did you mean "ana"?',
    },
    {
      path: 'routes[0].to.person',
      line: 11,
      problem: 'no person "olag"; expected one of ana, olga; did you mean "olga"?',
    },
    { path: 'named_accounts[0].owner', line: 23, problem: 'no person "nobody"; expected one of ana, olga' },
  ]);
});

test('an account’s team, and who works with whom, are people', () => {
  const more = `named_accounts: [{ domain: big.example, team: { ae: anna, csm: olga } }]
pairs: [{ sdr: ana, ae: eva }]
reasons:`;
  expect(problemsIn(smallest.replace('reasons:', more))).toEqual([
    {
      path: 'named_accounts[0].team.ae',
      line: 23,
      problem: 'no person "anna"; expected one of ana, olga; did you mean "ana"?',
    },
    { path: 'pairs[0].ae', line: 24, problem: 'no person "eva"; expected one of ana, olga' },
  ]);
});

test('a name of two letters the wrong way round is recognised', () => {
  const text = changed('{ id: sdr,', '{ id: ae,').replace('pool: sdr', 'pool: ea');
  expect(problemsIn(text)).toEqual([
    { path: 'routes[0].to.pool', line: 11, problem: 'no pool "ea"; expected ae; did you mean "ae"?' },
  ]);
});

test('while an id cannot be read, nothing that may mean it is called unknown', () => {
  expect(problemsIn(changed('{ id: ana, name: Ana', '{ idd: ana, name: Ana'))).toEqual([
    { path: 'people[0].idd', line: 6, problem: 'unknown key; did you mean "id"?' },
  ]);
});

test('whatever may stand only once is told when it stands twice', () => {
  const text = changed(
    '{ id: olga, name: Olga, email: olga@acme.example',
    '{ id: ana, name: Olga, email: ANA@acme.example',
  )
    .replace(', manager: olga', '')
    .replace('[{ person: ana }]', '[{ person: ana }, { person: ana }]')
    .replace('sources:', '  - { code: other, words: Other, failure_point: data_quality }\nsources:')
    .replace('auth: none }', 'auth: none }\n  - { id: website, name: Second, auth: none }')
    .replace(
      '[{ id: asked, any_of: [form_submit] }]',
      '[{ id: asked, any_of: [chat] }, { id: asked, any_of: [call] }]',
    );
  expect(problemsIn(text)).toEqual([
    { path: 'people[1].id', line: 7, problem: '"ana" is already people[0].id; expected it only once' },
    {
      path: 'people[1].email',
      line: 7,
      problem: '"ANA@acme.example" is already people[0].email; expected it only once',
    },
    {
      path: 'pools[0].members[1].person',
      line: 9,
      problem: '"ana" is already pools[0].members[0].person; expected it only once',
    },
    {
      path: 'mql.behaviours[1].id',
      line: 17,
      problem: '"asked" is already mql.behaviours[0].id; expected it only once',
    },
    {
      path: 'reasons[1].code',
      line: 25,
      problem: '"other" is already reasons[0].code; expected it only once',
    },
    { path: 'sources[1].id', line: 28, problem: '"website" is already sources[0].id; expected it only once' },
  ]);
});

test('an account named by two domains that are the same is told', () => {
  const accounts = 'named_accounts: [{ domain: a.example, aliases: [A.example], owner: ana }]';
  expect(problemsIn(`${smallest}${accounts}\n`)).toEqual([
    {
      path: 'named_accounts[0].aliases[0]',
      line: 27,
      problem: '"A.example" is already named_accounts[0].domain; expected it only once',
    },
  ]);
});

test('managers in a circle are told once', () => {
  expect(problemsIn(changed('roles: [manager, ops] }', 'roles: [manager, ops], manager: ana }'))).toEqual([
    {
      path: 'people[0].manager',
      line: 6,
      problem: 'managers go in a circle (ana → olga → ana); expected one of them to have none',
    },
  ]);
});

test('a domain that belongs to two companies, and one that is free mail and is not, are told', () => {
  const accounts = `named_accounts:
  - { domain: a.example, subsidiaries: [b.example], owner: ana }
  - { domain: B.example, aliases: [c.example] }
free_mail: { also: [mail.example], except: [mail.example] }
`;
  expect(problemsIn(`${smallest}${accounts}`)).toEqual([
    {
      path: 'named_accounts[0].subsidiaries[0]',
      line: 28,
      problem: '"b.example" is already named_accounts[1].domain; expected it only once',
    },
    {
      path: 'free_mail.except[0]',
      line: 30,
      problem: '"mail.example" is already free_mail.also[0]; expected it only once',
    },
  ]);
});

test('a deputy is somebody of the team, and somebody else', () => {
  const deputy = (id: string) =>
    problemsIn(changed('roles: [manager, ops] }', `roles: [manager, ops], deputy: ${id} }`));
  expect(deputy('ana')).toEqual([]);
  expect(deputy('anna')).toEqual([
    { path: 'people[1].deputy', line: 7, problem: expect.stringContaining('no person "anna"') },
  ]);
  expect(deputy('olga')).toEqual([
    {
      path: 'people[1].deputy',
      line: 7,
      problem: 'is the person themselves; expected somebody who is there while they are away',
    },
  ]);
});
