/** An amount in hundredths of its currency, whatever its smallest coin: whole numbers add up exactly. */
export type Money = { cents: number; currency: string };

/** One sum for each currency, the largest first: there is no rate between them. */
export function sumsByCurrency(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { cents, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + cents);
  return [...sums]
    .map(([currency, cents]) => ({ currency, cents }))
    .toSorted((a, b) => b.cents - a.cents || (a.currency < b.currency ? -1 : 1));
}

/** `1,250 EUR`, `12.50 EUR`: to the cent, and without cents where there are none. */
export const moneyWords = (money: Money): string => wordsOf(money, money.cents % 100 === 0 ? 0 : 2);

/** The same of what was divided: to the cent below a hundred, else to the whole. */
export const aboutMoneyWords = (money: Money): string => wordsOf(money, money.cents < 100_00 ? 2 : 0);

function wordsOf({ cents, currency }: Money, digits: number): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${(cents / 100).toLocaleString('en-US', fraction)} ${currency}`;
}
