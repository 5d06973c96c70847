import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test, vi } from 'vitest';
import { readExportRequest } from '#src/cli/export-request.ts';
import { migrate, newFolder } from '../support/backups.ts';
import { handoff } from '../support/command.ts';
import { newDatabase, query } from '../support/databases.ts';

// Each command is a start of Node, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const lead = (id: string, campaign: string, at: string, person: object = {}) => `
  insert into leads (id, stage, temperature, source_id, campaign, record, evidence, captured_at, created_at)
  values ('${id}', 'inquiry', 'hot', 'website', '${campaign.replaceAll("'", "''")}',
    '${JSON.stringify({ person })}', '{}', '${at}', '${at}')`;

async function withLeads(): Promise<string> {
  const url = await newDatabase();
  await migrate(url);
  await query(url, lead('a', '=cmd|"/c calc"!A1', '2026-03-02T08:00:00Z', { phone: '+49 30 1' }));
  await query(url, lead('b', 'two\nlines, "quoted" and \\back', '2026-03-03T08:00:00.5Z'));
  await query(url, lead('c', 'plain - with a dash', '2026-03-04T08:00:00Z'));
  return url;
}

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

test('a CSV is one that other programs read, and runs as a formula nowhere', async () => {
  const { code, stdout, stderr } = await handoff(['export', 'leads'], await withLeads());
  expect(code).toBe(0);
  expect(
    rowsOf(stdout).map(({ lead_id, campaign, captured_at }) => ({ lead_id, campaign, captured_at })),
  ).toEqual([
    { lead_id: 'a', campaign: `'=cmd|"/c calc"!A1`, captured_at: '2026-03-02T08:00:00.000Z' },
    { lead_id: 'b', campaign: 'two\nlines, "quoted" and \\back', captured_at: '2026-03-03T08:00:00.500Z' },
    { lead_id: 'c', campaign: 'plain - with a dash', captured_at: '2026-03-04T08:00:00.000Z' },
  ]);
  expect(stderr).toMatch(/^leads: \d+ lines in [\d.]+ s\n$/);
});

test('JSON lines have each value as it is', async () => {
  const { stdout } = await handoff(['export', 'leads', '--format', 'jsonl'], await withLeads());
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ campaign }) => campaign)).toEqual([
    '=cmd|"/c calc"!A1',
    'two\nlines, "quoted" and \\back',
    'plain - with a dash',
  ]);
  expect(rows[0]).toMatchObject({
    captured_at: '2026-03-02T08:00:00.000Z',
    reached_won: false,
    account_id: null,
  });
});

test('a period has its first day and its last one', async () => {
  const args = ['export', 'leads', '--from', '2026-03-03', '--to', '2026-03-03'];
  const { stdout } = await handoff(args, await withLeads());
  expect(rowsOf(stdout).map(({ lead_id }) => lead_id)).toEqual(['b']);
});

test('all is a folder with a file of each view, those of persons only where asked for', async () => {
  const url = await withLeads();
  const [plain, personal] = [join(newFolder(), 'plain'), join(newFolder(), 'personal')];
  expect((await handoff(['export', 'all', '--out', plain], url)).code).toBe(0);
  const more = ['--personal-data', '--format', 'jsonl', '--from', '2026-03-04'];
  expect((await handoff(['export', 'all', '--out', personal, ...more], url)).code).toBe(0);

  const names = [
    'clocks',
    'handoffs',
    'leads',
    'opportunities',
    'rejections',
    'settings',
    'sla_daily',
    'stage_changes',
  ];
  expect(readdirSync(plain).toSorted()).toEqual(expect.arrayContaining(names.map((name) => `${name}.csv`)));
  expect(readdirSync(plain)).not.toContain('contacts.csv');
  expect(readdirSync(personal)).toEqual(
    expect.arrayContaining(['contacts.jsonl', 'rejection_notes.jsonl', 'team.jsonl']),
  );
  const contacts = readFileSync(join(personal, 'contacts.jsonl'), 'utf8');
  expect(
    contacts
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).lead_id),
  ).toEqual(['c']);
  expect(statSync(join(personal, 'contacts.jsonl')).mode & 0o777).toBe(0o600);
});

