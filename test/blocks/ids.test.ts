import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatAnswered,
  formatNext,
  formatPage,
  formatRejected,
  formatShared,
  formatTakeNext,
  formatValue,
  parseAnswered,
  parsePage,
  parsePerson,
  parseRejected,
  parseShared,
  parseTakeNext,
  parseValue,
} from '#blocks/ids.ts';
import { LEAD_LISTS } from '#domain/lead-lists.ts';
import { STANDS } from '#domain/seen.ts';
import { id } from '#domain/settings-shapes.ts';

const HANDOFF_ID = '0195a7c2-7b1e-7c3a-9d55-3f1c2b7a9e10';
/** As Slack documents them. */
const SLACKS = { buttonValue: 2_000, optionValue: 75 };
/** What is longer is none of ours, and is cut. */
const LONGEST = 100;

/** A text of any characters, the ones ids are put together with among them, so long. */
const textOf = (length: number) =>
  fc.string({
    unit: fc.constantFrom('a', 'Z', '/', '\n', ' ', ':', '"'),
    minLength: length,
    maxLength: length,
  });
const searched = fc.constantFrom(0, 1, LONGEST - 1, LONGEST).chain(textOf);
const tooLong = fc.constantFrom(LONGEST + 1, 5_000).chain(textOf);
const kind = fc.constantFrom(...LEAD_LISTS);
const page = fc.constantFrom(0, 9, 10, 99_999, 100_000, 999_999);

/** Ids as long as the settings take them, and what they do not take. */
const settingsId = fc
  .tuple(
    fc.constantFrom(1, 2, 62, 63, 64, 69, 70, 71, 75, 76, 2_000),
    fc.constantFrom('a', '0', 'a_', 'a-', 'z9_-'),
  )
  .map(([length, unit]) => unit.repeat(length).slice(0, length))
  .filter((text) => id.safeParse(text).success);

test('what a button carries to turn a page is read again as it was, within Slack’s limit', () => {
  fc.assert(
    fc.property(kind, page, searched, (list, no, text) => {
      const value = { kind: list, page: no, text };
      const written = formatPage(value);
      expect(written.length).toBeLessThanOrEqual(SLACKS.buttonValue);
      expect(parsePage(written)).toEqual(value);
    }),
  );
});

test('of a text too long to look for a button carries the beginning, and no more of it is read', () => {
  fc.assert(
    fc.property(kind, page, tooLong, (list, no, text) => {
      const kept = { kind: list, page: no, text: text.slice(0, LONGEST) };
      const written = formatPage({ kind: list, page: no, text });
      expect(written.length).toBeLessThanOrEqual(SLACKS.buttonValue);
      expect(written).toBe(`${list}/${no}/${kept.text}`);
      expect(parsePage(`${list}/${no}/${text}`)).toEqual(kept);
    }),
  );
});

test('what is none of ours turns no page', () => {
  const values = [undefined, '', 'mine', 'everything/0/', 'mine/-1/', 'mine/1e9/', 'mine/1000000/'];
  expect(values.map(parsePage)).toEqual(values.map(() => null));
});

test('whatever a press carries fits an option, and is read again as it was', () => {
  const choice = fc.constantFrom(null, 'details', '2026-11-21T18:00:00.000Z');
  const seen = fc.option(
    fc.record({ offerNo: fc.constantFrom(0, 1, 9_999_999), stand: fc.constantFrom(...STANDS) }),
  );
  fc.assert(
    fc.property(seen, choice, (stood, chosen) => {
      const value = { handoffId: HANDOFF_ID, seen: stood, choice: chosen };
      expect(formatValue(value).length).toBeLessThanOrEqual(SLACKS.optionValue);
      expect(parseValue(formatValue(value))).toEqual(value);
    }),
  );
});

test('a person of any id the settings take fits an option of a menu, also as the next one by the rules', () => {
  expect(id.safeParse('a'.repeat(63)).success).toBe(true);
  fc.assert(
    fc.property(settingsId, (person) => {
      expect(formatNext(person).length).toBeLessThanOrEqual(SLACKS.optionValue);
      expect(parsePerson(formatNext(person))).toEqual({ to: 'next', shownId: person });
      expect(parsePerson(person)).toEqual({ to: person, shownId: null });
    }),
  );
  expect(parsePerson(formatNext(null))).toEqual({ to: 'next', shownId: null });
});

test('a source and a reason of any id the settings take fit a button, and are read again as they were', () => {
  fc.assert(
    fc.property(settingsId, settingsId, (sourceId, reason) => {
      const written = formatRejected({ sourceId, reason });
      expect(written.length).toBeLessThanOrEqual(SLACKS.buttonValue);
      expect(parseRejected(written)).toEqual({ sourceId, reason });
      const asked = { sourceId, reason, seenAt: new Date('2026-11-23T09:00:00Z') };
      expect(parseAnswered(formatAnswered(asked))).toEqual(asked);
      expect(parseAnswered(written)).toBeNull();
    }),
  );
  const others = [undefined, '', 'form', 'form/', '/spam', 'form/spam/more', 'Form/spam', 'form/two words'];
  expect(others.map(parseRejected)).toEqual(others.map(() => null));
});

test('a batch of any pool and its newest claim fit a button, and are read again as they were', () => {
  fc.assert(
    fc.property(
      settingsId,
      fc.constantFrom(0, 1, 99_999_999_999_999, 999_999_999_999_999),
      (pool, newest) => {
        const value = { batch: `batch:list/2:${pool}:2026-11-23`, newestClaim: newest };
        expect(formatTakeNext(value).length).toBeLessThanOrEqual(SLACKS.buttonValue);
        expect(parseTakeNext(formatTakeNext(value))).toEqual(value);
      },
    ),
  );
  // A number of more digits would be read as another one.
  const others = [undefined, '', 'batch:/1', 'list/1', 'batch:a/', 'batch:a/x', 'batch:a/1234567890123456'];
  expect(others.map(parseTakeNext)).toEqual(others.map(() => null));
});

test('what is shown to everybody is asked for in the same words, or not at all', () => {
  const of = (words: string) => formatShared({ report: 'cost', words });
  expect(parseShared(of('  7d   by source ') ?? '')).toEqual({ report: 'cost', words: '7d by source' });
  expect(parseShared(of('the '.repeat(125)) ?? '')).toEqual({
    report: 'cost',
    words: 'the '.repeat(125).trim(),
  });
  // Cut after 500 characters it would be another period.
  expect(of(`by source ${'for '.repeat(130)}7d`)).toBe(null);
});
