import { expect, test } from 'vitest';
import { readFunnelRows } from '#db/funnel.ts';
import { funnelFigures } from '#domain/funnel.ts';
import { importRows, openForImport } from '../support/imports.ts';

/** Leads as a Salesforce report tells them, with the dates a team of ours would have added to theirs. */
const report: Record<string, string>[] = [
  {
    'Lead ID': '00Q1',
    Email: 'grace@globex.example',
    'Lead Status': 'Qualified',
    'Lead Owner': 'Ana Duarte',
    'Create Date': '2026-10-05 10:00',
    'MQL Date': '2026-10-05 10:00',
    'SAL Date': '2026-10-05 12:00',
    'First Activity': '2026-10-05 13:30',
    'Converted Date': '2026-10-09 15:30',
  },
  {
    'Lead ID': '00Q2',
    Email: 'alan@initech.example',
    'Lead Status': 'Working - Contacted',
    'Lead Owner': 'Ben Okafor',
    'Create Date': '2026-10-06 10:00',
    'MQL Date': '2026-10-06 10:00',
    // Two days later: the warm clock of four working hours ran out.
    'SAL Date': '2026-10-08 10:00',
  },
  {
    'Lead ID': '00Q3',
    Email: 'joan@tiny.example',
    'Lead Status': 'Unqualified',
    'Lead Owner': 'Ana Duarte',
    'Create Date': '2026-10-07 10:00',
    'Unqualified Reason': 'Too small',
    'Unqualified Date': '2026-10-07 16:00',
  },
  {
    'Lead ID': '00Q4',
    Email: 'kim@umbrella.example',
    'Lead Status': 'Open - Not Contacted',
    'Lead Owner': 'Somebody Else',
    'Create Date': '2026-11-02 10:00',
  },
];

const scope = {
  from: new Date('2026-08-25T00:00:00Z'),
  to: new Date('2026-11-23T09:00:00Z'),
  by: null,
  timeZone: 'Europe/Berlin',
  segments: { of: () => null, version: 'v1' },
};

test('the funnel, times to accept and respond, SLA attainment and rejections start full', async () => {
  const on = await openForImport();
  await importRows(on, report, 'salesforce');

  const rows = await readFunnelRows(on.db, scope);
  const figures = funnelFigures(rows);

  expect(figures).toMatchObject({ leads: 4, sla: { attained: 1, measured: 2 }, waiting: 0, snoozed: 0 });
  expect(rows.accepts.map(({ seconds }) => seconds / 3_600).sort((a, b) => a - b)).toEqual([2, 48]);
  expect(rows.responses.map(({ seconds }) => seconds / 3_600)).toEqual([3.5]);
  expect(figures.stages.map(({ stage, reached }) => [stage, reached])).toEqual([
    ['marketing_qualified', 3],
    ['sales_accepted', 2],
    ['sales_qualified', 1],
    ['opportunity', 0],
    ['closed_won', 0],
  ]);
  expect(figures.rejections.filter(({ count }) => count > 0)).toEqual([
    { failurePoint: 'qualification_threshold', count: 1 },
  ]);
});

test('a second import of the same report leaves the figures as they are', async () => {
  const on = await openForImport();
  await importRows(on, report, 'salesforce');
  const before = await readFunnelRows(on.db, scope);

  const again = await importRows(on, report, 'salesforce');

  expect(again.unchanged).toBe(4);
  expect(await readFunnelRows(on.db, scope)).toEqual(before);
});
