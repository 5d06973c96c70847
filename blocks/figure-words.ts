import type { DataTableBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { chartLines } from './chart.ts';
import type { DataVisualizationBlock, MessageBlock } from './data-visualization.ts';
import { limits, shown } from './limits.ts';
import { drawLong, type Line, type Piece, stranger } from './lines.ts';
import { type Cell, tableLines } from './table.ts';

/** The same figures for a Slack that does not draw them yet: each chart and table as lines of text, where it stood. */

type Figure = DataTableBlock | DataVisualizationBlock;

/** Room for what else a message says. */
const MOST_WORDS = 9_000;

export const hasFigures = (blocks: readonly MessageBlock[]): boolean => blocks.some(isFigure);

export function inWords(blocks: readonly MessageBlock[]): MessageBlock[] {
  let room = MOST_WORDS;
  let left = limits.messageBlocks - blocks.length;
  return blocks.flatMap((block): MessageBlock[] => {
    if (!isFigure(block)) return [block];
    const lines = linesOf(block);
    const kept: Line[] = [];
    for (const line of lines) {
      room -= lengthOf(line);
      if (room < 0) break;
      kept.push(line);
    }
    const rest = lines.length - kept.length;
    const cut: Line[] = rest > 0 ? [[`… and ${rest} more lines`]] : [];
    const drawn = drawLong(block.block_id ?? block.type, [...kept, ...cut]).slice(0, Math.max(1, left));
    left -= drawn.length;
    return drawn;
  });
}

const isFigure = (block: MessageBlock): block is Figure =>
  block.type === 'data_table' || block.type === 'data_visualization';

function linesOf(block: Figure): Line[] {
  if (block.type === 'data_table') {
    const [head = [], ...rows] = block.rows;
    return tableLines({
      id: '',
      caption: block.caption,
      columns: head.map((cell) => ('text' in cell ? cell.text : '')),
      rows: rows.map((row) => row.map(cellOf)),
      cut: [],
    });
  }
  const { type, series, axis_config: axis } = block.chart;
  return chartLines({
    ...{ id: '', type, title: block.title, xLabel: axis.x_label, yLabel: axis.y_label },
    categories: axis.categories,
    series: series.map(({ name, data }) => ({ name, values: data.map(({ value }) => value) })),
  });
}

type BlockCell = DataTableBlock['rows'][number][number];

/** What stands in an empty cell is not said. */
const EMPTY = '—';

function cellOf(cell: BlockCell): Cell {
  if (cell.type === 'rich_text') return piecesOf(cell);
  return cell.text === EMPTY ? [] : [stranger(cell.text, shown.cell)];
}

const piecesOf = ({ elements }: RichTextBlock): Piece[] =>
  elements.flatMap((part) => (part.type === 'rich_text_section' ? part.elements.flatMap(pieceOf) : []));

function pieceOf(element: RichTextElement): Piece[] {
  switch (element.type) {
    case 'text':
      return [stranger(element.text, shown.cell)];
    case 'link':
      return [{ type: 'link', url: element.url, label: element.text ?? element.url }];
    case 'date':
      return [{ type: 'date', at: new Date(element.timestamp * 1_000), format: element.format }];
    case 'user':
      return [{ type: 'mention', slackUserId: element.user_id }];
    default:
      return [];
  }
}

const lengthOf = (line: Line): number =>
  line.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : shown.cell), 0);
