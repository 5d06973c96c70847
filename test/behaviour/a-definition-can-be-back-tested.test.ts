import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { urlOf } from '../support/admin.ts';
import { handoff } from '../support/command.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Of four demo requests three reach sales: one small company is rejected, one accepted, a large one too; a student stays. */
async function withHistory(): Promise<TestStage> {
  const stage = await startStage();
  const send = async (company: string, employees: number, title = 'Head of Operations') => {
    const lead = leadAt(company);
    await stage.send({
      ...lead,
      person: { ...lead.person, title },
      account: { ...lead.account, employees },
    });
    await stage.settle();
  };
  await send('small-rejected', 60);
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'too_small', note: 'two founders' });
  await stage.pass(3);
  await send('small-accepted', 70);
  await send('large-accepted', 420);
  for (const person of ['ana', 'ben']) {
    const desk = deskOf(stage, person);
    for (const card of desk.cards().filter(({ text }) => text.includes('accepted'))) {
      await desk.press(card, ids.accept);
    }
  }
  await send('kept', 420, 'Student');
  await stage.pass(3);
  return stage;
}

test('marketing asks what a requirement would have changed', async () => {
  const stage = await withHistory();
  const mara = deskOf(stage, 'mara');
  const said = mara.read(await mara.ask('/handoff backtest require employees >= 100'));
  expect(said).toContain('require employees >= 100');
  expect(said).toContain('4 leads, 3 of them handed to sales.');
  expect(said).toContain('No longer handed over: 2 leads');
  expect(said).toContain('rejected 1 (Too small 1)');
  expect(said).toContain('accepted 1: 0 qualified, 0 won, 0 lost');
  expect(said).toContain('Newly handed over: 0 leads');
});

test('a dropped exclusion lets in whom it kept out, and says that nobody knows what would have become of them', async () => {
  const stage = await withHistory();
  const mara = deskOf(stage, 'mara');
  const said = mara.read(await mara.ask('/handoff backtest 30d drop exclusion:student'));
  expect(said).toContain('No longer handed over: 0 leads');
  expect(said).toContain('Newly handed over: 1 lead; nobody knows');
});

test.for([
  ['require', 'expected require, exclude or drop'],
  ['require employes >= 50', 'did you mean "employees"'],
  ['900d drop profile:enterprise', 'expected 1d to 730d'],
  ['', 'What is proposed?'],
  ['drop profile:entreprise', 'did you mean "enterprise"'],
])('/handoff backtest %s is answered with what was expected', async ([words, expected]) => {
  const stage = await startStage();
  const mara = deskOf(stage, 'mara');
  const said = mara.read(await mara.ask(`/handoff backtest ${words}`));
  expect(said).toContain(expected);
  expect(said).toContain('/handoff backtest require employees >= 50');
});

test('the command line says who would have had what, and takes another settings file', async () => {
  const stage = await withHistory();
  const folder = mkdtempSync(join(tmpdir(), 'handoff-backtest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const proposed = join(folder, 'proposed.yaml');
  writeFileSync(
    proposed,
    readFileSync('handoff.yaml', 'utf8').replace(
      '        employees: { min: 50, max: 1999 }',
      '        employees: { min: 100 }',
    ),
  );
  const [at] = await stage.query<{ name: string }>('select current_database() as name');
  const url = urlOf(inject('adminUrl'), at?.name ?? '');
  const backtest = (...args: string[]) =>
    handoff(['backtest', '--since', '2026-11-01', '--until', '2026-11-25', ...args], url);
  const { code, stdout, stderr } = await backtest('--config', proposed);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '4 of 4 leads\n' });
  expect(stdout).toContain('4 leads from 2026-11-01 to 2026-11-25, 3 of them handed to sales');
  expect(stdout).toContain('No longer handed over: 2 leads');
  expect(stdout).toMatch(/offered +3 +1\n/);
  expect(stdout).toMatch(/Rep \(late\) +in force +proposed\n/);
  expect(stdout).not.toMatch(/small-|large-|@/);

  const { stdout: json } = await backtest('--exclude', 'employees < 100', '--json');
  expect(JSON.parse(json)).toMatchObject({
    verdicts: {
      leads: 4,
      handedOver: 3,
      keptOut: { leads: 2, rejected: 1, accepted: 1 },
      letIn: { leads: 0 },
    },
  });
  const wrong = await backtest('--exclude', 'employes < 100');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('did you mean "employees"') });
});
