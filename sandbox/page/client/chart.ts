import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import { h } from './dom.ts';

/** Charts in plain SVG, with axes and a legend as Slack has them; every value stands in a table below as well. */

type Series = { name: string; values: number[] };
type Plot = { type: string; categories: string[]; series: Series[]; xLabel: string; yLabel: string };

const HEIGHT = 260;
const TOP = 12;
const LEFT = 52;
const RIGHT = 12;
const LETTER = 6.4;
const DASHES = ['', '7 4', '2 4', '10 4 2 4', '14 5', '1 6'];

export function drawChart(block: Json): HTMLElement {
  const plot = plotOf(isJson(block.chart) ? block.chart : {});
  const title = textOf(block.title);
  const legend = plot.series.length > 1 ? [drawLegend(plot)] : [];
  return h(
    'figure',
    { class: 'block figure chart' },
    h('figcaption', {}, title),
    ...legend,
    // The picture says nothing that the table does not: a screen reader is sent there.
    drawPlot(plot, `${title}: ${plot.type} chart. Its values stand in the table below.`),
    h('details', {}, h('summary', {}, 'Values as a table'), valueTable(plot, title)),
  );
}

/** A pie is drawn as bars of its segments: the page has to be read, not to shine. */
function plotOf(chart: Json): Plot {
  if (chart.type === 'pie') {
    const segments = records(chart.segments);
    const values = segments.map(({ value }) => Number(value));
    const categories = segments.map(({ label }) => textOf(label));
    return { type: 'bar', categories, series: [{ name: 'Value', values }], xLabel: '', yLabel: '' };
  }
  const axis = isJson(chart.axis_config) ? chart.axis_config : {};
  const categories = Array.isArray(axis.categories) ? axis.categories.map(String) : [];
  const series = records(chart.series).map(({ name, data }) => ({
    name: textOf(name),
    values: categories.map((label) => Number(records(data).find((one) => one.label === label)?.value ?? 0)),
  }));
  return {
    type: textOf(chart.type),
    categories,
    series,
    xLabel: textOf(axis.x_label),
    yLabel: textOf(axis.y_label),
  };
}

function drawLegend({ series, type }: Plot): HTMLElement {
  return h(
    'ul',
    { class: 'legend' },
    ...series.map(({ name }, index) => {
      const key = s('svg', { width: 22, height: 12, 'aria-hidden': 'true' });
      key.append(
        type === 'bar'
          ? s('rect', { width: 12, height: 12, x: 5, class: `series-${index}` })
          : s('line', { x1: 0, x2: 22, y1: 6, y2: 6, ...lineLook(index) }),
      );
      const item = h('li', {}, name);
      item.prepend(key);
      return item;
    }),
  );
}

const lineLook = (index: number) => ({ class: `line-${index}`, 'stroke-dasharray': DASHES[index] ?? '' });

function drawPlot(plot: Plot, label: string): SVGElement {
  const { categories, series, type } = plot;
  const width = matchMedia('(max-width: 600px)').matches ? 330 : 620;
  const band = (width - LEFT - RIGHT) / Math.max(1, categories.length);
  const longest = Math.max(0, ...categories.map((word) => word.length));
  const isTilted = longest * LETTER > band - 4;
  const foot = (isTilted ? Math.min(20, longest) * LETTER * 0.72 + 14 : 20) + (plot.xLabel === '' ? 4 : 22);
  const bottom = HEIGHT - foot;
  const { ticks, most, least } = scaleOf(series.flatMap(({ values }) => values));
  const y = (value: number) => TOP + ((most - value) / (most - least)) * (bottom - TOP);
  const middle = (index: number) => LEFT + band * (index + 0.5);

  const picture = s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': label });
  for (const tick of ticks) {
    picture.append(
      s('line', {
        x1: LEFT,
        x2: width - RIGHT,
        y1: y(tick),
        y2: y(tick),
        class: tick === 0 ? 'axis' : 'grid',
      }),
      words(tick.toLocaleString('en'), { x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }),
    );
  }
  categories.forEach((word, index) => {
    const at = { x: middle(index), y: bottom + 16 };
    const tilt = { 'text-anchor': 'end', transform: `rotate(-40 ${at.x} ${at.y - 6})` };
    picture.append(words(word, { ...at, ...(isTilted ? tilt : { 'text-anchor': 'middle' }) }));
  });
  series.forEach((one, index) => {
    const place = { y, middle, band, index, of: series.length, zero: y(Math.max(0, least)) };
    picture.append(...(type === 'bar' ? bars(plot, one, place) : lines(plot, one, place)));
  });
  picture.append(
    words(plot.xLabel, {
      x: (LEFT + width - RIGHT) / 2,
      y: HEIGHT - 4,
      'text-anchor': 'middle',
      class: 'title',
    }),
    words(plot.yLabel, {
      x: 12,
      y: (TOP + bottom) / 2,
      'text-anchor': 'middle',
      class: 'title',
      transform: `rotate(-90 12 ${(TOP + bottom) / 2})`,
    }),
  );
  return picture;
}

