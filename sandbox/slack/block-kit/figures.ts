import { z } from 'zod';
import { type Json, lengthOf, records, textOf } from '../json.ts';
import { limits } from './limits.ts';
import { chars } from './text.ts';

/** What Slack draws of figures itself: tables that sort and turn pages, and charts. */

type Identified = { block_id: z.ZodOptional<z.ZodString> };

/** The first row is the header, where no rich text may stand; all rows are as wide as it. */
export function dataTableOf<Cell extends z.ZodType<{ type: string }>>(
  row: z.ZodArray<Cell>,
  identified: Identified,
) {
  return z
    .strictObject({
      type: z.literal('data_table'),
      ...identified,
      rows: z.array(row).min(2).max(limits.dataTableRows),
      caption: chars(limits.text),
      page_size: z.number().int().min(1).max(limits.tablePage).optional(),
      row_header_column_index: z.number().int().min(0).optional(),
    })
    .superRefine(({ rows, row_header_column_index: named }, context) => {
      const issue = (path: (string | number)[], message: string) =>
        context.addIssue({ code: 'custom', path, message });
      const width = rows[0]?.length ?? 0;
      rows.forEach((cells, index) => {
        if (cells.length !== width) issue(['rows', index], `must have as many cells as the header: ${width}`);
      });
      if (rows[0]?.some((cell) => cell.type === 'rich_text'))
        issue(['rows', 0], 'rich_text is not allowed in the header row');
      if (named !== undefined && named >= width)
        issue(['row_header_column_index'], 'must be the index of a column');
    });
}

const point = z.strictObject({ label: chars(limits.chartLabel), value: z.number() });

const plotted = {
  series: z
    .array(
      z.strictObject({
        name: chars(limits.chartLabel),
        data: z.array(point).min(1).max(limits.chartPoints),
      }),
    )
    .min(1)
    .max(limits.chartSeries),
  axis_config: z.strictObject({
    categories: z.array(chars(limits.chartLabel)).min(1).max(limits.chartPoints),
    x_label: chars(limits.chartAxis).optional(),
    y_label: chars(limits.chartAxis).optional(),
  }),
};

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label: chars(limits.chartLabel), value: z.number().positive() }))
    .min(1)
    .max(limits.chartSegments),
});

const chart = z
  .discriminatedUnion('type', [
    pie,
    z.strictObject({ type: z.literal('bar'), ...plotted }),
    z.strictObject({ type: z.literal('line'), ...plotted }),
    z.strictObject({ type: z.literal('area'), ...plotted }),
  ])
  .superRefine((given, context) => {
    if (given.type === 'pie') return;
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const { series, axis_config: axis } = given;
    if (isRepeating(axis.categories)) issue(['axis_config', 'categories'], 'must be unique');
    if (isRepeating(series.map(({ name }) => name))) issue(['series'], 'names must be unique');
    series.forEach(({ data }, index) => {
      const labels = data.map(({ label }) => label);
      const isSame =
        labels.length === axis.categories.length &&
        !isRepeating(labels) &&
        labels.every((label) => axis.categories.includes(label));
      if (!isSame) issue(['series', index, 'data'], 'must have one value for each category');
    });
  });

const isRepeating = (words: string[]): boolean => new Set(words).size < words.length;

export function dataVisualizationOf(identified: Identified) {
  return z.strictObject({
    type: z.literal('data_visualization'),
    ...identified,
    title: chars(limits.chartTitle),
    chart,
  });
}

/** What is wrong with the figures of a message taken together. */
export function problemsOfFigures(blocks: Json[]): string[] {
  const ofType = (type: string) => blocks.filter((block) => block.type === type);
  const text = ofType('data_table')
    .flatMap(({ rows }) => (Array.isArray(rows) ? rows.flatMap(records) : []))
    .reduce(
      (sum, cell) => sum + (cell.type === 'rich_text' ? richLength(cell) : lengthOf(textOf(cell.text))),
      0,
    );
  return [
    ...(ofType('data_visualization').length > limits.messageCharts
      ? [`no more than ${limits.messageCharts} data_visualization blocks allowed`]
      : []),
    ...(text > limits.dataTablesText
      ? [`data_table blocks must be less than ${limits.dataTablesText + 1} characters together`]
      : []),
  ];
}

function richLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + richLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? lengthOf(inner) : richLength(inner)),
    0,
  );
}
