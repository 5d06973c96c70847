import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { ANALYTICS_VIEWS, dropViews, makeViews } from '#db/analytics.ts';
import { bringUpToDate } from '#db/raise-schema.ts';
import { inTransaction } from '#src/backup/connection.ts';
import { askIn } from '#src/backup/database.ts';
import { backUp, migrate, newFolder, restoreTo } from '../support/backups.ts';
import { handoff } from '../support/command.ts';
import { newDatabase, query, SERVER } from '../support/databases.ts';

/** Whoever may make roles: on the embedded one that is not the app. */
function adminOf(url: string): string {
  const admin = new URL(url);
  if (inject('server') === 'embedded') admin.username = 'postgres';
  return admin.href;
}

/** A database that the app has made, and a role of the server that nobody else has. */
async function newReader(): Promise<{ url: string; role: string }> {
  const role = `reader_${randomBytes(4).toString('hex')}`;
  await query(adminOf(SERVER), `create role ${role}`);
  // Before its databases are gone nothing lets a role go: the last that is registered comes first.
  onTestFinished(() => query(adminOf(SERVER), `drop role ${role}`).then(() => {}));
  const url = await newDatabase();
  await migrate(url);
  return { url, role };
}

/** What a role may do: a number of rows, or why not. */
const as = async (url: string, role: string, statement: string): Promise<unknown> =>
  query(adminOf(url), `set role ${role}; ${statement}`).then(
    () => 'may',
    (error: Error) => error.message,
  );
const grantTo = (role: string, ...more: string[]) => ['analytics', 'grant', role, ...more];

const LEADS = 'select count(*) from analytics.leads';
const CONTACTS = 'select count(*) from analytics_personal.contacts';
const DENIED = 'permission denied for schema analytics';

test('a role reads nothing before it is granted, then the views, and the tables never', {
  timeout: 90_000,
}, async () => {
  const { url, role } = await newReader();
  expect(await as(url, role, LEADS)).toBe(DENIED);

  const granted = await handoff(grantTo(role), url);
  expect(granted).toEqual({ code: 0, stdout: `May read the views:\n  ${role}: analytics\n`, stderr: '' });

  const plain = ANALYTICS_VIEWS.filter((view) => view.startsWith('analytics.'));
  const all = plain.map((view) => `select count(*) from ${view}`).join('; ');
  expect(await as(url, role, all)).toBe('may');
  expect(await as(url, role, CONTACTS)).toBe('permission denied for schema analytics_personal');
  expect(await as(url, role, 'select count(*) from leads')).toBe('permission denied for table leads');
  expect(await as(url, role, 'update analytics.deal_changes set field = null')).toMatch(/cannot update view/);
});

test('personal data is granted by itself, and taken back by itself', { timeout: 90_000 }, async () => {
  const { url, role } = await newReader();
  await handoff(grantTo(role, '--personal-data'), url);
  expect(await as(url, role, `${LEADS}; ${CONTACTS}`)).toBe('may');

  await handoff(['analytics', 'revoke', role, '--personal-data'], url);
  expect(await as(url, role, LEADS)).toBe('may');
  expect(await as(url, role, CONTACTS)).toBe('permission denied for schema analytics_personal');

  const revoked = await handoff(['analytics', 'revoke', role], url);
  expect(revoked.stdout).toMatch(/^Nobody but the app itself may read the views/);
  expect(await as(url, role, LEADS)).toBe(DENIED);
});

test('a role that is not there, and a word that is no action, are said to be', {
  timeout: 90_000,
}, async () => {
  const url = await newDatabase();
  const nobody = await handoff(grantTo('nobody_at_all'), url);
  expect(nobody.code).toBe(1);
  expect(nobody.stderr).toMatch(/^There is no role "nobody_at_all" on this server. Make it first/);
  const word = await handoff(['analytics', 'gant', 'x'], url);
  expect([word.code, word.stderr.split('\n')[0]]).toEqual([
    1,
    '"gant" is nothing to do: expected grant or revoke; did you mean "grant"?',
  ]);
});

