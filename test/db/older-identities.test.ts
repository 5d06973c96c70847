import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { identitiesOf } from '#domain/identities.ts';
import { make } from '../domain/make.ts';
import { openCopy } from '../support/copies.ts';
import { queryOn } from '../support/stage.ts';

const MIGRATION = 'db/migrations/0010_who-is-who.sql';

const PHONES = [
  '+49 (0)30 5550123 ext. 12',
  '0049(0)30/5550124',
  '+39 (0)6 5550125',
  '+1 415 555 0126x7',
  '030 5550127',
];
const REFS: [string, string, string][] = [
  ['Salesforce', 'Contact', '001D000000IRFma'],
  ['salesforce', 'lead', '00Q5e00000AbCdE'],
  ['HubSpot', 'contact', '501'],
  ['crm', 'contact', 'a:b'],
];

test('what was known before is found by the spelling that is looked for now', async () => {
  const { database, release } = await openCopy();
  onTestFinished(async () => {
    await database.close();
    release();
  });
  const query = queryOn(database);
  const people = [
    ...PHONES.map((phone) => ({ person: { phone }, refs: [] })),
    ...REFS.map(([system, type, id]) => ({ person: {}, refs: [{ system, type, id }] })),
  ];
  for (const [at, { person, refs }] of people.entries()) {
    const record = JSON.stringify({ person, refs }).replaceAll("'", "''");
    await query(`insert into leads (id, stage, temperature, source_id, record, evidence, captured_at, created_at)
      values ('l${at}', 'inquiry', 'warm', 'website', '${record}', '{}', now(), now())`);
    const [ref] = refs;
    if (ref) {
      await query(`insert into identities values ('ref', '${ref.system}:${ref.type}:${ref.id}', 'l${at}')`);
    }
  }

  const [, , ...backfill] = readFileSync(MIGRATION, 'utf8').split('--> statement-breakpoint');
  for (const statement of backfill) await query(statement);

  const settings = { identities: { placeholders: [], role_names: [] } };
  for (const [at, lead] of people.entries()) {
    const [identity] = identitiesOf(settings, make.lead(lead));
    expect(
      await query(
        `select value from identities where kind = '${identity?.kind}' and value = '${identity?.value}'`,
      ),
    ).toEqual([{ value: identity?.value }]);
    expect(await query(`select distinct lead_id from identities where value = '${identity?.value}'`)).toEqual(
      [{ lead_id: `l${at}` }],
    );
  }
});
