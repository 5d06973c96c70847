import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

test('/funnel compares with the time before, and makes nothing of few leads', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  expect((await said(stage, 'mia', '/funnel 7d'))[1]).toMatch(/^Nothing to compare with: no leads from /);

  stage.clock.forward(9 * 24 * 60);
  await stage.send(leadAt('hooli'));
  await stage.settle();
  const lines = await said(stage, 'mia', '/funnel 7d');
  expect(lines[1]).toMatch(/^Compared with .*: 1 lead\.$/);
  expect(lines[2]).toContain('1 lead in (1 before: too few to compare)');
});

test('/funnel groups by what is asked for, weeks in their order and not compared', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  stage.clock.forward(7 * 24 * 60);
  await stage.send({ ...leadAt('hooli'), campaign: undefined });
  await stage.settle();

  const weeks = await said(stage, 'mia', '/funnel 30d by week');
  expect(weeks.filter((line) => line.startsWith('Week'))).toEqual(['Week 2026-W48', 'Week 2026-W49']);
  expect(weeks.join()).not.toContain('ompare with');
  const campaigns = await said(stage, 'mia', '/funnel 30d by campaign');
  expect(campaigns).toEqual(expect.arrayContaining(['Autumn demo', 'No campaign']));
  expect(await said(stage, 'mia', '/funnel by channel')).toContain('demo request');
  const segments = await said(stage, 'mia', '/funnel by segment');
  expect(segments[0]).toContain('by segment (as in the settings)');
  expect(segments).toContain('mid-market');
});

test('/funnel tree reads it from the end and says when no step can be blamed yet', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const lines = await said(stage, 'mia', '/funnel tree 30d');
  expect(lines.slice(1)).toEqual([
    'Bottleneck: too few leads are decided to say which step it is.',
    '• Won: 0 ← Opportunity: none decided yet',
    '• Opportunity: 0 ← SQL: none decided yet',
    '• SQL: 0 ← SAL: none decided yet',
    '• SAL: 0 ← MQL: none decided yet, 1 still open',
    '• MQL: 1 ← lead: 1 of 1 decided (too few for a rate)',
    '• Leads: 1',
    '[Share in channel] [What the figures mean]',
  ]);
});

test('a figure that cannot be made yet is answered with what is missing, not as a typing error', async () => {
  const stage = await startStage();
  expect(await said(stage, 'mia', '/funnel velocity')).toEqual([
    'Velocity needs the amounts and closing dates of opportunities. They are not stored yet, so it cannot be worked out.',
  ]);
  expect((await said(stage, 'mia', '/funnel plan 5 won'))[0]).toMatch(/^A plan back from wins needs/);
  expect((await said(stage, 'mia', '/funnel tere'))[0]).toContain('did you mean "tree"?');
});
