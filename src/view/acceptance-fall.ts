import type { Db } from '#db/db.ts';
import { givenBackIn } from '#db/home-figures.ts';
import type { MessageRow } from '#db/messages.ts';
import type { AcceptanceGroup } from '#domain/acceptance-fall.ts';
import type { Settings } from '#domain/settings.ts';
import { reasonWords, sourceName } from '#domain/team.ts';
import type { AcceptanceFallModel } from './home-models.ts';

const MOST = 10;

/** Of what sales takes fewer, by how much, and the leads behind it. */
export async function loadAcceptanceFall(
  db: Db,
  settings: Settings,
  { detail }: Pick<MessageRow, 'detail'>,
): Promise<AcceptanceFallModel> {
  // Only the watch writes here.
  const by = String(detail.by) as AcceptanceGroup;
  const key = String(detail.value);
  const period = { from: new Date(String(detail.from)), to: new Date(String(detail.to)) };
  const rows = await givenBackIn(db, { by, key }, period, MOST);
  return {
    by,
    name: by === 'source' ? sourceName(settings, key) : key,
    now: { cases: Number(detail.taken), of: Number(detail.of) },
    before: { cases: Number(detail.takenBefore), of: Number(detail.ofBefore) },
    days: Number(detail.days),
    rows: rows.map(({ company, reason, at }) => ({ company, reason: reasonWords(settings, reason), at })),
    total: rows[0]?.total ?? 0,
  };
}
