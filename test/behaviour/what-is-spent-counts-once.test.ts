import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSpendImports, removeSpendImport, replacersOf } from '#db/spend.ts';
import { spend } from '#src/cli/spend.ts';
import { openCsv } from '#src/import/csv.ts';
import { readSpendFile, storeSpendFile } from '#src/import/spend-file.ts';
import { bindSpendColumns } from '#src/import/spend-row.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** What was spent comes from files and from sources; told twice, in whatever order, each day of a place counts once. */

const HEADER = 'Month;Channel;Campaign;Amount;Currency';

function fileOf(...rows: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'handoff-spend-')), 'spend.csv');
  writeFileSync(path, rows.join('\r\n'));
  return path;
}

async function store(stage: TestStage, ...rows: string[]) {
  const file = await openCsv(fileOf(...rows));
  const { binding } = bindSpendColumns(file.header);
  const now = stage.clock.now();
  const reading = { binding, currency: null, dateOrder: null, now, timeZone: 'Europe/Berlin' };
  const { good } = await readSpendFile(file, reading, () => {});
  const made = { now, newId: () => crypto.randomUUID() };
  return storeSpendFile(stage.app.core.db, { name: 'spend.csv', good }, made);
}

/** What counts, in the order of time. */
const counting = (stage: TestStage) =>
  stage.query(
    `select "from"::text || ' ' || "to"::text as days, channel, campaign, currency, cents::int from spend
     where replaced_by is null order by "from", channel, campaign`,
  );

const row = (days: string, cents: number, channel = 'paid_search') => ({
  ...{ days, channel, campaign: null, currency: 'EUR', cents },
});
const OCTOBER = '2026-10-01 2026-10-31';

/** What the command prints and complains of, without a database. */
async function run(...args: string[]) {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const terminal = { env: {}, now: () => new Date('2026-11-23T09:00:00Z'), print: say, complain: say };
  const code = await spend.run(args, terminal);
  return { code, said: said.join('\n') };
}

test('the same file again doubles nothing, a newer one replaces, and taken back what was before counts again', async () => {
  const stage = await startStage();
  const first = [HEADER, '2026-10;Paid search;;1.250,50;EUR', '2026-10;webinar;;300;EUR'];
  await store(stage, ...first);
  const both = [row(OCTOBER, 125_050), row(OCTOBER, 30_000, 'webinar')];
  expect(await counting(stage)).toEqual(both);
  expect(await store(stage, ...first)).toMatchObject({ stored: 2, replaced: 2, problems: [] });
  expect(await counting(stage)).toEqual(both);

  const { id } = await store(stage, HEADER, '2026-10;paid_search;;2000;EUR');
  expect(await counting(stage)).toEqual([row(OCTOBER, 200_000), row(OCTOBER, 30_000, 'webinar')]);
  expect(await stage.app.core.db.transaction((tx) => removeSpendImport(tx, id))).toEqual({
    removed: 1,
    back: 1,
  });
  expect(await counting(stage)).toEqual(both);
});

test('days of a month that is known as one figure are named by their lines, and the rest of the file is stored', async () => {
  const stage = await startStage();
  const { id } = await store(stage, HEADER, '2026-10;paid_search;;1250;EUR');
  const stored = await store(stage, HEADER, '2026-11;paid_search;;900;EUR', '2026-10-05;paid_search;;40;EUR');
  expect(stored).toMatchObject({
    stored: 1,
    replaced: 0,
    problems: [
      {
        line: 3,
        what: `2026-10-05 is a part of 2026-10-01 to 2026-10-31, which is known as one figure (import ${id}); expected all its days in one file`,
      },
    ],
  });
  expect(await counting(stage)).toEqual([row(OCTOBER, 125_000), row('2026-11-01 2026-11-30', 90_000)]);
});

test('an import whose days were told anew since cannot be taken back before what told them', async () => {
  const stage = await startStage();
  const { db } = stage.app.core;
  const first = await store(stage, HEADER, '2026-10;paid_search;;1250;EUR');
  stage.clock.forward(1);
  const second = await store(stage, HEADER, '2026-10;paid_search;;1300;EUR');
  expect(await replacersOf(db, first.id)).toEqual([`import:${second.id}`]);
  expect(await replacersOf(db, second.id)).toEqual([]);
  expect(await readSpendImports(db)).toMatchObject([
    { id: second.id, figures: 1, counting: 1 },
    { id: first.id, figures: 1, counting: 0 },
  ]);
});

