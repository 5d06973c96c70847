import { type Json, records, textOf } from '../../slack/json.ts';
import { action, h } from './dom.ts';
import type { Surface } from './surface.ts';
import { drawCell } from './table.ts';

const USUAL_PAGE = 5;

type Order = { column: number; isDown: boolean } | null;

/** A `data_table`, as Slack draws it: its columns sort, and it turns pages; by mouse and by keyboard. */
export function drawDataTable(block: Json, surface: Surface): HTMLElement {
  const [head = [], ...body] = Array.isArray(block.rows) ? block.rows.map(records) : [];
  const caption = textOf(block.caption);
  const size = Number(block.page_size ?? USUAL_PAGE);
  const named = Number(block.row_header_column_index ?? 0);
  const pages = Math.max(1, Math.ceil(body.length / size));
  let order: Order = null;
  let page = 0;

  const headings = head.map((cell, column) => {
    const sort = action('sort', textOf(cell.text), () => {
      order = { column, isDown: order?.column === column ? !order.isDown : isNumeric(body, column) };
      page = 0;
      show();
    });
    const mark = h('span', { class: 'sort-mark', 'aria-hidden': 'true' });
    sort.append(mark);
    return h('th', { scope: 'col', class: isNumeric(body, column) ? 'right' : 'left' }, sort);
  });
  const rows = h('tbody');
  const place = h('span', { class: 'hint', role: 'status' });
  const turn = (label: string, by: number) =>
    action(
      'button',
      label,
      () => {
        page += by;
        show();
      },
      { 'aria-label': `${label} page of ${caption}` },
    );
  const [previous, next] = [turn('Previous', -1), turn('Next', 1)];

  function show(): void {
    headings.forEach((heading, column) => {
      const isSorted = order?.column === column;
      const direction = order?.isDown ? 'descending' : 'ascending';
      heading.setAttribute('aria-sort', isSorted ? direction : 'none');
      const mark = heading.querySelector('.sort-mark');
      if (mark) mark.textContent = isSorted ? (order?.isDown ? ' ↓' : ' ↑') : '';
    });
    const shown = sorted(body, order).slice(page * size, (page + 1) * size);
    rows.replaceChildren(
      ...shown.map((row) =>
        h(
          'tr',
          {},
          ...row.map((cell, column) => drawCell(column === named ? 'rowheader' : 'cell', cell, surface)),
        ),
      ),
    );
    const first = page * size + 1;
    place.textContent = `${first}–${Math.min(body.length, first + size - 1)} of ${body.length}`;
    // Whoever turns pages by keyboard keeps their place, also at the end.
    for (const [button, isOver] of [
      [previous, page === 0],
      [next, page === pages - 1],
    ] as const) {
      if (isOver && document.activeElement === button) (button === next ? previous : next).focus();
      button.disabled = isOver;
    }
  }

  show();
  return h(
    'div',
    { class: 'block figure' },
    h(
      'div',
      { class: 'table', tabindex: 0, role: 'group', 'aria-label': caption },
      h('table', {}, h('caption', {}, caption), h('thead', {}, h('tr', {}, ...headings)), rows),
    ),
    pages > 1 ? h('div', { class: 'pages' }, previous, place, next) : null,
  );
}

const isNumeric = (body: Json[][], column: number): boolean =>
  body.some((row) => row[column]?.type === 'raw_number');

/** By value where cells have one; what has none comes last, whichever way. */
function sorted(body: Json[][], order: Order): Json[][] {
  if (order === null) return body;
  const { column, isDown } = order;
  const sign = isDown ? -1 : 1;
  return body.toSorted((first, second) => {
    const [a, b] = [first[column] ?? {}, second[column] ?? {}];
    const [hasA, hasB] = [a.type === 'raw_number', b.type === 'raw_number'];
    if (hasA !== hasB) return hasA ? -1 : 1;
    if (hasA) return sign * (Number(a.value) - Number(b.value));
    return sign * textOf(a.text).localeCompare(textOf(b.text));
  });
}
