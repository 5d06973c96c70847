import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FEEDBACK = 'C0FEEDBACK';
const DAY = 24 * 60;

async function rejectOne(stage: TestStage, company: string, repId: string, reason: string): Promise<void> {
  await stage.send(leadAt(company));
  await stage.settle();
  const desk = deskOf(stage, repId);
  await desk.open(desk.card(), ids.reject);
  await desk.submit({ reason });
}

const feedback = (stage: TestStage): string[] => {
  const mara = deskOf(stage, 'mara');
  return mara.channel(FEEDBACK).map((message) => mara.read(message));
};

const lastFeedback = (stage: TestStage) => {
  const message = deskOf(stage, 'mara').channel(FEEDBACK).at(-1);
  if (!message) throw new Error('nothing stands in the feedback channel');
  return message;
};

test('a rejection says by when sales can expect an answer, in the team’s days', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  expect(feedback(stage)[0]).toContain('Answer by Nov 25, 2026 at 10:00 AM');
});

test('one answer covers all of a source and a reason, on every day, and sales read it', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  await stage.pass(DAY);
  await rejectOne(stage, 'initech', 'ben', 'Too small');
  await rejectOne(stage, 'hooli', 'ana', 'Competitor');

  const mara = deskOf(stage, 'mara');
  const [first] = mara.channel(FEEDBACK);
  if (!first) throw new Error('nothing stands in the feedback channel');
  expect(await mara.open(first, ids.answer)).toContain('2 leads rejected as “Too small” from Website');
  await mara.submit({ answer: 'Fixed at the source', note: 'The form asks for the size now' });

  const [monday, tuesday, competitor] = feedback(stage);
  for (const message of [monday, tuesday]) {
    expect(message).toContain('Fixed at the source, says Mara');
    expect(message).toContain('The form asks for the size now');
    expect(message).not.toContain('Answer by');
  }
  expect(competitor).toContain('Answer by');
  const cards = deskOf(stage, 'ben')
    .cards()
    .map((card) => deskOf(stage, 'ben').read(card));
  expect(cards.at(-1)).toContain('Marketing: Fixed at the source, says Mara');
  expect(await stage.query('select kind, by_id from answers')).toEqual([
    { kind: 'fixed_at_source', by_id: 'mara' },
  ]);
});

test('an answer is for what was there when it was asked for; what came meanwhile stays owed', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  await stage.pass(1);
  await rejectOne(stage, 'initech', 'ben', 'Too small');
  await mara.submit({ answer: 'Fixed at the source' });

  expect(await stage.query('select answer_id is null as owed from rejections order by at')).toEqual([
    { owed: false },
    { owed: true },
  ]);
  expect(await mara.open(lastFeedback(stage), ids.answer)).toContain('1 lead rejected as “Too small”');
});

test('only marketing and ops answer, and a disagreement needs its why', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  const ben = deskOf(stage, 'ben');
  expect(await ben.open(lastFeedback(stage), ids.answer)).toContain('Marketing and ops answer');
  await ben.closeModal();

  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  const refused = await mara.submit({ answer: 'We disagree' });
  expect(refused.errors).toEqual({ note: 'Say why: sales read it.' });
  expect(await stage.query('select 1 from answers')).toEqual([]);
});

test('a second answer to what is answered finds nothing open', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  const mara = deskOf(stage, 'mara');
  const olga = deskOf(stage, 'olga');
  await mara.open(lastFeedback(stage), ids.answer);
  await olga.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'We change the definition' });
  await olga.submit({ answer: 'Fixed at the source' });
  expect(olga.modal()).toContain('answered already');
  expect(await stage.query('select kind from answers')).toEqual([{ kind: 'change_definition' }]);
});

