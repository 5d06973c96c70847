import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { JSONATA_FUNCTIONS } from '#src/sources/expression-check.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import { makeReadable, makeSource } from './make-source.ts';

const scope = { body: {}, receivedAt: new Date('2026-11-21T18:00:00Z') };

/** What is wrong with one expression for the title; empty when nothing is. */
function problemsOf(expression: string): string[] {
  const compiled = compileMapping(
    makeSource({ format: 'mapped', map: { 'person.email': 'email', 'person.title': expression } }),
  );
  return compiled.ok ? [] : compiled.problems.map(({ path, problem }) => `${path}: ${problem}`);
}

async function evaluate(expression: string, item: unknown): Promise<unknown> {
  const { mapping } = makeReadable({ format: 'mapped', map: { person: expression } });
  return mapping.fields[0]?.evaluate({ ...scope, item });
}

test('what could stop the process, run text or answer differently each time is refused before it runs', () => {
  const regex = 'map.person.title: regular expressions are not allowed: a slow one would stop everything';
  expect(problemsOf('$match(a, /(a+)+$/)')).toEqual([regex]);
  expect(problemsOf('a[$contains(/x/)].b')).toEqual([regex]);
  expect(problemsOf('$eval(a)')).toEqual([
    'map.person.title: $eval is not allowed: it would run text from outside',
  ]);
  const pad = ['map.person.title: $pad is not allowed: it can use up the memory'];
  expect(problemsOf('$pad("x", 100000000)')).toEqual(pad);
  expect(problemsOf('($f := $pad; $f("x", 9))')).toEqual(pad);
  expect(problemsOf('$map([1], $pad)')).toEqual(pad);
  expect(problemsOf('$ ~> |a|{"b":1}|')).toEqual([
    'map.person.title: | transforms | are not allowed: build the value instead',
  ]);
  expect(problemsOf('$now()')).toEqual([
    'map.person.title: $now is not allowed: use $receivedAt, the time of the delivery',
  ]);
});

test('a mistyped function or variable is refused, with the one that was meant', () => {
  expect(problemsOf('$emial(a)')).toEqual(['map.person.title: there is no $emial; did you mean $email?']);
  expect(problemsOf('a & $bdy.b')).toEqual(['map.person.title: there is no $bdy; did you mean $body?']);
});

test('names that an expression defines itself are known', () => {
  expect(problemsOf('($x := a; $f := function($y) { $y & $x }; $f(b))')).toEqual([]);
  expect(problemsOf('items@$i.parts#$n.{ "a": $i.b, "n": $n }')).toEqual([]);
  expect(problemsOf('$sort(a, function($l, $r) { $l > $r })[0]')).toEqual([]);
  expect(problemsOf('$reduce(a, function($sum, $one) { $sum + $one }, 0) & $$.b & $.c')).toEqual([]);
});

test('a syntax error says where it is', () => {
  expect(problemsOf('a.b.')).toEqual([
    `map.person.title: Unexpected end of expression at character 4 (JSONata; quote a fixed text: '"like this"')`,
  ]);
});

test('the list of functions is what this version of JSONata has', async () => {
  const known = await jsonata(`[${JSONATA_FUNCTIONS.map((name) => `$exists($${name})`).join(',')}]`).evaluate(
    {},
  );
  expect([...known]).toEqual(JSONATA_FUNCTIONS.map(() => true));
});

test('a place that the lead does not have is refused, with the nearest that it has', () => {
  const compiled = compileMapping(
    makeSource({
      format: 'mapped',
      map: { email: 'email', 'person.firstName': 'a', 'acount.name': 'b', 'person.phone': 'c' },
    }),
  );
  expect(compiled).toEqual({
    ok: false,
    problems: [
      { path: 'map.email', problem: 'not a place in the lead; did you mean person.email?' },
      { path: 'map.person.firstName', problem: 'not a place in the lead; did you mean person.first_name?' },
      { path: 'map.acount.name', problem: 'not a place in the lead; did you mean account.name?' },
    ],
  });
});

