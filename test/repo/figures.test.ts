import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFINITIONS } from '#blocks/definitions/definitions.ts';
import { REPORTS } from '../../handlers/commands/funnel.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'figures.md'), 'utf8');

test('the page on figures prints what they mean as Slack shows it, and nothing else', () => {
  const printed = page.slice(page.indexOf('## What the figures mean')).split('\n').slice(1);
  const lines = Object.values(DEFINITIONS).flatMap(({ title, means }) => [
    `### ${title}`,
    ...means.map(({ term, is }) => `- **${term}**: ${is}`),
  ]);
  expect(printed.filter((line) => /^(###|- )/.test(line))).toEqual(lines);
});

test('the page on figures tells of every report there is', () => {
  for (const { name } of REPORTS) expect(page).toContain(`\`/funnel${name === '' ? '' : ` ${name}`}`);
});

test('a title fits a modal', () => {
  for (const { title } of Object.values(DEFINITIONS)) expect(title.length).toBeLessThanOrEqual(24);
});
