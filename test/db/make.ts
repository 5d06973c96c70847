import type { Db } from '#db/db.ts';
import type { Database } from '#db/open.ts';
import { clocks, handoffs, leads, rejections, stageChanges } from '#db/schema.ts';
import type { Stage } from '#domain/stages.ts';
import { make } from '../domain/make.ts';
import { openCopy } from '../support/copies.ts';

/** Rows to start from; a test says only what it is about. Times are on the Monday of `test/domain/make.ts`. */

/** A database of one file's own, empty, which is gone when it is closed. */
export async function openDatabase(): Promise<Database> {
  const { database, release } = await openCopy();
  return {
    ...database,
    close: async () => {
      await database.close();
      release();
    },
  };
}

export async function addLead(db: Db, id: string, values: Partial<typeof leads.$inferInsert>): Promise<void> {
  const at = new Date('2026-03-02T07:59:00Z');
  await db.insert(leads).values({
    id,
    stage: 'marketing_qualified',
    temperature: 'hot',
    sourceId: 'website',
    record: make.lead(),
    evidence: {
      definition: '2026-1',
      isMql: true,
      isHandRaiser: true,
      unknown: [],
      failed: [],
      lines: [],
      temperatureBecause: '',
    },
    capturedAt: at,
    createdAt: at,
    ...values,
  });
}

/** Offered to Ana at nine and not answered. */
export async function addHandoff(
  db: Db,
  id: string,
  values: Partial<typeof handoffs.$inferInsert> & { leadId: string },
): Promise<void> {
  const { before: _, ...offered } = make.handoff({ id });
  await db
    .insert(handoffs)
    .values({ ...offered, policy: make.policy(), sourceId: 'website', settingsVersion: 'v1', ...values });
}

/** The accept clock of that offer, until five past nine. */
export async function addClock(
  db: Db,
  id: string,
  values: Partial<typeof clocks.$inferInsert> & { handoffId: string },
): Promise<void> {
  const { kind, repId, startedAt, deadlineAt } = make.clock();
  await db
    .insert(clocks)
    .values({ id, kind, repId, startedAt, deadlineAt, offerNo: 1, sourceId: 'website', ...values });
}

export async function addStages(
  db: Db,
  leadId: string,
  stages: readonly Stage[],
  at: Date = new Date('2026-03-02T08:00:00Z'),
): Promise<void> {
  await db.insert(stageChanges).values(stages.map((stage) => ({ leadId, stage, at, cause: 'test' })));
}

/** Ana says that they are too small. */
export async function addRejection(
  db: Db,
  id: string,
  values: Partial<typeof rejections.$inferInsert> & { handoffId: string; leadId: string },
): Promise<void> {
  await db.insert(rejections).values({
    id,
    sourceId: 'website',
    reason: 'too_small',
    failurePoint: 'qualification_threshold',
    note: '',
    repId: 'ana',
    byId: 'ana',
    at: new Date('2026-03-02T08:02:00Z'),
    messageKey: 'feedback',
    ...values,
  });
}
