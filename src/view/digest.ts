import type { Db } from '#db/db.ts';
import { type ClockCount, countClocks, countHappened, countTeamSpeed } from '#db/digests.ts';
import type { MessageRow } from '#db/messages.ts';
import { openWorkOfTeam, type Team, type TeamList } from '#db/team-work.ts';
import type { ClockKind } from '#domain/clock.ts';
import { addMinutes } from '#domain/day.ts';
import { type Attainment, speedFigures } from '#domain/funnel.ts';
import { AT_RISK_MINUTES } from '#domain/lead-lists.ts';
import type { Settings } from '#domain/settings.ts';
import { RESPONSE_CLOCKS } from '#domain/sla.ts';
import { nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { isDigestWanted } from './digest-wanted.ts';
import type { DigestModel } from './home-models.ts';
import { loadUnavailable, teamOf } from './home-team.ts';

/** A manager's digest: what happened since the last one, and how it stands now. Null once it comes too late, or they muted it. */
export async function loadDigest(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<DigestModel | null> {
  const { detail } = message;
  const readerId = String(detail.managerId);
  if (!(await isDigestWanted(db, message, { kind: 'managers', readerId }, now))) return null;
  const { team } = teamOf(settings, readerId);
  const period = { from: new Date(String(detail.from)), to: new Date(String(detail.to)) };
  const clocks = await countClocks(db, team, period);
  const target = settings.targets.sla_attainment;
  return {
    ...period,
    happened: await countHappened(db, team, period),
    missed: missedBy(settings, clocks),
    unowned: sumOf(clocks.filter(({ kind }) => kind === 'unassigned')).breached,
    sla: { ...attainmentOf(clocks, ['accept']), target },
    responseSla: { ...attainmentOf(clocks, RESPONSE_CLOCKS), target },
    speed: speedFigures(await countTeamSpeed(db, team, period)),
    now: await countNow(db, team, now),
    ...(await loadUnavailable(db, settings, team.repIds, now)),
  };
}

/** How often each rep missed a deadline, of those who missed any, by name: no ranking. */
function missedBy(settings: Settings, clocks: readonly ClockCount[]): DigestModel['missed'] {
  const byRep = Map.groupBy(clocks, ({ repId }) => repId);
  return [...byRep]
    .flatMap(([repId, ofRep]) =>
      repId === null ? [] : [{ name: nameOf(settings, repId), count: sumOf(ofRep).breached }],
    )
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function attainmentOf(clocks: readonly ClockCount[], kinds: readonly ClockKind[]): Attainment {
  const { attained, breached } = sumOf(clocks.filter(({ kind }) => kinds.includes(kind)));
  return { attained, measured: attained + breached };
}

const sumOf = (clocks: readonly ClockCount[]) => ({
  attained: clocks.reduce((sum, { attained }) => sum + attained, 0),
  breached: clocks.reduce((sum, { breached }) => sum + breached, 0),
});

async function countNow(db: Db, team: Team, now: Date): Promise<DigestModel['now']> {
  const moment = { now, riskUntil: addMinutes(now, AT_RISK_MINUTES) };
  const { batches, ...lists } = await openWorkOfTeam(db, team, moment, 1);
  const inBatches = (list: TeamList) =>
    batches.filter((batch) => batch.list === list).reduce((sum, { leads }) => sum + leads, 0);
  return {
    overdue: lists.overdue.total + inBatches('overdue'),
    atRisk: lists.at_risk.total + inBatches('at_risk'),
    waiting: lists.waiting.total + inBatches('waiting'),
    snoozed: lists.snoozed.total,
  };
}
