import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { holdTables } from '../support/hold.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const SECOND_MS = 1_000;
const ANSWER_MS = 3_000;

async function offered(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await ana.openHome();
  await stage.send(hot);
  await stage.settle();
  return { stage, ana };
}

const published = (stage: TestStage): number =>
  stage.slack.calls.filter(({ method }) => method === 'views.publish').length;

test('a lead accepted on its card moves in the Home of whoever has it, and the manager’s follows', async () => {
  const { stage, ana } = await offered();
  const mia = deskOf(stage, 'mia');
  await stage.pass(5);
  expect((await mia.openHome())[0]).toBe('Team: overdue (1)');
  expect(ana.home().slice(3, 5)).toEqual([
    'To answer (1)',
    'Grace Hopper (Globex) · 🔥 Hot · Overdue: acceptance was due today at 10:05 AM',
  ]);
  await ana.press(ana.card(), ids.accept);

  expect(ana.home().slice(3, 10)).toEqual([
    'To answer',
    'Nothing waits for your answer. A new lead appears here and in Messages, with the time to answer it.',
    'Accepted, no response yet (1)',
    'Grace Hopper (Globex) · 🔥 Hot · First response by today at 10:15 AM',
    'Why now: Demo request, 5 minutes ago',
    '[Log response] [Qualify…] [Snooze (callback) ▾] [Undo] [… Details | Why me? | Recycle… | Disqualify…]',
    'In work',
  ]);
  expect(mia.home()[0]).toBe('Team: overdue');
});

test('a lead accepted in the Home shows there within a second, and its card follows; Undo is there too', async () => {
  const { stage, ana } = await offered();
  const person = stage.slack.as(stage.slackIdOf('ana'));
  await person.pressInHome(ids.accept);
  await stage.slack.until(() => ana.home().includes('Accepted, no response yet (1)'), SECOND_MS);

  await stage.settle();
  expect(ana.modal()).toBe('');
  expect(ana.reads()).toContain('Accepted by Ana Duarte today at 10:00 AM');
  stage.clock.forward(1);
  await ana.pressHome(ids.undo);
  expect(ana.home()).toContain('To answer (1)');
  expect(ana.reads()).toContain('[Accept]');
});

test('what a press in the Home could not do is said in a modal, and the Home shows why', async () => {
  const { stage, ana } = await offered();
  const stale = stage.slack.as(stage.slackIdOf('ana'));
  stage.slack.fail({ method: 'views.publish', times: 1, as: 'rate_limited', retryAfter: 30 });
  await ana.press(ana.card(), ids.accept);
  await stale.pressInHome(ids.accept);

  expect(await stage.slack.until(() => ana.modal() !== '' && ana.modal(), SECOND_MS)).toBe(
    '— Not done —\nThis lead is already accepted; it is with Ana Duarte. Nothing was changed.\n[Close]',
  );
  await stage.settle();
  await stage.pass(1);
  expect(ana.home()).toContain('Accepted, no response yet (1)');
});

test('a lead is rejected, snoozed and woken from the Home as from its card', async () => {
  const { stage, ana } = await offered();
  await ana.pressHome(ids.snooze, { choice: '15 minutes' });
  expect(ana.home()).toContain('Snoozed (1)');
  expect(ana.home()).toContain(
    'Grace Hopper (Globex) · 🔥 Hot · back today at 10:15 AM · First response by today at 10:15 AM',
  );
  stage.clock.forward(1);
  await ana.pressHome(ids.wake);
  expect(ana.home()).toContain('To answer (1)');
  stage.clock.forward(1);
  await ana.pressHome(ids.reject);
  await stage.slack.until(() => ana.modal().includes('Globex'), SECOND_MS);
  await ana.submit({ reason: 'Too small' });

  expect(ana.home()).toContain(
    'Nothing waits for your answer. A new lead appears here and in Messages, with the time to answer it.',
  );
  expect(ana.home()).toContain('Offered 1 · accepted 0 · rejected 1');
});

test('a Home that could not be changed lets nobody act on a lead that went to somebody else', async () => {
  const { stage, ana } = await offered();
  const mia = deskOf(stage, 'mia');
  await stage.pass(5);
  stage.slack.fail({ method: 'views.publish', times: 1, as: 'rate_limited', retryAfter: 600 });
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is in a call' });
  expect(ana.home()).toContain('To answer (1)');
  await ana.pressHome(ids.accept);

  expect(ana.modal()).toContain('This lead is with Ben Okafor. Only they, their manager or ops can do that.');
  expect(await stage.query('select owner_id, state from handoffs')).toEqual([
    { owner_id: 'ben', state: 'offered' },
  ]);
});

