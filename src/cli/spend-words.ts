import { moneyWords, sumsByCurrency } from '#domain/money-words.ts';
import { placeKey } from '#domain/spend.ts';
import { daysOf, type RowProblem, type SpendInFile } from '#src/import/spend-file.ts';
import type { SpendBinding } from '#src/import/spend-row.ts';
import { count } from '#src/import/words.ts';

const MOST_PROBLEMS = 20;

/** What a file of spending says, before anything of it is stored. */
export function spendPreviewLines(
  header: readonly string[],
  { at, currencyInHeader }: SpendBinding,
  unused: readonly string[],
  { rows, good, problems }: SpendInFile,
): string[] {
  const [first, last] = [
    good.map(({ from }) => from).toSorted()[0],
    good
      .map(({ to }) => to)
      .toSorted()
      .at(-1),
  ];
  const places = new Set(good.map(placeKey)).size;
  const figures = new Set(good.map((row) => `${placeKey(row)} ${daysOf(row)}`)).size;
  const added = good.length - figures;
  return [
    'Columns:',
    ...Object.entries(at).map(([place, index]) => `  ${place}: ${header[index]}`),
    ...(currencyInHeader === null ? [] : [`  currency: ${currencyInHeader}, by the column of the amount`]),
    ...(unused.length > 0 ? [`  not used: ${unused.join(', ')}`] : []),
    '',
    `${count(rows, 'row')}: ${count(figures, 'figure')} for ${count(places, 'place')}${
      first === undefined || last === undefined ? '' : `, ${daysOf({ from: first, to: last })}`
    }`,
    ...(added > 0 ? [`${count(added, 'row')} added to another one of the same days and place`] : []),
    ...sumsByCurrency(good).map((sum) => `Together ${moneyWords(sum)}`),
    ...(problems.length > 0
      ? fileProblemLines(`${count(problems.length, 'row')} not counted:`, problems)
      : []),
  ];
}

/** Problems by their lines, the first of them. */
export function fileProblemLines(heading: string, problems: readonly RowProblem[]): string[] {
  const rest = problems.length - MOST_PROBLEMS;
  return [
    heading,
    ...problems.slice(0, MOST_PROBLEMS).map(({ line, what }) => `  line ${line}: ${what}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}
