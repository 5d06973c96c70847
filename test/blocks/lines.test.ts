import { expect, test } from 'vitest';
import { bullets, drawLong, type Line, linkTo, say, stranger } from '#blocks/lines.ts';

const lines = (...lengths: number[]): Line[] => lengths.map((length) => ['x'.repeat(length)]);

test('a text of four thousand characters is said whole, of one more line by line with the rest counted', () => {
  expect(say(lines(1_999, 2_000))).toHaveLength(4_000);
  expect(say(lines(1_999, 2_001))).toBe(`${'x'.repeat(1_999)}\n… 1 more lines in the message itself.`);
  expect(say(lines(4_001))).toBe('… 1 more lines in the message itself.');
});

test('as many lines are said as leave room for how many are not', () => {
  const many = say(lines(...Array.from({ length: 60 }, () => 99)));
  expect(many.split('\n').at(-1)).toBe('… 21 more lines in the message itself.');
  expect(many.length).toBeLessThanOrEqual(4_000);
  // Of short lines the breaks between them are half of it.
  expect(say(lines(...Array.from({ length: 3_000 }, () => 1))).length).toBeLessThanOrEqual(4_000);
});

test('a line that a stranger begins with > is no quote', () => {
  expect(say([[stranger('> quoted', 60)], ['a > b']])).toBe('· &gt; quoted\na > b');
});

test('a link longer than two hundred characters is only words where a message is said', () => {
  const address = (length: number) => 'https://a.example/'.padEnd(length, 'x');
  // Two brackets, a bar and a word of four go with it.
  expect(say([[linkTo(address(193), 'Page')]])).toBe(`<${address(193)}|Page>`);
  expect(say([[linkTo(address(194), 'Page')]])).toBe('Page');
});

test('a list is cut after so many, and only what is cut is counted', () => {
  const items: Line[] = [['a'], ['b'], ['c']];
  expect(bullets(['List'], items, 3)).toEqual([['List'], ['• ', 'a'], ['• ', 'b'], ['• ', 'c']]);
  expect(bullets(['List'], items, 2)).toEqual([['List'], ['• ', 'a'], ['• ', 'b'], ['… and 1 more']]);
  expect(bullets(['List'], [], 2)).toEqual([]);
});

test('lines are drawn as one block while they have three thousand characters with their line breaks', () => {
  const blocks = (...lengths: number[]) => drawLong('id', lines(...lengths)).map(({ block_id }) => block_id);
  expect(blocks(1_499, 1_499)).toEqual(['id/0']);
  expect(blocks(1_499, 1_500)).toEqual(['id/0', 'id/1']);
});
