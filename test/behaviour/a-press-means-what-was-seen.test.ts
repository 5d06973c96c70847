import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { inChannel } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OVER = 'This lead was accepted today at 10:00 AM and is with Ana Duarte. Nothing was changed.';

/** Ana's card, where her manager and ops see it too. */
async function offered() {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana'), mia: deskOf(stage, 'mia'), olga: deskOf(stage, 'olga') };
}

const standing = (stage: TestStage) =>
  stage.query('select state, offer_no, owner_id, undo_until is not null as undoable from handoffs');
const ACCEPTED = [{ state: 'accepted', offer_no: 1, owner_id: 'ana', undoable: true }];

/** The same message as another version, or nobody, would have drawn it. */
const rewritten = (message: SeenMessage, change: (text: string) => string): SeenMessage => ({
  ...message,
  blocks: JSON.parse(change(JSON.stringify(message.blocks))),
});

test('a snooze of the offer lands on no lead that was accepted meanwhile, and takes no undo away', async () => {
  const { stage, ana, mia, olga } = await offered();
  const old = mia.card();
  await ana.press(ana.card(), ids.accept);

  expect(await mia.press(old, ids.snooze, '15 minutes')).toBe(OVER);
  expect(await olga.open(old, ids.snooze, 'Pick a time…')).toBe(`— Snooze until… —\n${OVER}\n[Close]`);
  expect(await standing(stage)).toEqual(ACCEPTED);
  expect(await ana.press(ana.card(), ids.undo)).toContain('Undone.');
});

test('a time picked for the offer is refused when the lead was accepted while the calendar was open', async () => {
  const { stage, ana, mia } = await offered();
  await mia.open(mia.card(), ids.snooze, 'Pick a time…');
  await ana.press(ana.card(), ids.accept);

  await mia.submit({ until: new Date('2026-11-23T09:10:00Z') });
  expect(mia.modal()).toBe(`— Snooze until… —\n${OVER}\n[Close]`);
  expect(await standing(stage)).toEqual(ACCEPTED);
});

test('what was accepted, and what was snoozed after it, are two things', async () => {
  const { ana, mia } = await offered();
  await ana.press(ana.card(), ids.accept);
  const accepted = mia.card();
  await ana.press(ana.card(), ids.snooze, '1 hour');

  expect(await mia.press(accepted, ids.undo)).toContain('This lead was snoozed today at 10:00 AM');
  expect(await mia.open(accepted, ids.more, 'Disqualify…')).toContain('This lead was snoozed');
  // A call that was told of elsewhere changes nothing of what was seen.
  expect(await ana.press(ana.card(), ids.wake)).toBe('Awake again.');
  expect(await ana.open(accepted, ids.respond)).toContain('Log response');
});

test('an offer that was never made is nobody’s to accept', async () => {
  const { stage, ana } = await offered();
  for (const made of ['/7o/', '/0o/', '/1w/', '/1a/']) {
    const forged = rewritten(ana.card(), (text) => text.replaceAll('/1o/', made));
    expect(await ana.press(forged, ids.accept)).toBe(
      'This lead was offered to Ana Duarte today at 10:00 AM and is not accepted yet. Nothing was changed.',
    );
  }
  expect(await standing(stage)).toEqual([
    { state: 'offered', offer_no: 1, owner_id: 'ana', undoable: false },
  ]);
});

test('a button of an older version says so, changes nothing, and has its card drawn anew', async () => {
  const { stage, ana } = await offered();
  const older = rewritten(ana.card(), (text) => text.replaceAll('/1o/', '/1/'));
  const drawn = async () => {
    const [card] = await stage.query<{ wanted: number }>("select wanted from messages where kind = 'card'");
    return card?.wanted ?? 0;
  };
  const before = await drawn();

  expect(await ana.press(older, ids.accept)).toBe(
    'This button is from an older version of the app. The card is drawn anew: look at it, and press again.',
  );
  expect(await ana.open(older, ids.reject)).toContain('This button is from an older version of the app.');
  // It is drawn when whoever pressed has their answer.
  await expect.poll(drawn).toBeGreaterThan(before);
  await stage.settle();
  expect(await ana.press(ana.card(), ids.accept)).toContain('Accepted.');
});

test('the id of another lead in a button is that lead, with what was seen of it', async () => {
  const { stage, ana } = await offered();
  const first = ana.card();
  await stage.send(leadAt('initech'));
  await stage.settle();
  const [ben] = await stage.query<{ id: string }>("select id from handoffs where owner_id = 'ben'");
  const [own] = await stage.query<{ id: string }>("select id from handoffs where owner_id = 'ana'");

  const forged = rewritten(first, (text) => text.replaceAll(own?.id ?? '', ben?.id ?? ''));
  expect(await ana.press(forged, ids.accept)).toBe(
    'This lead is with Ben Okafor. Only they, their manager or ops can do that.',
  );
  expect(await stage.query("select state from handoffs where state <> 'offered'")).toEqual([]);
});

test('a lead on one’s Home is pressed as it stood there', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.openHome();
  const person = stage.slack.as(stage.slackIdOf('ana'));
  const old = person.home();
  await ana.press(ana.card(), ids.accept);
  expect(JSON.stringify(old)).toContain('/1o/');
  expect(JSON.stringify(person.home())).toContain('/1a/');
  expect(JSON.stringify(person.home())).not.toContain('/1o/');
});

test('coming back ends the absence that Home showed, and no longer one that was begun meanwhile', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away 1h');
  await ana.openHome();
  stage.slack.fail({ method: 'views.publish', times: 1, as: 'rate_limited', retryAfter: 600 });
  await ana.ask('/handoff away 4h');
  const away = 'select away_until from people where away_until is not null';
  const until = await stage.query(away);

  await ana.pressHome(ids.back);
  expect(ana.modal()).toContain('You are away until today at 2:00 PM by now. Press again if you are back.');
  expect(await stage.query(away)).toEqual(until);
  await ana.closeModal();
  await stage.pass(11);
  await ana.pressHome(ids.back);
  expect(await stage.query(away)).toEqual([]);
});

test('whoever only reads is shown what stands there now', async () => {
  const { ana, mia } = await offered();
  const old = mia.card();
  await ana.press(ana.card(), ids.accept);
  expect(await mia.open(old, ids.more, 'Details')).toContain('Accepted by Ana Duarte');
});
