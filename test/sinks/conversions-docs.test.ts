import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONVERSION_BASES } from '#domain/sink-settings.ts';
import { CONVERTING } from '#src/sinks/conversions.ts';
import { googleAdsSink } from '#src/sinks/systems/google-ads.ts';
import { linkedinSink } from '#src/sinks/systems/linkedin.ts';
import { metaSink } from '#src/sinks/systems/meta.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'conversions.md'), 'utf8');
const PLATFORMS = { 'google-ads': googleAdsSink, meta: metaSink, linkedin: linkedinSink };

test('the page has a row for every platform', () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \| [^|]+ \| [^|]+ \|$/gm)];
  expect(rows.map((match) => match[1])).toEqual(['to', ...Object.keys(PLATFORMS)]);
});

test('the page says of every option what it is', () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z_]+)` \| `([a-z-]+)` \| ([^|]+) \|$/gm)].map((match) =>
    match.slice(1),
  );
  const known = Object.entries(PLATFORMS).flatMap(([id, { options = {} }]) =>
    Object.entries(options).map(([name, is]) => [name, id, is]),
  );
  expect(rows).toEqual(known);
});

test('the page names every ground, and what is told where the settings do not say', () => {
  expect(PAGE).toContain(`# ${CONVERSION_BASES.slice(0, -1).join(', ')} or ${CONVERSION_BASES.at(-1)}`);
  expect(PAGE).toContain(
    `Without \`events\`: ${CONVERTING.slice(0, -1).join(', ')} and ${CONVERTING.at(-1)}.`,
  );
});
