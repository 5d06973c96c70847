import { expect, test } from 'vitest';
import { changed, problemsIn } from './smallest.ts';

const POOL = '  - { id: sdr, name: SDRs, members: [{ person: ana }] }';
const pools = (...lines: string[]): string =>
  changed(POOL, lines.map((line) => `  - { ${line} }`).join('\n'));

test('a pool that nobody is in is told', () => {
  expect(problemsIn(pools('id: sdr, name: SDRs', 'id: two, name: Two, members: []'))).toEqual([
    {
      path: 'pools[0].members',
      line: 9,
      problem: 'nobody is in this pool; expected members, a team or a user_group',
    },
    {
      path: 'pools[1].members',
      line: 10,
      problem: 'nobody is in this pool; expected members, a team or a user_group',
    },
  ]);
});

test('a team or a user group is as good as a list of members', () => {
  const team = changed('roles: [sdr]', 'roles: [sdr], team: emea').replace(
    'members: [{ person: ana }]',
    'team: emea',
  );
  expect(problemsIn(team)).toEqual([]);
  expect(problemsIn(pools('id: sdr, name: SDRs, user_group: S0EMEA'))).toEqual([]);
});

test('a mistyped way to fill a pool is one mistake', () => {
  expect(problemsIn(pools('id: sdr, name: SDRs, membres: [{ person: ana }]'))).toEqual([
    { path: 'pools[0].membres', line: 9, problem: 'unknown key; did you mean "members"?' },
  ]);
});

test('a team that nobody is in is told, with the nearest one that somebody is in', () => {
  const text = changed('roles: [sdr]', 'roles: [sdr], team: emea').replace(
    'members: [{ person: ana }]',
    'team: eema',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'pools[0].team',
      line: 9,
      problem: 'nobody is in the team "eema"; expected emea; did you mean "emea"?',
    },
  ]);
  expect(problemsIn(pools('id: sdr, name: SDRs, team: emea'))).toEqual([
    {
      path: 'pools[0].team',
      line: 9,
      problem: 'nobody is in the team "emea"; expected people with `team: …`',
    },
  ]);
});

test('an overflow to a pool that does not exist, or works on another leg, is told', () => {
  const text = pools(
    'id: sdr, name: SDRs, members: [{ person: ana }], overflow: { pool: claimm }',
    'id: claim, name: Claim, members: [{ person: ana }], overflow: { pool: ae }',
    'id: ae, name: AEs, leg: sql_to_ae, members: [{ person: ana }]',
  ).replace('ladder:', 'leg: mql_to_sdr\n    ladder:');
  const own = '\n  - id: to-ae\n    leg: sql_to_ae\n    accept: { within: 4h }\n    ladder: []';
  const snooze = '\n    snooze: { choices: [1h], limit: 4h, times: 2, clock: runs_on }';
  expect(problemsIn(text.replace('\nreasons:', `${own}${snooze}\nreasons:`))).toEqual([
    {
      path: 'pools[0].overflow.pool',
      line: 9,
      problem: 'no pool "claimm"; expected one of sdr, claim, ae; did you mean "claim"?',
    },
    {
      path: 'pools[1].overflow.pool',
      line: 10,
      problem: 'pool "ae" works on sql_to_ae; expected one for mql_to_sdr, as this pool',
    },
  ]);
});

test('pools that overflow into themselves, or in a circle, are told once', () => {
  const text = pools(
    'id: sdr, name: SDRs, members: [{ person: ana }], overflow: { pool: sdr }',
    'id: one, name: One, members: [{ person: ana }], overflow: { pool: two }',
    'id: two, name: Two, members: [{ person: ana }], overflow: { pool: one }',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'pools[0].overflow.pool',
      line: 9,
      problem: 'a pool cannot overflow into itself; expected another pool, hold or manager',
    },
    {
      path: 'pools[1].overflow.pool',
      line: 10,
      problem: 'pools overflow in a circle (one → two → one); expected one of them to hold',
    },
  ]);
});

test('a claim pool without a channel, with turns to catch up with, or with an overflow is told', () => {
  const text = pools(
    'id: sdr, name: SDRs, mode: claim, members: [{ person: ana }], catch_up_per_day: 2, overflow: manager',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'pools[0].deliver_to',
      line: 9,
      problem: 'missing; leads are claimed in a channel; expected its id, such as C0123ABCD',
    },
    {
      path: 'pools[0].overflow',
      line: 9,
      problem: 'a lead to be claimed lies in its channel until somebody takes it; expected hold, or nothing',
    },
    {
      path: 'pools[0].catch_up_per_day',
      line: 9,
      problem: 'what is claimed is nobody’s turn, so there is none to catch up with; expected 0, or nothing',
    },
  ]);
});

test('a claim pool with its channel is right', () => {
  const text = pools('id: sdr, name: SDRs, mode: claim, members: [{ person: ana }], deliver_to: C0CLAIM');
  expect(problemsIn(text)).toEqual([]);
});

test('a mode, a day, a group and a pace of the wrong form are told', () => {
  const text = pools(
    'id: sdr, name: SDRs, mode: round-robin, members: [{ person: ana, days: [mon, tusday] }], user_group: emea, backlog_pace: 1d',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'pools[0].mode',
      line: 9,
      problem:
        'expected one of round_robin, load_balance, skills, claim, got "round-robin"; did you mean "round_robin"?',
    },
    {
      path: 'pools[0].members[0].days[1]',
      line: 9,
      problem: 'expected one of mon, tue, wed, thu, fri, sat, sun, got "tusday"',
    },
    {
      path: 'pools[0].user_group',
      line: 9,
      problem: 'expected the id of a Slack user group such as S0123ABCD, got "emea"',
    },
    {
      path: 'pools[0].backlog_pace',
      line: 9,
      problem: 'expected a length of time such as 2m or 1h, got "1d"',
    },
  ]);
});

test('a day that stands twice is told', () => {
  expect(problemsIn(pools('id: sdr, name: SDRs, members: [{ person: ana, days: [mon, mon] }]'))).toEqual([
    {
      path: 'pools[0].members[0].days[1]',
      line: 9,
      problem: '"mon" is already pools[0].members[0].days[0]; expected it only once',
    },
  ]);
});
