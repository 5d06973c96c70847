import { overlaps, placeKey, type SpendFigure } from './spend.ts';
import { type DaySpan, dayAfter } from './spend-period.ts';

/** How what is told of spending meets what is known of it already, so that nothing counts twice. */

/** `replaced` are those that all days of are told anew; `clashing` those told of which only some days are. */
export type Replacing<Standing extends SpendFigure, Told extends SpendFigure> = {
  replaced: Standing[];
  stored: Told[];
  clashing: { told: Told; standing: Standing }[];
};

/**
 * Of one place and currency each day counts once. What covers all days of a known figure takes its place; what covers only
 * some of them is not stored: nobody said how much of the known one they were.
 */
export function replaceSpend<Standing extends SpendFigure, Told extends SpendFigure>(
  standing: readonly Standing[],
  told: readonly Told[],
): Replacing<Standing, Told> {
  const known = Map.groupBy(standing, placeKey);
  const places = [...Map.groupBy(told, placeKey)].map(([key, figures]) =>
    replaceAtPlace(known.get(key) ?? [], figures),
  );
  return {
    replaced: places.flatMap(({ replaced }) => replaced),
    stored: places.flatMap(({ stored }) => stored),
    clashing: places.flatMap(({ clashing }) => clashing),
  };
}

function replaceAtPlace<Standing extends SpendFigure, Told extends SpendFigure>(
  standing: readonly Standing[],
  told: readonly Told[],
): Replacing<Standing, Told> {
  const covered = joinedDays(told);
  const isWhole = (one: DaySpan) => covered.some(({ from, to }) => from <= one.from && one.to <= to);
  const cut = standing.filter((one) => !isWhole(one));
  const clashing = told.flatMap((figure) => {
    const met = cut.find((one) => overlaps(one, figure));
    return met ? [{ told: figure, standing: met }] : [];
  });
  if (clashing.length === 0) {
    return { replaced: standing.filter(isWhole), stored: [...told], clashing };
  }
  // What is left out covers nothing any more.
  const out = new Set(clashing.map((one) => one.told));
  const rest = replaceAtPlace(
    standing,
    told.filter((figure) => !out.has(figure)),
  );
  return { ...rest, clashing: [...clashing, ...rest.clashing] };
}

/** Days that follow each other without a gap, as one stretch. */
function joinedDays(spans: readonly DaySpan[]): DaySpan[] {
  const joined: DaySpan[] = [];
  for (const { from, to } of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last && from <= dayAfter(last.to)) last.to = last.to > to ? last.to : to;
    else joined.push({ from, to });
  }
  return joined;
}

/** Those of one telling that share a day with an earlier one of the same place, without being of the same days. */
export function clashesAmong<Told extends SpendFigure>(
  told: readonly Told[],
): { told: Told; earlier: Told }[] {
  return [...Map.groupBy(told, placeKey).values()].flatMap((figures) => {
    const kept: Told[] = [];
    return figures.flatMap((figure) => {
      const earlier = kept.find(
        (one) => overlaps(one, figure) && (one.from !== figure.from || one.to !== figure.to),
      );
      if (!earlier) kept.push(figure);
      return earlier ? [{ told: figure, earlier }] : [];
    });
  });
}
