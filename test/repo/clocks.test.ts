import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { RESPONSE_CLOCKS } from '#domain/sla.ts';
import { slaPolicy } from '#domain/sla-settings.ts';

const page = readFileSync('docs/clocks.md', 'utf8');

/** The rows of the table under a heading, without their back-ticks. */
function rowsUnder(header: string): string[][] {
  const [, table = ''] = page.split(`${header}\n`);
  const lines = table.split('\n');
  return lines
    .slice(
      1,
      lines.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim()));
}

type Target = { within: string; overnight?: string };
type Policy = Record<string, Target> & { id: string };
const timeOf = ({ within, overnight }: Target) => (overnight ? `${within}, overnight ${overnight}` : within);
const touchOf = (policy: Policy) =>
  RESPONSE_CLOCKS.flatMap((clock) => (policy[clock] ? [`${clock} ${policy[clock].within}`] : [])).join(', ');

test('the page about clocks has the policies of the example, in order, with their times', () => {
  const policies: Policy[] = parse(readFileSync('handoff.yaml', 'utf8')).sla;
  expect(rowsUnder('| Policy | Accept within | First touch within |')).toEqual(
    policies.map((policy) => [policy.id, policy.accept && timeOf(policy.accept), touchOf(policy)]),
  );
});

test('the page about clocks explains every key of a step', () => {
  const { properties } = z.toJSONSchema(slaPolicy, { io: 'input' });
  // A schema may be `true`; that of a ladder is a list of groups.
  const ladder = properties?.ladder as { items: { properties: object } };
  expect(rowsUnder('| Key | Says |').map(([key]) => key)).toEqual(Object.keys(ladder.items.properties));
});
