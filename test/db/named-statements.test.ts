import { expect, test } from 'vitest';
import { isPooled } from '#db/connection.ts';
import { createNamer } from '#db/named-statements.ts';

type Asked = { text: string; name?: string };

test('what comes again and again has a name of its own, and what is rare has none', () => {
  const name = createNamer();
  const ask = (text: string): Asked => {
    const asked: Asked = { text };
    name(asked);
    return asked;
  };
  const hot = Array.from({ length: 30 }, () => ask('select 1').name);
  expect(hot.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => undefined));
  expect(new Set(hot.slice(20))).toEqual(new Set(['handoff_0']));
  expect(ask('select 2').name).toBeUndefined();
  expect(name('begin')).toBeUndefined();
});

test('what asks for a stretch has none, however often it comes: it is planned for the stretch it asks for', () => {
  const name = createNamer();
  const lastName = (text: string) => {
    const asked = Array.from({ length: 30 }, (): Asked => ({ text }));
    for (const one of asked) name(one);
    return asked.at(-1)?.name;
  };
  const stretches = [
    'where at <= $1',
    'where at <= $1::timestamptz',
    'where at > $1',
    'where (at, id) > ($1, $2)',
  ];
  expect(stretches.map(lastName)).toEqual([undefined, undefined, undefined, undefined]);
  const others = ['where at = any($1)', 'where id <> $1', 'where at < clock_timestamp() and id = $1'];
  expect(others.map(lastName)).toEqual(['handoff_0', 'handoff_1', 'handoff_2']);
});

test('so many have a name at most, and so many that are rare are remembered', () => {
  const name = createNamer();
  const names = new Set<string>();
  for (let no = 0; no < 200; no += 1) {
    for (let time = 0; time < 21; time += 1) {
      const asked: Asked = { text: `select ${no}` };
      name(asked);
      if (asked.name !== undefined) names.add(asked.name);
    }
  }
  expect(names.size).toBe(120);
});

test.each([
  ['postgres://me@host/db', false],
  ['postgres://me@host/db?pgbouncer=true', true],
  ['postgres://me@host/db?sslmode=require&pgbouncer=true', true],
  ['postgres://me@host/db?pgbouncer=false', false],
])('%s is behind a pooler: %s', (url, pooled) => {
  expect(isPooled(url)).toBe(pooled);
});
