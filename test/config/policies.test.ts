import { expect, test } from 'vitest';
import { changed, problemsIn } from './smallest.ts';

const LADDER = '    ladder: [{ at: 50%, do: remind }, { at: 100%, do: tell_manager }]';
/** The smallest settings with further lines in their policy. */
const policy = (...lines: string[]): string =>
  changed(LADDER, [LADDER, ...lines.map((line) => `    ${line}`)].join('\n'));
const REASON = '  - { code: other, words: Something else, failure_point: data_quality }';
const later = (code: string): string =>
  `${REASON}\n  - { code: ${code}, words: Later, failure_point: response_timing, offered_for: [recycle] }`;
const ANYBODY = 'id: anybody, name: Anybody, deliver_to: C0ANYBODY, members: [{ person: ana }]';
const withPool = (text: string, pool: string): string =>
  text.replace('routes:\n', `  - { ${pool} }\nroutes:\n`);

test('ladder steps out of order, and far beyond any clock, are told', () => {
  const ladder = '[{ at: 80%, do: remind }, { at: 2h, do: remind }, { at: 45d, do: tell_manager }]';
  expect(problemsIn(changed('[{ at: 50%, do: remind }, { at: 100%, do: tell_manager }]', ladder))).toEqual([
    {
      path: 'sla[0].ladder[1].at',
      line: 21,
      problem: '"2h" is earlier than the step above; expected steps in order',
    },
    {
      path: 'sla[0].ladder[2].at',
      line: 21,
      problem: 'expected at most 30 days after the clock starts, got "45d"',
    },
  ]);
});

test('a snooze that its own limit forbids is told', () => {
  expect(problemsIn(changed('choices: [1h]', 'choices: [1h, next_morning, 2bd]'))).toEqual([
    {
      path: 'sla[0].snooze.choices[1]',
      line: 22,
      problem: 'expected at most the limit (4h), got "next_morning"',
    },
    { path: 'sla[0].snooze.choices[2]', line: 22, problem: 'expected at most the limit (4h), got "2bd"' },
  ]);
});

test('every clock has its steps in order', () => {
  const text = policy(
    'qualify: { within: 2bd, ladder: [{ at: 2bd, do: remind }, { at: 80%, do: tell_manager }] }',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'sla[0].qualify.ladder[1].at',
      line: 22,
      problem: '"80%" is earlier than the step above; expected steps in order',
    },
  ]);
});

test('a step that can do nothing on its clock is told, with the reason', () => {
  const text = policy(
    'unassigned: { within: 4h, ladder: [{ at: 1h, do: remind }, { at: 2h, do: offer_next }, { at: 3h, do: tell_manager }] }',
    'qualify: { within: 10bd, ladder: [{ at: 100%, do: offer_next }] }',
    'response: { within: 1bd, ladder: [{ at: 50%, do: remind }, { at: 100%, do: offer_next }] }',
  );
  expect(problemsIn(text)).toEqual([
    {
      path: 'sla[0].unassigned.ladder[0].do',
      line: 22,
      problem:
        'remind does nothing on the ladder of unassigned: nobody has the lead while it waits; expected another step',
    },
    {
      path: 'sla[0].unassigned.ladder[1].do',
      line: 22,
      problem:
        'offer_next does nothing on the ladder of unassigned: nobody has the lead while it waits; expected another step',
    },
    {
      path: 'sla[0].qualify.ladder[0].do',
      line: 23,
      problem:
        'offer_next does nothing on the ladder of qualify: whoever accepted the lead is in touch with it already; expected another step',
    },
  ]);
});

test('a claim leads to a pool that exists', () => {
  const text = policy('unassigned: { within: 4h, ladder: [{ at: 1h, do: offer_claim, pool: sdrs }] }');
  expect(problemsIn(text)).toEqual([
    {
      path: 'sla[0].unassigned.ladder[0].pool',
      line: 22,
      problem: 'no pool "sdrs"; expected sdr; did you mean "sdr"?',
    },
  ]);
});

test('a claim leads to a pool where leads are claimed', () => {
  const text = changed(
    '{ at: 100%, do: tell_manager }]',
    '{ at: 100%, do: tell_manager }, { at: 200%, do: offer_claim, pool: sdr }]',
  );
  const path = 'sla[0].ladder[2].pool';
  expect(problemsIn(text)).toEqual([
    { path, line: 21, problem: 'pool "sdr" is of mode round_robin; expected a pool of mode claim' },
  ]);
  expect(problemsIn(withPool(text, `${ANYBODY}, mode: claim`))).toEqual([
    { path, line: 22, problem: 'pool "sdr" is of mode round_robin; expected anybody' },
  ]);
  const right = withPool(text.replace('pool: sdr }]', 'pool: anybody }]'), `${ANYBODY}, mode: claim`);
  expect(problemsIn(right)).toEqual([]);
});

test('a claim leads to a pool of the same leg', () => {
  const text = withPool(
    policy('unassigned: { within: 4h, ladder: [{ at: 1h, do: offer_claim, pool: anybody }] }'),
    `${ANYBODY}, mode: claim, leg: sql_to_ae`,
  );
  expect(problemsIn(text)).toContainEqual({
    path: 'sla[0].unassigned.ladder[0].pool',
    line: 23,
    problem: 'pool "anybody" works on sql_to_ae; expected one for mql_to_sdr, as this policy',
  });
});

test('what is proposed after the last try is a reason to recycle, also where it is not written', () => {
  const usual = policy('follow_up: { within: 1bd }');
  expect(problemsIn(usual)).toEqual([
    {
      path: 'sla[0].follow_up.reason',
      line: 22,
      problem:
        '"unresponsive" is no reason to recycle; expected one with `offered_for: [recycle]`, and there is none',
    },
  ]);
  expect(problemsIn(usual.replace(REASON, later('unresponsive')))).toEqual([]);
  const other = policy('follow_up: { within: 1bd, reason: sielnt }').replace(REASON, later('silent'));
  expect(problemsIn(other)).toEqual([
    {
      path: 'sla[0].follow_up.reason',
      line: 22,
      problem: '"sielnt" is no reason to recycle; expected silent; did you mean "silent"?',
    },
  ]);
});
