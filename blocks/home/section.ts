import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { Listed } from '#src/view/home-models.ts';
import { heading } from '../elements.ts';
import { draw, type Line } from '../lines.ts';

/** One lead of a list: two lines at most, and what can be done with it. */
export type Row = { id: string; lines: Line[]; controls: ActionsBlockElement[] };

export const NOTHING_ELSE = { lines: [], leads: 0 };

type Section<Item> = {
  /** Unique in the Home: the same lead may stand in two sections. */
  id: string;
  title: string;
  list: Listed<Item>;
  /** What stands in the list without rows of its own, and how many leads that is. */
  also: { lines: Line[]; leads: number };
  row: (item: Item) => Row;
  /** Says what will be here. */
  empty: string;
  /** The command that lists the rest. */
  rest: string;
};

/** A named list with at most so many rows, which says how many it leaves out and where they are. */
export function section<Item>(
  { id, title, list, also, row, empty, rest }: Section<Item>,
  most: number,
): KnownBlock[] {
  const rows = list.rows.slice(0, most).map(row);
  const more = list.total - rows.length;
  const total = list.total + also.leads;
  const tail = [
    ...(total === 0 ? [[empty]] : []),
    ...also.lines,
    ...(more > 0 ? [[rows.length === 0 ? `${more}: ${rest}` : `… and ${more} more: ${rest}`]] : []),
  ];
  return [
    heading(`home/${id}`, total === 0 ? title : `${title} (${total})`),
    ...rows.flatMap((one) => rowBlocks(`home/${id}/${one.id}`, one)),
    ...(tail.length > 0 ? [draw(`home/${id}/tail`, tail)] : []),
  ];
}

function rowBlocks(blockId: string, { lines, controls }: Row): KnownBlock[] {
  return [
    draw(`${blockId}/lead`, lines),
    ...(controls.length > 0
      ? [{ type: 'actions' as const, block_id: `${blockId}/actions`, elements: controls }]
      : []),
  ];
}
