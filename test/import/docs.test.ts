import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '#src/cli/import.ts';
import { IMPORT_USAGE, OPTIONS } from '#src/cli/import-options.ts';
import { fold } from '#src/import/mapping.ts';
import { PLACE_NAMES } from '#src/import/places.ts';
import { PRESET_NAMES, PRESETS } from '#src/import/presets.ts';

const text = readFileSync('docs/import.md', 'utf8');
const table = text.slice(text.indexOf('| Place | Holds |'), text.indexOf('## Dates'));

test('the document names every place a column may go to, and no other', () => {
  const named = [...table.matchAll(/`([a-z_.]+)`/g)].map(([, name]) => name);
  expect([...new Set(named)].filter((name) => name !== 'values').sort()).toEqual([...PLACE_NAMES].sort());
});

test('the document names every preset', () => {
  const rows = text.slice(text.indexOf('## Exporting'), text.indexOf('Columns a preset looks for'));
  expect([...rows.matchAll(/\| `(\w+)` \|/g)].map(([, name]) => name)).toEqual([...PRESET_NAMES]);
});

test.each(PRESET_NAMES)(
  'the columns that the document names for %s are ones its preset looks for',
  (name) => {
    const [, listed = ''] = new RegExp(`- \\*\\*${name}\\*\\*: ([^]+?)\\n(?:-|\\n)`, 'i').exec(text) ?? [];
    const named = [...listed.matchAll(/`([^`]+)`/g)].map(([, column = '']) => fold(column));
    const known = Object.values(PRESETS[name].columns).flat().map(fold);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((column) => !known.includes(column))).toEqual([]);
  },
);

test('the document and the help list every option, in order', () => {
  const options = Object.keys(OPTIONS).map((name) => `--${name}`);
  expect([...text.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, name]) => name)).toEqual(options);
  expect([...IMPORT_USAGE.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name)).toEqual(options);
});

test('the document names every exit code', () => {
  expect([...text.matchAll(/^\| `(\d+)` \|/gm)].map(([, code]) => Number(code))).toEqual(
    Object.values(EXIT).toSorted((one, other) => one - other),
  );
});
