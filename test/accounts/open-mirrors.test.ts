import { expect, test } from 'vitest';
import { accountsSettings } from '#domain/mirror-settings.ts';
import { openMirrors } from '#src/accounts/open-mirrors.ts';

const env = (values: Record<string, string>) => (name: string) => values[name];

const accounts = accountsSettings.parse([
  { from: 'hubspot', token_env: 'TOKEN' },
  {
    ...{ from: 'salesforce', client_id_env: 'ID', client_secret_env: 'SECRET' },
    base_url: 'https://acme.my.salesforce.com',
  },
]);

test('a CRM whose secrets are known is ready', () => {
  const opened = openMirrors({ accounts }, env({ TOKEN: 'secret-token', ID: 'id', SECRET: 'secret' }));
  expect(opened.problems).toEqual([]);
  expect([...opened.mirrors.keys()]).toEqual(['hubspot', 'salesforce']);
});

test('every secret that is missing is named with its place, and none is quoted', () => {
  const opened = openMirrors({ accounts }, env({ ID: 'client', SECRET: ' ' }));
  expect(opened.problems).toEqual([
    { path: 'accounts[0].token_env', problem: 'the environment variable TOKEN is not set' },
    { path: 'accounts[1].client_secret_env', problem: 'the environment variable SECRET is not set' },
  ]);
});
