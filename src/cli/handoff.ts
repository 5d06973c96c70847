import { suggest } from '#domain/nearest.ts';
import type { Terminal } from './subcommand.ts';
import { SUBCOMMANDS } from './subcommands.ts';

const terminal: Terminal = {
  env: process.env,
  now: () => new Date(),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
};

// Not process.exit, which would cut off what is still being written.
process.exitCode = await run(process.argv.slice(2));

function run([name = 'help', ...args]: string[]): number | Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    terminal.print(help());
    return 0;
  }
  const subcommand = SUBCOMMANDS.find((candidate) => candidate.name === name);
  if (subcommand) return subcommand.run(args, terminal);
  const names = ['help', ...SUBCOMMANDS.map((candidate) => candidate.name)];
  terminal.complain(`no subcommand "${name}"${suggest(name, names)}\n\n${help()}`);
  return 1;
}

function help(): string {
  const rows = SUBCOMMANDS.map(({ name, usage, summary }) => ({ call: `${name} ${usage}`.trim(), summary }));
  const width = Math.max(...rows.map(({ call }) => call.length));
  const lines = rows.map(({ call, summary }) => `  ${call.padEnd(width)}  ${summary}`);
  return ['Usage: npm run handoff -- <subcommand>', '', ...lines].join('\n');
}
