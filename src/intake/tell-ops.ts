import { itemsBetween } from '#db/deliveries.ts';
import { addMinutes, windowOf } from '#domain/day.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { judgeGlimpse } from '#domain/quarantined.ts';
import type { Work } from '#src/core/core.ts';
import { inChannelFor, opsKey, urgentKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

const OPS_NOTICE_MINUTES = 60;
const URGENT_AN_HOUR = 5;

/** One message an hour and source shows what was set aside then, another which tests came. */
export function tellOps(work: Work, about: 'quarantine' | 'tests', sourceId: string, at: Date): void {
  const from = windowOf(at, OPS_NOTICE_MINUTES).toISOString();
  want(work, {
    key: opsKey(`${about}:${sourceId}`, from),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about, sourceId, from, minutes: OPS_NOTICE_MINUTES },
  });
}

/** Somebody hot cannot wait for the hour's notice to be looked at: a message each, for the first few of an hour and source. */
export async function tellOfUrgent(
  work: Work,
  itemId: string,
  { lead, sourceId }: { lead: CanonicalLead; sourceId: string },
): Promise<void> {
  const { settings, tx, now } = work;
  if (!judgeGlimpse(settings, { lead, sourceId }, now).isUrgent) return;
  const from = windowOf(now, OPS_NOTICE_MINUTES);
  const aside = await itemsBetween(tx, { sourceId, outcome: 'quarantined' }, from, addMinutes(now, 1));
  const urgent = aside.filter(
    ({ id, lead: other }) =>
      id !== itemId && other && judgeGlimpse(settings, { lead: other, sourceId }, now).isUrgent,
  );
  if (urgent.length >= URGENT_AN_HOUR) return;
  want(work, {
    key: urgentKey(itemId),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'urgent', itemId },
  });
}
