import type { Db } from '#db/db.ts';
import { readOffers } from '#db/handoffs.ts';
import { refusedBy } from '#db/rejections.ts';
import type { Handoff } from '#domain/handoff.ts';
import type { Check } from '#domain/routing/check-names.ts';
import { checksAgainst, NO_PAST, type Past, type RepStatus } from '#domain/routing/checks.ts';
import type { Settings } from '#domain/settings.ts';
import { personOf, poolOf } from '#domain/team.ts';
import { statusesOf } from './rep-statuses.ts';

/** Everything routing has against somebody who may be given a handoff now. */
export type Checked = { status: RepStatus | undefined; checks: Check[] };

/** The same checks as routing asks, of people that somebody may choose by hand. */
export async function checksOn(
  of: { db: Db; settings: Settings; now: Date },
  handoff: Pick<Handoff, 'id' | 'offerNo' | 'poolId' | 'cameFrom'>,
  ids: readonly string[],
): Promise<Map<string, Checked>> {
  const { settings, now } = of;
  const statuses = await statusesOf(of, ids, true);
  const asked = {
    pool: poolOf(settings, handoff.poolId),
    availability: settings.availability,
    past: await pastOf(of.db, handoff),
    isBacklog: false,
    now,
  };
  return new Map(
    ids.map((id) => {
      const status = statuses.get(id);
      const checks: Check[] = personOf(settings, id) ? checksAgainst(status, asked) : ['not_in_settings'];
      return [id, { status, checks }] as const;
    }),
  );
}

/** Who had this handoff, and who refused it; who refused the one before of a lead that came back has it only when alone. */
export async function pastOf(
  db: Db,
  { id, offerNo, cameFrom }: Pick<Handoff, 'id' | 'offerNo' | 'cameFrom'>,
): Promise<Past> {
  const before = cameFrom === null ? [] : await refusedBy(db, cameFrom);
  if (offerNo === 0) return cameFrom === null ? NO_PAST : { ...NO_PAST, had: new Set(before) };
  const offers = await readOffers(db, id);
  const had = new Set([...before, ...offers.map((offer) => offer.repId)]);
  return { refused: await refusedBy(db, id), had };
}
