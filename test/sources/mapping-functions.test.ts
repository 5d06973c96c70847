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

const money = (...values: unknown[]) => values.map((value) => call('money', value));

test('$money: three digits behind the last separator are thousands, unless the number begins with a zero', () => {
  expect(money('0.125', '0,125', '$0.125', '0.5', '0.50', '0.1234')).toEqual([
    0.125, 0.125, 0.125, 0.5, 0.5, 0.1234,
  ]);
  expect(money('1.125', '1,125', '12.345.678', '12,345,678')).toEqual([1_125, 1_125, 12_345_678, 12_345_678]);
  expect(money('1.5', '1,50', '1.2345', '1,234.5', '1.234,5')).toEqual([1.5, 1.5, 1.2345, 1_234.5, 1_234.5]);
  expect(money('0.1.2', '0,000,5')).toEqual([undefined, undefined]);
});

test('$money passes over signs of currencies and what people part digits with', () => {
  expect(money('£1 234', '1\u00a0234,56 €', '1\u202f234', 'USD 1_000', "1'234'567.5", '₹12,34,567')).toEqual([
    1_234, 1_234.56, 1_234, 1_000, 1_234_567.5, 1_234_567,
  ]);
});

test('$money multiplies without an error of rounding, so that a count of people stays whole', () => {
  expect(money('10 Tsd. €', '10 Mio. €', '10 Mrd. €', '2 milliards')).toEqual([10e3, 10e6, 10e9, 2e9]);
  expect(money('2.01k', '4.03K', '8.03k', '0.125k', '1.15m', '2b', '4.35 billion')).toEqual([
    2_010, 4_030, 8_030, 125, 1_150_000, 2_000_000_000, 4_350_000_000,
  ]);
});

test('$money keeps what is less than nothing so, and takes a range for its lower end', () => {
  expect(money('-$1,200.50', '− 5k', '10-50', '10k – 50k')).toEqual([-1_200.5, -5_000, 10, 10_000]);
});

test('$money leaves numbers as they are', () => {
  expect(money(1.125, 1.005, 0, -3, 1e21, 12_345.678)).toEqual([1.125, 1.005, 0, -3, 1e21, 12_345.678]);
  expect(money(Number.NaN, Number.POSITIVE_INFINITY)).toEqual([undefined, undefined]);
});

test('texts longer than anybody writes are nothing, and what is as long as may be is read', () => {
  expect(money('9'.padStart(100, ' '), '9'.padStart(101, ' '))).toEqual([9, undefined]);
  expect(call('email', 'ana@acme.example'.padStart(1_000))).toBe('ana@acme.example');
  expect(call('email', 'ana@acme.example'.padStart(1_001))).toBe(undefined);
  expect(call('domain', 'acme.example'.padStart(2_000))).toBe('acme.example');
  expect(call('domain', 'acme.example'.padStart(2_001))).toBe(undefined);
});

test('$phone takes from five digits to twenty-five', () => {
  const digits = (count: number) => call('phone', '1'.repeat(count));
  expect([4, 5, 25, 26].map(digits)).toEqual([undefined, '11111', '1'.repeat(25), undefined]);
});

test('$time reads what senders mean by a time', () => {
  expect(call('time', 1795284000)).toBe('2026-11-21T18:00:00.000Z');
  expect(call('time', '1795283998632')).toBe('2026-11-21T17:59:58.632Z');
  expect(call('time', '2026-11-21T17:58:18+0000')).toBe('2026-11-21T17:58:18.000Z');
  expect(call('time', '2026-11-20T14:03:37.041977-07:00')).toBe('2026-11-20T21:03:37.041Z');
  expect(call('time', 'Sat, 21 Nov 2026 18:00:00 +0100')).toBe('2026-11-21T17:00:00.000Z');
  expect(call('time', '2026-11-21 18:00:00')).toBe('2026-11-21T18:00:00.000Z');
  expect(call('time', '2026-11-21 18:00:00 UTC', 'America/New_York')).toBe('2026-11-21T18:00:00.000Z');
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

test('$time: from a hundred million on a number is seconds, from a hundred thousand million on milliseconds', () => {
  expect([99_999_999, 1e8].map((value) => call('time', value))).toEqual([
    undefined,
    '1973-03-03T09:46:40.000Z',
  ]);
  expect([99_999_999_999, 1e11].map((value) => call('time', value))).toEqual([
    '5138-11-16T09:46:39.000Z',
    '1973-03-03T09:46:40.000Z',
  ]);
});

test('$time knows the years from 0 to 9999: which of them can be meant is said where a time is used', () => {
  const times = [
    '0000-01-01T00:00:00+02:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.9999999Z',
    '9999-12-31T23:59:59-02:00',
  ];
  expect(times.map((time) => call('time', time))).toEqual([
    undefined,
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    undefined,
  ]);
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