type Place = {
  y: (value: number) => number;
  middle: (index: number) => number;
  band: number;
  index: number;
  of: number;
  zero: number;
};

function bars({ categories }: Plot, { name, values }: Series, { y, middle, band, index, of, zero }: Place) {
  const width = Math.min(48, (band * 0.8) / of);
  return values.map((value, at) => {
    const [top, bottom] = [Math.min(y(value), zero), Math.max(y(value), zero)];
    const bar = s('rect', {
      x: middle(at) - (width * of) / 2 + width * index,
      y: top,
      width: Math.max(1, width - 2),
      height: bottom - top,
      class: `series-${index}`,
    });
    bar.append(told(categories[at], name, value));
    return bar;
  });
}

function lines({ type, categories }: Plot, { name, values }: Series, { y, middle, index, zero }: Place) {
  const points = values.map((value, at) => `${middle(at)},${y(value)}`);
  const under = [`${middle(0)},${zero}`, ...points, `${middle(values.length - 1)},${zero}`];
  const area =
    type === 'area' ? [s('polygon', { points: under.join(' '), class: `series-${index} area` })] : [];
  const dots = values.map((value, at) => {
    const dot = s('circle', { cx: middle(at), cy: y(value), r: 3, class: `series-${index}` });
    dot.append(told(categories[at], name, value));
    return dot;
  });
  return [...area, s('polyline', { points: points.join(' '), ...lineLook(index) }), ...dots];
}

/** What stands under the mouse. */
function told(category: string | undefined, name: string, value: number): SVGElement {
  const title = s('title', {});
  title.textContent = `${category ?? ''}, ${name}: ${value.toLocaleString('en')}`;
  return title;
}

/** Round numbers for an axis, with zero among them. */
function scaleOf(values: number[]): { ticks: number[]; most: number; least: number } {
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const rough = (highest - lowest || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const isWhole = values.every(Number.isInteger);
  const fitting = [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= rough) ?? rough;
  const step = isWhole ? Math.max(1, Math.ceil(fitting)) : fitting;
  const least = Math.floor(lowest / step) * step;
  const count = Math.max(1, Math.ceil((highest - least) / step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((least + index * step).toFixed(6)));
  return { ticks, most: least + count * step, least };
}

function valueTable({ categories, series }: Plot, caption: string): HTMLElement {
  const table = h(
    'table',
    {},
    h('caption', { class: 'spoken' }, caption),
    h(
      'thead',
      {},
      h('tr', {}, h('td'), ...series.map(({ name }) => h('th', { scope: 'col', class: 'right' }, name))),
    ),
    h(
      'tbody',
      {},
      ...categories.map((category, index) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row', class: 'left' }, category),
          ...series.map(({ values }) =>
            h('td', { class: 'right' }, (values[index] ?? 0).toLocaleString('en')),
          ),
        ),
      ),
    ),
  );
  return h('div', { class: 'table', tabindex: 0, role: 'group', 'aria-label': caption }, table);
}

function words(text: string, attributes: Record<string, string | number>): SVGElement {
  const element = s('text', attributes);
  element.textContent = text;
  return element;
}

function s(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGElement; // of that namespace
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
