import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mappingFunctions } from '#src/sources/mapping-functions.ts';

const call = (name: string, ...values: unknown[]) => mappingFunctions[name]?.(...values);

test('$email finds the address in a name and address, and nothing in anything else', () => {
  expect(call('email', '"Ana P." <Ana@Acme.example>')).toBe('ana@acme.example');
  expect(call('email', ' ana@acme.example ')).toBe('ana@acme.example');
  expect(call('email', 'ana at acme')).toBe(undefined);
  expect(call('email', ['ana@acme.example'])).toBe(undefined);
});

test('$phone keeps the digits and a leading plus', () => {
  expect(call('phone', '+48 (22) 555-01 00')).toBe('+48225550100');
  expect(call('phone', 15550000000)).toBe('15550000000');
  expect(call('phone', 'n/a')).toBe(undefined);
});

test('$domain reads a host, an address or a link', () => {
  expect(call('domain', 'https://user@WWW.Acme.example:8080/a?b@c')).toBe('acme.example');
  expect(call('domain', 'ana@mail.acme.example')).toBe('mail.acme.example');
  expect(call('domain', 'bücher.example')).toBe('xn--bcher-kva.example');
  expect(call('domain', 'localhost')).toBe(undefined);
  expect(call('domain', '192.0.2.1')).toBe(undefined);
  expect(call('domain', { a: 1 })).toBe(undefined);
});

test('$money reads amounts as people and exports write them', () => {
  expect(call('money', '$10k-50k')).toBe(10_000);
  expect(call('money', '1.5M')).toBe(1_500_000);
  expect(call('money', '€ 1.234,56')).toBe(1234.56);
  expect(call('money', '1,234,567.80 USD')).toBe(1_234_567.8);
  expect(call('money', "CHF 25'000")).toBe(25_000);
  expect(call('money', '0,5')).toBe(0.5);
  expect(call('money', 412)).toBe(412);
  expect(call('money', 'a lot')).toBe(undefined);
});

test('$time reads what senders mean by a time', () => {
  expect(call('time', 1795284000)).toBe('2026-11-21T18:00:00.000Z');
  expect(call('time', '1795283998632')).toBe('2026-11-21T17:59:58.632Z');
  expect(call('time', '2026-11-21T17:58:18+0000')).toBe('2026-11-21T17:58:18.000Z');
  expect(call('time', '2026-11-20T14:03:37.041977-07:00')).toBe('2026-11-20T21:03:37.041Z');
  expect(call('time', 'Sat, 21 Nov 2026 18:00:00 +0100')).toBe('2026-11-21T17:00:00.000Z');
  expect(call('time', '2026-11-21 18:00:00')).toBe('2026-11-21T18:00:00.000Z');
  expect(call('time', '2026-11-21 18:00:00', 'America/New_York')).toBe('2026-11-21T23:00:00.000Z');
  expect(call('time', '2026-11-21')).toBe('2026-11-21T00:00:00.000Z');
});

test('$time guesses nothing: two readings, a count or nonsense are nothing', () => {
  expect(call('time', '11/12/2026')).toBe(undefined);
  expect(call('time', 0)).toBe(undefined);
  expect(call('time', '20261121')).toBe(undefined);
  expect(call('time', '2026-13-45T99:00:00')).toBe(undefined);
  expect(call('time', 'soon')).toBe(undefined);
  expect(call('time', 9e20)).toBe(undefined);
});

test('$enum looks a word up without regard to its case, own words only', () => {
  const table = { High: 'hot', 'medium ': 'warm' };
  expect(call('enum', ' HIGH', table)).toBe('hot');
  expect(call('enum', 'Medium', table)).toBe('warm');
  expect(call('enum', 'constructor', table, 'cold')).toBe('cold');
  expect(call('enum', undefined, table)).toBe(undefined);
  expect(call('enum', 'high', 'no table')).toBe(undefined);
});

test('$firstNonEmpty passes over nothing, blank texts and empty lists', () => {
  expect(call('firstNonEmpty', undefined, null, ' ', [], 0, 'x')).toBe(0);
  expect(call('firstNonEmpty')).toBe(undefined);
});

test('$parseJson reads JSON with the same care as a body', () => {
  expect(call('parseJson', '[{"id":6756839000000575405}]')).toEqual([{ id: '6756839000000575405' }]);
  expect(call('parseJson', 'x')).toBe(undefined);
  expect(call('parseJson', '['.repeat(20_000))).toBe(undefined);
  expect(call('parseJson', { a: 1 })).toBe(undefined);
});

test('none of them throws on anything', () => {
  const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.double().map(String));
  fc.assert(
    fc.property(anything, anything, (value, other) => {
      const table = typeof other === 'string' ? {} : other;
      for (const name of Object.keys(mappingFunctions)) call(name, value, table);
    }),
  );
});
