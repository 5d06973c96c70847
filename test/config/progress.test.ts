import { expect, test } from 'vitest';
import { createProgress } from '#src/cli/progress.ts';

/** What is printed, and what is written in place. */
function onScreen(isTTY: boolean) {
  const [lines, written] = [[] as string[], [] as string[]];
  const progress = () =>
    createProgress({ print: (line) => lines.push(line) }, { isTTY, write: (text) => written.push(text) });
  return { lines, written, progress };
}

test('on a terminal what comes next begins on a line of its own, once', () => {
  const { lines, written, progress } = onScreen(true);
  const [checking, loading] = [progress(), progress()];
  checking.show(0.5, () => 'half');
  checking.show(1, () => 'checked');
  checking.end();
  checking.end();
  loading.show(1, () => 'loaded');
  loading.end();
  expect(lines).toEqual([]);
  expect(written.join('').replaceAll('\u001b[K', '')).toBe('\rhalf\rchecked\n\rloaded\n');
});

test('what had nothing to show leaves no empty line', () => {
  const { written, progress } = onScreen(true);
  progress().end();
  expect(written).toEqual([]);
});

test('elsewhere each tenth is a line', () => {
  const { lines, written, progress } = onScreen(false);
  const loading = progress();
  for (const share of [0.05, 0.11, 0.12, 0.55, 1]) loading.show(share, () => `${share}`);
  loading.end();
  expect([lines, written]).toEqual([['0.11', '0.55', '1'], []]);
});
