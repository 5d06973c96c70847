import type { Db } from '#db/open.ts';
import { isOpen, nextOpening } from '#domain/calendar.ts';
import { checkMember, NO_PAST } from '#domain/routing.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import { statusesOf } from '#src/rep-statuses.ts';
import type { ReceivingModel } from './statement-models.ts';

/** Whether somebody gets leads from each of their pools now, and the check that says no. */
export async function loadReceiving(
  db: Db,
  { settings }: SettingsInForce,
  of: { repId: string; askerId: string },
  now: Date,
): Promise<ReceivingModel> {
  const { repId } = of;
  const status = (await statusesOf({ db, settings, now }, [repId], true)).get(repId);
  const pools = settings.pools.filter((pool) => pool.members.some(({ person }) => person === repId));
  return {
    name: nameOf(settings, repId),
    isAsker: repId === of.askerId,
    pools: pools.map((pool) => ({
      name: pool.name,
      check: checkMember(pool, status, NO_PAST, now),
      opensAt: status && !isOpen(status.hours, now) ? nextOpening(status.hours, now) : null,
      awayUntil: status?.awayUntil ?? null,
      load: {
        unanswered: { now: status?.unanswered ?? 0, cap: pool.caps.unanswered },
        uncontacted: { now: status?.uncontacted ?? 0, cap: pool.caps.uncontacted },
        today: { now: status?.today ?? 0, cap: pool.caps.per_day },
      },
    })),
  };
}
