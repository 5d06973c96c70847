import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doctor } from '#src/cli/doctor.ts';
import { explain } from '#src/cli/explain.ts';
import type { Subcommand } from '#src/cli/subcommand.ts';

const MONDAY = new Date('2026-11-23T08:00:00Z');
const BOOT_MS = 60_000;

async function ask({ run }: Subcommand, args: string[], env: Record<string, string>) {
  const said: string[] = [];
  const wrong: string[] = [];
  const terminal = {
    env: { DATABASE_URL: '', HANDOFF_CONFIG: 'handoff.yaml', ...env },
    now: () => MONDAY,
    print: (text: string) => void said.push(text),
    complain: (text: string) => void wrong.push(text),
  };
  return { exitCode: await run(args, terminal), said: said.join('\n'), wrong: wrong.join('\n') };
}

test('wrong arguments are refused as they were typed, before anything is opened', async () => {
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  expect(await ask(doctor, ['x', 'y'], nowhere)).toEqual({
    exitCode: 1,
    said: '',
    wrong: '"x y" is not understood; expected --config <file>, --slack, or nothing',
  });
  expect((await ask(doctor, ['--config', 'nowhere.yaml'], nowhere)).wrong).toContain(
    'nowhere.yaml: there is no such file',
  );
  expect(await ask(explain, ['x'], nowhere)).toEqual({
    exitCode: 2,
    said: '',
    wrong:
      'which handoff? Expected its id, or at least its first 4 characters\nnpm run handoff -- help explain says more',
  });
});

test('where no database is, none is left behind by looking', { timeout: BOOT_MS }, async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'data');
  const examined = await ask(doctor, [], { HANDOFF_DATA_DIR: folder });
  expect(examined).toMatchObject({ exitCode: 0, wrong: '' });
  expect(examined.said).toContain('settings version');
  expect(await ask(explain, ['01234567'], { HANDOFF_DATA_DIR: folder })).toEqual({
    exitCode: 2,
    said: '',
    wrong: 'no decision about a handoff that begins with 01234567; lists in Slack show ids',
  });
  expect(existsSync(folder)).toBe(false);
});
