import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changed, smallest } from './smallest.ts';

function handoff(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/handoff.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'team.yaml');
  writeFileSync(file, text);
  return file;
}

test('check answers for a valid file with what is in it, and exit code 0', () => {
  const file = write(smallest);
  expect(handoff(['check', file])).toEqual({
    status: 0,
    stdout: `${file} is valid: 2 people, 1 pool, 1 route, 1 SLA policy, 1 reason, 1 source; settings version c616664ef642\n`,
    stderr: '',
  });
});

test('check prints every mistake on stderr, those of mappings too, with exit code 1', () => {
  const source = 'auth: none, format: mapped, map: { person.emial: email, person.phone: phone }';
  const file = write(changed('name: Ana,', 'nmae: Ana,').replace('auth: none', source));
  expect(handoff(['check', file])).toEqual({
    status: 1,
    stdout: '',
    stderr: `${file}: 2 mistakes
  line 6, people[0].nmae: unknown key; did you mean "name"?
  line 26, sources[0].map.person.emial: not a place in the lead; did you mean person.email?
`,
  });
});

test('check without a file reads the one HANDOFF_CONFIG names', () => {
  expect(handoff(['check'], { HANDOFF_CONFIG: 'nowhere.yaml' })).toEqual({
    status: 1,
    stdout: '',
    stderr: `nowhere.yaml: 1 mistake
  nowhere.yaml: there is no such file; set HANDOFF_CONFIG, or copy the handoff.yaml of the repository
`,
  });
});

test('a mistyped subcommand is answered with the nearest one, and with help', () => {
  expect(handoff(['chekc'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `no subcommand "chekc"; did you mean "check"?\n\n${handoff(['help']).stdout}`,
  });
});

// Four processes one after another, on whatever else the machine has to do.
test('help about a subcommand is given before it runs, so that asking makes no database', {
  timeout: 120_000,
}, () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'data');
  for (const name of ['inbox', 'import']) {
    const behind = handoff([name, '--help'], { HANDOFF_DATA_DIR: folder, DATABASE_URL: '' });
    expect(behind).toMatchObject({ status: 0, stderr: '' });
    expect(behind.stdout).toContain(`Usage: npm run handoff -- ${name}`);
  }
  expect(existsSync(folder)).toBe(false);
  expect(handoff(['help', 'inbox'])).toEqual(handoff(['inbox', '-h']));
});

test('help about a mistyped subcommand names the nearest one', () => {
  const { status, stderr } = handoff(['help', 'imprt']);
  expect({ status, first: stderr.split('\n')[0] }).toEqual({
    status: 1,
    first: 'no subcommand "imprt"; did you mean "import"?',
  });
});

test('import says which settings it reads, and what a dry run does not know', () => {
  const file = ['import', 'test/import/fixtures/hubspot-contacts.csv', '--preset', 'hubspot', '--dry-run'];
  expect(handoff(file, { HANDOFF_CONFIG: 'starter.yaml' }).stdout.split('\n')[0]).toBe(
    'Settings: starter.yaml; --dry-run does not know what was edited in Slack',
  );
});

test('schema prints a JSON Schema that knows the settings', () => {
  const { status, stdout } = handoff(['schema']);
  const schema = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(schema.required).toEqual(['version', 'mql', 'sla', 'reasons']);
});
