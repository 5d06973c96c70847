import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPage, parsePage } from '#blocks/ids.ts';
import { limits } from '#blocks/limits.ts';
import { LEAD_LISTS, LONGEST_SEARCH } from '#domain/lead-lists.ts';

test('what a button carries to turn a page is read again as it was, within Slack’s limit', () => {
  const page = fc.record({
    kind: fc.constantFrom(...LEAD_LISTS),
    page: fc.nat({ max: 999_999 }),
    text: fc.string({ maxLength: LONGEST_SEARCH }),
  });
  fc.assert(
    fc.property(page, (value) => {
      const written = formatPage(value);
      expect(written.length).toBeLessThanOrEqual(limits.buttonValue);
      expect(parsePage(written)).toEqual(value);
    }),
  );
});

test('what is none of ours turns no page', () => {
  const values = [undefined, '', 'mine', 'everything/0/', 'mine/-1/', 'mine/1e9/', 'mine/99999999/'];
  expect(values.map(parsePage)).toEqual(values.map(() => null));
});
