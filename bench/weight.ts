import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#db/rows.ts';
import { freePort, startApp } from './app-process.ts';
import { type BenchDatabase, createDatabase } from './databases.ts';
import { load, percentile, print } from './figures.ts';
import { leadIn, signedLead } from './leads.ts';
import { SOURCE, writeSettings } from './settings.ts';
import { openSlack } from './slack-side.ts';

const WARM_UP_LEADS = 200;
const AT_ONCE = 16;
const ROUNDS = 3;
const GIVE_UP_MS = 300_000;
const TICKS_A_SECOND = 100;
const LOOK_EVERY_MS = 1_000;

type Contender = { name: string; entry: string; reps: number; leads: number };

/** So many reps in one pool, and what a team would write by itself. For five reps Slack's second a message is the measure of leads a second. */
const CONTENDERS: readonly Contender[] = [
  { name: 'DIY', entry: 'bench/diy-app.ts', reps: 300, leads: 3_000 },
  { name: 'ours, 5 reps', entry: 'src/main.ts', reps: 5, leads: 150 },
  { name: 'ours, 300 reps', entry: 'src/main.ts', reps: 300, leads: 600 },
];

type Weight = { appMs: number; postgresMs: number; perSecond: number; bytes: number; commits: number };

/**
 * What a lead weighs from its webhook to its card in Slack, against the smallest app that could do it: leads spread over people
 * and companies, sent as fast as they are taken, each contender in its turn. Slack's stand-in and the sender are in
 * this process and in no figure.
 */
export async function measureWeight(adminUrl: string): Promise<void> {
  const weights = new Map<string, Weight[]>(CONTENDERS.map(({ name }) => [name, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const contender of CONTENDERS) weights.get(contender.name)?.push(await weigh(contender, adminUrl));
    print(`round ${round} of ${ROUNDS}; ${load()}`);
  }
  const cpu = ({ appMs, postgresMs }: Weight) => appMs + postgresMs;
  const diy = median((weights.get('DIY') ?? []).map(cpu));
  for (const [name, rounds] of weights) {
    const of = (figure: (weight: Weight) => number) => median(rounds.map(figure));
    const all = rounds.map(cpu);
    print(
      `${name.padEnd(15)} app ${of(({ appMs }) => appMs).toFixed(1)} + Postgres ${of(({ postgresMs }) => postgresMs).toFixed(1)} ms CPU a lead` +
        ` (${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}), ${(of(cpu) / diy).toFixed(1)} × DIY;` +
        ` ${of(({ perSecond }) => perSecond).toFixed(0)} leads/s; ${of(({ commits }) => commits).toFixed(1)} transactions` +
        ` and ${(of(({ bytes }) => bytes) / 1_000).toFixed(1)} kB a lead`,
    );
  }
}

const median = (values: readonly number[]): number => percentile(values, 50);

async function weigh({ entry, reps, leads }: Contender, adminUrl: string): Promise<Weight> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const settingsFile = join(folder, 'bench.yaml');
  const settings = writeSettings(settingsFile, { repsInOnePool: reps });
  const slackSide = await openSlack(settings, () => 0);
  const database = await createDatabase('postgres', adminUrl);
  const port = await freePort();
  const users = slackSide.users.join(',');
  const env = { HANDOFF_CONFIG: settingsFile, DIY_REPS: users, ...slackSide.env, ...database.env };
  const app = startApp({ port, env, profileFolder: null, entry });
  let shown = 0;
  slackSide.slack.onEvent((happening) => {
    if (happening.type === 'message_posted' && leadIn(happening.message.text) !== null) shown += 1;
  });
  const use = watchUse(database, app.pid);
  const address = `http://127.0.0.1:${port}`;
  const run = async (from: number, count: number) => {
    await sendAll(address, from, count);
    const end = performance.now() + GIVE_UP_MS;
    while (shown < from + count && performance.now() < end) await pause(20);
    if (shown < from + count) throw new Error(`${entry}: ${shown} cards of ${from + count} leads`);
  };
  try {
    await app.ready();
    await run(0, WARM_UP_LEADS);
    const before = await use.standing();
    const start = performance.now();
    await run(WARM_UP_LEADS, leads);
    const seconds = (performance.now() - start) / 1_000;
    // What is written of a card after it stands in Slack belongs to its lead.
    await pause(1_000);
    const after = await use.standing();
    await app.stop();
    const each = (key: keyof typeof before) => (after[key] - before[key]) / leads;
    return {
      appMs: each('appMs'),
      postgresMs: each('postgresMs'),
      bytes: each('bytes'),
      commits: each('commits'),
      perSecond: leads / seconds,
    };
  } finally {
    await use.stop();
    await app.crash();
    await slackSide.slack.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sendAll(address: string, from: number, count: number): Promise<void> {
  let next = from;
  const sender = async () => {
    for (let no = next++; no < from + count; no = next++) {
      const response = await fetch(`${address}/webhooks/${SOURCE}`, signedLead(no, new Date()));
      if (response.status !== 200) throw new Error(`lead ${no} was answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

/**
 * What the app and the server's processes for its database have used up to now. A pool ends connections that are idle,
 * and what they used goes with them: it is looked at again and again, and the last word on each counts.
 */
function watchUse(bench: BenchDatabase, pid: number) {
  const backends = new Map<number, number>();
  let isOver = false;
  const opening = bench.open();
  const look = async () => {
    const { db } = await opening;
    const [row] = rowsOf<{ pids: number[]; bytes: string; commits: string }>(
      await db.execute(sql`
        select array_agg(pid) filter (where pid <> pg_backend_pid()) as pids,
          pg_database_size(current_database()) as bytes,
          (select xact_commit from pg_stat_database where datname = current_database()) as commits
        from pg_stat_activity where datname = current_database()`),
    );
    for (const [backend, ms] of cpuMs(row?.pids ?? [])) backends.set(backend, ms);
    return { bytes: Number(row?.bytes), commits: Number(row?.commits) };
  };
  const looking = (async () => {
    while (!isOver) {
      await look();
      await pause(LOOK_EVERY_MS);
    }
  })();
  return {
    standing: async () => {
      const { bytes, commits } = await look();
      const postgresMs = [...backends.values()].reduce((sum, ms) => sum + ms, 0);
      return { appMs: cpuMs([pid]).get(pid) ?? 0, postgresMs, bytes, commits };
    },
    stop: async () => {
      isOver = true;
      await looking;
      await (await opening).close();
    },
  };
}

/** CPU that processes of this machine have used, from `/proc`; those that ended meanwhile are left out. */
function cpuMs(pids: readonly number[]): Map<number, number> {
  const used = pids.flatMap((pid): [number, number][] => {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return [];
    const stat = readFileSync(file, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [[pid, (Number(fields[11]) + Number(fields[12])) * (1_000 / TICKS_A_SECOND)]];
  });
  return new Map(used);
}