test('a manager reassigns and nudges from their Home', async () => {
  const { stage, ana } = await offered();
  const mia = deskOf(stage, 'mia');
  await stage.pass(5);
  await mia.openHome();
  stage.clock.forward(16);
  await mia.pressHome(ids.nudge);
  expect(mia.home()[2]).toBe(
    'Offered, not answered · acceptance was due today at 10:05 AM · reminded today at 10:21 AM',
  );
  await mia.pressHome(ids.reassign);
  await stage.slack.until(() => mia.modal().includes('Globex'), SECOND_MS);
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is in a call' });

  expect(ana.home()).toContain(
    'Nothing waits for your answer. A new lead appears here and in Messages, with the time to answer it.',
  );
  expect(deskOf(stage, 'ben').reads()).toContain('Grace Hopper');
});

test('whoever goes says so in the Home, and is back there with one press or when the time comes', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  const mia = deskOf(stage, 'mia');
  await ana.openHome();
  await mia.openHome();
  await ana.pressHome(ids.away);
  await stage.slack.until(() => ana.modal().includes('How long'), SECOND_MS);
  expect(JSON.stringify(stage.slack.as(stage.slackIdOf('ana')).modal())).toContain(
    'until 30 Nov 2026, 09:00',
  );
  await ana.submit({ absence: 'For 2 hours' });
  expect(ana.home().slice(0, 1)).toEqual([
    'You are away: no new leads until today at 12:00 PM. What you have stays with you.',
  ]);
  expect(ana.home()[2]).toBe('[I am back] [Change…]');
  expect(mia.home()).toContain('Away: Ana Duarte until today at 12:00 PM');
  await stage.send(hot);
  await stage.settle();
  expect(ana.cards()).toEqual([]);

  stage.clock.forward(1);
  await ana.pressHome(ids.back);
  expect(ana.home()[0]).toBe('You take leads in your turn, while you work.');
  await ana.pressHome(ids.away);
  await stage.slack.until(() => ana.modal().includes('How long'), SECOND_MS);
  await ana.submit({ absence: 'For 2 hours' });
  await stage.pass(120);
  expect(ana.home()[0]).toBe('You take leads in your turn, while you work.');
  expect(mia.home().some((line) => line.startsWith('Away'))).toBe(false);
});

test('an absence that cannot be is refused at its field', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await ana.openHome();
  await ana.pressHome(ids.away);
  await stage.slack.until(() => ana.modal().includes('How long'), SECOND_MS);

  expect((await ana.submit({ absence: 'Until the time below' })).errors).toEqual({
    until: 'Pick the time you are back.',
  });
  const past = stage.clock.now().getTime() / 1_000 - 60;
  expect((await ana.submit({ absence: 'Until the time below', until: past })).errors).toEqual({
    until: 'That time is over. Choose a later one.',
  });
  expect(await stage.query('select away_until from people where away_until is not null')).toEqual([]);
});

test('when Slack says to come back later, a Home shows the truth as soon as it may', async () => {
  const { stage, ana } = await offered();
  stage.slack.fail({ method: 'views.publish', times: 1, as: 'rate_limited', retryAfter: 30 });
  await ana.press(ana.card(), ids.accept);
  expect(ana.home()).toContain('To answer (1)');
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
  await stage.pass(1);

  expect(ana.home()).toContain('Accepted, no response yet (1)');
  expect(await stage.query("select shown = wanted as is_true from messages where kind = 'home'")).toEqual([
    { is_true: true },
  ]);
});

test('a Home that was never opened is not kept, and one that says the same is not published again', async () => {
  const { stage, ana } = await offered();
  expect(await stage.query("select key from messages where kind = 'home'")).toEqual([{ key: 'home:ana' }]);
  const before = published(stage);
  await ana.openHome();
  await ana.openHome();

  expect(published(stage)).toBe(before);
});

test('a press in the Home that takes too long is answered all the same, and takes effect', async () => {
  const { stage, ana } = await offered();
  const busy = await holdTables(stage.app.core.db);
  await stage.slack.as(stage.slackIdOf('ana')).pressInHome(ids.accept);
  await stage.slack.until(() => ana.modal() !== '', ANSWER_MS);
  expect(ana.modal()).toContain('That did not work just now. Nothing is lost: look at your Home again');
  await busy.release();

  await stage.slack.until(() => ana.home().includes('Accepted, no response yet (1)'), ANSWER_MS);
});
