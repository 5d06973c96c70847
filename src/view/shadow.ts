import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import {
  countShadow,
  nurturedFrom,
  type ShadowCount,
  type ShadowPeriod,
  shadowOffersOn,
  turnsDue,
  waitingCauses,
} from '#db/shadow.ts';
import type { Temperature } from '#domain/lead.ts';
import { comesWithMeeting } from '#domain/meetings.ts';
import type { Period } from '#domain/period.ts';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import type { Settings } from '#domain/settings.ts';
import { modeOf, shadowDay } from '#domain/shadow.ts';
import type { LadderStep } from '#domain/sla-settings.ts';
import { managersOf, nameOf, poolOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import type { ShadowDayModel, ShadowModel } from './shadow-models.ts';
import { delayWords } from './words.ts';

const ROWS = 10;
const RULES = 5;

/** What came in shadow on a day: who would have got what, and what would have fallen due. */
export async function loadShadowDay(
  db: Db,
  { settings }: SettingsInForce,
  { detail }: MessageRow,
): Promise<ShadowDayModel> {
  const day = String(detail.day);
  const period = { from: new Date(String(detail.from)), to: new Date(String(detail.to)) };
  const { rows, offered, waiting } = await shadowOffersOn(db, day, ROWS);
  const nurtured = await nurturedFrom(db, inShadow(settings), period, 0);
  return {
    day,
    offered,
    waiting,
    nurtured: nurtured.leads,
    rows: rows.map(({ offer, lead, record }) => {
      const { repId, poolId } = offer;
      const checks = record.candidates.flatMap(({ check }) => (check === null ? [] : [check]));
      return {
        at: offer.at,
        company: leadOf(lead).company,
        sourceName: sourceName(settings, offer.sourceId),
        temperature: offer.temperature,
        repName: repId && nameOf(settings, repId),
        waitsBecause: repId === null ? causeWords(settings, poolId, checks) : null,
        hasMeeting: comesWithMeeting(lead.record, offer.at),
        steps: offer.plan.map((step) => ({
          do: step.do,
          at: new Date(step.at),
          isSameDay: shadowDay(settings, new Date(step.at)) === day,
          toldName: toldName(settings, step.do, { ownerId: repId, poolId }),
        })),
      };
    }),
  };
}

function toldName(
  settings: Settings,
  step: LadderStep,
  of: { ownerId: string | null; poolId: string | null },
): string {
  const [manager, above] = managersOf(settings, of);
  if (step === 'remind' && of.ownerId !== null) return nameOf(settings, of.ownerId);
  const told = step === 'tell_managers_manager' ? (above ?? manager) : manager;
  return told === undefined ? 'Ops' : nameOf(settings, told);
}

/** What a period in shadow amounts to, imported leads included. */
export async function loadShadow(
  db: Db,
  { settings }: SettingsInForce,
  { from, to, label }: Period,
): Promise<ShadowModel> {
  const period = { from, to };
  const counts = await countShadow(db, period);
  const sourceIds = [...new Set([...inShadow(settings), ...counts.map(({ sourceId }) => sourceId)])];
  const nurtured = await nurturedFrom(db, sourceIds, period, RULES);
  const causes = await waitingCauses(db, period);
  const isAll = settings.mode === 'shadow' && inShadow(settings).length === settings.sources.length;
  return {
    periodLabel: label,
    inShadow: isAll ? 'all' : inShadow(settings).map((id) => sourceName(settings, id)),
    offered: sum(counts.filter(({ repId }) => repId !== null)),
    waiting: sum(counts.filter(({ repId }) => repId === null)),
    imported: sum(counts.filter(({ isImported }) => isImported)),
    nurtured: nurtured.leads,
    failed: nurtured.rules,
    pools: await poolsOf(db, settings, period, counts),
    owners: byMost(
      counts.filter(({ repId, poolId }) => repId !== null && poolId === null),
      ({ repId }) => repId ?? '',
    ).map(([repId, leads]) => ({ name: nameOf(settings, repId), leads })),
    causes: causes.map(({ poolId, checks, count }) => ({
      words: causeWords(settings, poolId, checks),
      count,
    })),
    deadlines: byMost(counts, ({ policyId }) => policyId).map(([policyId, count]) => {
      const policy = settings.sla.find(({ id }) => id === policyId);
      return { policyId, within: policy ? delayWords(policy.accept.within) : null, count };
    }),
    sources: byMost(counts, ({ sourceId }) => sourceId).map(([id]) => ({
      name: sourceName(settings, id),
      counts: byTemperature(counts.filter(({ sourceId }) => sourceId === id)),
    })),
  };
}

/** Each pool's members with what they would have got, and their fair share of it. */
async function poolsOf(
  db: Db,
  settings: Settings,
  period: ShadowPeriod,
  counts: readonly ShadowCount[],
): Promise<ShadowModel['pools']> {
  const due = await turnsDue(db, period);
  const inTurn = counts.filter(({ repId, poolId }) => repId !== null && poolId !== null);
  return byMost(inTurn, ({ poolId }) => poolId ?? '').map(([poolId]) => {
    const pool = poolOf(settings, poolId);
    const ofPool = inTurn.filter((row) => row.poolId === poolId);
    const imported = sum(ofPool.filter(({ isImported }) => isImported));
    const weights = pool?.members.reduce((total, { weight }) => total + weight, 0) ?? 0;
    const seen = due.filter((row) => row.poolId === poolId);
    const ids = new Set([
      ...(pool?.members.map(({ person }) => person) ?? []),
      ...seen.map(({ repId }) => repId),
      ...ofPool.flatMap(({ repId }) => (repId === null ? [] : [repId])),
    ]);
    return {
      name: pool?.name ?? poolId,
      members: [...ids].map((id) => {
        const weight = pool?.members.find(({ person }) => person === id)?.weight ?? 0;
        const dueImported = weights === 0 ? 0 : (imported * weight) / weights;
        return {
          name: nameOf(settings, id),
          leads: sum(ofPool.filter(({ repId }) => repId === id)),
          due: dueImported + (seen.find(({ repId }) => repId === id)?.due ?? 0),
        };
      }),
    };
  });
}

const inShadow = (settings: Settings): string[] =>
  settings.sources.filter(({ id }) => modeOf(settings, id) === 'shadow').map(({ id }) => id);

/** Why nobody could take a lead; a pool of whose members nothing was noted had nobody at work. */
function causeWords(settings: Settings, poolId: string | null, checks: readonly Check[]): string {
  if (poolId === null) return 'no route fits';
  const causes = checks.length === 0 ? ['outside_hours' as const] : [...new Set(checks)];
  return `${poolOf(settings, poolId)?.name ?? poolId}: ${causes.map((check) => CHECKS[check]).join(', ')}`;
}

const sum = (counts: readonly ShadowCount[]): number => counts.reduce((total, { count }) => total + count, 0);

const byTemperature = (counts: readonly ShadowCount[]): Record<Temperature, number> => ({
  hot: sum(counts.filter(({ temperature }) => temperature === 'hot')),
  warm: sum(counts.filter(({ temperature }) => temperature === 'warm')),
  cold: sum(counts.filter(({ temperature }) => temperature === 'cold')),
});

/** Sums by a key, the most first. */
function byMost(counts: readonly ShadowCount[], keyOf: (row: ShadowCount) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of counts) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.count);
  return [...sums].toSorted(([a, most], [b, least]) => least - most || a.localeCompare(b));
}
