import { batchesThatLie } from '#db/claims.ts';
import { batchMessages, releaseHeldBack, releaseTheseHeldBack, touchLater, wantLater } from '#db/messages.ts';
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
export async function layInBatch(work: Work, pool: Pool, key: string): Promise<void> {
  const wanted = batchReaders(pool).map(({ reader, place, personId }) => ({
    key: batchMessageKey(key, reader),
    kind: 'batch' as const,
    handoffId: null,
    place,
    parentKey: null,
    detail: { batch: key, poolId: pool.id, personId },
    marker: work.newId(),
  }));
  await wantLater(work.tx, wanted, soon(work));
}

/** What a delivery laid in batches is shown, now that all of it is there. */
export function showBatches(core: Core, sourceId: string): Promise<void> {
  return transact(core, async (work) => {
    for (const key of await releaseHeldBack(work.tx, batchesOf(sourceId))) work.keys.add(key);
  });
}

/** New settings may have other readers: they are shown every batch that lies, and the former ones read where it is. */
export function showBatchesAnew(core: Core): Promise<void> {
  return transact(core, async (work) => {
    for (const { claimKey, poolId } of await batchesThatLie(work.tx)) {
      const pool = poolOf(work.settings, poolId);
      if (pool) await layInBatch(work, pool, claimKey);
      const messages = await batchMessages(work.tx, claimKey);
      await touchLater(
        work.tx,
        messages.map(({ key }) => key),
        soon(work).notBefore,
      );
    }
  });
}

/** The batch changed: whoever changed it sees that at once, as channels do, everybody else in a moment. */
export async function touchBatch(work: Work, batch: string, personId: string | null): Promise<void> {
  const messages = await batchMessages(work.tx, batch);
  await touchLater(
    work.tx,
    messages.map(({ key }) => key),
    soon(work).notBefore,
  );
  const own = messages.filter((one) => one.personId === '' || one.personId === personId);
  const released = await releaseTheseHeldBack(
    work.tx,
    own.map(({ key }) => key),
  );
  for (const key of released) work.keys.add(key);
}

const soon = ({ now }: Work) => ({ now, notBefore: addMinutes(now, SHOWN_AFTER_MINUTES) });
