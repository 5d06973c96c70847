import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { addMqls } from '../support/past-mqls.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

/** The names of the rows, without the one for all together. */
const firsts = async (stage: TestStage, line: string): Promise<string[]> =>
  (await said(stage, 'mia', line))
    .filter((one) => one.includes(' | '))
    .slice(2)
    .map((one) => one.split(' | ')[0] ?? '');

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
  const rows = weeks.filter((line) => line.includes(' | ')).map((line) => line.split(' | ').slice(0, 3));
  expect(rows[0]).toEqual(['Week of', 'Leads', 'MQL']);
  // Also those in which nothing came.
  expect(rows.slice(2, 5)).toEqual([
    ['30 Nov 2026', '1', '1'],
    ['23 Nov 2026', '1', '1'],
    ['16 Nov 2026', '0', '0'],
  ]);
  expect(weeks).toContain('Leads by week (Leads captured then by Week that begins on)');
  expect(weeks.join()).not.toContain('ompare with');
  expect(await firsts(stage, '/funnel 30d by campaign')).toEqual(['Autumn demo', 'No campaign']);
  expect(await firsts(stage, '/funnel by channel')).toEqual(['demo request']);
  expect(await firsts(stage, '/funnel by pool')).toEqual(['SDRs in Europe']);
  expect(await firsts(stage, '/funnel by reason')).toEqual(['Not rejected']);
  const segments = await said(stage, 'mia', '/funnel by segment');
  expect(segments[0]).toContain('by segment (as in the settings)');
  expect(await firsts(stage, '/funnel by segment')).toContain('mid-market');
});

test('/funnel tree reads it from the end and says when no step can be blamed yet', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const lines = await said(stage, 'mia', '/funnel tree 30d');
  expect(lines.slice(1)).toEqual([
    'Bottleneck: too few leads are decided to say which step it is.',
    'Stage | Leads | Inferred | Out of | Decided | Came on | Likely | Still open | Against',
    'Won | 0 | 0 | Opportunity | 0 | — | — | 0 | —',
    'Opportunity | 0 | 0 | SQL | 0 | — | — | 0 | —',
    'SQL | 0 | 0 | SAL | 0 | — | — | 0 | —',
    'SAL | 0 | 0 | MQL | 0 | — | — | 1 | —',
    'MQL | 1 | 0 | lead | 1 | 1 of 1 | — | 0 | —',
    'Leads | 1 | — | — | — | — | — | — | —',
    '[Share in channel] [What the figures mean]',
  ]);
});

test('a mistyped report is answered with the one that was meant', async () => {
  const stage = await startStage();
  expect((await said(stage, 'mia', '/funnel tere'))[0]).toContain('did you mean "tree"?');
});

test('a rep sees their own row and the team’s total, a manager their people’s, and a shared answer no names', async () => {
  const stage = await startStage();
  for (const name of ['hooli', 'initech', 'umbrella']) await stage.send(leadAt(name));
  await stage.settle();
  const rows = async (personId: string): Promise<string[]> =>
    (await said(stage, personId, '/funnel by rep'))
      .filter((line) => line.includes(' | '))
      .slice(1)
      .map((line) => line.split(' | ').slice(0, 2).join(' '));
  const all = (await rows('olga')).toSorted();
  expect(all[0]).toBe('All together 3');
  expect(all.length).toBeGreaterThan(2);
  const [own = ''] = all.filter((row) => row.startsWith('Ana Duarte'));
  expect(await rows('ana')).toEqual(['All together 3', own]);
  expect((await rows('mia')).toSorted()).toEqual(all);
  expect(await rows('mara')).toEqual(['All together 3']);
  expect((await said(stage, 'mara', '/funnel by rep')).join('\n')).toContain(
    'counted in the total alone: figures of a person are for themselves, their managers and ops.',
  );
});

test('where a step falls because other sources send the leads, /funnel names the mix', async () => {
  const stage = await startStage();
  const { db } = stage.app.core;
  // Both sources send on a larger share than before: 60 → 70 % and 10 → 12 %.
  const [before, now] = [new Date('2026-10-10T09:00:00Z'), new Date('2026-11-10T09:00:00Z')];
  await addMqls(db, 'website', before, { accepted: 30, rejected: 20 });
  await addMqls(db, 'crm', before, { accepted: 5, rejected: 45 });
  await addMqls(db, 'website', now, { accepted: 14, rejected: 6 });
  await addMqls(db, 'crm', now, { accepted: 12, rejected: 88 });
  expect(await said(stage, 'mia', '/funnel 30d')).toContain(
    'Fell: MQL → SAL, from 35 % (35 of 100) to 22 % (26 of 120) so far, −13.3 points. Mostly the mix of sources: −18.0 the mix of sources, +4.7 fewer rejections. No source let a smaller share come on: more of the leads came from sources that always had a low one.',
  );
  expect((await said(stage, 'mia', '/funnel 30d by source')).join('\n')).not.toContain('Fell');
});
