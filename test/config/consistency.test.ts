import { expect, test } from 'vitest';
import { changed, problemsIn, smallest } from './smallest.ts';

test('a set of hours without working time is told', () => {
  expect(problemsIn(changed('mon: [09:00-17:00]', 'mon: []'))).toEqual([
    {
      path: 'hours.office',
      line: 4,
      problem: 'no working time at all; expected at least one day with hours',
    },
  ]);
});

test('a team without ops is told', () => {
  expect(problemsIn(changed('roles: [manager, ops]', 'roles: [manager]'))).toEqual([
    {
      path: 'people',
      line: 5,
      problem: 'nobody has the role ops; expected at least one, who hears of failures',
    },
  ]);
});

test('a route to a pool of another leg, and a leg without an SLA policy for all of it, are told', () => {
  expect(problemsIn(changed('name: SDRs,', 'name: SDRs, leg: sql_to_ae,'))).toEqual([
    {
      path: 'routes[0].to.pool',
      line: 11,
      problem: 'pool "sdr" works on sql_to_ae; expected one for mql_to_sdr, as this route',
    },
    {
      path: 'sla',
      line: 18,
      problem: 'no policy holds for every handoff of sql_to_ae; expected one without `when` as its last',
    },
  ]);
});

test('a route behind one that takes every lead is told', () => {
  const text = changed(
    '  - { id: all, to: { pool: sdr } }',
    '  - { id: all, to: { pool: sdr } }\n  - { id: eu, when: { country: DE }, to: { pool: sdr } }',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'routes[1]',
      line: 12,
      problem: 'never reached: "all" above has no `when`, so it takes every lead; expected it to stand last',
    },
  ]);
});

test('a route behind one that goes to a person for every lead is right: that person may be away', () => {
  const all = '  - { id: all, to: { pool: sdr } }';
  expect(problemsIn(changed(all, `  - { id: ana-first, to: { person: ana } }\n${all}`))).toEqual([]);
});

test('a definition to be reviewed before it was signed is told', () => {
  expect(problemsIn(changed('review_by: 2027-01-15', 'review_by: 2026-09-30'))).toEqual([
    {
      path: 'mql.review_by',
      line: 15,
      problem: 'expected a date after it was signed (2026-10-01), got "2026-09-30"',
    },
  ]);
});

test('two times of day that are the same are no stretch of it', () => {
  const text = `${smallest}escalation: { quiet_hours: '20:00-20:00' }\nprospects: { decent_hours: '08:00-08:00' }\n`;
  expect(problemsIn(text)).toEqual([
    {
      path: 'escalation.quiet_hours',
      line: 27,
      problem: 'expected two different times of day, got "20:00-20:00"',
    },
    {
      path: 'prospects.decent_hours',
      line: 28,
      problem: 'expected two different times of day, got "08:00-08:00"',
    },
  ]);
});

test('a day that one list has twice as different days is told', () => {
  const list = [
    'holidays:',
    '  de:',
    '    - 2026-12-25',
    "    - { on: 2026-12-24, hours: ['09:00-13:00'] }",
    "    - { on: 2026-12-25, hours: ['09:00-13:00'] }",
    "    - { on: 2026-12-24, hours: ['10:00-12:00'] }",
    '',
  ];
  expect(problemsIn(smallest + list.join('\n'))).toEqual([
    {
      path: 'holidays.de[2].on',
      line: 31,
      problem: '"2026-12-25" is a day off too (holidays.de[0]); expected it only once',
    },
    {
      path: 'holidays.de[3].on',
      line: 32,
      problem: '"2026-12-24" is already holidays.de[1].on; expected it only once',
    },
  ]);
});

test('reasons of which none can be given for a rejection are told', () => {
  expect(problemsIn(changed('{ code: other,', '{ code: other, offered_for: [recycle],'))).toEqual([
    {
      path: 'reasons',
      line: 23,
      problem: 'no reason can be chosen for a rejection; expected one offered_for reject',
    },
  ]);
});

test('a source that anybody could write to must say so on purpose', () => {
  expect(problemsIn(changed(', auth: none', ''))).toEqual([
    {
      path: 'sources[0].auth',
      line: 26,
      problem:
        'missing; expected how its deliveries are checked, or `auth: none` to let anybody send leads on purpose',
    },
  ]);
});

