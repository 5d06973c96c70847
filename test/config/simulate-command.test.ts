import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leadAt } from '../support/leads.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'handoff-simulate-'));

/** The command line with no database anywhere. */
function simulate(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/cli/handoff.ts', 'simulate', ...args],
    {
      encoding: 'utf8',
      input,
      env: {
        ...process.env,
        HANDOFF_DATA_DIR: join(FOLDER, 'none'),
        DATABASE_URL: undefined,
        HANDOFF_CONFIG: undefined,
      },
    },
  );
  return { status, stdout, stderr };
}

function file(content: unknown): string {
  const path = join(FOLDER, 'lead.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

// Monday, ten in Berlin.
const AT = ['--at', '2026-11-23T09:00:00Z'];

test('without a database a lead is walked as if everybody were there, and the exit code says that somebody has it', () => {
  const { status, stdout, stderr } = simulate(['--lead', file(leadAt('globex')), ...AT]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('Without a database: everybody is there');
  expect(stdout).toContain('Qualified by definition 2026.4: yes');
  expect(stdout).toContain('territory dach: fits');
  expect(stdout).toContain('route rest-of-world: goes to pool sdr-emea');
  expect(stdout).toContain('→ ana: can take it, weight 1, behind their share by 0.00');
  expect(stdout).toContain('the first response is due 2026-11-23 10:15 Europe/Berlin');
});

test('a lead may come from stdin, of a source with a mapping of its own', () => {
  const sent = { lead_id: '1', first_name: 'Grace', email: 'grace@globex.example', source: 'webinar' };
  const { status, stdout } = simulate(['--lead', '-', '--source', 'zapier', ...AT], JSON.stringify(sent));
  expect(stdout).toContain('Lead from zapier');
  expect(stdout).toContain('no, it would go to nurture');
  expect(status).toBe(2);
});

test('what is wrong with the question is told on stderr, and what was meant', {
  timeout: 90_000,
}, () => {
  const lead = file(leadAt('globex'));
  expect(simulate(['--lead', lead, '--source', 'websit'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('--source: no source "websit"; did you mean "website"?'),
  });
  const said = (...args: string[]) => simulate(args).stderr.split('\n')[0];
  expect(said('--leed', lead)).toBe('no option "--leed"; did you mean "--lead"?');
  expect(said('--lead', lead, '--since', '30d')).toBe('expected either --lead <file.json> or --since <30d>');
  expect(said('--lead', lead, '--json')).toBe('--json goes with --since, not with the other');
  expect(said('--lead', lead, '--at', 'noon')).toBe(
    '--at noon: expected a time such as 2026-11-23T09:00:00Z',
  );
  expect(said('--lead', join(FOLDER, 'gone.json'))).toBe(
    `${join(FOLDER, 'gone.json')}: there is no such file`,
  );
  expect(said('--lead', FOLDER)).toBe(`${FOLDER}: this is a folder; expected a JSON file with one lead`);
  expect(said('--since', '30d')).toBe('--since: there is no database with leads to replay');
});

// Four processes one after another, on whatever else the machine has to do.
test('options that are written wrongly are told in one line each', { timeout: 120_000 }, () => {
  const told = (...args: string[]) => {
    const { status, stderr } = simulate(args);
    const [first, ...rest] = stderr.trimEnd().split('\n');
    return { status, first, rest };
  };
  const rest = ['npm run handoff -- help simulate says more'];
  expect(told('--json=1', '--since', '3d')).toEqual({
    status: 1,
    first: '--json=1: expected --json alone, without a value',
    rest,
  });
  expect(told('-1')).toEqual({ status: 1, first: 'no option "-1"', rest });
  expect(told('--since', '30d', '--', '--json').first).toBe(
    '"--json": expected --lead <file.json> or --since <30d>',
  );
  expect(told('--since', '--json').first).toBe('--since: expected a value after it');
});
