import type { readDealChanges } from '#db/deal-changes.ts';
import { dayWords } from '#domain/day.ts';
import { type Deal, type DealField, dayIn, sumOf } from '#domain/deal.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Settings } from '#domain/settings.ts';
import { subStageWords } from '#domain/team.ts';
import type { CardModel, DealMove, DetailsModel } from './models.ts';

/** What a CRM says of the deal, in one line; nothing where it says none. */
export function dealIn({ opportunity }: Pick<CanonicalLead, 'opportunity'>): DetailsModel['discovery'] {
  if (opportunity === undefined) return [];
  const { stage, status, amount, currency, close_on } = opportunity;
  const sum = amount === undefined ? undefined : `${amount.toLocaleString('en-US')} ${currency ?? ''}`.trim();
  const closes = close_on === undefined ? undefined : `closes ${closeWords(close_on)}`;
  const parts = [stage, status, sum, closes].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [{ label: 'Deal', text: parts.join(', ') }];
}

/** As a CRM wrote it, where it wrote no day. */
const closeWords = (told: string): string => {
  const on = dayIn(told);
  return on === null ? told : dayWords(on);
};

/** What is said of an open deal. */
export const dealOnCard = (settings: Settings, deal: Deal): NonNullable<CardModel['deal']> => ({
  sum: sumOf(deal),
  closeOn: deal.closeOn,
  subStage: deal.subStage === null ? null : subStageWords(settings, deal.subStage),
  nextStep: deal.nextStep,
});

type Changes = Awaited<ReturnType<typeof readDealChanges>>;

/** What of a lead's last deal is another than it was when it was said first. `changes` are the lead's, the first first. */
export function dealMoves(settings: Settings, changes: Changes): DealMove[] {
  const opened = changes.findLastIndex(({ field, fromValue }) => field === 'amount' && fromValue === null);
  const ofDeal = changes.slice(Math.max(0, opened));
  const valuesOf = (field: DealField) =>
    ofDeal.flatMap((change) => (change.field === field ? [change.toValue] : []));
  const moves: DealMove[] = [
    { what: 'amount', values: sumsIn(ofDeal) },
    { what: 'close_on', values: valuesOf('close_on') },
    { what: 'sub_stage', values: valuesOf('sub_stage').map((code) => subStageWords(settings, code)) },
  ];
  return moves.filter(({ values }) => values.length > 1);
}

/** An amount and its currency that are another at once are one change. */
function sumsIn(changes: Changes): string[] {
  const moments = Map.groupBy(changes, ({ handoffId, at }) => `${handoffId} ${at.getTime()}`);
  let [amount, currency]: (string | undefined)[] = [];
  const sums = [...moments.values()].map((made) => {
    amount = made.find(({ field }) => field === 'amount')?.toValue ?? amount;
    currency = made.find(({ field }) => field === 'currency')?.toValue ?? currency;
    return sumOf({ amount: Number(amount), currency: currency ?? '' });
  });
  return sums.filter((sum, index) => sum !== sums[index - 1]);
}
