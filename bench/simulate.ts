import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { canonicalLeadSchema, TEMPERATURES } from '#domain/lead.ts';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import type { Arrival } from '#domain/simulate/arrival.ts';
import { createTally } from '#domain/simulate/figures.ts';
import { createSimulation } from '#domain/simulate/simulation.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { load, print } from './figures.ts';

const LEADS = 100_000;
const PAGE = 1_000;
const REPS = 200;
const POOLS = 50;
const RULES = 500;
const MINUTE = 60_000;
const PERIOD_DAYS = 90;
// Monday 24 August 2026.
const START = Date.UTC(2026, 7, 24);
const ZONES = ['Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Asia/Singapore'];
const INDUSTRIES = ['software', 'saas', 'technology', 'fintech', 'manufacturing'];
const COUNTRIES = ['DE', 'AT', 'CH', 'GB', 'IE', 'SE', 'NO', 'DK', 'FI', 'FR', 'NL', 'US', 'CA', 'MX', 'BR'];

/** 100,000 leads through 200 reps, 50 pools and 500 rules, in a process of its own so that its memory can be told. */
export async function measureSimulate(): Promise<void> {
  print(
    `${LEADS.toLocaleString('en')} leads, ${REPS} reps, ${POOLS} pools, ${RULES} rules, in memory; ${load()}`,
  );
  const run = `import('./bench/simulate.ts').then((it) => it.simulateOnce())`;
  const args = ['--import', './src/node-floor.mjs', '--input-type=module', '--eval', run];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

export function simulateOnce(): void {
  const settings = largeSettings();
  const before = process.memoryUsage().rss;
  const tally = createTally(settings);
  const simulation = createSimulation({
    settings,
    usual: { answered: 20 * MINUTE, contacted: 60 * MINUTE, closed: 5 * 24 * 60 * MINUTE },
    facts: [],
    onDecided: tally.add,
  });
  let ms = 0;
  const timed = (run: () => void): void => {
    const start = performance.now();
    run();
    ms += performance.now() - start;
  };
  for (let from = 0; from < LEADS; from += PAGE) {
    const page = Array.from({ length: PAGE }, (_, index) => leadNo(from + index));
    timed(() => page.forEach(simulation.arrive));
  }
  timed(() => simulation.runUntil(new Date(START + PERIOD_DAYS * 24 * 60 * MINUTE)));
  const seconds = ms / 1_000;
  const { offered, waiting, unmatched, waits } = tally.figures(LEADS);
  const peak = process.resourceUsage().maxRSS / 1_024;
  print(`  ${seconds.toFixed(1)} s, ${Math.round(LEADS / seconds).toLocaleString('en')} leads a second`);
  print(`  ${Math.round(peak)} MiB at its peak, ${Math.round(before / 1_048_576)} MiB before the first lead`);
  print(`  offered ${offered}, of them waited ${waits.count}; waiting ${waiting}, no route ${unmatched}`);
}

/** Leads come day and night; one in three is of an account that had one before. */
function leadNo(no: number): Arrival {
  const mixed = (no * 7_919) % 100_003;
  const account = mixed % 3 === 0 ? mixed % 20_000 : 100_000 + no;
  const answered = (1 + (mixed % 90)) * MINUTE;
  return {
    id: `handoff-${no}`,
    at: new Date(START + Math.floor((no / LEADS) * PERIOD_DAYS * 24 * 60) * MINUTE),
    record: canonicalLeadSchema.parse({
      person: { email: `lead${no}@company${account}.example`, country: COUNTRIES[mixed % COUNTRIES.length] },
      account: {
        domain: `company${account}.example`,
        industry: INDUSTRIES[mixed % INDUSTRIES.length],
        employees: 1 + (mixed % 5_000),
      },
      channel: 'demo_request',
    }),
    sourceId: 'website',
    temperature: TEMPERATURES[mixed % TEMPERATURES.length] ?? 'warm',
    lay: null,
    repId: null,
    poolId: null,
    firstOfferedAt: null,
    course: {
      answered,
      contacted: answered + (mixed % 200) * MINUTE,
      closed: answered + (300 + (mixed % 7_000)) * MINUTE,
      isAccepted: mixed % 5 !== 0,
    },
  };
}

function largeSettings(): Settings {
  const example = readSettingsFile('handoff.yaml');
  if (!example.ok) throw new Error(`handoff.yaml: ${JSON.stringify(example.problems)}`);
  const day = ['09:00-12:30', '13:30-18:00'];
  const rep = (no: number) => `rep-${no + 1}`;
  const sizes = Array.from({ length: Math.ceil(RULES / COUNTRIES.length) }, (_, no) => no * 150);
  const rules = sizes
    .toReversed()
    .flatMap((min) => COUNTRIES.map((country) => ({ country, employees: { min } })))
    .slice(-RULES);
  return settingsSchema.parse({
    // A document that was read as settings is a group.
    ...(example.raw as Record<string, unknown>),
    hours: { office: { mon: day, tue: day, wed: day, thu: day, fri: day } },
    workspace: { name: 'Bench', time_zone: 'Europe/Berlin', hours: 'office', holidays: ['de'] },
    people: Array.from({ length: REPS }, (_, no) => ({
      id: rep(no),
      name: rep(no),
      email: `${rep(no)}@bench.example`,
      roles: ['sdr'],
      time_zone: ZONES[no % ZONES.length],
    })),
    pools: Array.from({ length: POOLS }, (_, no) => ({
      id: `pool-${no + 1}`,
      name: `pool-${no + 1}`,
      members: Array.from({ length: 8 }, (_member, index) => ({
        person: rep((no * 4 + index) % REPS),
        weight: 1 + (index % 3),
      })),
    })),
    named_accounts: [],
    routes: rules.map((when, no) => ({
      id: `route-${no + 1}`,
      when,
      to: { pool: `pool-${(no % POOLS) + 1}` },
    })),
  });
}
