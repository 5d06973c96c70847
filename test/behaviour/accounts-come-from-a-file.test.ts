import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accounts } from '#src/cli/accounts.ts';
import { bindAccountColumns } from '#src/import/account-row.ts';
import { readAccounts, storeAccounts } from '#src/import/accounts-file.ts';
import { openCsv } from '#src/import/csv.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { mirroredIn } from '../support/mirrors.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Where there is no CRM, a file says whose the companies are. */

const HEADER = 'Account;Domain;Owner e-mail;Customer since;Open opportunity;Tier';
const INITECH = 'Initech GmbH;initech.example;eva@acme-sales.example;2024-03-05;no;A';

function fileOf(...rows: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'handoff-accounts-')), 'accounts.csv');
  writeFileSync(path, rows.join('\r\n'));
  return path;
}

async function store(stage: TestStage, path: string, replaces = false): Promise<number> {
  const file = await openCsv(path);
  const { accounts: read } = await readAccounts(file, bindAccountColumns(file.header).binding);
  return storeAccounts(stage.app.core.db, read, { now: stage.clock.now(), replaces });
}

/** What the command prints and complains of, without a database. */
async function run(...args: string[]) {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const terminal = { env: {}, now: () => new Date('2026-11-23T09:00:00Z'), print: say, complain: say };
  const code = await accounts.run(args, terminal);
  return { code, said: said.join('\n') };
}

test('a customer of the file goes to their owner, and the card says from where that is known', async () => {
  const stage = await startStage();
  await store(stage, fileOf(HEADER, INITECH));
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect(await stage.query("select chosen_id as owner, record ->> 'by' as by from routing_log")).toEqual([
    { owner: 'eva', by: 'customer' },
  ]);
  expect(deskOf(stage, 'eva').reads()).toContain(
    'customer since March 2024, tier A, owner Eva Novak (the accounts file,',
  );
});

test('the same file again doubles nothing, and a newer one shows on the cards that are open', async () => {
  const stage = await startStage();
  const path = fileOf(HEADER, INITECH.replace('2024-03-05', ''));
  await store(stage, path);
  await store(stage, path);
  expect(await mirroredIn(stage)).toHaveLength(1);
  await stage.send(leadAt('initech'));
  await stage.settle();
  stage.clock.forward(1);
  await store(stage, fileOf(HEADER, INITECH));
  stage.app.core.queue.wake('sync');
  await stage.settle();
  expect(deskOf(stage, 'eva').reads()).toContain('customer since March 2024');
});

test('with --replace what is not in the file is used no longer, and comes back with a file that has it', async () => {
  const stage = await startStage();
  await store(stage, fileOf(HEADER, INITECH, 'Hooli;hooli.example;;;;'));
  stage.clock.forward(1);
  await store(stage, fileOf(HEADER, 'Hooli;hooli.example;;;;'));
  expect(await mirroredIn(stage)).toHaveLength(2);
  stage.clock.forward(1);
  expect(await store(stage, fileOf(HEADER, 'Hooli;hooli.example;;;;'), true)).toBe(1);
  expect((await mirroredIn(stage)).map(({ name }) => name)).toEqual(['Hooli']);
  stage.clock.forward(1);
  await store(stage, fileOf(HEADER, INITECH));
  expect(await mirroredIn(stage)).toHaveLength(2);
});

test('what is stored from a file stays where a CRM is read, which goes before it', async () => {
  const stage = await startStage();
  await store(stage, fileOf(HEADER, INITECH));
  await stage.app.mirrorAccounts();
  expect(await mirroredIn(stage)).toHaveLength(1);
});

test('a rehearsal says what would be stored, which rows were not understood, and what is not used', async () => {
  const path = fileOf(
    `${HEADER};Notes`,
    `${INITECH};x`,
    'Hooli;;Ben;;;',
    ';;;;;only a note',
    `${INITECH};again`,
  );
  expect(await run(path, '--dry-run')).toEqual({
    code: 2,
    said: [
      'Columns:',
      '  name: Account',
      '  domains: Domain',
      '  owner: Owner e-mail',
      '  customer_since: Customer since',
      '  opportunity: Open opportunity',
      '  tier: Tier',
      '  not used: Notes',
      '',
      '4 rows: 2 accounts, 1 customer, 1 without an owner',
      '1 row about a company that another row names too: the last counts',
      '2 rows not understood, or only in part:',
      '  line 3: owner left out: expected an e-mail address',
      '  line 4: names no company: expected a domain or a name',
    ].join('\n'),
  });
});

test('nothing is stored without --yes, and what is wrong is said', async () => {
  const path = fileOf(HEADER, INITECH);
  expect(await run(path)).toMatchObject({
    code: 1,
    said: expect.stringContaining('the same command with --yes'),
  });
  expect((await run(path, '--dryrun')).said).toContain('no option "--dryrun"; did you mean "--dry-run"?');
  expect((await run(fileOf('Colour;Size', 'red;1'))).said).toContain('no column for domains or name');
  expect((await run()).said).toContain('Usage: npm run handoff -- accounts <file.csv>');
  expect((await run(path, 'another.csv')).code).toBe(1);
});