test('a file that is there already is kept', async () => {
  const url = await withLeads();
  const file = join(newFolder(), 'leads.csv');
  expect((await handoff(['export', 'leads', '--out', file], url)).code).toBe(0);
  const before = readFileSync(file, 'utf8');
  const second = await handoff(['export', 'leads', '--out', file], url);
  expect(second.code).toBe(1);
  expect(second.stderr).toBe(`${file} is there already; name a file that is not\n`);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('200,000 rows go through in little memory, and whoever has enough may leave', async () => {
  const url = await newDatabase();
  await migrate(url);
  await query(
    url,
    `insert into leads (id, stage, temperature, source_id, campaign, record, evidence, captured_at, created_at)
      select no, 'inquiry', 'hot', 'website', md5(no::text) || md5((no + 1)::text), '{}', '{}', now(), now()
      from generate_series(1, 200000) no`,
  );
  const whole = await measured(['export', 'leads'], url, 'all');
  expect(whole).toMatchObject({ code: 0, lines: 200_001 });
  expect(whole.stderr).toMatch(/^leads: 50,\d{3} lines\n/);
  expect(whole.stderr).toMatch(/leads: 200,000 lines in [\d.]+ s\n$/);
  const none = await measured(['export', 'settings'], url, 'all');
  // 40 MB of rows: most of a start is the program itself.
  expect(whole.peakMb - none.peakMb).toBeLessThan(60);
  expect(await measured(['export', 'leads'], url, 'first')).toMatchObject({ code: 0, stderr: '' });
});

/** Runs a command whose reader takes everything, or leaves after the first chunk. */
async function measured(args: readonly string[], url: string, reads: 'all' | 'first') {
  const child = spawn(
    '/usr/bin/env',
    ['bash', '-c', `"$0" src/cli/handoff.ts "$@"`, process.execPath, ...args],
    {
      env: { ...process.env, DATABASE_URL: url, NODE_NO_WARNINGS: '1' },
    },
  );
  let [stderr, lines, peakMb] = ['', 0, 0];
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  child.stdout.on('data', (chunk: Buffer) => {
    lines += chunk.toString().split('\n').length - 1;
    if (reads === 'first') child.stdout.destroy();
    peakMb = Math.max(peakMb, peakOf(child.pid));
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stderr, lines, peakMb };
}

/** The most memory a process ever had, as the system says; 0 where it says nothing. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const said = (...args: string[]): string => {
  const read = readExportRequest(args);
  return read.ok ? 'fine' : read.problem;
};

test('what is asked wrongly is told with what was expected', () => {
  const all =
    'settings, leads, handoffs, stage_changes, clocks, rejections, opportunities, deal_changes, channel_costs, sla_daily, contacts, rejection_notes, team';
  expect(said()).toBe(`which view? expected ${all} or all`);
  expect(said('leeds')).toBe(`no view "leeds"; did you mean "leads"?: expected ${all} or all`);
  expect(said('leads', 'clocks')).toBe('one view at a time, or all; got 2');
  expect(said('leads', '--format', 'xls')).toBe('--format xls: expected csv or jsonl');
  expect(said('leads', '--formt', 'csv')).toBe('no option "--formt"; did you mean "--format"?');
  expect(said('leads', '--format')).toBe('--format needs a value behind it');
  expect(said('leads', '--from', '2026-02-30')).toBe('--from 2026-02-30: expected a day such as 2026-09-01');
  expect(said('leads', '--from', '2026-03-02', '--to', '2026-03-01')).toBe(
    '--from 2026-03-02 is after --to 2026-03-01',
  );
  expect(said('contacts')).toBe(
    'contacts says who people are: say --personal-data too if that is what you want',
  );
  expect(said('all')).toBe('all are several files: name a folder for them with --out');
  expect(said('all', '--out', 'folder', '--personal-data')).toBe('fine');
});