test('a migration may change a table under the views, and whoever read them reads them after', async () => {
  const { url, role } = await newReader();
  // By hand, and of one view only: not as the command grants.
  await query(url, `grant usage on schema analytics to ${role}; grant select on analytics.leads to ${role}`);
  const change = 'alter table leads alter column campaign type varchar(400)';
  await expect(query(url, change)).rejects.toThrow('cannot alter type of a column used by a view or rule');

  await inTransaction(url, '', async (tx) => {
    const ask = askIn(tx);
    const grants = await dropViews(ask);
    await tx.unsafe(change);
    await makeViews(ask, grants);
  });

  expect(await as(url, role, LEADS)).toBe('may');
  expect(await as(url, role, 'select count(*) from analytics.handoffs')).toBe(
    'permission denied for view handoffs',
  );
});

test('a start makes views that are missing, or of another version, and leaves those that are right', async () => {
  const url = await newDatabase();
  await migrate(url);
  const ids = () => query(url, `select 'analytics.leads'::regclass::oid as id`);
  const first = await ids();
  await migrate(url);
  expect(await ids()).toEqual(first);

  await query(url, `drop view analytics.sla_daily`);
  await migrate(url);
  expect(await query(url, 'select count(*)::int as rows from analytics.sla_daily')).toEqual([{ rows: 0 }]);

  await query(
    url,
    `comment on schema analytics is 'made by handoff, which drops and makes its views anew: of another version'`,
  );
  const before = await ids();
  await migrate(url);
  expect(await ids()).not.toEqual(before);
});

test('of two that start at once each finds the views', async () => {
  const url = await newDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(await query(url, 'select count(*)::int as rows from analytics.leads')).toEqual([{ rows: 0 }]);
});

test('a view of somebody else that stands on ours stops the upgrade with its name, and nothing is changed', async () => {
  const url = await newDatabase();
  await migrate(url);
  await query(url, 'create schema reports; create view reports.mine as select lead_id from analytics.leads');
  await query(
    url,
    `comment on schema analytics is 'made by handoff, which drops and makes its views anew: older'`,
  );
  await expect(migrate(url)).rejects.toThrow(
    /built on them:\nview reports.mine depends on view analytics.leads/,
  );
  expect(await query(url, 'select count(*)::int as rows from reports.mine')).toEqual([{ rows: 0 }]);
});

test('a schema of that name that was there before is left alone', async () => {
  const url = await newDatabase();
  await query(url, 'create schema analytics; create table analytics.leads (id int)');
  await expect(migrate(url)).rejects.toThrow('a schema "analytics" that handoff did not make');
  expect(await query(url, 'select count(*)::int as rows from analytics.leads')).toEqual([{ rows: 0 }]);
});

test('an older program leaves the views of a newer one as they are', async () => {
  const url = await newDatabase();
  await migrate(url);
  await query(
    url,
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9000000000000);
     comment on schema analytics is 'made by handoff, which drops and makes its views anew: newer'`,
  );
  const ids = () => query(url, `select 'analytics.leads'::regclass::oid as id`);
  const before = await ids();
  await inTransaction(url, '', (tx) => bringUpToDate(askIn(tx)));
  expect(await ids()).toEqual(before);
});

test('a backup holds the rows and not the views; what is restored has them, and its readers', async () => {
  const { url: target, role } = await newReader();
  await handoff(grantTo(role), target);
  const source = await newDatabase();
  await migrate(source);
  const file = join(newFolder(), 'all.backup');
  await query(
    source,
    `insert into leads (id, stage, temperature, source_id, record, evidence, captured_at, created_at)
      values ('dana', 'inquiry', 'hot', 'website', '{}', '{}', now(), now())`,
  );

  await backUp(source, file);
  await restoreTo(target, file);

  expect(await query(target, 'select lead_id from analytics.leads')).toEqual([{ lead_id: 'dana' }]);
  expect(await as(target, role, LEADS)).toBe('may');
}, 90_000);
