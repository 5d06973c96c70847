import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The demo as a newcomer runs it: another process, no terminal, nothing to talk to. */
function runDemo(
  args: string[],
  typed: string,
  hear: (output: string, stop: () => void) => void = () => {},
): Promise<{ exitCode: number | null; output: string }> {
  const demo = join(import.meta.dirname, '..', '..', 'sandbox', 'demo.ts');
  const child = spawn(process.execPath, [demo, ...args], {
    env: { PATH: process.env.PATH, PORT: '0', PAGE_PORT: '0' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      hear(output, () => child.kill('SIGTERM'));
    });
  }
  child.stdin.end(typed);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

test('the tour walks through the whole product, and everything happens as it should', {
  timeout: 60_000,
}, async () => {
  const { exitCode, output } = await runDemo(['--tour'], '');

  const summary = output.slice(output.indexOf('What happened\n')).split('\n');
  expect(
    summary.map((line) => line.replace(/ \(checks: \d+\)$/, '').replace(/^All of it.*/, 'All of it')),
  ).toEqual([
    'What happened',
    '✓ A hot lead becomes one card, for one person',
    '✓ Accepted, taken back, and accepted again',
    '✓ A hopeless lead goes to nurture, with the rules that failed',
    '✓ Somebody asks for a call, and nothing is known of the company',
    '✓ Rejected with a reason, which marketing reads',
    '✓ A prank called <!channel> pages nobody and forges no link',
    '✓ Reached, qualified, and passed on to the account executive',
    '✓ Snoozed for an hour, and woken by the clock',
    '✓ Nobody answers two hot leads: reminder, manager, reassignment',
    '✓ The account executive sends it back, and gets it again with what was missing',
    '✓ Accepted by the account executive, who says what it is worth',
    '✓ Won, and handed to customer success with what was promised',
    '✓ The customer may buy more: back to the account executive, and lost',
    '✓ The funnel, from Slack',
    '✓ The CRM and an address of ours know what came of it',
    '✓ Nothing went wrong unseen',
    '',
    'All of it',
    '',
  ]);
  expect(exitCode).toBe(0);
});

test('the demo shows what its example leads lead to, and obeys what is typed', {
  timeout: 60_000,
}, async () => {
  const script = ['ana accept globex', 'ben reject: too small; two people', 'mia /funnel', 'quit'];
  const { exitCode, output } = await runDemo([], `${script.join('\n')}\n`);

  // The time of the demo goes on by itself.
  const told = output.split('\n').map((line) => line.replace(/^10:0\d:\d\d {2}/, ''));
  const deadline = expect.stringMatching(
    /^Ana ← card: Grace Hopper, .* \(hot\) · Accept by today at 10:0\d AM$/,
  );
  expect(told).toEqual(
    expect.arrayContaining([
      deadline,
      'Content and webinars → Tom Little, Corner Bakery: to nurture, sales is not asked. What failed:',
      'Website → Lena Fischer, Studio Nord: qualified, goes to Ben Okafor',
      'Website → <!channel>, <https://phish.example|Globex>: qualified, goes to Ana Duarte',
      'Ana presses [Accept]',
      'Ben submits: Reject lead',
      '#lead-feedback ← 1 lead rejected: Too small · from Website',
      'Mia types /funnel',
    ]),
  );
  expect(output).not.toContain('the app logged');
  expect(exitCode).toBe(0);
});

test('the demo stays open where nobody can type, and ends when it is told to', {
  timeout: 60_000,
}, async () => {
  const { exitCode, output } = await runDemo([], '', (output, stop) => {
    if (output.includes('Nobody types here')) stop();
  });

  expect(output).toMatch(/Open this in a browser\n {2}http:\/\/127\.0\.0\.1:\d+\n/);
  expect(exitCode).toBe(0);
});