test('a mapped source without a map, and a canonical one with it, are told', () => {
  expect(problemsIn(changed('auth: none', 'auth: none, format: mapped'))).toEqual([
    {
      path: 'sources[0].map',
      line: 26,
      problem: 'missing; expected where each part of the lead is found, as the format is mapped',
    },
  ]);
  expect(problemsIn(changed('auth: none', 'auth: none, map: { person.email: email }'))).toEqual([
    { path: 'sources[0].map', line: 26, problem: 'only read with `format: mapped`' },
  ]);
});

test('a named account that says nothing about its company is told', () => {
  const accounts =
    'named_accounts: [{ domain: a.example, aliases: [] }, { domain: b.example, abm_tier: one }]';
  expect(problemsIn(`${smallest}${accounts}\n`)).toEqual([
    {
      path: 'named_accounts[0]',
      line: 27,
      problem:
        'says nothing about this company; expected one of aliases, subsidiaries, owner, team, abm_tier',
    },
  ]);
});

test('a status that is no emoji is told', () => {
  expect(problemsIn(`${smallest}availability: { away_statuses: [palm_tree, ':pill:'] }\n`)).toEqual([
    {
      path: 'availability.away_statuses[0]',
      line: 27,
      problem: 'expected a status emoji such as :palm_tree:, got "palm_tree"',
    },
  ]);
});

test('what stands where a domain belongs and is none is told, with what was probably meant', () => {
  const domains = `named_accounts:
  - { domain: 'https://www.globex.com/', owner: ana }
  - { domain: initech.com, aliases: ['@hooli.com', '*.hooli.io', 'hooli inc'], subsidiaries: [co.uk] }
  - { domain: EU.Acme.co.uk, aliases: [münchen.example] }
free_mail: { also: [anna@agency.example], except: [192.0.2.1, github.io] }
`;
  expect(problemsIn(`${smallest}${domains}`).map(({ path, line, problem }) => [path, line, problem])).toEqual(
    [
      [
        'named_accounts[0].domain',
        28,
        'expected a domain such as acme.com, got "https://www.globex.com/"; did you mean "globex.com"?',
      ],
      [
        'named_accounts[1].aliases[0]',
        29,
        'expected a domain such as acme.com, got "@hooli.com"; did you mean "hooli.com"?',
      ],
      [
        'named_accounts[1].aliases[1]',
        29,
        'expected a domain such as acme.com, got "*.hooli.io"; did you mean "hooli.io"?',
      ],
      ['named_accounts[1].aliases[2]', 29, 'expected a domain such as acme.com, got "hooli inc"'],
      [
        'named_accounts[1].subsidiaries[0]',
        29,
        'expected a domain that one company has, such as acme.co.uk; under "co.uk" anybody may have one',
      ],
      [
        'free_mail.also[0]',
        31,
        'expected a domain such as acme.com, got "anna@agency.example"; did you mean "agency.example"?',
      ],
      ['free_mail.except[0]', 31, 'expected a domain such as acme.com, got "192.0.2.1"'],
      [
        'free_mail.except[1]',
        31,
        'expected a domain that one company has, such as acme.github.io; under "github.io" anybody may have one',
      ],
    ],
  );
});

test('nobody whom nothing proves may give consent back, and a mapping has to say what it gives back', () => {
  const authority = 'authority_for: [do_not_call, unsubscribed]';
  const bearer = `auth: { type: bearer, secret_env: [CRM_TOKEN] }, ${authority}`;
  const mapped = (map: string) => `${bearer}, format: mapped, map: { person.email: email${map} }`;
  const problems = (source: string) =>
    problemsIn(changed('auth: none', source)).map(({ problem }) => problem);

  expect(problems(`auth: none, ${authority}`)).toEqual([
    'anybody could give consent back; expected an `auth` that proves who sent it',
  ]);
  expect(problems(bearer)).toEqual([]);
  expect(problems(mapped(', consent.do_not_call: dnc'))).toEqual([
    'nothing here says so; expected `consent.unsubscribed` in `map`',
  ]);
  expect(problems(mapped(', consent.do_not_call: dnc, consent.unsubscribed: out'))).toEqual([]);
});

const asking = (more: string) =>
  changed('auth: none }', `auth: none, qualify: { origins: [https://www.acme.example]${more} } }`);

