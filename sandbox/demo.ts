import { parseArgs } from 'node:util';
import { ConfigError } from '#src/config/config-error.ts';
import { runDemo } from './run-demo.ts';
import { runTour } from './tour/run-tour.ts';

const USAGE = `npm run demo                 the app on a stand-in Slack: a page to try it in, and the same by typing here
npm run demo -- --new-team   with a team that is not set up yet: type /handoff setup
npm run demo -- --no-page    without the page
npm run demo -- --tour       walks through it by itself; exits 0 only if all of it happened

PAGE_PORT=4080 npm run demo  opens the page on another port than 3080
PORT=4000 npm run demo       takes webhooks on another port than 3000

Where nobody can type, it stays open until it is stopped (Ctrl-C, SIGTERM). Commands may be piped in.`;
const USUAL_PORT = 3_000;
const USUAL_PAGE_PORT = 3_080;

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(1);
}

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      tour: { type: 'boolean' },
      'new-team': { type: 'boolean' },
      'no-page': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (values.tour) return runTour((text) => process.stdout.write(`${text}\n`));
  await runDemo({
    webhooks: readPort('PORT', USUAL_PORT),
    isNewTeam: values['new-team'] === true,
    page: values['no-page'] ? null : readPort('PAGE_PORT', USUAL_PAGE_PORT),
  });
  return 0;
}

function readPort(path: string, usual: number): number {
  const text = process.env[path];
  if (!text) return usual;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  const problem = `"${text}" is no port; expected a number from 0 (any that is free) to 65535`;
  throw new ConfigError([{ where: 'environment', problems: [{ path, line: null, problem }] }]);
}

/** A mistake in the settings or on the command line is said without a stack; anything else is ours. */
function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError) return error.message;
  const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isUsage ? `${error.message}\n\n${USAGE}` : `${error.stack}`;
}
