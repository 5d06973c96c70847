/** What is due of one kind, and how it is done. */
export type Due<Item> = {
  /** What comes after an item in a stable order, so many at most. */
  find: (after: Item | null, most: number) => Promise<Item[]>;
  /** What has to be done in its order: a handoff's own, or a cover's. */
  handoffOf: (item: Item) => string;
  /** Of what takes long, as much as there is time for: until `isOver`. */
  carryOut: (item: Item, isOver: () => boolean) => Promise<unknown>;
  /** Of different handoffs, in one transaction: answers what has to be carried out alone. */
  carryOutMany?: (items: readonly Item[]) => Promise<readonly Item[]>;
};

export type Hands = { onError: (error: unknown, handoffId: string) => void };

/** How many handoffs, or transactions of many, are worked on at once. */
const LANES = 4;
const TOGETHER = 100;
const PAGE = 500;

/**
 * Does what is due, page by page, until nothing is left or so many seconds are over. What belongs to one handoff is
 * done in its order. What fails, or waits for a lock, is met once and keeps no other handoff from its turn. Answers how
 * many items had their turn.
 */
export async function drain<Item>(due: Due<Item>, seconds: number, hands: Hands): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  const isOver = () => performance.now() >= end;
  let done = 0;
  const one = async (item: Item): Promise<void> => {
    if (isOver()) return;
    await due.carryOut(item, isOver).catch((error: unknown) => hands.onError(error, due.handoffOf(item)));
    done += 1;
  };
  const many = async (items: readonly Item[]): Promise<void> => {
    if (isOver()) return;
    const alone = (await due.carryOutMany?.(items)) ?? items;
    done += items.length - alone.length;
    for (const item of alone) await one(item);
  };
  let after: Item | null = null;
  for (;;) {
    const page: Item[] = await due.find(after, PAGE);
    const ofEach = [...Map.groupBy(page, due.handoffOf).values()];
    if (due.carryOutMany === undefined) {
      await inLanes(ofEach, async (items) => {
        for (const item of items) await one(item);
      });
    } else {
      for (const round of roundsOf(ofEach)) await inLanes(chunksOf(round), many);
    }
    after = page.at(-1) ?? null;
    if (page.length < PAGE || isOver()) return done;
  }
}

/** First what comes first of each, then what comes second. */
function roundsOf<Item>(ofEach: readonly Item[][]): Item[][] {
  const most = Math.max(0, ...ofEach.map(({ length }) => length));
  return Array.from({ length: most }, (_, round) => ofEach.flatMap((items) => items.slice(round, round + 1)));
}

const chunksOf = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / TOGETHER) }, (_, no) =>
    items.slice(no * TOGETHER, (no + 1) * TOGETHER),
  );

async function inLanes<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
