import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

async function answer(stage: TestStage, lead: object, how: 'accept' | string): Promise<void> {
  const before = new Set(
    deskOf(stage, 'ana')
      .cards()
      .map(({ ts }) => ts),
  );
  await stage.send(lead);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const ben = deskOf(stage, 'ben');
  const desk = ana.cards().some(({ ts }) => !before.has(ts)) ? ana : ben;
  if (how === 'accept') {
    await desk.press(desk.card(), ids.accept);
    return;
  }
  await desk.open(desk.card(), ids.reject);
  await desk.submit({ reason: how, note: 'as seen' });
}

test('what was rejected and missed is counted by failure point and reason, and the most of it has something to do', async () => {
  const stage = await startStage();
  await answer(stage, hot, 'Too small');
  await answer(stage, leadAt('initech'), 'Too small');
  await answer(stage, leadAt('hooli'), 'accept');
  const lines = await said(stage, 'mara', '/funnel failures 7d');
  expect(lines[0]).toMatch(/^Where handing over fails, last 7 days/);
  expect(lines.slice(1, 4)).toEqual([
    '2 of 3 answers were rejections; 0 deadlines passed.',
    'Most: qualification threshold, 2 of 2, most often Too small, 2 of 2 from Website.',
    'What to do: the definition lets them through, whatever their source. /handoff definitions shows it; npm run handoff -- simulate tries a stricter one on the past.',
  ]);
  expect(lines).toContain('With so few answers one more or less changes much: read them one by one.');
});

test('a deadline that nobody met counts as response timing, and a rejection that was undone not at all', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small', note: 'as seen' });
  await ana.press(ana.card(), ids.undo);
  await stage.pass(6);
  const lines = await said(stage, 'mara', '/funnel failures today');
  expect(lines[1]).toMatch(/^0 of 0 answers were rejections; [1-9]\d* deadlines? passed\.$/);
  expect(lines[2]).toMatch(/^Most: response timing, .*most often the deadline for acceptance/);
  expect(lines[3]).toMatch(/^What to do: whoever had them did not get to them in time\./);
});

test('without a failure it says so', async () => {
  const stage = await startStage();
  expect((await said(stage, 'mara', '/funnel failures last week')).slice(1, 3)).toEqual([
    '0 of 0 answers were rejections; 0 deadlines passed.',
    'Nothing was rejected, and nothing was missed.',
  ]);
});