test('a mapping must name somebody, and a canonical source has none', () => {
  expect(compileMapping(makeSource({ format: 'mapped', map: { 'account.name': 'a' } }))).toEqual({
    ok: false,
    problems: [{ path: 'map', problem: 'names nobody: expected person.email, person.phone or refs' }],
  });
  expect(compileMapping(makeSource({ format: 'mapped' }))).toEqual({
    ok: false,
    problems: [{ path: 'map', problem: 'needed with format: mapped' }],
  });
  expect(compileMapping(makeSource({ items: 'rows', map: { 'person.email': 'a' } }))).toEqual({
    ok: false,
    problems: [
      { path: 'items', problem: 'only read with format: mapped' },
      { path: 'map', problem: 'only read with format: mapped' },
    ],
  });
});

test('problems of items and when are named as well', () => {
  const source = makeSource({
    format: 'mapped',
    items: '$eval(a)',
    when: 'a =',
    map: { 'person.email': 'a' },
  });
  expect(compileMapping(source)).toEqual({
    ok: false,
    problems: [
      { path: 'items', problem: '$eval is not allowed: it would run text from outside' },
      {
        path: 'when',
        problem: `Unexpected end of expression at character 3 (JSONata; quote a fixed text: '"like this"')`,
      },
    ],
  });
});

test('a plain path reads own fields only, and means through a list what JSONata means', async () => {
  const item = { a: { b: [{ c: 1 }, { c: 2 }, {}], 'First Name': 'x', n: null }, t: 'text' };
  expect(await evaluate('a.b.c', item)).toEqual({ ok: true, value: [1, 2] });
  expect(await evaluate('a.`First Name`', item)).toEqual({ ok: true, value: 'x' });
  expect(await evaluate('a.n.x', item)).toEqual({ ok: true, value: undefined });
  expect(await evaluate('t.length', item)).toEqual({ ok: true, value: undefined });
  expect(await evaluate('a.constructor.name', item)).toEqual({ ok: true, value: undefined });
  expect(await evaluate('__proto__', item)).toEqual({ ok: true, value: undefined });
  expect(await evaluate('$lookup(a, "__proto__")', item)).toEqual({ ok: true, value: undefined });
  expect(await evaluate('[a.constructor, $.toString]', item)).toEqual({ ok: true, value: [] });
});

test('an expression that runs away is stopped', async () => {
  const endless = await evaluate('($f := function() { $f() }; $f())', {});
  expect(endless).toEqual({
    ok: false,
    problem: '`($f := function() { $f() }; $f())` took longer than 250 ms',
  });
  const deep = await evaluate('($f := function($n) { 1 + $f($n) }; $f(1))', {});
  expect(deep).toMatchObject({
    ok: false,
    problem:
      '`($f := function($n) { 1 + $f($n) }; $f(1))` failed: a function calls itself without end, at character 29',
  });
  const long = await evaluate('[1..20000]', {});
  expect(long).toMatchObject({
    ok: false,
    problem: '`[1..20000]` failed: a list is too long, at character 4',
  });
});

test('a failing expression is named with its place and reason; the value it failed at is kept apart', async () => {
  expect(await evaluate('$number(email)', { email: 'maria@example.com' })).toEqual({
    ok: false,
    problem: '`$number(email)` failed: no number can be made of the value, at character 8',
    sent: 'maria@example.com',
  });
  expect(await evaluate('seats * 2', { seats: 'some' })).toEqual({
    ok: false,
    problem: '`seats * 2` failed: what stands left of the operator is no number, at character 7',
    sent: 'some',
  });
  expect(await evaluate('$uppercase(n)', { n: 5 })).toEqual({
    ok: false,
    problem: '`$uppercase(n)` failed: a function got a value of the wrong kind, at character 11',
    sent: 5,
  });
  expect(await evaluate('$error(email)', { email: 'maria@example.com' })).toEqual({
    ok: false,
    problem: '`$error(email)` failed: the expression says so itself, at character 7',
  });
});

test('an expression that gives a function fails instead of throwing', async () => {
  expect(await evaluate('function($x) { $x }', {})).toMatchObject({ ok: false });
});

test('the delivery and its time are within reach of an expression', async () => {
  const { mapping } = makeReadable({
    format: 'mapped',
    map: { person: '{ "a": $body.form, "at": $receivedAt }' },
  });
  expect(await mapping.fields[0]?.evaluate({ ...scope, item: {}, body: { form: 'demo' } })).toEqual({
    ok: true,
    value: { a: 'demo', at: '2026-11-21T18:00:00.000Z' },
  });
});
