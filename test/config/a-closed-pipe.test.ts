import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What reads a subcommand is closed before it says anything, as `head` is once it has its lines. */
function intoNothing(...args: string[]): { code: string; wrong: string } {
  const script = '{ "$0" src/cli/handoff.ts "$@"; echo "ended with $?" >&2; } | true';
  const { stderr } = spawnSync('sh', ['-c', script, process.execPath, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const lines = stderr.trim().split('\n');
  return { code: lines.at(-1) ?? '', wrong: lines.slice(0, -1).join('\n') };
}

test.each([[['help']], [['help', 'spend']], [['schema']], [['check', 'handoff.yaml']]])(
  'whoever has read enough of %j ends it without an error',
  (args) => {
    expect(intoNothing(...args)).toEqual({ code: 'ended with 0', wrong: '' });
  },
);
