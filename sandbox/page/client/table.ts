import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import { h } from './dom.ts';
import { drawRichText } from './rich-text.ts';
import type { Surface } from './surface.ts';

/** A `table` or `data_table`: the first row names the columns. */
export function drawTable(block: Json, surface: Surface): HTMLElement {
  const rows = Array.isArray(block.rows) ? block.rows.map(records) : [];
  const aligned = records(block.column_settings).map((column) => textOf(column.align));
  const drawCell = (tag: 'td' | 'th', cell: Json, column: number) => {
    const align = aligned[column] || (cell.type === 'raw_number' ? 'right' : 'left');
    const content =
      cell.type === 'rich_text'
        ? drawRichText(records(cell.elements), surface.reading())
        : [document.createTextNode(textOf(cell.text))];
    return h(tag, { class: align, scope: tag === 'th' ? 'col' : null }, ...content);
  };
  const [head = [], ...body] = rows;
  const caption = textOf(block.caption) || (isJson(block.caption) ? textOf(block.caption.text) : '');
  return h(
    'div',
    { class: 'block table', tabindex: 0, role: 'region', 'aria-label': caption || 'Table' },
    h(
      'table',
      {},
      caption === '' ? null : h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...head.map((cell, column) => drawCell('th', cell, column)))),
      h(
        'tbody',
        {},
        ...body.map((row) => h('tr', {}, ...row.map((cell, column) => drawCell('td', cell, column)))),
      ),
    ),
  );
}
