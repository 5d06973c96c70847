import { spawnSync } from 'node:child_process';

/** `npm run check`: format, lint, types, unused code, and the settings we ship. */
const CHECKS: { name: string; command: [string, ...string[]] }[] = [
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of the demo page', command: ['tsc', '-p', 'sandbox/page/client'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  { name: 'settings', command: ['node', 'src/cli/handoff.ts', 'check', 'handoff.yaml'] },
  { name: 'settings to start with', command: ['node', 'src/cli/handoff.ts', 'check', 'starter.yaml'] },
];

const failed = CHECKS.filter(({ name, command: [program, ...args] }) => {
  console.log(`\n${name}: ${program} ${args.join(' ')}`);
  // npm puts the project's own programs first on the path.
  return spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0;
});

for (const { name } of failed) console.error(`\nfailed: ${name}`);
process.exitCode = failed.length > 0 ? 1 : 0;