test('an answer that is overdue is told to whoever answers for marketing, once, as their work goes on', async () => {
  const stage = await startStage({
    settings: (settings) => ({ ...settings, feedback: { ...settings.feedback, lead: 'mia' } }),
  });
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  await rejectOne(stage, 'initech', 'ben', 'Too small');
  const told = () =>
    stage.reads('mia').filter((text) => text.includes('overdue') && text.includes('rejected as'));
  await stage.pass(2 * DAY - 60);
  expect(told()).toEqual([]);
  await stage.pass(61);
  await stage.pass(5);
  expect(told()).toHaveLength(1);
  expect(told()[0]).toContain('2 leads rejected as “Too small” from Website');
  expect(feedback(stage)[0]).toContain('Answer overdue');

  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'Fixed at the source' });
  expect(stage.reads('mia').at(-1)).toContain('Every rejection is answered');
});

const toMia = (settings: Settings): Settings => ({
  ...settings,
  feedback: { ...settings.feedback, lead: 'mia' },
});
const lists = (stage: TestStage) =>
  stage.reads('mia').filter((text) => /to sales|Every rejection/.test(text));
const OLDER = 'Answers to sales that were overdue: a newer list is further down.';

test('the next day’s list takes the place of the one before, which has no buttons any more', async () => {
  const stage = await startStage({ settings: toMia });
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  await stage.pass(DAY);
  await rejectOne(stage, 'initech', 'ben', 'Competitor');
  await stage.pass(DAY + 1);
  expect(lists(stage)).toEqual([expect.stringMatching(/^1 answer to sales is overdue\n[\s\S]*\[Answer…\]$/)]);
  await stage.pass(DAY);
  expect(lists(stage)).toEqual([OLDER, expect.stringMatching(/^2 answers to sales are overdue\n/)]);

  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'Fixed at the source' });
  expect(lists(stage)).toEqual([OLDER, expect.stringMatching(/^1 answer to sales is overdue\n/)]);
});

test('an answer looks only at the last two lists', async () => {
  const stage = await startStage({ settings: toMia });
  for (const [company, repId, reason] of [
    ['globex', 'ana', 'Too small'],
    ['initech', 'ben', 'Competitor'],
    ['hooli', 'ana', 'Wrong industry'],
  ] as const) {
    await rejectOne(stage, company, repId, reason);
    await stage.pass(DAY);
  }
  await stage.pass(DAY);
  await stage.pass(2);
  expect(lists(stage)).toHaveLength(3);
  const wanted = () =>
    stage.query<{ wanted: number }>("select wanted from messages where kind = 'answers' order by key");
  const before = await wanted();

  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'Fixed at the source' });
  expect((await wanted()).map(({ wanted: now }, index) => now - (before[index]?.wanted ?? 0))).toEqual([
    0, 1, 1,
  ]);
});

test('what was answered before its list could be sent is not told', async () => {
  const stage = await startStage({ settings: toMia });
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  await stage.query("update rejections set answer_due_at = '2026-11-23T18:00:00Z'");
  // Half past seven in the evening: their work begins tomorrow.
  await stage.pass(9.5 * 60);
  const mara = deskOf(stage, 'mara');
  await mara.open(lastFeedback(stage), ids.answer);
  await mara.submit({ answer: 'Fixed at the source' });
  await stage.pass(DAY);
  expect(lists(stage)).toEqual([]);
});

test('what is rerouted or undone owes nobody an answer', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Belongs to another territory');
  expect(feedback(stage)[0]).not.toContain('Answer by');
  await rejectOne(stage, 'initech', 'ana', 'Too small');
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.undo);
  expect(feedback(stage).at(-1)).not.toContain('Answer by');
});

test('a pause of all clocks gives marketing as much of its time as was left', async () => {
  const stage = await startStage();
  await rejectOne(stage, 'globex', 'ana', 'Too small');
  await stage.pass(60);
  await deskOf(stage, 'olga').ask('/handoff pause offsite');
  await stage.pass(2 * DAY);
  await deskOf(stage, 'olga').ask('/handoff resume');
  await stage.settle();
  expect(
    await stage.query(`select answer_due_at = '2026-11-27T09:00:00Z' as "isMoved" from rejections`),
  ).toEqual([{ isMoved: true }]);
});
