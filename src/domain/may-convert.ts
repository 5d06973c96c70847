import type { CanonicalLead, Consent } from './lead.ts';
import type { SinkSettings } from './sink-settings.ts';

/** Who an ad platform may learn of: what somebody does with a lead is told to nobody unless it was switched on. */

export type Telling = { sourceId: string; record: Pick<CanonicalLead, 'consent'> };
export type Ground = NonNullable<SinkSettings['from']>[number];

/** Not to be rung says nothing of ads; each of these does. */
const WITHDRAWN: readonly Consent[] = ['do_not_contact', 'unsubscribed'];

/** True where a platform may be told of a lead of this source, else why not. */
export function mayConvert(
  { sourceId, record }: Telling,
  from: readonly Ground[] | undefined,
): true | string {
  if (groundOf(sourceId, from) === null) return `not switched on for source "${sourceId}"`;
  const withdrawn = WITHDRAWN.find((consent) => record.consent?.[consent] === true);
  return withdrawn === undefined ? true : `consent was withdrawn (${withdrawn})`;
}

/** On which ground leads of a source are told of; null where they are not. */
export const groundOf = (sourceId: string, from: readonly Ground[] | undefined): Ground['basis'] | null =>
  from?.find(({ source }) => source === sourceId)?.basis ?? null;
