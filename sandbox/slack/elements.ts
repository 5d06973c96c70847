import { isJson, type Json, records, textOf } from './json.ts';

/** An interactive element and the block it stands in. */
export type Placed = { blockId: string; block: Json; element: Json };

/** Every element of the blocks that can be pressed, chosen from or typed into, in reading order. */
export function elementsIn(blocks: Json[]): Placed[] {
  return blocks.flatMap((block) => {
    const inner = [
      ...records(block.child_blocks),
      ...(block.type === 'carousel' ? records(block.elements) : []),
    ];
    const own = [...ownElements(block)].filter((element) => typeof element.action_id === 'string');
    const placed = own.map((element) => ({ blockId: textOf(block.block_id), block, element }));
    return [...placed, ...elementsIn(inner)];
  });
}

function ownElements(block: Json): Json[] {
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return records(block.elements);
    case 'section':
      return isJson(block.accessory) ? [block.accessory] : [];
    case 'input':
      return isJson(block.element) ? [block.element] : [];
    case 'card':
      return records(block.actions);
    default:
      return [];
  }
}

/** Slack names every block and element that came without an id; the ids are new each time. */
export function withIds(blocks: Json[], newId: () => string): Json[] {
  const named = structuredClone(blocks);
  nameAll(named, newId);
  return named;
}

const interactive = new Set(['actions', 'context_actions', 'section', 'input', 'card']);

function nameAll(blocks: Json[], newId: () => string): void {
  for (const block of blocks) {
    block.block_id ??= newId();
    nameAll(records(block.child_blocks), newId);
    if (block.type === 'carousel') nameAll(records(block.elements), newId);
    if (!interactive.has(textOf(block.type))) continue;
    for (const element of ownElements(block)) if (element.type !== 'image') element.action_id ??= newId();
  }
}
