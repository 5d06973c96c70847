import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCOUNT_COLUMNS, bindAccountColumns, readAccountRow } from '#src/import/account-row.ts';

const read = (header: string[], cells: string[]) => readAccountRow(bindAccountColumns(header).binding, cells);

test('columns are found by their names, however they are written, and others are named', () => {
  expect(
    bindAccountColumns(['Company_Name', ' WEBSITE ', 'Owner Email', 'Customer Since', 'Notes', '']),
  ).toEqual({
    binding: { name: 0, domains: 1, owner: 2, customer_since: 3 },
    unused: ['Notes'],
  });
});

test('a row says everything that is known of an account', () => {
  const header = [
    ...['Account name', 'Domains', 'Owner e-mail', 'Team', 'Customer since', 'Open deals', 'Tier', 'Churned'],
  ];
  const cells = [
    ...['Initech GmbH', 'https://www.initech.example; initech.test', 'Eva@acme-sales.example'],
    ...['vic@acme-sales.example, mia@acme-sales.example', '5.3.2024', '2', 'A', 'no'],
  ];
  expect(read(header, cells)).toEqual({
    account: {
      recordId: 'initech.example',
      name: 'Initech GmbH',
      facts: {
        domains: ['initech.example', 'initech.test'],
        ownerEmail: 'eva@acme-sales.example',
        team: ['vic@acme-sales.example', 'mia@acme-sales.example'],
        isCustomer: true,
        customerSince: '2024-03-05',
        hasOpportunity: true,
        tier: 'A',
        isChurned: false,
      },
    },
    problems: [],
  });
});

test('an account is known by its id, else by its first domain, else by its name', () => {
  const header = ['Id', 'Name', 'Domain'];
  const idOf = (cells: string[]) => read(header, cells).account?.recordId;
  expect([
    idOf(['7', 'Globex', 'g.example']),
    idOf(['', 'Globex', 'g.example']),
    idOf(['', 'Globex GmbH', '']),
  ]).toEqual(['7', 'g.example', 'name:globex']);
});

test('a cell that cannot be read costs only itself, and is not quoted', () => {
  const header = [
    'Name',
    'Domain',
    'Owner',
    'Team',
    'Customer',
    'Customer since',
    'Churned',
    'Open opportunity',
  ];
  const row = read(header, [
    'Globex',
    'not one',
    'Eva Novak',
    'somebody',
    'perhaps',
    '31.2.2024',
    'hm',
    'hm',
  ]);
  expect(row.account?.name).toBe('Globex');
  expect(row.problems).toEqual([
    'domains left out: expected a domain such as acme.com',
    'owner left out: expected an e-mail address',
    'team left out: expected e-mail addresses',
    'customer since left out: expected a day such as 2024-03-05',
    'customer left out: expected yes or no',
    'opportunity left out: expected yes or no',
    'churned left out: expected yes or no',
  ]);
});

test('the team of an account is read by role, and a name that is no address is left out', () => {
  const row = read(
    ['Domain', 'SDR', 'AE e-mail', 'Customer success manager'],
    ['g.example', 'ANA@a.example', 'Eva', ''],
  );
  expect(row.account?.facts.byRole).toEqual({ sdr: 'ana@a.example' });
  expect(row.problems).toEqual(['ae left out: expected an e-mail address']);
  expect(read(['Domain', 'SDR'], ['g.example', '']).account?.facts).not.toHaveProperty('byRole');
});

test('a row without a domain and a name is no account', () => {
  expect(read(['Name', 'Domain', 'Tier'], ['', ' ', 'A'])).toEqual({
    account: null,
    problems: ['names no company: expected a domain or a name'],
  });
});

test('the page about accounts names every column by all its names', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'accounts.md'), 'utf8');
  const rows = Object.entries(ACCOUNT_COLUMNS).map(
    ([place, names]) => `| \`${place}\` | ${names.join(', ')} |`,
  );
  for (const row of rows) expect(page).toContain(row);
});
