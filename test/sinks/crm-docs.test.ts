import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OUTREACH } from '#src/sinks/systems/outreach.ts';
import { PIPEDRIVE } from '#src/sinks/systems/pipedrive.ts';
import { SALESFORCE } from '#src/sinks/systems/salesforce.ts';
import { SALESLOFT } from '#src/sinks/systems/salesloft.ts';

const DOCS = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'outcomes.md'), 'utf8');

const sectionOf = (title: string): string => DOCS.split('\n## ').find((part) => part.startsWith(title)) ?? '';

const TOOLS = [
  ['Salesforce', SALESFORCE],
  ['Pipedrive', PIPEDRIVE],
  ['Outreach', OUTREACH],
  ['Salesloft', SALESLOFT],
] as const;

test.each(TOOLS)('the usual fields, words and options of %s are those of its page', (title, system) => {
  const section = sectionOf(title);
  const rows = [...section.matchAll(/^\| `(\w+)` \| `([^`]+)` \|$/gm)].map(([, key, field]) => [key, field]);
  const usual = Object.entries(system.fields).filter(([, field]) => field !== null);

  expect(rows).toEqual(usual);
  for (const word of Object.values(system.words.status)) expect(section).toContain(`\`${word}\``);
  for (const option of Object.keys(system.options ?? {})) expect(section).toContain(`{ ${option}: `);
  for (const need of system.needs) expect(section).toContain(`    ${need}: `);
});