test('a form that nobody can be booked by, and a sender who qualifies strangers, are told', () => {
  const nobody = 'nobody has a calendar to send a visitor to; expected `booking_url` of people or pools';
  expect(problemsIn(asking(''))).toEqual([{ path: 'sources[0].qualify', line: 26, problem: nobody }]);

  const withCalendar = asking('').replace('name: Ana,', 'name: Ana, booking_url: https://cal.example/ana,');
  expect(problemsIn(withCalendar)).toEqual([]);
  expect(problemsIn(withCalendar.replace('auth: none,', 'auth: none, qualified_by_sender: true,'))).toEqual([
    {
      path: 'sources[0].qualified_by_sender',
      line: 26,
      problem: 'anybody could qualify themselves by `qualify`; expected false, or no `qualify`',
    },
  ]);
});

test.each([
  [
    'origins',
    'https://www.acme.example/',
    'an origin such as https://www.acme.example: scheme and host, without a path',
  ],
  ['origins', '"*"', 'an origin such as https://www.acme.example: scheme and host, without a path'],
  ['per_address', '10/day', 'a number of times such as 10/minute or 100/hour'],
])('of a form, %s: %s is told what was expected', (key, value, expected) => {
  const text = asking('').replace('name: Ana,', 'name: Ana, booking_url: https://cal.example/ana,');
  const wrong =
    key === 'origins'
      ? text.replace('[https://www.acme.example]', `[${value}]`)
      : text.replace('.example] }', `.example], ${key}: ${value} }`);
  expect(
    problemsIn(wrong)
      .map(({ problem }) => problem)
      .join(),
  ).toContain(expected);
});

test('a calendar that is no https address, and a question a form cannot answer, are told', () => {
  const text = asking(', ask: [existing_customer]').replace(
    'name: Ana,',
    'name: Ana, booking_url: cal.example/ana,',
  );
  const problems = problemsIn(text)
    .map(({ path, problem }) => `${path}: ${problem}`)
    .join('\n');

  expect(problems).toContain('people[0].booking_url: expected an address that starts with https://');
  expect(problems).toContain('sources[0].qualify.ask[0]');
});

test('how a CRM is asked for its accounts is told where it is missing, and where it is another’s way', () => {
  const accounts = `accounts:
  - { from: hubspot, client_id_env: ID }
  - { from: salesforce, token_env: TOKEN, client_id_env: ID }
  - { from: pipedrive, token_env: TOKEN, at: '25:00' }
  - { from: pipedrive, token_env: TOKEN }
  - { from: zoho, token_env: TOKEN }
  - { from: hubspot, token_env: TOKEN, fields: { teir: x } }
`;
  expect(problemsIn(`${smallest}${accounts}`).map(({ path, problem }) => [path, problem])).toEqual([
    [
      'accounts[0].token_env',
      'missing; expected the NAME of the environment variable with its access token, as HubSpot is asked with it',
    ],
    ['accounts[0].client_id_env', 'not read for HubSpot; expected token_env'],
    [
      'accounts[1].client_secret_env',
      'missing; expected the NAME of the environment variable with the secret of your connected app, as Salesforce is asked with it',
    ],
    [
      'accounts[1].base_url',
      'missing; expected the address of your own instance, such as https://acme.my.salesforce.com, as Salesforce is asked with it',
    ],
    ['accounts[1].token_env', 'not read for Salesforce; expected client_id_env, client_secret_env, base_url'],
    ['accounts[2].at', 'expected a time of day such as 02:30, got "25:00"'],
    ['accounts[3].from', '"pipedrive" is already accounts[2].from; expected it only once'],
    ['accounts[4].from', 'expected one of hubspot, salesforce, pipedrive, got "zoho"'],
    ['accounts[5].fields.teir', 'unknown key; did you mean "tier"?'],
    ['accounts[5].from', '"hubspot" is already accounts[0].from; expected it only once'],
  ]);
});

test('a choice without anything to choose is told, and choices of what is none', () => {
  const text = `${smallest}qualification:
  questions:
    - { code: size, words: Size, kind: choice }
    - { code: start, words: Start, kind: date, choices: [Now, Later] }
    - { code: size, words: How large, kind: money }
`;
  expect(problemsIn(text)).toEqual([
    {
      path: 'qualification.questions[0].choices',
      line: 29,
      problem: 'missing; expected what can be chosen, as the kind is choice',
    },
    {
      path: 'qualification.questions[1].choices',
      line: 30,
      problem: 'only read with `kind: choice`',
    },
    {
      path: 'qualification.questions[2].code',
      line: 31,
      problem: '"size" is already qualification.questions[0].code; expected it only once',
    },
  ]);
});
