import { type Json, records, textOf } from '../../slack/json.ts';
import { h } from './dom.ts';
import { drawRichText } from './rich-text.ts';
import type { Surface } from './surface.ts';

/** A `table`: the first row names the columns. */
export function drawTable(block: Json, surface: Surface): HTMLElement {
  const rows = Array.isArray(block.rows) ? block.rows.map(records) : [];
  const aligned = records(block.column_settings).map((column) => textOf(column.align));
  const draw = (kind: CellKind, cell: Json, column: number) => drawCell(kind, cell, surface, aligned[column]);
  const [head = [], ...body] = rows;
  return h(
    'div',
    { class: 'block table', tabindex: 0, role: 'group', 'aria-label': 'Table' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map((cell, column) => draw('columnheader', cell, column)))),
      h(
        'tbody',
        {},
        ...body.map((row) => h('tr', {}, ...row.map((cell, column) => draw('cell', cell, column)))),
      ),
    ),
  );
}

type CellKind = 'columnheader' | 'rowheader' | 'cell';
const SCOPES: Record<CellKind, string | null> = { columnheader: 'col', rowheader: 'row', cell: null };

/** Numbers stand to the right unless something else is asked for. */
export function drawCell(kind: CellKind, cell: Json, surface: Surface, align?: string): HTMLElement {
  const content =
    cell.type === 'rich_text'
      ? drawRichText(records(cell.elements), surface.reading())
      : [document.createTextNode(textOf(cell.text))];
  const look = align || (cell.type === 'raw_number' ? 'right' : 'left');
  return h(kind === 'cell' ? 'td' : 'th', { class: look, scope: SCOPES[kind] }, ...content);
}
