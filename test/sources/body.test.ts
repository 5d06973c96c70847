import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBody } from '#src/sources/body.ts';

const json = (text: string) => parseBody('application/json', Buffer.from(text));
const form = (text: string) => parseBody('application/x-www-form-urlencoded', Buffer.from(text));

test('JSON is read by any JSON content type, and without one when it is JSON', () => {
  const body = Buffer.from('{"a":[1,"x",null,true]}');
  const read = { ok: true, value: { a: [1, 'x', null, true] } };
  expect(parseBody('application/json', body)).toEqual(read);
  expect(parseBody('Application/JSON; charset=utf-8', body)).toEqual(read);
  expect(parseBody('application/cloudevents+json', body)).toEqual(read);
  expect(parseBody(undefined, body)).toEqual(read);
  expect(parseBody('', body)).toEqual(read);
});

test('a form becomes texts, and a field that came twice a list', () => {
  expect(form('email=a%40b.example&name=Jos%C3%A9+Doe&tag=x&tag=y&empty=')).toEqual({
    ok: true,
    value: { email: 'a@b.example', name: 'José Doe', tag: ['x', 'y'], empty: '' },
  });
});

test('a byte order mark is no part of the JSON', () => {
  expect(json('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});

test('a number too big for a double stays the text it was', () => {
  expect(
    json('{"id":6756839000000575405,"n":-9007199254740993,"fits":9007199254740991,"huge":1e400}'),
  ).toEqual({
    ok: true,
    value: { id: '6756839000000575405', n: '-9007199254740993', fits: 9007199254740991, huge: '1e400' },
  });
});

test('keys that could pollute a prototype or pass for a JSONata function are dropped', () => {
  const parsed = json(
    '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}},"_jsonata_lambda":true,"_jsonata_function":true,"b":2}}',
  );
  expect(JSON.stringify(parsed)).toBe('{"ok":true,"value":{"a":{"b":2}}}');
  expect(JSON.stringify(form('__proto__=1&constructor=2&a=3'))).toBe('{"ok":true,"value":{"a":"3"}}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('a body nested 64 deep is read, one deeper is not', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(json(nested(64)).ok).toBe(true);
  expect(json(nested(65))).toEqual({ ok: false, problem: 'the JSON is nested deeper than 64 levels' });
  expect(json(nested(20_000)).ok).toBe(false);
  expect(json('{"a":'.repeat(20_000)).ok).toBe(false);
});

test('brackets inside a text are not nesting', () => {
  const text = `\\" ${'['.repeat(100)}`;
  expect(json(`{"a":"${text}"}`)).toEqual({ ok: true, value: { a: `" ${'['.repeat(100)}` } });
});

test('what cannot be read says what was expected and never quotes the body', () => {
  const secret = Buffer.from('maria@example.com {');
  expect(parseBody('application/json', secret)).toEqual({ ok: false, problem: 'the body is not valid JSON' });
  expect(parseBody(undefined, secret)).toEqual({
    ok: false,
    problem:
      'there is no content type and the body is not JSON: expected application/json or application/x-www-form-urlencoded',
  });
  expect(parseBody('text/xml', secret)).toEqual({
    ok: false,
    problem: 'the content type is not taken: expected application/json or application/x-www-form-urlencoded',
  });
  expect(json(' \n')).toEqual({ ok: false, problem: 'the body is empty' });
  expect(form('')).toEqual({ ok: false, problem: 'the body is empty' });
  expect(parseBody('application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toEqual({
    ok: false,
    problem: 'the body is not UTF-8',
  });
});

test('no bytes make it throw', () => {
  const types = fc.constantFrom(
    undefined,
    'application/json',
    'application/x-www-form-urlencoded',
    ';',
    'x/+json',
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.json().map((text) => Buffer.from(text)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(types, bytes, (type, body) => {
      expect(typeof parseBody(type, body).ok).toBe('boolean');
    }),
  );
});
