import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import type { Database } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import type { Settings } from '#domain/settings.ts';
import { bridge } from '#sandbox/settle.ts';
import { signed } from '#sandbox/signed-delivery.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { createClock, openStage, quietLog, type Stage } from '#sandbox/stage.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { openCopy } from './copies.ts';
import { changedBy } from './settings.ts';

/** Monday 23 November 2026, 10:00 in Berlin: everybody there is at work, New York still sleeps. */
export const MONDAY = new Date('2026-11-23T09:00:00Z');

const SETTLE_MS = 15_000;

export type TestStage = Stage & {
  /** Sends a lead through the signed webhook route, and waits until it is read. Answers the HTTP status. */
  send: (lead: unknown, options?: { source?: string; id?: string }) => Promise<number>;
  /** Waits until everything that is due now has been read, decided and shown. */
  settle: () => Promise<void>;
  /** Moves the clock as if ticks had run all the while, runs one, and waits until it shows. */
  pass: (minutes: number) => Promise<void>;
  query: <Row>(text: string) => Promise<Row[]>;
  /** The last card in a person's direct messages. */
  card: (personId: string) => SeenMessage;
  /** What a person reads in their direct messages, newest last. */
  reads: (personId: string) => string[];
};

export type StageChanges = {
  at?: Date;
  settings?: (settings: Settings) => Settings;
  environment?: Readonly<Record<string, string>>;
};

/** The whole app on a stand-in Slack, with a database of this test's own. */
export async function startStage({
  at = MONDAY,
  settings = (same) => same,
  environment = {},
}: StageChanges = {}): Promise<TestStage> {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { database, release } = await openCopy();
  const clock = createClock(at);
  const changed = changedBy(settings, reading);
  const stage = await openStage({
    database,
    settings: changed,
    readSettingsFile: () => changed,
    workspace: changed.settings,
    clock,
    limits: false,
    ticksByCron: false,
    port: 0,
    log: quietLog(),
    environment,
  });
  onTestFinished(async () => {
    await stage.stop();
    release();
  });
  const query = queryOn(database);
  const settle = () => untilQuiet(query, clock.now);
  const post = sendTo(stage.address, clock.now);
  const dm = (personId: string) => stage.slack.as(stage.slackIdOf(personId)).dm();
  return {
    ...stage,
    query,
    settle,
    send: async (lead, options) => {
      const status = await post(lead, options);
      if (status === 200) await untilRead(query);
      return status;
    },
    pass: async (minutes) => {
      clock.forward(minutes);
      await bridge(stage);
      await stage.app.tick();
      await settle();
    },
    card: (personId) => {
      const card = dm(personId).findLast((message) =>
        message.blocks.some((block) => block.block_id?.toString().startsWith('card/')),
      );
      if (!card) throw new Error(`${personId} has no card`);
      return card;
    },
    reads: (personId) =>
      dm(personId).map((message) => stage.slack.as(stage.slackIdOf(personId)).read(message)),
  };
}

/** Sends leads through the signed webhook route of an app. */
export function sendTo(address: string, now: () => Date): TestStage['send'] {
  return async (lead, { source = 'website', id = randomUUID() } = {}) => {
    const response = await fetch(`${address}/webhooks/${source}`, signed(JSON.stringify(lead), id, now()));
    return response.status;
  };
}

export function queryOn(database: Database): TestStage['query'] {
  return async <Row>(text: string) => rowsOf<Row>(await database.db.execute(sql.raw(text)));
}

/** Of two leads that are read at once, chance says which takes the first turn. */
async function untilRead(query: TestStage['query']): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while (performance.now() < end) {
    const [left] = await query<{ unread: number }>(
      'select count(*)::int as unread from deliveries where read_at is null',
    );
    if (left?.unread === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function untilQuiet(query: TestStage['query'], now: () => Date): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  for (;;) {
    const [left] = await query<{ deliveries: number; messages: number; outcomes: number }>(`
      select (select count(*)::int from deliveries where read_at is null) as deliveries,
        (select count(*)::int from messages where shown < wanted
          and (not_before is null or not_before <= '${now().toISOString()}')) as messages,
        (select count(*)::int from sink_records r left join sinks s on s.id = r.sink_id
          where r.due_at <= '${now().toISOString()}'
          and (s.paused_until is null or s.paused_until <= '${now().toISOString()}')) as outcomes`);
    if (left && left.deliveries + left.messages + left.outcomes === 0) return;
    if (performance.now() > end) throw new Error(`still busy: ${JSON.stringify(left)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
