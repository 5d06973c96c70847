import { expect, test } from 'vitest';
import { card } from '#blocks/card.ts';
import * as make from '#src/examples/models.ts';

test('a card that several told of says whose note is whose, under its buttons', () => {
  const { blocks, text } = card(
    make.card({ otherNames: ['Bob Miller', 'B. M.', 'Rob'], tellings: make.tellings() }),
  );
  expect(text).toContain('Dana Ionescu, also as Bob Miller and B. M., VP Sales');
  const at = (part: string) => blocks.findIndex(({ block_id }) => block_id?.endsWith(part));
  expect(at('/told')).toBeGreaterThan(at('/actions'));
  expect(text).toMatch(
    /• Dana Ionescu \(Website, [^)]*\): leads go cold\n• Bob Miller \(Website, [^)]*\): call me on Friday/,
  );
});

test('a card that one told of has no such part', () => {
  expect(card(make.card()).blocks.some(({ block_id }) => block_id?.endsWith('/told'))).toBe(false);
});