test('a rehearsal shows each column, the sums by currency, and what is not counted with its line and what was expected', async () => {
  const path = fileOf(
    'Day,Campaign name,Amount spent (EUR),Notes',
    '2026-10-05,Autumn demo,"1,000.50",x',
    '2026-10-05,autumn demo,0.50,other ad',
    '05/10/2026,Autumn demo,3,',
    '2026-10-06,Autumn demo,lots,',
    '2026-10-07,,7,',
    '2026-12-01,Autumn demo,7,',
    '2026-10-08,Autumn demo,12 USD,',
    ',,,',
  );
  expect(await run('import', path, '--dry-run')).toEqual({
    code: 2,
    said: [
      'Columns:',
      '  period: Day',
      '  campaign: Campaign name',
      '  amount: Amount spent (EUR)',
      '  currency: EUR, by the column of the amount',
      '  not used: Notes',
      '',
      '7 rows: 1 figure for 1 place, 2026-10-05',
      '1 row added to another one of the same days and place',
      'Together 1,001 EUR',
      '5 rows not counted:',
      '  line 4: period "05/10/2026" may be day first or month first; say which: --dates day_first or --dates month_first',
      '  line 5: amount "lots": expected an amount of zero or more, such as 1,250.00',
      '  line 6: names nothing it was spent on: expected a source, a channel or a campaign',
      '  line 7: period 2026-12-01 to 2026-12-01 is still to come: expected what was spent already',
      '  line 8: amount "12 USD" is in USD, and its currency is told as EUR',
    ].join('\n'),
  });
});

test('the command says what is missing, and stores nothing without --yes', async () => {
  const good = fileOf(HEADER, '2026-10;webinar;;300;EUR');
  expect(await run('import', good)).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing is stored. To store it: the same command with --yes'),
  });
  const hint = '\nnpm run handoff -- help spend says more';
  const noPeriod = fileOf('Channel;Amount', 'webinar;3');
  expect(await run('import', noPeriod)).toMatchObject({
    code: 1,
    said: expect.stringContaining('no column for the period; expected one of period, month, day'),
  });
  expect(await run('import', fileOf('Month;Amount', '2026-10;3'))).toMatchObject({
    said: expect.stringContaining('no column for what it was spent on; expected source, channel or campaign'),
  });
  expect(await run('import')).toEqual({ code: 1, said: `which file?${hint}` });
  expect(await run('improt', good)).toEqual({
    code: 1,
    said: `spend improt: expected one of import, list, undo; did you mean "import"?${hint}`,
  });
  expect(await run('import', good, '--currency', 'EURO')).toMatchObject({ code: 1 });
});

const told = (overrides: object = {}) => ({
  kind: 'spend',
  channel: 'paid_search',
  spend: { period: '2026-10', amount: 1250.5, currency: 'EUR' },
  ...overrides,
});
const outcomes = (stage: TestStage) =>
  stage.query("select outcome, problems from items order by (lead -> 'spend' ->> 'amount')::numeric, at");

test('a source tells of it by delivery: no lead comes of it, and told again the newer telling counts', async () => {
  const stage = await startStage();
  await stage.send(told());
  await stage.send(
    told({
      occurred_at: '2026-11-23T07:00:00Z',
      spend: { period: '2026-10', amount: 1260, currency: 'EUR' },
    }),
  );
  await stage.settle();
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 0 }]);
  expect(await counting(stage)).toEqual([row(OCTOBER, 125_050)]);
  expect(await outcomes(stage)).toEqual([
    { outcome: 'updated', problems: null },
    { outcome: 'ignored', problems: [{ path: 'spend', problem: 'older than what is known' }] },
  ]);
  stage.clock.forward(1);
  await stage.send(told({ spend: { period: '2026-10', amount: '1.300,00', currency: 'eur' } }));
  await stage.settle();
  expect(await stage.query('select cents::int as cents, replaced_by from spend')).toEqual([
    { cents: 130_000, replaced_by: null },
  ]);
});

test('a delivery that cannot be counted is set aside with what was expected', async () => {
  const stage = await startStage();
  await stage.send(told({ spend: { period: 'October', amount: 3, currency: 'EUR' } }));
  await stage.settle();
  expect(await stage.query('select outcome, problems from items')).toEqual([
    {
      outcome: 'quarantined',
      problems: [
        {
          path: 'spend',
          problem:
            'period "October": expected 2026-10, 2026-10-05, 2026-W41, 2026-Q4, October 2026 or 2026-10-01..2026-10-15',
        },
      ],
    },
  ]);
  expect(await counting(stage)).toEqual([]);
});

test('a file that replaces what a source told can be taken back, and then the source counts again', async () => {
  const stage = await startStage();
  await stage.send(told());
  await stage.settle();
  stage.clock.forward(1);
  const { id } = await store(stage, HEADER, '2026-10;paid_search;;9;EUR');
  expect(await counting(stage)).toEqual([row(OCTOBER, 900)]);
  await stage.app.core.db.transaction((tx) => removeSpendImport(tx, id));
  expect(await counting(stage)).toEqual([row(OCTOBER, 125_050)]);
});
