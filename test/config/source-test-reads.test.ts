import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { source } from '#src/cli/source.ts';
import { hubspotApi, startToolApi } from '../support/tool-api.ts';
import { changed } from './smallest.ts';

const EVENT = {
  ...{ eventId: 1, portalId: 62515, subscriptionType: 'contact.creation', objectId: 123 },
  occurredAt: 1795284000000,
};

/** `source test crm` with a HubSpot app whose API answers at an address. */
async function ask(url: string, env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-'));
  const config = join(folder, 'team.yaml');
  const api = `api: { token_env: HUBSPOT_TOKEN, base_url: "${url}" }`;
  writeFileSync(
    config,
    changed('auth: none', `format: hubspot, auth: { type: own, secret_env: [HUBSPOT_SECRET] }, ${api}`),
  );
  const body = join(folder, 'event.json');
  writeFileSync(body, JSON.stringify([EVENT]));
  const said: string[] = [];
  const wrong: string[] = [];
  const exitCode = await source.run(['test', 'website', body, '--config', config], {
    env,
    now: () => new Date('2026-11-23T08:00:00Z'),
    print: (text) => void said.push(text),
    complain: (text) => void wrong.push(text),
  });
  return { exitCode, said: said.join('\n'), wrong: wrong.join('\n') };
}

const CONTACTS = { 123: { email: 'maxi@nordwind.example', firstname: 'Maxi' } };

test('a body that only names a record is read from its tool', async () => {
  const api = await startToolApi(hubspotApi({ contacts: CONTACTS }));
  const { exitCode, said, wrong } = await ask(api.url, { HUBSPOT_TOKEN: TOKEN });
  expect([exitCode, wrong]).toEqual([0, '']);
  expect(said).toContain('person.email: "maxi@nordwind.example"');
  expect(api.asked).toContain('POST /crm/v3/objects/contacts/batch/read');
});

test('without the token it says what is missing, and goes on', async () => {
  const { exitCode, said, wrong } = await ask('http://127.0.0.1:1', {});
  expect(wrong).toBe(
    'nothing is read from the tool: api.token_env: the environment variable HUBSPOT_TOKEN is not set',
  );
  expect(exitCode).toBe(1);
  expect(said).toContain('it names a record only');
});

test('what the tool says instead of an answer is said', async () => {
  const api = await startToolApi(hubspotApi({ contacts: CONTACTS }));
  const { exitCode, wrong } = await ask(api.url, { HUBSPOT_TOKEN: 'another' });
  expect(exitCode).toBe(1);
  expect(wrong).toContain('HubSpot refuses to answer (HTTP 401): check token and scopes');
});
