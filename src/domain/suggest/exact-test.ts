/** Two shares of few cases, compared without any assumption about their numbers. */

/** Natural logarithms of factorials, as far as anybody asked. */
const logs: number[] = [0];

function logFactorial(of: number): number {
  for (let no = logs.length; no <= of; no += 1) logs.push((logs[no - 1] ?? 0) + Math.log(no));
  return logs[of] ?? 0;
}

const logChoose = (of: number, some: number): number =>
  logFactorial(of) - logFactorial(some) - logFactorial(of - some);

/**
 * How likely so many cases or more would be among `inside`, were they spread by chance over `inside` and `outside` (Fisher's exact
 * test, one-sided; R. A. Fisher, 1935).
 */
export function chanceOfSoMany(
  inside: { cases: number; of: number },
  outside: { cases: number; of: number },
): number {
  const cases = inside.cases + outside.cases;
  const all = inside.of + outside.of;
  const most = Math.min(cases, inside.of);
  let sum = 0;
  for (let some = inside.cases; some <= most; some += 1) {
    if (cases - some > outside.of) continue;
    sum += Math.exp(logChoose(inside.of, some) + logChoose(outside.of, cases - some) - logChoose(all, cases));
  }
  return Math.min(1, sum);
}
