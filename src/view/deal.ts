import type { CanonicalLead } from '#domain/lead.ts';
import type { DetailsModel } from './models.ts';

/** What a CRM says of the deal, in one line; nothing where it says none. */
export function dealIn({ opportunity }: Pick<CanonicalLead, 'opportunity'>): DetailsModel['discovery'] {
  if (opportunity === undefined) return [];
  const { stage, status, amount, currency, close_on } = opportunity;
  const sum = amount === undefined ? undefined : `${amount.toLocaleString('en-US')} ${currency ?? ''}`.trim();
  const closes = close_on === undefined ? undefined : `closes ${close_on}`;
  const parts = [stage, status, sum, closes].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [{ label: 'Deal', text: parts.join(', ') }];
}
