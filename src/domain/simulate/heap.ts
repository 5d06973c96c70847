/** Things in an order that changes as they come and go: the first is found at once, among a hundred thousand too. */
export type Heap<Item> = {
  add: (item: Item) => void;
  first: () => Item | undefined;
  take: () => Item | undefined;
};

/** A binary heap. Of two things neither of which is before the other, either may come first. */
export function createHeap<Item>(isBefore: (a: Item, b: Item) => boolean): Heap<Item> {
  const items: Item[] = [];

  function rise(item: Item): void {
    let place = items.length;
    items.push(item);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  }

  function sink(item: Item): void {
    let place = 0;
    for (;;) {
      const left = items[2 * place + 1];
      const right = items[2 * place + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, item)) break;
      items[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    items[place] = item;
  }

  return {
    add: rise,
    first: () => items[0],
    take: () => {
      const [first] = items;
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
  };
}
