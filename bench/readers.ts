import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { readHandoff } from '#db/handoffs.ts';
import { messageDueAt, takeDeliveries, takeMessages } from '#db/leases.ts';
import { rowsOf } from '#db/rows.ts';
import { seenOf } from '#domain/seen.ts';
import { createTick } from '#scheduler/ticks.ts';
import type { Core } from '#src/core/core.ts';
import { createLooking } from '#src/core/looking.ts';
import { press } from '#src/handoff/press.ts';
import { createDatabase } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import { insertOpenClocks } from './open-clocks.ts';
import { writeSettings } from './settings.ts';
import { openCore } from './tick.ts';
import { makeTraffic } from './traffic.ts';

const OPEN_CLOCKS = 20_000;
/** Thirty minutes of 20 leads a second. */
const LEADS = 36_000;
/** What comes in twenty seconds. */
const LAST_LEADS = 400;
const LOOKS = 1_000;
const TIMES = 300;

type Figures = Record<string, number[]>;

/**
 * What somebody costs who keeps a transaction open, as a report does: no version of a row that is younger than it can go, and whoever
 * looks for what is due passes over all of them. The same work after the same traffic before them, beside them and when they are gone.
 */
export async function measureReaders(adminUrl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const file = join(folder, 'bench.yaml');
  const settings = writeSettings(file);
  const bench = await createDatabase('postgres', adminUrl);
  try {
    const [database, reader] = await Promise.all([bench.open(), bench.open()]);
    await database.migrate();
    const core = await openCore(database.db, file);
    await insertOpenClocks(database.db, settings, OPEN_CLOCKS);
    print(
      `${LEADS.toLocaleString('en')} leads before each, ${LOOKS} looks, ${TIMES} ticks and presses; ${load()}`,
    );
    await halfAnHour(core, 'before');
    const before = await work(core, 0);
    const beside = await whileReading(reader.db, async () => {
      await halfAnHour(core, 'beside');
      print(`  dead rows that stay: ${await deadRows(core.db)}`);
      return work(core, TIMES);
    });
    await core.db.execute(sql`vacuum (analyze)`);
    const after = await work(core, 2 * TIMES);
    for (const [name, during] of Object.entries(beside)) {
      const alone = [...(before[name] ?? []), ...(after[name] ?? [])];
      const both = [50, 99].map((percent) => {
        const [usual, then] = [percentile(alone, percent), percentile(during, percent)];
        return `p${percent} ${usual.toFixed(1)} → ${then.toFixed(1)} ms (${(then / usual).toFixed(2)} ×)`;
      });
      print(`  ${name.padEnd(17)} ${both.join('   ')}`);
    }
    print(`  ${load()}`);
    await Promise.all([database.close(), reader.close()]);
  } finally {
    await bench.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Made in minutes, it would be over for minutes when it is made: the last of it is made last. */
async function halfAnHour(core: Core, named: string): Promise<void> {
  await makeTraffic(core.db, { named, leads: LEADS - LAST_LEADS, endsAt: core.now() });
  await makeTraffic(core.db, { named: `${named}-last`, leads: LAST_LEADS, endsAt: core.now() });
  // In thirty minutes autovacuum comes by several times, and takes what may go.
  await core.db.execute(sql`vacuum (analyze)`);
}

/** Runs something while somebody else keeps on seeing what was there when they began. */
function whileReading<Result>(db: Db, run: () => Promise<Result>): Promise<Result> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select count(*) from leads`);
      return run();
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** What the app does all the time. Each look has one thing to find and finds it; they follow each other as at 20 leads a second or more. */
async function work(core: Core, from: number): Promise<Figures> {
  const figures: Figures = { 'take a delivery': [], 'take a message': [], tick: [], accept: [] };
  const clocks = { now: core.now, ticking: () => performance.now() };
  const deliveries = createLooking(
    (most, { since }) => takeDeliveries(core.db, most, since),
    ({ receivedAt }) => receivedAt,
    clocks,
  );
  const messages = createLooking((most, look) => takeMessages(core.db, look, most), messageDueAt, clocks);
  const timed = async (name: string, run: () => Promise<unknown>) => {
    const start = performance.now();
    await run();
    figures[name]?.push(performance.now() - start);
  };
  const found = (rows: readonly unknown[]) => {
    if (rows.length !== 1) throw new Error(`${rows.length} rows were due instead of one`);
  };
  const numbers = Array.from({ length: TIMES }, (_, index) => from + index);
  const looks = Array.from({ length: LOOKS }, (_, index) => `${from}-${index}`);
  for (const no of looks) {
    await core.db.execute(sql`
      insert into deliveries (id, source_id, key, body, received_at)
      values (${`due-${no}`}, 'website', ${`due-${no}`}, '{}', ${core.now().toISOString()})`);
    await timed('take a delivery', async () => found(await deliveries.take(4)));
    await core.db.execute(sql`update deliveries set read_at = now() where id = ${`due-${no}`}`);
  }
  for (const no of looks) {
    await core.db.execute(sql`
      insert into messages (key, kind, marker, place, detail, wanted, shown, created_at)
      values (${`due-${no}`}, 'late', '', 'person:mia', '{}', 1, 0, ${core.now().toISOString()})`);
    await timed('take a message', async () => found(await messages.take(10)));
    await core.db.execute(sql`update messages set shown = wanted, taken_until = null where shown < wanted`);
  }
  const tick = createTick(core);
  for (const _ of numbers) await timed('tick', () => tick({ onError: stop }));
  for (const no of numbers) await timed('accept', () => accept(core, `h${String(no).padStart(8, '0')}`));
  // Nobody shows what the answers brought about.
  await core.db.execute(sql`update messages set shown = wanted where shown < wanted`);
  return figures;
}

async function accept(core: Core, handoffId: string): Promise<void> {
  const row = await readHandoff(core.db, handoffId);
  if (!row) throw new Error(`no handoff ${handoffId}`);
  const slackUserId = `U${row.handoff.ownerId?.toUpperCase()}`;
  const done = await press(core, handoffId, { type: 'accept' }, { slackUserId, seen: seenOf(row.handoff) });
  if (!done.ok) throw new Error(`an acceptance was refused: ${done.refusal.type}`);
}

function stop(error: unknown): never {
  throw error;
}

async function deadRows(db: Db): Promise<string> {
  const rows = rowsOf<{ name: string; dead: number }>(
    await db.execute(sql`
      select relname as name, n_dead_tup::int as dead from pg_stat_user_tables
      where n_dead_tup > 1000 order by n_dead_tup desc`),
  );
  return rows.map(({ name, dead }) => `${name} ${dead.toLocaleString('en')}`).join(', ');
}
