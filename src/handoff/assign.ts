import type { HandoffRow } from '#db/handoffs.ts';
import { askFirst } from '#db/later.ts';
import type { LeadRow } from '#db/leads.ts';
import { isPaused } from '#db/pauses.ts';
import { readPeople } from '#db/people.ts';
import { addBalanceEntry, logRouting, readLastDecision, saveStanding } from '#db/routing.ts';
import { calendarOf, mayBeShown } from '#domain/book.ts';
import { decide } from '#domain/decide.ts';
import { type Command, SYSTEM } from '#domain/handoff.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { waitsForTheSame } from '#domain/routing/waits-for.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { Work } from '#src/core/core.ts';
import { liesElsewhere, placeOf } from '#src/routing/claim.ts';
import { routeAgain } from '#src/routing/route.ts';
import { loadFacts } from './decision-facts.ts';
import { perform } from './perform.ts';

type Assigning = {
  because: string;
  isBatch: boolean;
  isNew?: boolean;
  /** Until when whoever it comes from may be choosing a time; null where nobody is asked to. */
  holdUntil?: Date | null;
};

/**
 * Finds an owner by the routing rules and offers the handoff to them; with nobody eligible it waits, or stays
 * with the owner it has. Every decision leaves its row in the routing log. Of one that is new nothing is asked: this
 * transaction made it, and nothing has happened to it.
 */
export async function assign(
  work: Work,
  row: HandoffRow,
  lead: LeadRow,
  { because, isBatch, isNew = false, holdUntil = null }: Assigning,
): Promise<HandoffRow> {
  if (row.sourceId === TEST_SOURCE) return endTest(work, row, lead);
  const { ownerId } = row.handoff;
  const ask = <Answer>(question: () => Promise<Answer>) => (isNew ? askFirst(work.tx, question) : question());
  // With what is asked before the pool is locked, for which others wait.
  const [fresh, { record, turn }] = await Promise.all([
    isNew ? ask(async () => ({ isPaused: await isPaused(work.tx) })) : null,
    ask(() => routeAgain(work, row, lead, { because, isBatch })),
  ]);
  const chosen = record.chosenId;
  const stays = chosen === null && record.by !== 'claim' && (await isThere(work, ownerId));
  if (stays || (chosen === null && !isNew && (await isOldNews(work, row, record)))) return row;

  logRouting(work.tx, {
    handoffId: row.handoff.id,
    at: work.now,
    settingsVersion: work.version,
    record,
  });
  const { poolId: chosenFrom } = record;
  const isShown = holdUntil !== null && isShownTo(work, row, lead, record);
  const command: Command =
    chosen === null
      ? { type: 'hold', claimKey: placeOf(work, row, record) }
      : isShown
        ? { type: 'reserve', to: chosen, poolId: chosenFrom, until: holdUntil }
        : { type: 'offer', to: chosen, poolId: chosenFrom };
  const facts = await ask(() => loadFacts(work, row, lead, command, SYSTEM, fresh));
  // While it waits it belongs to the managers of the pool it waits for.
  const poolId = record.poolId ?? row.handoff.poolId;
  const decided = decide({ ...row.handoff, poolId }, command, facts, work.now);
  if (!decided.ok) throw new Error(`handoff ${row.handoff.id}: routing could not ${command.type} it`);
  if (turn && chosen !== null) {
    saveStanding(work.tx, turn.standingId, turn.choice.standing);
    addBalanceEntry(work.tx, {
      poolId: turn.standingId,
      repId: chosen,
      handoffId: row.handoff.id,
      // Of the offer that it is for, though that may come later.
      offerNo: row.handoff.offerNo + 1,
      kind: turn.choice.kind,
      at: work.now,
    });
  }
  return perform(work, row, lead, decided, SYSTEM, { isNew });
}

/** Whether the visitor it comes from is shown a calendar to choose a time in. */
function isShownTo(
  { settings }: Work,
  { handoff }: HandoffRow,
  { evidence: { isMql } }: LeadRow,
  { by, chosenId: personId, poolId }: RoutingRecord,
): boolean {
  if (personId === null || !mayBeShown(handoff, { isMql, decidedBy: [by] })) return false;
  return calendarOf(settings, { personId, poolId: poolId ?? handoff.poolId }) !== null;
}

/** Better an owner who did not answer than none; but none rather than one who left. */
async function isThere(work: Work, ownerId: string | null): Promise<boolean> {
  if (ownerId === null) return false;
  return (await readPeople(work.tx, [ownerId])).get(ownerId)?.isActive ?? false;
}

/** A handoff that still waits for the same causes, where it lay, needs no second row to say so. */
async function isOldNews(work: Work, row: HandoffRow, record: RoutingRecord): Promise<boolean> {
  if (row.handoff.state !== 'waiting' || liesElsewhere(work, row, record)) return false;
  const last = await readLastDecision(work.tx, row.handoff.id);
  return last !== null && waitsForTheSame(last.record, record);
}

/** A test lead goes to nobody else: where another owner is needed, it is over. */
async function endTest(work: Work, row: HandoffRow, lead: LeadRow): Promise<HandoffRow> {
  const command: Command = { type: 'withdraw', because: 'a test lead goes to nobody else' };
  const facts = await loadFacts(work, row, lead, command, SYSTEM);
  const decided = decide(row.handoff, command, facts, work.now);
  return decided.ok ? perform(work, row, lead, decided, SYSTEM) : row;
}
