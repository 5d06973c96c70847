import { parseArgs } from 'node:util';
import { measureBacktest } from './backtest.ts';
import { measureBackup } from './backup.ts';
import { crash } from './crash.ts';
import { KINDS } from './databases.ts';
import { measureDeals } from './deals.ts';
import { measureEscalations } from './escalations.ts';
import { print } from './figures.ts';
import { measureFunnel } from './funnel.ts';
import { measureImport } from './import.ts';
import { measureLatency, type Run, SLACK_TIMES } from './latency.ts';
import { measureOutcomes } from './outcomes.ts';
import { measurePure } from './pure.ts';
import { measureQualify } from './qualify.ts';
import { measureReaders } from './readers.ts';
import { measureRouting } from './routing.ts';
import { measureSimulate } from './simulate.ts';
import { measureSoak } from './soak.ts';
import { measureStart } from './start.ts';
import { measureTick } from './tick.ts';
import { measureWeight } from './weight.ts';

const USAGE = `npm run bench                        all figures: pure, start, latency (10 minutes)
npm run bench -- pure|start|latency  one of them
npm run bench -- qualify             forms of pages: how long a visitor waits for the answer
npm run bench -- routing             decisions a second: 200 reps, 50 pools, 500 routes
npm run bench -- weight              what a lead costs against the smallest app that could do it, on Postgres
npm run bench -- import              20,000 leads from a CRM's export: time and memory
npm run bench -- backup              backup and restore of 20,000 leads on Postgres: time, memory, size
npm run bench -- simulate            100,000 leads through simulate: time and memory
npm run bench -- backtest            100,000 leads through a back-test: time and memory
npm run bench -- funnel              the funnel of a year of 1,000,000 leads, on Postgres
npm run bench -- deals               forecast, coverage and velocity over 20,000 deals
npm run bench -- tick                one tick over 1,000,000 open clocks, of which none or many are due
npm run bench -- soak                a year of 1,000 leads a day on Postgres: what a tick costs, and how large it is
npm run bench -- readers             what a report that keeps a transaction open costs everybody else, on Postgres
npm run bench -- outcomes            how long presses wait while a thousand outcomes are told to two tools
npm run bench -- escalations         how late steps are done under 20 leads a second
npm run bench -- crash               kills the app again and again under load, and counts what is lost
  --only embedded|postgres           one database instead of both
  --profile <folder>                 CPU profiles of the app, one for each of its runs

Postgres is measured where TEST_DATABASE_URL names a database on a server; each run makes its own and drops it.`;

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, profile: { type: 'string' } },
  allowPositionals: true,
});
const adminUrl = process.env.TEST_DATABASE_URL ?? '';
const [what = 'all'] = positionals;

process.exitCode = await run();

async function run(): Promise<number> {
  const kinds = KINDS.filter((kind) => values.only === undefined || values.only === kind);
  const runs = kinds
    .filter((kind) => kind === 'embedded' || adminUrl !== '')
    .map((kind): Run => ({ kind, adminUrl, profileFolder: values.profile ?? null }));
  if (runs.length < kinds.length)
    print('NOT MEASURED: Postgres. Set TEST_DATABASE_URL to a database on a server.');
  switch (what) {
    case 'all':
      measurePure();
      for (const one of runs) await measureStart(one);
      await latency(runs);
      return 0;
    case 'pure':
      measurePure();
      return 0;
    case 'routing':
      measureRouting();
      return 0;
    case 'start':
      for (const one of runs) await measureStart(one);
      return 0;
    case 'latency':
      await latency(runs);
      return 0;
    case 'qualify':
      for (const one of runs) await measureQualify(one);
      return 0;
    case 'import':
      for (const one of runs) await measureImport(one);
      return 0;
    case 'backup':
      if (adminUrl !== '') await measureBackup(adminUrl);
      return 0;
    case 'weight':
      if (adminUrl !== '') await measureWeight(adminUrl);
      return 0;
    case 'simulate':
      await measureSimulate();
      return 0;
    case 'funnel':
      if (adminUrl !== '') await measureFunnel(adminUrl);
      return 0;
    case 'backtest':
      for (const one of runs) await measureBacktest(one);
      return 0;
    case 'deals':
      for (const one of runs) await measureDeals(one);
      return 0;
    case 'tick':
      for (const one of runs) await measureTick(one);
      return 0;
    case 'soak':
      if (adminUrl !== '') await measureSoak(adminUrl);
      return 0;
    case 'readers':
      if (adminUrl !== '') await measureReaders(adminUrl);
      return 0;
    case 'escalations':
      for (const one of runs) await measureEscalations(one);
      return 0;
    case 'outcomes':
      for (const one of runs) await measureOutcomes(one);
      return 0;
    case 'crash': {
      let losses = 0;
      for (const one of runs) losses += await crash(one);
      return losses === 0 ? 0 : 1;
    }
    default:
      print(USAGE);
      return 1;
  }
}

async function latency(runs: readonly Run[]): Promise<void> {
  for (const one of runs) {
    // The names are the record's own keys.
    for (const time of Object.keys(SLACK_TIMES) as (keyof typeof SLACK_TIMES)[])
      await measureLatency(one, time);
  }
}
