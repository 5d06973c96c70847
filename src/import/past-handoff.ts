import { withoutContacts } from '#domain/contacts.ts';
import { depthOf } from '#domain/funnel.ts';
import type { Settings } from '#domain/settings.ts';
import type { Stage } from '#domain/stages.ts';
import type { Cells } from './cells.ts';
import type { ReadDate } from './dates.ts';
import type { ImportedLead, PastHandoff } from './imported-lead.ts';
import { fold } from './mapping.ts';
import { ownerOf } from './owner.ts';
import type { RowContext } from './row-context.ts';

/** How a lead went, as the stages of its row say. */
export type Went = { stage: Stage; depth: number; created: ReadDate; dates: ReadonlyMap<Stage, ReadDate> };

const ACCEPTED = depthOf('sales_accepted');
const MINUTE = 60_000;
const LONGEST_NOTE = 500;

/**
 * What a rep did with the lead. Times count only where the export tells them to the minute: a mere date would make a
 * response of minutes one of hours. Without an owner whom the settings know there is nobody to say it of.
 */
export function pastHandoff(
  context: RowContext,
  cells: Cells,
  went: Went,
): Pick<ImportedLead, 'handoff' | 'response'> {
  const { created, dates, depth } = went;
  const answered = exact(responseDate(context, cells, created));
  const minutes = answered && created.hasTime ? (answered.getTime() - created.at.getTime()) / MINUTE : null;
  const response = answered && minutes !== null ? { at: answered, minutes } : null;

  const ownerId = ownerOf(context.settings, context.mapping, cells);
  if (ownerId === null && cells.text('owner') !== null) {
    cells.warn('an owner the settings do not know; add them to values.owner, or to people', 'owner');
  }
  const rejection = ownerId === null ? null : rejectionOf(context, cells, went);
  if (ownerId === null || (depth < ACCEPTED && !rejection)) return { handoff: null, response };

  const qualified = dates.get('marketing_qualified');
  const offeredAt = exact(qualified ?? created);
  const acceptedAt = exact(dates.get('sales_accepted') ?? null);
  const isOffered = (at: Date | null): at is Date => at !== null && offeredAt !== null && at >= offeredAt;
  const ended = [...dates.values()].map(({ at }) => at.getTime());
  const handoff: PastHandoff = {
    ownerId,
    offeredAt,
    acceptedAt: isOffered(acceptedAt) ? acceptedAt : null,
    respondedAt: response && isOffered(response.at) ? response.at : null,
    closedAt: new Date(Math.max(created.at.getTime(), response?.at.getTime() ?? 0, ...ended)),
    rejection,
  };
  return { handoff, response };
}

const exact = (date: ReadDate | null): Date | null => (date?.hasTime ? date.at : null);

function responseDate({ now }: RowContext, cells: Cells, created: ReadDate): ReadDate | null {
  const date = cells.date('first_response_at');
  if (!date) return null;
  if (date.at >= created.at && date.at <= now) return date;
  if (date.hasTime) cells.warn('before the date of creation or in the future, left out', 'first_response_at');
  return null;
}

/** A lead that was disqualified before anybody accepted it was given back: with its reason and its time. */
function rejectionOf(
  { settings, mapping }: RowContext,
  cells: Cells,
  { stage, depth, dates }: Went,
): PastHandoff['rejection'] {
  const words = cells.text('reason');
  if (stage !== 'disqualified' || depth >= ACCEPTED || words === null) return null;
  const at = dates.get('disqualified')?.at;
  if (!at) {
    cells.warn('given back, but nothing says when; it is no rejection in the figures', 'reason');
    return null;
  }
  const reason = reasonNamed(settings, words, cells.meaning('reason', mapping.values.reason) ?? null);
  if (!reason) {
    cells.warn('a reason the settings do not know; add it to values.reason', 'reason');
    return null;
  }
  return { reason, note: withoutContacts(words).slice(0, LONGEST_NOTE), at };
}

function reasonNamed({ reasons }: Settings, words: string, meant: string | null): string | null {
  const wanted = fold(words);
  const found =
    reasons.find(({ code }) => code === meant) ??
    reasons.find((reason) => reason.code === wanted || fold(reason.words) === wanted) ??
    reasons.find(({ code }) => code === 'other');
  return found?.code ?? null;
}
