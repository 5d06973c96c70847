import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBody } from '#src/sources/body.ts';

const json = (text: string) => parseBody('application/json', Buffer.from(text));
const form = (text: string) => parseBody('application/x-www-form-urlencoded', Buffer.from(text));

test('JSON is read by any JSON content type, and without one when it is JSON', async () => {
  const body = Buffer.from('{"a":[1,"x",null,true]}');
  const read = { ok: true, value: { a: [1, 'x', null, true] } };
  expect(await parseBody('application/json', body)).toEqual(read);
  expect(await parseBody('Application/JSON; charset=utf-8', body)).toEqual(read);
  expect(await parseBody('application/cloudevents+json', body)).toEqual(read);
  expect(await parseBody(undefined, body)).toEqual(read);
  expect(await parseBody('', body)).toEqual(read);
});

test('a form becomes texts, and a field that came twice a list', async () => {
  expect(await form('email=a%40b.example&name=Jos%C3%A9+Doe&tag=x&tag=y&empty=')).toEqual({
    ok: true,
    value: { email: 'a@b.example', name: 'José Doe', tag: ['x', 'y'], empty: '' },
  });
});

test('a byte order mark is no part of the JSON', async () => {
  expect(await json('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});

test('a number too big for a double stays the text it was', async () => {
  expect(
    await json('{"id":6756839000000575405,"n":-9007199254740993,"fits":9007199254740991,"huge":1e400}'),
  ).toEqual({
    ok: true,
    value: { id: '6756839000000575405', n: '-9007199254740993', fits: 9007199254740991, huge: '1e400' },
  });
});

test('keys that could pollute a prototype or pass for a JSONata function are dropped', async () => {
  const parsed = await json(
    '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}},"_jsonata_lambda":true,"_jsonata_function":true,"b":2}}',
  );
  expect(JSON.stringify(parsed)).toBe('{"ok":true,"value":{"a":{"b":2}}}');
  expect(JSON.stringify(await form('__proto__=1&constructor=2&a=3'))).toBe('{"ok":true,"value":{"a":"3"}}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('a body nested 64 deep is read, one deeper is not', async () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect((await json(nested(64))).ok).toBe(true);
  expect(await json(nested(65))).toEqual({
    ok: false,
    problem: expect.stringContaining('the JSON is nested deeper than 64 levels'),
  });
  expect((await json(nested(20_000))).ok).toBe(false);
  expect((await json('{"a":'.repeat(20_000))).ok).toBe(false);
});

test('brackets inside a text are not nesting', async () => {
  const text = `\\" ${'['.repeat(100)}`;
  expect(await json(`{"a":"${text}"}`)).toEqual({ ok: true, value: { a: `" ${'['.repeat(100)}` } });
});

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const read = (value: unknown) => ({ ok: true, value });

test.each([
  'text/plain',
  'text/json',
  'text/plain;charset=UTF-8',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'binary',
])('JSON called %s is read as JSON', async (type) => {
  expect(await parseBody(type, Buffer.from(' {"name":"Zoë & Söhne = 1"}'))).toEqual(
    read({ name: 'Zoë & Söhne = 1' }),
  );
});

test('JSON line by line is a list, and what was cut off is none', async () => {
  expect(await parseBody('application/x-ndjson', Buffer.from('{"a":1}\n\r\n{"a":2}\r\n'))).toEqual(
    read([{ a: 1 }, { a: 2 }]),
  );
  expect(await parseBody('text/plain', Buffer.from('{"a":1}\n{"a":2'))).toMatchObject({ ok: false });
});

test('JSON written into a text of JSON is read, and a text that is none stays a text', async () => {
  const once = JSON.stringify({ a: 'x' });
  expect(await json(JSON.stringify(once))).toEqual(read({ a: 'x' }));
  expect(await json(JSON.stringify(JSON.stringify(once)))).toEqual(read({ a: 'x' }));
  expect(await json('"{not JSON"')).toEqual(read('{not JSON'));
  expect(await json('"42"')).toEqual(read('42'));
});

test('the charset of the content type is read, by Java’s names too', async () => {
  const body = latin1('{"name":"Jürgen \x80"}');
  for (const charset of ['iso-8859-1', '"ISO-8859-1"', 'ISO8859_1', 'latin1', 'windows-1252', 'Cp1252']) {
    expect(await parseBody(`application/json; charset=${charset}`, body)).toEqual(read({ name: 'Jürgen €' }));
  }
  expect(await parseBody('application/json; charset=windows-1251', Buffer.from([0x22, 0xc6, 0x22]))).toEqual(
    read('Ж'),
  );
});

test('UTF-16 is read in both orders, with a byte order mark and without', async () => {
  const text = '{"name":"Jürgen"}';
  for (const body of [
    Buffer.from(text, 'utf16le'),
    Buffer.from(`\uFEFF${text}`, 'utf16le'),
    utf16be(text),
    utf16be(`\uFEFF${text}`),
  ]) {
    expect(await parseBody('application/json; charset=utf-16', body)).toEqual(read({ name: 'Jürgen' }));
  }
});

test('UTF-8 is UTF-8, also under a charset a server puts in front of everything', async () => {
  const body = Buffer.from('{"name":"Jürgen"}');
  expect(await parseBody('application/json; charset=ISO-8859-1', body)).toEqual(read({ name: 'Jürgen' }));
  expect(await parseBody('application/json; charset=nonsense', body)).toEqual(read({ name: 'Jürgen' }));
});

test('a form is read in its charset: of its type, of its field, or of old sites that say nothing', async () => {
  const type = 'application/x-www-form-urlencoded';
  expect(await parseBody(`${type}; charset=iso-8859-1`, Buffer.from('name=J%FCrgen'))).toEqual(
    read({ name: 'Jürgen' }),
  );
  expect(await form('name=%C6&_charset_=windows-1251')).toEqual(
    read({ name: 'Ж', _charset_: 'windows-1251' }),
  );
  expect(await form('name=J%FCrgen&city=M%C3%BCnchen')).toEqual(read({ name: 'Jürgen', city: 'München' }));
  expect(await parseBody(type, latin1('name=Jürgen'))).toEqual(read({ name: 'Jürgen' }));
  expect(await form('\uFEFFa=100%&b&=c')).toEqual(read({ a: '100%', b: '', '': 'c' }));
});

const BOUNDARY = 'multipart/form-data; boundary=b0';
const part = (head: string, value: string) => `--b0\r\n${head}\r\n\r\n${value}\r\n`;
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;

test('the fields of multipart/form-data are read, and its files left aside', async () => {
  const body = [
    part(named('email'), 'grace@globex.example'),
    part(named('prénom'), 'Zoë "Z"\r\nsecond line'),
    part(named('tag'), 'x'),
    part(named('tag'), 'y'),
    part(named('__proto__'), '1'),
    part(`${named('cv')}; filename="cv.pdf"\r\nContent-Type: application/pdf`, '%PDF'),
    '--b0--\r\n',
  ].join('');
  expect(await parseBody(BOUNDARY, Buffer.from(body))).toEqual(
    read({
      email: 'grace@globex.example',
      prénom: 'Zoë "Z"\r\nsecond line',
      tag: ['x', 'y'],
    }),
  );
});

test('a part in ISO-8859-1 is read, also beside a file that is no text', async () => {
  const head = `${named('name')}\r\nContent-Type: text/plain; charset=ISO-8859-1`;
  const file = part(`${named('cv')}; filename="cv"\r\nContent-Type: application/pdf`, '\xff\xfe\x00');
  const body = `${part(head, 'Jürgen')}${part(named('plain'), 'Zo\xc3\xab')}${file}--b0--\r\n`;
  expect(await parseBody(BOUNDARY, latin1(body))).toEqual(read({ name: 'Jürgen', plain: 'Zoë' }));
});

test('what cannot be read says what was expected and never quotes the body', async () => {
  const expected =
    'expected JSON, JSON line by line, or a form (application/x-www-form-urlencoded or multipart/form-data)';
  const refused = (problem: string) => ({ ok: false, problem: `${problem}: ${expected}` });
  const secret = Buffer.from('maria@example.com {');
  for (const type of ['application/json', undefined, 'text/xml', 'text/plain']) {
    expect(await parseBody(type, secret)).toEqual(refused('the body is not valid JSON'));
  }
  expect(await json(' \n')).toEqual(refused('the body is empty'));
  expect(await form('')).toEqual(refused('the body is empty'));
  expect(await parseBody(BOUNDARY, secret)).toEqual(
    refused('the body is not the multipart/form-data its content type says'),
  );
  for (const type of ['application/json', 'application/json; charset=cp850']) {
    expect(await parseBody(type, Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toEqual({
      ok: false,
      problem: 'the body is not UTF-8: expected that, or the charset in the content type',
    });
  }
});

test('no bytes make it throw', async () => {
  const types = fc.constantFrom(
    undefined,
    'application/json',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    BOUNDARY,
    'multipart/form-data',
    ';',
    'x/+json',
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.json().map((text) => Buffer.from(text)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(types, bytes, async (type, body) => {
      expect(typeof (await parseBody(type, body)).ok).toBe('boolean');
    }),
  );
});
