import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

// It is Monday, ten in the morning in Berlin.
const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

const awayOf = (stage: TestStage) =>
  stage.query(
    "select to_char(away_until at time zone 'UTC', 'MM-DD HH24:MI') as until from people where id = 'ana'",
  );

/** Ana has a lead, and goes from noon to four. */
async function planned(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(await said(stage, 'ana', '/handoff away from 12:00 to 16:00')).toEqual([
    'Planned: you are away from today at 12:00 PM until today at 4:00 PM.',
    'It begins by itself, and who would cover your open leads is proposed then. /handoff away cancel takes it back.',
  ]);
  return stage;
}

const told = (stage: TestStage): string[] =>
  deskOf(stage, 'ana')
    .direct()
    .filter((text) => text.includes('as planned'));

test('it begins by itself, proposes cover then, and ends by itself', async () => {
  const stage = await planned();
  await stage.pass(119);
  expect(await awayOf(stage)).toEqual([{ until: null }]);
  expect(told(stage)).toEqual([]);
  await stage.pass(1);
  expect(await awayOf(stage)).toEqual([{ until: '11-23 15:00' }]);
  expect(told(stage)).toEqual([
    'You are away until today at 4:00 PM, as planned. Back sooner? /handoff back\n' +
      '1 open lead: 1 to Ben Okafor.\n' +
      '[Hand over 1 lead] [Keep them]',
  ]);
  await stage.pass(1);
  expect(told(stage)).toHaveLength(1);
  await stage.pass(240);
  expect(await awayOf(stage)).toEqual([{ until: null }]);
});

test('what is proposed then is handed over with one press, and comes back', async () => {
  const stage = await planned();
  await stage.pass(120);
  const ana = deskOf(stage, 'ana');
  const message = stage.slack
    .as(stage.slackIdOf('ana'))
    .dm()
    .find(({ text }) => text.includes('as planned'));
  if (!message) throw new Error('nothing was proposed');
  expect(await ana.press(message, ids.handOver)).toBe('Handed over: 1 lead to Ben Okafor.');
  await stage.settle();
  expect(await stage.query('select owner_id, state from handoffs')).toEqual([
    { owner_id: 'ben', state: 'accepted' },
  ]);
  expect(told(stage)).toEqual([
    'You are away until today at 4:00 PM, as planned. Back sooner? /handoff back',
  ]);
  await stage.pass(240);
  expect(await stage.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);
});

test('it is listed, on the Home too, and can be taken back', async () => {
  const stage = await planned();
  const ana = deskOf(stage, 'ana');
  expect((await ana.openHome()).join('\n')).toContain(
    'Planned: away from today at 12:00 PM until today at 4:00 PM.',
  );
  expect(await said(stage, 'ana', '/handoff away')).toEqual([
    'You are not away.',
    'Planned:',
    '1. from today at 12:00 PM until today at 4:00 PM',
    'To take one back: /handoff away cancel 1',
  ]);
  expect(await said(stage, 'ana', '/handoff away cancel')).toEqual([
    'Taken back: you are not away from today at 12:00 PM until today at 4:00 PM.',
  ]);
  expect(ana.home().join('\n')).not.toContain('Planned');
  await stage.pass(121);
  expect(await awayOf(stage)).toEqual([{ until: null }]);
  expect(await said(stage, 'ana', '/handoff away list')).toEqual([
    'You are not away.',
    'Nothing is planned. For instance: /handoff away from monday until friday',
  ]);
});

test('of several the one that is meant is taken back', async () => {
  const stage = await planned();
  await said(stage, 'ana', '/handoff away 2026-12-24 to 2027-01-02');
  expect((await said(stage, 'ana', '/handoff away cancel'))[0]).toBe('Which one? Say its number, or all:');
  expect(await said(stage, 'ana', '/handoff away cancel 2')).toEqual([
    'Taken back: you are not away from Dec 24, 2026 at 12:00 AM until Jan 4, 2027 at 9:00 AM.',
  ]);
  expect((await said(stage, 'ana', '/handoff away cancel 2'))[0]).toBe('Which one? Say its number, or all:');
  expect(await said(stage, 'ana', '/handoff away cancel all')).toHaveLength(1);
  expect(await said(stage, 'ana', '/handoff away cancel')).toEqual([
    'Nothing is planned, so nothing was taken back. If you are away now: /handoff back',
  ]);
});

test('two cannot overlap; one may begin as another ends', async () => {
  const stage = await planned();
  expect((await said(stage, 'ana', '/handoff away from 15:59 to 17:00'))[0]).toContain(
    'You planned to be away in some of that time already.',
  );
  expect((await said(stage, 'ana', '/handoff away from 16:30 to 17:00'))[0]).toContain('Planned:');
});

test('whoever said meanwhile that they are away for longer stays away', async () => {
  const stage = await planned();
  await said(stage, 'ana', '/handoff away until tomorrow');
  await stage.pass(121);
  expect(await awayOf(stage)).toEqual([{ until: '11-24 08:00' }]);
});

test('what was over before anybody could begin it makes nobody away', async () => {
  const stage = await planned();
  await stage.pass(400);
  expect(await awayOf(stage)).toEqual([{ until: null }]);
  expect(told(stage)).toEqual([]);
});
