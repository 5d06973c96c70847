import { expect, test } from 'vitest';
import { markSubdomains } from '#db/old-accounts.ts';
import { removeImport } from '#db/undo-import.ts';
import { contacts, importRows, openForImport } from '../support/imports.ts';

const { grace, alan, joan } = contacts;

async function open() {
  const on = await openForImport();
  const rows = () =>
    on.query(`select (select count(*)::int from leads) as leads, (select count(*)::int from items) as items,
      (select count(*)::int from identities) as identities, (select count(*)::int from stage_changes) as stages,
      (select count(*)::int from handoffs) as handoffs, (select count(*)::int from clocks) as clocks,
      (select count(*)::int from accounts) as accounts`);
  return { on, query: on.query, rows, db: on.db };
}

test('the same export again changes nothing', async () => {
  const { on, rows } = await open();
  const first = await importRows(on, [grace, alan, joan]);
  const before = await rows();

  const second = await importRows(on, [grace, alan, joan]);

  expect([first.new, first.updated, first.unchanged]).toEqual([3, 0, 0]);
  expect([second.new, second.updated, second.unchanged]).toEqual([0, 0, 3]);
  expect(await rows()).toEqual(before);
});

test('an overlapping export brings in what is new', async () => {
  const { on } = await open();
  await importRows(on, [grace, alan]);

  const second = await importRows(on, [alan, joan]);

  expect([second.new, second.updated, second.unchanged]).toEqual([1, 0, 1]);
});

test('a newer export brings a lead on: stages are added, times replace what was inferred, nothing is removed', async () => {
  const { on, query } = await open();
  await importRows(on, [alan]);

  const second = await importRows(on, [
    { ...alan, 'Lifecycle Stage': 'Opportunity', 'Became an Opportunity Date': '2026-11-02 10:00' },
  ]);
  const third = await importRows(on, [
    {
      ...alan,
      'Lifecycle Stage': 'Opportunity',
      'Became a Sales Qualified Lead Date': '2026-10-20 10:00',
      'Became an Opportunity Date': '2026-11-02 10:00',
    },
  ]);

  expect([second.updated, third.updated]).toEqual([1, 1]);
  expect(await query('select stage from leads')).toEqual([{ stage: 'opportunity' }]);
  expect(await query('select stage, is_inferred from stage_changes order by id')).toEqual([
    { stage: 'inquiry', is_inferred: false },
    { stage: 'marketing_qualified', is_inferred: false },
    { stage: 'sales_accepted', is_inferred: true },
    { stage: 'sales_qualified', is_inferred: false },
    { stage: 'opportunity', is_inferred: false },
  ]);
  expect(await query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 1 }]);
});

test('an address and a headcount are read as a webhook reads them, so that the person is the one known here', async () => {
  const { on, query } = await open();
  await importRows(on, [grace]);

  const written = `Grace Hopper <${grace.Email.toUpperCase()}>`;
  const again = { ...grace, 'Record ID': '9151', Email: written, 'Number of Employees': '250.0' };
  await importRows(on, [again]);

  expect(await query("select record -> 'person' ->> 'email' as email from leads")).toEqual([
    { email: grace.Email },
  ]);
  expect(
    await query("select lead -> 'account' ->> 'employees' as employees from items order by id"),
  ).toContainEqual({
    employees: '250',
  });
});

test('a record that stands in the file twice is one lead', async () => {
  const { on, rows } = await open();

  const once = await importRows(on, [grace, grace]);

  expect([once.new, once.unchanged]).toEqual([1, 0]);
  expect(await rows()).toMatchObject([{ leads: 1, items: 1, handoffs: 1 }]);
});

test('two records of one person are one lead, again and again', async () => {
  const { on, query, rows } = await open();
  const twice = [grace, { ...grace, 'Record ID': '999', 'Lifecycle Stage': 'Customer' }];
  await importRows(on, twice);
  const before = await rows();

  const again = await importRows(on, twice);

  expect(again.unchanged).toBe(1);
  expect(await rows()).toEqual(before);
  expect(await query('select stage from leads')).toEqual([{ stage: 'closed_won' }]);
});

