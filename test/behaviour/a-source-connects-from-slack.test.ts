import pino from 'pino';
import { expect, test } from 'vitest';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import { hot } from '../support/leads.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

const LEAD = { email: 'grace@globex.example', name: 'Grace Hopper', company: 'Globex', country: 'DE' };

async function connect(site: Site, tool = 'zapier', name = 'Zap: demo form') {
  const running = await site.start();
  const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
  await olga.open();
  await olga.go('sources');
  await olga.go('connect');
  await olga.submit({
    [setupFields.tool]: tool,
    [setupFields.name]: name,
    [setupFields.came]: 'demo_request',
  });
  return { running, olga, token: tokenIn(olga.reads()) };
}

const tokenIn = (text: string): string => /Bearer ([\w-]{43})/.exec(text)?.[1] ?? 'none';

async function post({ address }: RunningApp, token: string, lead: unknown): Promise<number> {
  const response = await fetch(`${address}/webhooks/zap-demo-form`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(lead),
  });
  return response.status;
}

test('the screen shows address, token, the recipe of the tool, and how to get a public address', async () => {
  const site = await openSite();
  const { olga, token } = await connect(site);
  const text = olga.reads();
  expect(text).toContain('“Zap: demo form” is ready for its first delivery.');
  expect(text).toContain('/webhooks/zap-demo-form');
  expect(text).toContain('Set PUBLIC_URL in its environment');
  expect(text).toContain('2. URL: the address. Payload Type: json.');
  expect(text).toContain(`curl -X POST 'http://localhost:3000/webhooks/zap-demo-form'`);
  expect(token).toHaveLength(43);
});

test('what is sent with the token becomes a card; any other token is refused', async () => {
  const site = await openSite();
  const { running, token } = await connect(site);
  expect(await post(running, `${token.slice(0, -1)}_`, LEAD)).toBe(401);
  expect(await post(running, token, LEAD)).toBe(200);
  await site.settle();
  expect(await site.query("select outcome from items where source_id = 'zap-demo-form'")).toEqual([
    { outcome: 'handoff' },
  ]);
});

test('the screen says how the last delivery fared: waiting, handed over, not qualified, not readable', async () => {
  const site = await openSite();
  const { running, olga, token } = await connect(site);
  expect(await olga.go('source:zap-demo-form')).toContain('Waiting for the first delivery.');

  await post(running, token, LEAD);
  await site.settle();
  site.clock.forward(0.2);
  expect(await olga.go('source:zap-demo-form')).toContain(
    'Last delivery: 12 s ago\n✓ Qualified, and handed over',
  );

  await post(running, token, { ...LEAD, email: 'sam@rivalsoft.example' });
  await site.settle();
  expect(await olga.go('source:zap-demo-form')).toContain('Not qualified, so it goes to nurture\n• failed: ');

  site.clock.forward(1);
  await post(running, token, { name: 'Nobody to be reached' });
  await site.settle();
  expect(await olga.go('source:zap-demo-form')).toContain(
    '✗ Could not be read; it is kept in quarantine\n• person: ',
  );
});

test('the screen warns of a source whose id is a person’s, and of no other', async () => {
  const site = await openSite();
  await site.start({
    settings: (settings) => ({
      ...settings,
      sources: settings.sources.map((one) =>
        one.id === 'zapier' ? { ...one, map: { ...one.map, id: 'contact_id' } } : one,
      ),
    }),
  });
  const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
  await olga.open();
  await olga.go('sources');
  expect(await olga.go('source:zapier')).toContain('The id of what it sends names a person: contact_id.');
  await olga.go('home');
  await olga.go('sources');
  expect(await olga.go('source:website')).not.toContain('names a person');
});

test('the token stands nowhere in the database, and a new one puts the old one out of use', async () => {
  const site = await openSite();
  const { running, olga, token } = await connect(site);
  const tables = await site.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      site.query<{ found: number }>(
        `select count(*)::int as found from "${name}" t where t::text like '%${token}%'`,
      ),
    ),
  );
  expect(dumps.flat().map(({ found }) => found)).toEqual(tables.map(() => 0));

  await olga.go('source:zap-demo-form');
  const renewed = tokenIn(await olga.press('renew:zap-demo-form'));
  expect(await post(running, token, LEAD)).toBe(401);
  expect(await post(running, renewed, hot.person)).toBe(200);
});

test('a source that was disconnected meanwhile gets no new token', async () => {
  const site = await openSite();
  const { running, olga } = await connect(site);
  await olga.go('source:zap-demo-form');
  await running.app.core.changeSettings({
    what: 'sources (−1)',
    bySlackId: 'U0TEST',
    edit: (edits) => ({ ...edits, sources: [] }),
  });
  const text = await olga.press('renew:zap-demo-form');
  expect(text).toContain('This source is not there any more.');
  expect(text).not.toContain('Bearer');
});

test('the token is not written to the log', async () => {
  const lines: string[] = [];
  const site = await openSite();
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const running = await site.start({ log });
  const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
  await olga.open();
  await olga.go('sources');
  await olga.go('connect');
  await olga.submit({
    [setupFields.tool]: 'n8n',
    [setupFields.name]: 'Zap: demo form',
    [setupFields.came]: 'chat',
  });
  const token = tokenIn(olga.reads());
  await post(running, token, LEAD);
  await post(running, `${token}x`, LEAD);
  await site.settle();
  expect(token).toHaveLength(43);
  expect(lines.filter((line) => line.includes(token))).toEqual([]);
});

test('a tool that can set no header gets its address with the secret in it, and is read as it comes', async () => {
  const site = await openSite();
  const { running, olga } = await connect(site, 'jotform', 'Talk to us');
  const path = /\/webhooks\/talk-to-us\/[\w-]{43}/.exec(olga.reads())?.[0] ?? 'none';
  const form = new FormData();
  form.set('submissionID', '6092114420918273645');
  form.set(
    'rawRequest',
    JSON.stringify({ q3_name: { first: 'Grace', last: 'Hopper' }, q4_email: 'grace@globex.example' }),
  );
  const send = (to: string) => fetch(`${running.address}${to}`, { method: 'POST', body: form });
  expect((await send(path)).status).toBe(200);
  expect((await send('/webhooks/talk-to-us/another')).status).toBe(401);
  await site.settle();
  const people = await site.query(
    "select lead -> 'person' ->> 'first_name' as name from items where source_id = 'talk-to-us'",
  );
  expect(people).toEqual([{ name: 'Grace' }]);
});
