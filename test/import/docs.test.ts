import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLACE_NAMES } from '#src/import/places.ts';
import { PRESET_NAMES } from '#src/import/presets.ts';

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
