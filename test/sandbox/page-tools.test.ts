import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEMS } from '#domain/systems.ts';
import { cardWith, type DemoPage, sendAndHear, startPage, visit } from '../support/page.ts';

/** One lead of each tool of the field, sent from the page in the tool's own bytes and with its own proof. */

let demo: DemoPage;
beforeAll(async () => {
  demo = await startPage({ isNew: false });
}, 60_000);
afterAll(() => demo.stop());

test('there is an example of every tool that docs/sources.md says is read as it comes', async () => {
  const { examples } = await visit(demo).screen('ana');
  const tools = examples.flatMap(({ tool }) => tool ?? []);
  const rows = readFileSync('docs/sources.md', 'utf8').matchAll(/^\| `(?!format)[\w-]+` \| ([^|]+) \|/gm);
  expect(tools).toEqual([...rows].map(([, tool]) => tool));
  expect(tools).toEqual(Object.values(SYSTEMS));
});

// While nobody is full.
test('a booking in Calendly is a meeting on the card, and is to be confirmed', async () => {
  const line = await sendAndHear(demo, 'tool/calendly', ': qualified, goes to ');
  const owner = /goes to (\w+)/.exec(line)?.[1]?.toLowerCase() ?? '';
  const card = await visit(demo).until(owner, (screen) => cardWith(screen, nameIn(line)));
  expect(JSON.stringify(card.blocks)).toMatch(/Meeting.+Confirm the meeting that is booked/);
});

// Who gets it depends on who is full by then.
const QUALIFIED = ': qualified, ';

test.each([
  ['typeform', 'Typeform as it comes → ', QUALIFIED],
  ['webflow', 'Webflow → ', QUALIFIED],
  ['jotform', 'Jotform → ', QUALIFIED],
  ['gravity-forms', 'Gravity Forms → ', QUALIFIED],
  ['calendly', 'Calendly → ', QUALIFIED],
  ['google-ads', 'Google Ads → ', QUALIFIED],
  ['meta', 'Meta Lead Ads → ', ': to nurture, sales is not asked'],
  ['linkedin', 'LinkedIn → ', QUALIFIED],
  ['hubspot', 'HubSpot → ', QUALIFIED],
  ['salesforce', 'Salesforce → ', QUALIFIED],
  ['pipedrive', 'Pipedrive → ', QUALIFIED],
  ['zoho', 'Zoho CRM → ', QUALIFIED],
  ['marketo', 'Marketo → ', QUALIFIED],
  ['segment', 'Segment → ', QUALIFIED],
  ['rudderstack', 'RudderStack → ', QUALIFIED],
  ['zapier', 'Zapier as it comes → ', QUALIFIED],
  ['make', 'Make → ', QUALIFIED],
  ['n8n', 'n8n → ', QUALIFIED],
])('%s sends a lead as it does', async (format, from, outcome) => {
  const line = await sendAndHear(demo, `tool/${format}`, outcome);
  expect(line).toContain(from);
});

test('the same tool sends somebody else each time', async () => {
  const first = await sendAndHear(demo, 'tool/salesforce', QUALIFIED);
  const second = await sendAndHear(demo, 'tool/salesforce', QUALIFIED);
  expect(nameIn(second)).not.toBe(nameIn(first));
});

test('their sources are listed like any others', async () => {
  const { act, screen, until } = visit(demo);
  const channel = (await screen('olga')).conversations[0]?.id ?? '';
  await act({ type: 'slash', as: 'olga', channel, line: '/handoff sources' });
  await until('olga', (now) => JSON.stringify(now.conversations).includes('Typeform as it comes'));
});

test('a team that is not set up yet is offered none', async () => {
  const fresh = await startPage({ isNew: true });
  const { examples } = await visit(fresh).screen('olga');
  await fresh.stop();
  expect(examples).toEqual([]);
});

test('nothing of all that was an error of the app', () => {
  expect(demo.errors).toEqual([]);
});

const nameIn = (line: string): string => /→ ([^,:]+)/.exec(line)?.[1] ?? '';
