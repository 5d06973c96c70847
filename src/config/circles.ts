/** Chains of names that come back to where they began, each once, under the first name that is in it. */
export function findCircles(next: ReadonlyMap<string | null, string | null>): Map<string, string[]> {
  const circles = new Map<string, string[]>();
  const told = new Set<string>();
  for (const start of next.keys()) {
    if (start === null || told.has(start)) continue;
    const circle = circleFrom(start, next);
    for (const id of circle) told.add(id);
    if (circle.length > 0) circles.set(start, circle);
  }
  return circles;
}

function circleFrom(start: string, next: ReadonlyMap<string | null, string | null>): string[] {
  const chain: string[] = [];
  let id: string | null = start;
  while (id !== null && !chain.includes(id)) {
    chain.push(id);
    id = next.get(id) ?? null;
  }
  // A chain that runs into somebody else's circle is told where that circle is.
  return id === start ? chain : [];
}
