import type { Db } from '#db/db.ts';
import type { DealHistory } from '#domain/deal-history.ts';
import { type FunnelRequest, periodBefore } from '#domain/period.ts';
import { segmentMeaning } from '#domain/segments.ts';
import { sourceName } from '#domain/team.ts';
import { velocities } from '#domain/velocity.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { loadPipeline } from './pipeline.ts';
import type { VelocityModel } from './pipeline-models.ts';

/** What deals may be grouped by. */
export const VELOCITY_GROUPINGS = ['source', 'segment'] as const;
type VelocityGrouping = (typeof VELOCITY_GROUPINGS)[number];

/** What the pipeline brought in a day of a period, as far as it is over, beside the time before. */
export async function loadVelocity(
  db: Db,
  { settings }: SettingsInForce,
  request: FunnelRequest<VelocityGrouping>,
  now: Date,
): Promise<VelocityModel> {
  const period = { from: request.from, to: request.to < now ? request.to : now };
  const { deals } = await loadPipeline(db, settings, { since: periodBefore(period).from, now });
  const keyOf = keyBy(request.by);
  const rows = velocities(deals, upTo(period), keyOf);
  const before = velocities(deals, upTo(periodBefore(period)), keyOf);
  return {
    ...period,
    periodLabel: request.label,
    by: request.by,
    segmentsAre: segmentMeaning(settings),
    rows: rows.map(({ key, velocity }) => ({
      name: groupName(request.by, key, (id) => sourceName(settings, id)),
      now: velocity,
      before:
        before.find((one) => one.key === key && one.velocity.currency === velocity.currency)?.velocity ??
        null,
    })),
  };
}

/** The last instant of a period belongs to it. */
const upTo = ({ from, to }: { from: Date; to: Date }) => ({ from, to: new Date(to.getTime() + 1) });

function keyBy(by: VelocityGrouping | null): (deal: DealHistory) => string | null {
  switch (by) {
    case null:
      return () => null;
    case 'source':
      return ({ sourceId }) => sourceId;
    case 'segment':
      return ({ segment }) => segment;
  }
}

function groupName(
  by: VelocityGrouping | null,
  key: string | null,
  nameOfSource: (id: string) => string,
): string | null {
  if (by === null) return null;
  if (key === null) return by === 'segment' ? 'Segment not known' : 'No source';
  return by === 'source' ? nameOfSource(key) : key;
}
