import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Edits } from '#domain/settings.ts';
import { editsIn, layered, whoSays, withoutEdit } from '#src/config/layers.ts';
import { readSettings } from '#src/config/settings.ts';
import { smallest } from './smallest.ts';

const ana = { id: 'ana', name: 'Ana', email: 'ana@acme.example', roles: ['sdr' as const] };
const ben = { id: 'ben', name: 'Ben', email: 'ben@acme.example', roles: ['sdr' as const] };

test('lists are joined by id, and an entry that the file has is the file’s as a whole', () => {
  const file = { version: 1, people: [ana] };
  const edits: Edits = { people: [{ ...ana, name: 'Another Ana', manager: 'ben' }, ben] };
  expect(layered(file, edits)).toEqual({ version: 1, people: [ana, ben] });
});

test('groups are joined by key, and the file’s keys win', () => {
  const file = { channels: { ops: 'C0FILE' }, hours: { office: { mon: ['09:00-17:00'] } } };
  const edits: Edits = {
    channels: { ops: 'C0SLACK', feedback: 'C0BOTH' },
    hours: { office: {}, late: { mon: ['12:00-20:00'] } },
    mode: 'shadow',
  };
  expect(layered(file, edits)).toEqual({
    channels: { ops: 'C0FILE', feedback: 'C0BOTH' },
    hours: { office: { mon: ['09:00-17:00'] }, late: { mon: ['12:00-20:00'] } },
    mode: 'shadow',
  });
});

test('edited routes stand before the route of the file that takes every lead', () => {
  const all = { id: 'all', to: { pool: 'sdr' } };
  const big = { id: 'big', when: { employees: { min: 500 } }, to: { pool: 'ae' } };
  const german = { id: 'german', when: { country: 'DE' }, to: { pool: 'sdr' } };
  expect(layered({ routes: [german, all] }, { routes: [big] })).toEqual({ routes: [german, big, all] });
});

test('a document that is no group stays what it is, for its check to refuse', () => {
  expect(layered(null, { people: [ana] })).toBe(null);
  expect(layered({ people: 'everybody' }, { people: [ana] })).toEqual({ people: 'everybody' });
});

test('each setting says which layer it comes from', () => {
  const file = { people: [ana], channels: { ops: 'C0FILE' } };
  const edits: Edits = { people: [ana, ben], mode: 'shadow', channels: { feedback: 'C0SLACK' } };
  expect(whoSays(file, edits, 'people', 'ana')).toBe('file');
  expect(whoSays(file, edits, 'people', 'ben')).toBe('slack');
  expect(whoSays(file, edits, 'people', 'cleo')).toBe(null);
  expect(whoSays(file, edits, 'channels', 'ops')).toBe('file');
  expect(whoSays(file, edits, 'channels', 'feedback')).toBe('slack');
  expect(whoSays(file, edits, 'mode', 'mode')).toBe('slack');
});

test('one edit is taken out, and the others stay', () => {
  const edits: Edits = { mode: 'shadow', people: [ana, ben], channels: { ops: 'C0OPS' } };
  expect(withoutEdit(edits, 'people', 'ana')).toEqual({ ...edits, people: [ben] });
  expect(withoutEdit(edits, 'mode', '')).toEqual({ people: [ana, ben], channels: { ops: 'C0OPS' } });
  expect(withoutEdit(edits, 'people', 'cleo')).toBe(null);
  expect(withoutEdit(edits, 'sla', 'hot')).toBe(null);
});

test('what is edited is listed by part and name', () => {
  expect(editsIn({ mode: 'shadow', people: [ana, ben], channels: { ops: 'C0OPS' } })).toEqual([
    { part: 'mode', ids: ['mode'] },
    { part: 'channels', ids: ['ops'] },
    { part: 'people', ids: ['ana', 'ben'] },
  ]);
});

test('a mistake in an edit is told by its id, as edited in Slack; one of the file by its line', () => {
  const reading = readSettings(smallest, 'handoff.yaml', () => []);
  const over = reading.ok && reading.over({ people: [{ ...ben, hours: 'late', manager: 'nobody' }] });
  expect(over).toEqual({
    ok: false,
    problems: [
      {
        path: 'people.ben.manager',
        line: null,
        problem: 'no person "nobody"; expected one of ana, olga, ben (edited in Slack)',
      },
      {
        path: 'people.ben.hours',
        line: null,
        problem: 'no set of hours "late"; expected office (edited in Slack)',
      },
    ],
  });
});

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const entry = fc.record({ id, name: fc.string(), email: fc.string() });
const documents = fc.record(
  {
    mode: fc.constantFrom('live' as const, 'shadow' as const),
    channels: fc.record({ ops: fc.string(), feedback: fc.string() }, { requiredKeys: [] }),
    hours: fc.dictionary(id, fc.record({ mon: fc.array(fc.string()) })),
    people: fc
      .uniqueArray(entry, { selector: (one) => one.id })
      .map((list) => list.map((one) => ({ ...one, roles: ['sdr' as const] }))),
    routes: fc.uniqueArray(
      fc.record({ id, to: fc.record({ pool: id }), when: fc.dictionary(id, fc.string(), { maxKeys: 1 }) }),
      { selector: (one) => one.id },
    ),
  },
  { requiredKeys: [] },
);

test('what was joined and exported, then pasted into the file, gives the same settings with the edits and without', () => {
  fc.assert(
    fc.property(documents, documents, (file, edits) => {
      const once = layered(file, edits);
      const pasted: unknown = parse(stringify(once));
      expect(pasted).toEqual(once);
      expect(layered(pasted, edits)).toEqual(once);
      expect(layered(pasted, {})).toEqual(once);
    }),
  );
});
