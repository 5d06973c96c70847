import { expect, test } from 'vitest';
import { limits } from '#blocks/limits.ts';
import { day, stranger } from '#blocks/lines.ts';
import { type Chart, type Report, report, sharable, type Table } from '#blocks/report.ts';
import { problemsOfBlocks } from '#sandbox/slack/block-kit/validate.ts';

const table = (overrides: Partial<Table> = {}): Table => ({
  id: 'by',
  caption: 'The funnel by source',
  columns: ['Source', 'Leads', 'Won'],
  rows: [
    [[stranger('Webinar *May*', 60)], { value: 1200, said: '1,200' }, { value: 0.1, said: '10 %' }],
    [[stranger('<!channel>', 60)], { value: 3, said: '3' }, []],
  ],
  ...overrides,
});

const chart = (overrides: Partial<Chart> = {}): Chart => ({
  id: 'stages',
  type: 'bar',
  title: 'Leads by stage',
  xLabel: 'Stage',
  yLabel: 'Leads',
  categories: ['Leads', 'MQL'],
  series: [{ name: 'Leads', values: [1200, 40] }],
  ...overrides,
});

const model = (overrides: Partial<Report> = {}): Report => ({
  heading: [['Funnel']],
  charts: [],
  tables: [],
  notes: [],
  definitions: null,
  ...overrides,
});

test('a table is Slack’s own, with numbers that sort, and its text says the same a row a line', () => {
  const { text, blocks } = report(model({ tables: [table()] }));
  expect(blocks[1]).toEqual({
    type: 'data_table',
    block_id: 'table/by',
    caption: 'The funnel by source',
    rows: [
      [
        { type: 'raw_text', text: 'Source' },
        { type: 'raw_text', text: 'Leads' },
        { type: 'raw_text', text: 'Won' },
      ],
      [
        { type: 'raw_text', text: 'Webinar *May*' },
        { type: 'raw_number', value: 1200, text: '1,200' },
        { type: 'raw_number', value: 0.1, text: '10 %' },
      ],
      [
        { type: 'raw_text', text: '<!channel>' },
        { type: 'raw_number', value: 3, text: '3' },
        { type: 'raw_text', text: '—' },
      ],
    ],
    page_size: 10,
    row_header_column_index: 0,
  });
  expect(text).toBe(
    [
      'Funnel',
      'The funnel by source',
      '• Webinar *May*: Leads 1,200, Won 10 %',
      '• &lt;!channel&gt;: Leads 3',
    ].join('\n'),
  );
});

test('a cell with more than words keeps it, such as a day in the reader’s own zone', () => {
  const rows = [[['Week of ', day(new Date('2026-11-23T00:00:00Z'))]]];
  const { blocks } = report(model({ tables: [table({ columns: ['Week'], rows })] }));
  expect(blocks[1]).toMatchObject({ rows: [[{ text: 'Week' }], [{ type: 'rich_text' }]] });
  expect(problemsOfBlocks(blocks)).toEqual([]);
});

test('a chart is Slack’s own, and its text says the same', () => {
  const { text, blocks } = report(model({ charts: [chart()] }));
  expect(blocks[1]).toEqual({
    type: 'data_visualization',
    block_id: 'chart/stages',
    title: 'Leads by stage',
    chart: {
      type: 'bar',
      series: [
        {
          name: 'Leads',
          data: [
            { label: 'Leads', value: 1200 },
            { label: 'MQL', value: 40 },
          ],
        },
      ],
      axis_config: { categories: ['Leads', 'MQL'], x_label: 'Stage', y_label: 'Leads' },
    },
  });
  expect(text).toBe('Funnel\nLeads by stage: Leads 1,200, MQL 40');
});

test('several series are said a line each', () => {
  const series = [
    { name: 'Now', values: [3, 1] },
    { name: 'Before', values: [2, 0.5] },
  ];
  expect(report(model({ charts: [chart({ series })] })).text).toBe(
    'Funnel\nLeads by stage\n• Now: Leads 3, MQL 1\n• Before: Leads 2, MQL 0.5',
  );
});

const many = <Item>(amount: number, make: (no: number) => Item): Item[] =>
  Array.from({ length: amount }, (_, index) => make(index + 1));

test('what Slack takes no more of is left out and counted', () => {
  const rows = many(130, (no): Table['rows'][number] => [[`Source ${no}`], { value: no, said: `${no}` }, []]);
  const columns = ['Source', ...many(24, (no) => `Column ${no}`)];
  const wide = chart({
    title: 'Leads by a word that is much longer than what Slack shows',
    categories: many(30, (no) => `Category with a long name ${no}`),
    series: many(9, (no) => ({ name: 'Website', values: many(30, () => no) })),
  });
  const { text, blocks } = report(
    model({ charts: [wide, chart({ id: 'b' }), chart({ id: 'c' })], tables: [table({ columns, rows })] }),
  );
  expect(problemsOfBlocks(blocks)).toEqual([]);
  expect(blocks.map(({ type }) => type)).toEqual([
    'rich_text',
    'data_visualization',
    'data_visualization',
    'data_table',
    'rich_text',
  ]);
  expect(blocks[1]).toMatchObject({ title: 'Leads by a word that is much longer th… (20 of 30)' });
  expect(JSON.stringify(blocks)).toContain('… and 30 more rows');
  expect(JSON.stringify(blocks)).toContain('… and 5 more columns');
  expect(text.length).toBeLessThanOrEqual(limits.messageText);
});

test('names that begin alike stay apart', () => {
  const categories = ['Enterprise customers in Europe', 'Enterprise customers in Asia'];
  const { blocks } = report(model({ charts: [chart({ categories })] }));
  expect(blocks[1]).toMatchObject({
    chart: { axis_config: { categories: ['Enterprise customer…', 'Enterprise custom… 2'] } },
  });
});

test('cells of all tables together stay within what Slack takes', () => {
  const rows = many(100, (no): Table['rows'][number] =>
    many(4, () => [stranger(`${no} ${'x'.repeat(80)}`, 60)]),
  );
  const columns = ['A', 'B', 'C', 'D'];
  const tables = [table({ id: 'a', columns, rows }), table({ id: 'b', columns, rows })];
  const { blocks } = report(model({ tables }));
  expect(problemsOfBlocks(blocks)).toEqual([]);
  expect(JSON.stringify(blocks)).toMatch(/… and \d+ more rows/);
});

test('a table or a chart without anything in it is not drawn', () => {
  const none = model({ tables: [table({ rows: [] })], charts: [chart({ categories: [], series: [] })] });
  expect(report(none).blocks.map(({ type }) => type)).toEqual(['rich_text']);
});

test('what the figures mean is one press away, and an answer can be shared', () => {
  const { blocks } = sharable(model({ definitions: 'funnel' }), 'tree/30d');
  expect(blocks.at(-1)).toMatchObject({
    elements: [
      { action_id: 'figures.share', text: { text: 'Share in channel' }, value: 'tree/30d' },
      { action_id: 'figures.definitions', text: { text: 'What the figures mean' }, value: 'funnel' },
    ],
  });
});
