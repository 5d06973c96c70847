import { batchesThatLie } from '#db/claims.ts';
import { batchMessages, releaseHeldBack } from '#db/messages.ts';
import { addMinutes } from '#domain/day.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { signalsOf } from '#domain/merge-lead.ts';
import type { Pool } from '#domain/settings.ts';
import { poolOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { batchesOf, batchMessageKey, batchReaders } from '#src/core/message-keys.ts';

/** Leads that came in numbers: a list, an import. Members of their pool take one after another. */

// Slack lets a workspace change some fifty messages a minute, and a batch stands with every member of its pool.
const SHOWN_AFTER_MINUTES = 1 / 6;

/** Whether what a delivery brought lies in batches. Judged from the delivery alone, so that reading it again agrees. */
export function isBatch(core: Core, sourceId: string, brought: readonly CanonicalLead[]): boolean {
  const { settings } = core.inForce();
  const source = settings.sources.find(({ id }) => id === sourceId);
  switch (source?.batch ?? 'auto') {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto': {
      const { from } = settings.batch;
      if (brought.length < from) return false;
      const now = core.now();
      const isQualified = (lead: CanonicalLead): boolean =>
        judgeLead(settings, { record: lead, sourceId }, source, signalsOf(lead, now), now).evidence.isMql;
      return brought.filter(isQualified).length >= from;
    }
  }
}

/** Everybody who may take from a batch sees it: in the pool's channel, else each in their direct messages. */
export function layInBatch({ messages, newId, now }: Work, pool: Pool, key: string): void {
  for (const { reader, place, personId } of batchReaders(pool)) {
    const message = {
      key: batchMessageKey(key, reader),
      kind: 'batch' as const,
      handoffId: null,
      place,
      parentKey: null,
      detail: { batch: key, poolId: pool.id, personId },
    };
    messages.wantLater(message, newId(), soon(now));
  }
}

/** What a delivery laid in batches is shown, now that all of it is there. */
export function showBatches(core: Core, sourceId: string): Promise<void> {
  return transact(core, async ({ tx, messages }) =>
    messages.touch(await releaseHeldBack(tx, batchesOf(sourceId))),
  );
}

/** New settings may have other readers: they are shown every batch that lies, and the former ones read where it is. */
export function showBatchesAnew(core: Core): Promise<void> {
  return transact(core, async (work) => {
    for (const { claimKey, poolId } of await batchesThatLie(work.tx)) {
      const pool = poolOf(work.settings, poolId);
      if (pool) layInBatch(work, pool, claimKey);
      const shown = await batchMessages(work.tx, claimKey);
      work.messages.touchLater(keysOf(shown), soon(work.now));
    }
  });
}

/** The batch changed: whoever changed it sees that at once, as channels do, everybody else in a moment. */
export async function touchBatch({ tx, messages, now }: Work, batch: string, personId: string | null) {
  const shown = await batchMessages(tx, batch);
  const own = shown.filter((one) => one.personId === '' || one.personId === personId);
  messages.touchLater(keysOf(shown), soon(now));
  messages.touchNow(keysOf(own));
}

const keysOf = (rows: readonly { key: string }[]): string[] => rows.map(({ key }) => key);

const soon = (now: Date): Date => addMinutes(now, SHOWN_AFTER_MINUTES);
