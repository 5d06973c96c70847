import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** A card that everybody can see and press. */
async function offerInChannel(): Promise<TestStage> {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  return stage;
}

test.each(['ana', 'mia', 'olga'])('the owner, their manager and ops may accept: %s', async (personId) => {
  const stage = await offerInChannel();
  const desk = deskOf(stage, personId);

  expect(await desk.press(desk.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'accepted', owner_id: 'ana' },
  ]);
  expect(await stage.query("select actor_id, rep_id from handoff_events where type = 'accepted'")).toEqual([
    { actor_id: personId, rep_id: 'ana' },
  ]);
});

test.each(['ben', 'mara', 'max'])(
  'anybody else is told politely whose it is, and nothing changes: %s',
  async (personId) => {
    const stage = await offerInChannel();
    const desk = deskOf(stage, personId);

    expect(await desk.press(desk.card(), ids.accept)).toBe(
      'This lead is with Ana Duarte. Only they, their manager or ops can do that.',
    );
    expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
    expect(await stage.query('select person_id, slack_user_id, command from refusals')).toEqual([
      { person_id: personId, slack_user_id: stage.slackIdOf(personId), command: 'accept' },
    ]);
  },
);

test('somebody the settings do not know is told the same', async () => {
  const stage = await offerInChannel();
  stage.slack.addUser({
    id: 'U0GUEST01',
    name: 'guest',
    realName: 'Gus Guest',
    email: 'gus@else.example',
    tz: 'UTC',
  });
  stage.slack.join(POOL_CHANNEL, 'U0GUEST01');
  const guest = stage.slack.as('U0GUEST01');
  const [card] = guest.messages(POOL_CHANNEL);
  if (!card) throw new Error('the guest sees no card');

  await guest.press(card, ids.accept);
  await stage.slack.until(() => guest.messages().some((message) => message.ephemeral), 3_000);
  expect(guest.messages().at(-1)?.text).toBe(
    'This lead is with Ana Duarte. Only they, their manager or ops can do that.',
  );
  expect(await stage.query('select person_id, slack_user_id from refusals')).toEqual([
    { person_id: null, slack_user_id: 'U0GUEST01' },
  ]);
});

test('only the presser sees the answer, and the card others see stays as it is', async () => {
  const stage = await offerInChannel();
  const mara = deskOf(stage, 'mara');
  await mara.press(mara.card(), ids.accept);

  expect(mara.channel(POOL_CHANNEL).map(({ ephemeral }) => ephemeral)).toEqual([false, true]);
  expect(
    deskOf(stage, 'ana')
      .channel(POOL_CHANNEL)
      .map(({ ephemeral }) => ephemeral),
  ).toEqual([false]);
  expect(deskOf(stage, 'ana').reads()).toContain('[Accept]');
});

test('whoever may not reject need not fill in a form first: the modal says so at once', async () => {
  const stage = await offerInChannel();
  const mara = deskOf(stage, 'mara');

  expect(await mara.open(mara.card(), ids.reject)).toBe(
    '— Reject lead —\nThis lead is with Ana Duarte. Only they, their manager or ops can do that.\n[Close]',
  );
  expect(await stage.query('select person_id, command from refusals')).toEqual([
    { person_id: 'mara', command: 'reject' },
  ]);
});

test('rights are looked at when a form is submitted, not only when it was opened', async () => {
  const stage = await offerInChannel();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  // Meanwhile her Slack account is no longer hers.
  await stage.query("update people set slack_id = 'U0SOMEONE' where id = 'ana'");

  await ana.submit({ reason: 'Too small' });
  expect(ana.modal()).toBe(
    '— Reject lead —\nThis lead is with Ana Duarte. Only they, their manager or ops can do that.\n[Close]',
  );
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
});
