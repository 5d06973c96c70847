import { isJson, type Json, records, textOf } from './json.ts';

/** A chart as lines: its title and axes, then each category with its values. */
export function renderChart(block: Json): string[] {
  const chart = isJson(block.chart) ? block.chart : {};
  const title = textOf(block.title);
  if (chart.type === 'pie') {
    return [title, ...records(chart.segments).map((one) => `  ${textOf(one.label)}: ${amountOf(one)}`)];
  }
  const axis = isJson(chart.axis_config) ? chart.axis_config : {};
  const axes = [axis.y_label, axis.x_label].map(textOf).filter(Boolean).join(' by ');
  const series = records(chart.series);
  const categories = Array.isArray(axis.categories) ? axis.categories.map(String) : [];
  return [
    axes === '' ? title : `${title} (${axes})`,
    ...categories.map((category) => `  ${category}: ${pointsOf(series, category).join(', ')}`),
  ];
}

function pointsOf(series: Json[], category: string): string[] {
  return series.map(({ name, data }) => {
    const point = records(data).find(({ label }) => label === category) ?? {};
    return series.length === 1 ? amountOf(point) : `${textOf(name)} ${amountOf(point)}`;
  });
}

const amountOf = ({ value }: Json): string => Number(value ?? 0).toLocaleString('en');
