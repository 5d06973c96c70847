import type { Stranger } from '#src/view/models.ts';
import type { DataVisualizationBlock } from './data-visualization.ts';
import { limits, shown } from './limits.ts';
import { join, type Line, stranger } from './lines.ts';
import { plain } from './text.ts';

/** Bars, lines or areas: of each series a value for every category, in the order of the categories. */
export type Chart = {
  id: string;
  type: 'bar' | 'line' | 'area';
  title: string;
  xLabel: string;
  yLabel: string;
  categories: Stranger[];
  series: { name: Stranger; values: number[] }[];
};

/** Slack takes no empty one. */
export const isFilled = ({ categories, series }: Chart): boolean =>
  categories.length > 0 && series.length > 0;

/** The chart as Slack takes it: what is over is left out, and the title says how much. */
export function fitChart(chart: Chart): Chart {
  const categories = chart.categories.slice(0, limits.chartCategories);
  const series = chart.series.slice(0, limits.chartSeries);
  const left = [
    leftOut(chart.categories.length, categories.length),
    leftOut(chart.series.length, series.length),
  ].find((words) => words !== '');
  const names = unique(series.map(({ name }) => name));
  return {
    ...chart,
    title: `${plain(chart.title, limits.chartTitle - (left?.length ?? 0))}${left ?? ''}`,
    xLabel: plain(chart.xLabel, limits.chartAxis),
    yLabel: plain(chart.yLabel, limits.chartAxis),
    categories: unique(categories),
    series: series.map(({ values }, index) => ({
      name: names[index] ?? '',
      values: categories.map((_, at) => finite(values[at])),
    })),
  };
}

const leftOut = (all: number, kept: number): string => (all > kept ? ` (${kept} of ${all})` : '');

/** Slack takes no other number. */
const finite = (value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) ? value : 0;

/** Names cut to what Slack shows, told apart by a number where they begin alike. */
function unique(names: Stranger[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let said = plain(name, limits.chartLabel);
    for (let no = 2; taken.has(said); no += 1) {
      const mark = ` ${no}`;
      said = `${plain(name, limits.chartLabel - mark.length)}${mark}`;
    }
    taken.add(said);
    return said;
  });
}

export function chartBlock({
  id,
  type,
  title,
  xLabel,
  yLabel,
  categories,
  series,
}: Chart): DataVisualizationBlock {
  return {
    type: 'data_visualization',
    block_id: `chart/${id}`,
    title,
    chart: {
      type,
      series: series.map(({ name, values }) => ({
        name,
        data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })),
      })),
      axis_config: { categories, x_label: xLabel, y_label: yLabel },
    },
  };
}

/** The same in words: `Leads by stage: Leads 40, MQL 31`; of several series a line each. */
export function chartLines({ title, categories, series }: Chart): Line[] {
  const points = (values: number[]): Line =>
    join(
      categories.map((label, index) => [
        stranger(label, limits.chartLabel),
        ` ${(values[index] ?? 0).toLocaleString('en', { maximumFractionDigits: 2 })}`,
      ]),
      ', ',
    );
  const heading: Line = [stranger(title, shown.caption)];
  const [only] = series;
  if (only && series.length === 1) return [[...heading, ': ', ...points(only.values)]];
  return [
    heading,
    ...series.map(
      ({ name, values }): Line => ['• ', stranger(name, limits.chartLabel), ': ', ...points(values)],
    ),
  ];
}