test('an import tells people apart as intake does: by name where something is shared, in any spelling', async () => {
  const { on, query } = await open();
  const shared = { Email: 'info@globex.example', 'Phone Number': '+49 (0)30 5550100' };
  const one = (id: string, first: string, last: string) => ({
    ...joan,
    ...shared,
    'Record ID': id,
    'First Name': first,
    'Last Name': last,
  });
  const rows = [
    one('1', 'Bob', 'Miller'),
    one('2', 'Robert', 'Miller'),
    one('3', 'Jane', 'Doe'),
    one('4', 'Jane M.', 'Doe'),
  ];

  const first = await importRows(on, rows);
  const again = await importRows(on, rows);

  expect([first.new, first.updated, first.unchanged]).toEqual([2, 0, 0]);
  expect([again.new, again.updated, again.unchanged]).toEqual([0, 0, 2]);
  expect(await query("select record #>> '{person,first_name}' as name from leads order by 1")).toEqual([
    { name: 'Bob' },
    { name: 'Jane' },
  ]);
});

test('taking an import back leaves a colleague who shares its mailbox', async () => {
  const { on, db, query } = await open();
  const email = { Email: 'info@globex.example' };
  const first = await importRows(on, [{ ...grace, ...email }]);
  await importRows({ ...on, now: new Date(on.now.getTime() + 60_000) }, [{ ...alan, ...email }]);

  expect(await db.transaction((tx) => removeImport(tx, first.id))).toEqual({ removed: 1, kept: 0 });
  expect(
    await query(`select l.record #>> '{person,first_name}' as name from identities i join leads l on l.id = i.lead_id
      where i.value = 'info@globex.example'`),
  ).toEqual([{ name: 'Alan' }]);
});

test('what cannot be read is set aside with its reason, and the rest goes in', async () => {
  const { on } = await open();

  const { new: fresh, refused } = await importRows(on, [
    grace,
    { ...alan, 'Create Date': '' },
    { ...joan, 'Lifecycle Stage': 'Warm and fuzzy' },
  ]);

  expect({ fresh, refused }).toEqual({ fresh: 1, refused: 2 });
});

test('who is imported joins the account that an older version made for a part of their company', async () => {
  const { on, query, db } = await open();
  await query(
    "insert into accounts (id, domain, owner_id, created_at) values ('part', 'eu.globex.example', 'ben', now())",
  );
  await markSubdomains(db);
  await importRows(on, [grace]);
  expect(await query('select domain, owner_id from accounts order by domain')).toEqual([
    { domain: 'globex.example', owner_id: 'ben' },
    { domain: null, owner_id: null },
  ]);
});

test('an import may be taken back, with everything it made', async () => {
  const { on, db, rows, query } = await open();
  const { id } = await importRows(on, [grace, alan, joan]);

  expect(await db.transaction((tx) => removeImport(tx, id))).toEqual({ removed: 3, kept: 0 });

  expect(await rows()).toEqual([
    { leads: 0, items: 0, identities: 0, stages: 0, handoffs: 0, clocks: 0, accounts: 0 },
  ]);
  expect(await query('select id from deliveries')).toEqual([]);
});

test('taking an import back leaves who was heard of since', async () => {
  const { on, db, query } = await open();
  const first = await importRows(on, [grace, alan]);
  await importRows(on, [{ ...alan, 'Lead ID': '00Q1', 'Lead Status': 'Working' }], 'salesforce');

  expect(await db.transaction((tx) => removeImport(tx, first.id))).toEqual({ removed: 1, kept: 1 });
  expect(await query("select record #>> '{person,email}' as email from leads")).toEqual([
    { email: 'alan@initech.example' },
  ]);
});

test('taking an import back leaves whom a later one told more of, and takes whom it found unchanged', async () => {
  const { on, db, query } = await open();
  const first = await importRows(on, [grace, alan, joan]);
  const later = { ...on, now: new Date(on.now.getTime() + 60_000) };
  await importRows(later, [
    grace,
    { ...alan, 'Job Title': 'Head of Sales' },
    { ...joan, 'Lifecycle Stage': 'Marketing Qualified Lead' },
  ]);

  expect(await db.transaction((tx) => removeImport(tx, first.id))).toEqual({ removed: 1, kept: 2 });
  expect(await query("select record #>> '{person,first_name}' as name from leads order by 1")).toEqual([
    { name: 'Alan' },
    { name: 'Joan' },
  ]);
});
