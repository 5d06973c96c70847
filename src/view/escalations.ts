import { runningClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { type HandoffRow, readHandoffsWithLeads } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { isToStand, type MessageRow, readMessages } from '#db/messages.ts';
import { readOutages } from '#db/outages.ts';
import { lastWindowsOf, toldTo } from '#db/told.ts';
import { groupOf, isAbsent, OPS, replacedBy, windowEnd } from '#domain/escalation.ts';
import { seenOf } from '#domain/seen.ts';
import { isAsleep } from '#domain/snooze.ts';
import { managersOf, nameOf, poolOf, sourceName, withDeputies } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { escalationsKey, isBatchKey, readBatchKey } from '#src/core/message-keys.ts';
import { isAnyOpsThere } from '#src/routing/ops-there.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';
import { leadOf } from './card.ts';
import type { EscalationRow, EscalationsModel, OverdueBatch } from './models.ts';

/** What was told longer ago than this is found by `/leads overdue`. */
const TOLD_SINCE_DAYS = 30;
/** Of a thousand leads a phone shows the first. */
const ROWS = 12;
const ANSWERED = 10;
const LATER_WINDOWS = 3;

type Told = Awaited<ReturnType<typeof toldTo>>[number];
type Stored = HandoffRow & { lead: Pick<LeadRow, 'record'> };

/**
 * A reader's live message: what is still open of all they were told, and what was answered since. Null when it was
 * never posted and there is nothing left to tell, or a newer one tells it.
 */
export async function loadEscalations(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<EscalationsModel | null> {
  const reader = String(message.detail.managerId);
  const windowAt = new Date(String(message.detail.windowAt));
  const from = new Date(windowAt.getTime() - TOLD_SINCE_DAYS * 24 * 3_600_000);
  const told = await toldTo(db, reader, { from, to: windowAt });
  const ofEach = [...Map.groupBy(told, ({ handoffId }) => handoffId).values()];
  const open = ofEach.flatMap((clocks) => overdue(clocks, now) ?? []);
  const isSuperseded = await hasNewer(db, reader, windowAt, now);
  if (message.ts === null && (isSuperseded || open.length === 0)) return null;

  const openIds = new Set(open.map(({ handoffId }) => handoffId));
  const isAnswered = ([first]: Told[]) => first !== undefined && !openIds.has(first.handoffId);
  // What was told in an earlier window as well was said to be answered there.
  const answered = ofEach.filter(isAnswered).filter((clocks) => firstWindow(clocks) === windowAt.getTime());
  const single = open
    .filter(({ batch }) => batch === null)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const shown = single.slice(0, ROWS);
  const named = answered.slice(0, ANSWERED).flatMap(([first]) => first?.handoffId ?? []);
  const ids = [...shown.map(({ handoffId }) => handoffId), ...named];
  const rows = new Map((await readHandoffsWithLeads(db, ids)).map((row) => [row.handoff.id, row]));
  const absent = await absentAbove({ db, settings, now }, [...rows.values()]);
  const nowBy = await duesOf(db, shown, now);
  return {
    groupId: groupOf(reader),
    openedAt: message.createdAt,
    open: shown.flatMap((one): EscalationRow[] => {
      const row = rows.get(one.handoffId);
      if (!row) return [];
      const isThere = (id: string) => !absent.has(id);
      const replaced = replacedBy(settings, reader, row.handoff, isThere);
      return [
        rowOf(
          settings,
          row,
          one,
          nowBy.get(one.handoffId) ?? null,
          replaced.map((id) => nameOf(settings, id)),
        ),
      ];
    }),
    total: single.length,
    dueSoon: open.filter(({ late }) => !late.isOver).length,
    batches: batchesOf(settings, open),
    answered: named.flatMap((id) => {
      const row = rows.get(id);
      return row ? [{ lead: leadOf(row.lead).name, words: answerWords(settings, row) }] : [];
    }),
    answeredTotal: answered.length,
    isSuperseded,
    nobodyThere: reader === OPS && open.length > 0 && !(await isAnyOpsThere({ db, settings, now })),
    away: (await readOutages(db, windowAt, windowEnd(settings, windowAt))).at(-1) ?? null,
  };
}

type Late = Omit<EscalationRow['late'], 'nowBy'>;
type Overdue = { handoffId: string; at: Date; late: Late; isLost: boolean; batch: string | null };

/**
 * What a handoff is told for: a clock that runs, or one it lost to somebody who has not answered either. Putting an
 * offer off is an answer: while it sleeps only what ran out and runs on is told.
 */
function overdue(clocks: readonly Told[], now: Date): Overdue | null {
  const [first] = clocks;
  if (!first) return null;
  const isUnanswered = ['offered', 'waiting'].includes(first.state) && first.acceptedAt === null;
  const running = clocks.filter(
    ({ stoppedAt, pausedAt, breachedAt }) =>
      stoppedAt === null && (!isAsleep(first) || (pausedAt === null && breachedAt !== null)),
  );
  const lost = clocks.filter(
    // Somebody who was found too late has not answered yet.
    ({ kind, met, breachedAt }) =>
      isUnanswered && (met === false || (kind === 'unassigned' && breachedAt !== null)),
  );
  const clock = running.find(({ breachedAt }) => breachedAt !== null) ?? lost[0] ?? running[0];
  if (!clock) return null;
  const isOver = clock.breachedAt !== null || (clock.pausedAt === null && clock.deadlineAt <= now);
  const lies = first.state === 'waiting' && first.claimKey !== null && isBatchKey(first.claimKey);
  return {
    handoffId: first.handoffId,
    at: clock.deadlineAt,
    late: {
      clock: clock.kind,
      isOver,
      isStill: !isOver && clock.stoppedAt === null && clock.pausedAt !== null,
    },
    isLost: clock.stoppedAt !== null,
    batch: lies ? first.claimKey : null,
  };
}

/** When those who have it now have to answer what others let pass. */
async function duesOf(db: Db, open: readonly Overdue[], now: Date): Promise<Map<string, Date>> {
  const lost = open.filter(({ isLost }) => isLost).map(({ handoffId }) => handoffId);
  const running = (await runningClocks(db, lost)).filter(
    ({ kind, pausedAt, deadlineAt }) => kind === 'accept' && pausedAt === null && deadlineAt > now,
  );
  return new Map(running.map(({ handoffId, deadlineAt }) => [handoffId, deadlineAt]));
}

const firstWindow = (clocks: readonly Told[]): number =>
  Math.min(...clocks.map(({ windowAt }) => windowAt.getTime()));

/** Whether a list of a later window stands, or is about to stand, below this one. */
async function hasNewer(db: Db, reader: string, windowAt: Date, now: Date): Promise<boolean> {
  const windows = await lastWindowsOf(db, { reader, most: LATER_WINDOWS });
  const later = windows.filter((window) => window > windowAt).map((window) => escalationsKey(reader, window));
  return (await readMessages(db, later)).some((one) => isToStand(one, now));
}

/** Managers of these leads who read nothing for now. */
async function absentAbove(
  of: { db: Db; settings: SettingsInForce['settings']; now: Date },
  rows: readonly Stored[],
): Promise<Set<string>> {
  const above = rows.flatMap(({ handoff }) => withDeputies(of.settings, managersOf(of.settings, handoff)));
  const statuses = await statusesOf(of, above, false);
  const isAway = (id: string) => isAbsent(statuses.get(id), of.settings.availability, of.now);
  return new Set(above.filter(isAway));
}

function rowOf(
  settings: SettingsInForce['settings'],
  { handoff, lead }: Stored,
  { at, late }: Overdue,
  nowBy: Date | null,
  replaced: string[],
): EscalationRow {
  const { name, company } = leadOf(lead);
  return {
    handoffId: handoff.id,
    seen: seenOf(handoff),
    lead: name,
    company,
    temperature: handoff.temperature,
    ownerName: handoff.ownerId && nameOf(settings, handoff.ownerId),
    deadlineAt: at,
    late: { ...late, nowBy },
    state: handoff.state,
    replaced,
  };
}

function batchesOf(settings: SettingsInForce['settings'], open: readonly Overdue[]): OverdueBatch[] {
  const lying = open.filter(({ batch }) => batch !== null);
  return [...Map.groupBy(lying, ({ batch }) => batch ?? '')].map(([key, leads]) => {
    const { sourceId, poolId } = readBatchKey(key);
    return {
      leads: leads.length,
      sourceName: sourceName(settings, sourceId),
      poolName: poolOf(settings, poolId)?.name ?? poolId,
      deadlineAt: new Date(Math.min(...leads.map(({ at }) => at.getTime()))),
      isOver: leads.some(({ late }) => late.isOver),
    };
  });
}

const answerWords = (settings: SettingsInForce['settings'], { handoff }: HandoffRow): string =>
  handoff.ownerId ? `${handoff.state}, with ${nameOf(settings, handoff.ownerId)}` : handoff.state;

/** What a reader of these lists is called. */
export function readerName(settings: SettingsInForce['settings'], reader: string): string {
  if (reader === OPS) return 'ops';
  return groupOf(reader) === null ? nameOf(settings, reader) : `the user group ${groupOf(reader)}`;
}
