import { suggest } from '#domain/nearest.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { SUBCOMMANDS } from './subcommands.ts';

const HELP = ['help', '--help', '-h'];
const CALL = 'npm run handoff --';

const terminal: Terminal = {
  env: process.env,
  now: () => new Date(),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
};

for (const stream of [process.stdout, process.stderr]) stream.on('error', forgiveClosedPipe);

// Not process.exit, which would cut off what is still being written.
process.exitCode = await run(process.argv.slice(2));

/** Whoever reads has enough, as `head` has: what else would be said is not, and what is being done is done to its end. */
function forgiveClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function run([name = 'help', ...args]: string[]): number | Promise<number> {
  if (HELP.includes(name)) return explain(args[0]);
  const subcommand = find(name);
  if (!subcommand) return refuse(name);
  // Before the subcommand runs: asking what it does opens no database.
  if (args.some((arg) => arg === '--help' || arg === '-h')) return explain(name);
  return subcommand.run(args, terminal);
}

function find(name: string): Subcommand | undefined {
  return SUBCOMMANDS.find((candidate) => candidate.name === name);
}

function explain(name: string | undefined): number {
  if (name === undefined || HELP.includes(name)) {
    terminal.print(overview());
    return 0;
  }
  const subcommand = find(name);
  if (!subcommand) return refuse(name);
  terminal.print(subcommand.help ?? `Usage: ${CALL} ${called(subcommand)}\n\n${subcommand.summary}`);
  return 0;
}

function refuse(name: string): number {
  const names = ['help', ...SUBCOMMANDS.map((candidate) => candidate.name)];
  terminal.complain(`no subcommand "${name}"${suggest(name, names)}\n\n${overview()}`);
  return 1;
}

function called({ name, usage }: Subcommand): string {
  return `${name} ${usage}`.trim();
}

function overview(): string {
  const width = Math.max(...SUBCOMMANDS.map((subcommand) => called(subcommand).length));
  const lines = SUBCOMMANDS.map(
    (subcommand) => `  ${called(subcommand).padEnd(width)}  ${subcommand.summary}`,
  );
  return [`Usage: ${CALL} <subcommand>`, '', ...lines, '', `More about one: ${CALL} help <subcommand>`].join(
    '\n',
  );
}
