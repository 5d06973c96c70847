import type { DataTableBlock, RichTextBlock } from '@slack/types';
import { limits, shown } from './limits.ts';
import { draw, join, type Line, sayPlain, stranger } from './lines.ts';
import { plain } from './text.ts';

/** A number keeps its value for sorting, and is said in words. */
export type Cell = Line | { value: number; said: string };
/** `caption` is the name a screen reader says. The first cell of a row names it. */
export type Table = { id: string; caption: string; columns: string[]; rows: Cell[][] };
/** A table that Slack takes, and a line that counts what it does not. */
export type FittedTable = Table & { cut: Line[] };

type BlockCell = DataTableBlock['rows'][number][number];

/** The tables with as many columns and rows as Slack takes of all tables of a message together. */
export function fitTables(tables: Table[]): FittedTable[] {
  let room: number = limits.tablesText;
  return tables.flatMap((table) => {
    if (table.rows.length === 0) return [];
    const columns = table.columns.slice(0, limits.tableColumns);
    const rows: Cell[][] = [];
    room -= lengthOf(columns.map(headerCell));
    for (const row of table.rows.slice(0, limits.tableRows)) {
      const cells = columns.map((_, index) => row[index] ?? []);
      room -= lengthOf(cells.map(cellBlock));
      if (room < 0) break;
      rows.push(cells);
    }
    const rest = table.rows.length - rows.length;
    const wider = table.columns.length - columns.length;
    const cut: Line[] = [
      ...(rest > 0 ? [[`… and ${rest} more ${rest === 1 ? 'row' : 'rows'}`]] : []),
      ...(wider > 0 ? [[`… and ${wider} more ${wider === 1 ? 'column' : 'columns'}`]] : []),
    ];
    return rows.length === 0 ? [] : [{ ...table, columns, rows, cut }];
  });
}

/** Sorted, filtered and turned over by Slack itself. */
export function tableBlock({ id, caption, columns, rows }: FittedTable): DataTableBlock {
  return {
    type: 'data_table',
    block_id: `table/${id}`,
    caption: plain(caption, shown.caption),
    rows: [columns.map(headerCell), ...rows.map((row) => row.map(cellBlock))],
    page_size: shown.tableRows,
    row_header_column_index: 0,
  };
}

/** The same in words, a row a line: `• Website: Leads 12, MQL 10`. */
export function tableLines({ caption, columns, rows, cut }: FittedTable): Line[] {
  return [[stranger(caption, shown.caption)], ...rows.map((row) => rowLine(columns, row)), ...cut];
}

function rowLine(columns: string[], [name = [], ...cells]: Cell[]): Line {
  const said = cells.map((cell, index): Line | null => {
    const words = cellLine(cell);
    return words.length === 0 ? null : [`${columns[index + 1]} `, ...words];
  });
  return ['• ', ...cellLine(name), ': ', ...join(said, ', ')];
}

const cellLine = (cell: Cell): Line => ('said' in cell ? [cell.said] : cell);

const headerCell = (text: string): BlockCell => ({ type: 'raw_text', text: plain(text, shown.cell) });

function cellBlock(cell: Cell): BlockCell {
  if ('said' in cell) return { type: 'raw_number', value: cell.value, text: plain(cell.said, shown.cell) };
  if (cell.every(isPlainPiece)) return { type: 'raw_text', text: plain(sayPlain(cell, 'UTC'), shown.cell) };
  // Its id would have to be unique in the message; Slack makes one.
  const { block_id: _, ...rich } = draw('cell', [cell]);
  return rich;
}

const isPlainPiece = (piece: Line[number]): boolean => typeof piece === 'string' || piece.type === 'stranger';

const lengthOf = (cells: BlockCell[]): number =>
  cells.reduce((sum, cell) => sum + ('text' in cell ? cell.text.length : richLength(cell)), 0);

const richLength = ({ elements }: RichTextBlock): number => JSON.stringify(elements).length;
