import { type Place, select } from './place.ts';
import { type Finding, formatPath } from './problem.ts';

/** Days that one list has twice, as different days. */
export function checkSpecialDays(root: Place): Finding[] {
  return select(root, ['holidays', '*']).flatMap(checkList);
}

function checkList(list: Place): Finding[] {
  const off = new Map(select(list, ['*']).map(({ path, value }) => [value, path]));
  const seen = new Map<unknown, Place>();
  return select(list, ['*', 'on']).flatMap((day) => {
    const closed = off.get(day.value);
    const first = seen.get(day.value);
    seen.set(day.value, first ?? day);
    const other = closed
      ? `a day off too (${formatPath(closed)})`
      : first && `already ${formatPath(first.path)}`;
    return other ? [{ path: day.path, problem: `"${day.value}" is ${other}; expected it only once` }] : [];
  });
}
