import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { quietLog } from '#sandbox/stage.ts';
import { outgoingClient } from '#src/slack/client.ts';
import { deskOf } from '../support/desk.ts';
import { withButton } from '../support/forged.ts';
import { coldAt, hot } from '../support/leads.ts';
import { POOL_CHANNEL, toBeClaimed } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const SOON_MS = 3_000;
const AT_ONCE = 40;
const BOT_TOKEN = 'xoxb-sandbox';

/** The same, with another id in it. */
const renamed = <Shown>(shown: Shown, from: string, to: string): Shown =>
  JSON.parse(JSON.stringify(shown).replaceAll(JSON.stringify(from), JSON.stringify(to)));

async function offered() {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  return {
    stage,
    ana: deskOf(stage, 'ana'),
    person: stage.slack.as(stage.slackIdOf('ana')),
    client: outgoingClient(BOT_TOKEN, stage.slack.url, quietLog()),
  };
}

test('a button that another version put on a card is answered in words, and the card is drawn anew', async () => {
  const { stage, ana, client } = await offered();
  const { channel, ts, text, blocks } = ana.card();
  const old = renamed(blocks, ids.accept, 'handoff.take_this');
  await client.apiCall('chat.update', { channel, ts, text, blocks: old });
  expect(ana.card().blocks).toEqual(old);

  expect(await ana.press(ana.card(), 'handoff.take_this')).toBe(
    'This button is another version’s, and did nothing. The message it stands on is drawn anew: press there again.',
  );
  expect(ana.card().blocks).toEqual(blocks);
  expect(await stage.query('select owner_id, state from handoffs')).toEqual([
    { owner_id: 'ana', state: 'offered' },
  ]);
  expect(await ana.press(ana.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
});

test('a choice of a menu that is no more opens a modal that says so, and the card is drawn anew', async () => {
  const { stage, ana, client } = await offered();
  const { channel, ts, text, blocks } = ana.card();
  const old = JSON.parse(
    JSON.stringify(blocks).replace('/details"', '/transfer"').replace('"Details"', '"Transfer"'),
  );
  await client.apiCall('chat.update', { channel, ts, text, blocks: old });

  expect(await ana.open(ana.card(), ids.more, 'Transfer')).toBe(
    '— Not available —\nThis is another version’s, and did nothing. The card is drawn anew: choose there again.\n[Close]',
  );
  await stage.slack.until(() => isDeepStrictEqual(ana.card().blocks, blocks), SOON_MS);
});

test('a button of an answer that only its reader saw says to ask anew', async () => {
  const { ana } = await offered();
  const list = renamed(await ana.ask('/leads mine'), ids.show, 'leads.peek');
  expect(await ana.press(list, 'leads.peek')).toBe(
    'This button is another version’s, and did nothing. Ask anew for what it stands on: with /leads, /handoff or from the card.',
  );
});

test('a button that another version put on a Home is answered in a modal, and the Home is drawn anew', async () => {
  const { stage, ana, client } = await offered();
  await ana.openHome();
  const shown = ana.home();
  const view = stage.slack.as(stage.slackIdOf('ana')).home();
  const blocks = renamed(view?.blocks ?? [], ids.accept, 'handoff.take_this');
  await client.apiCall('views.publish', {
    user_id: stage.slackIdOf('ana'),
    view: { type: 'home', blocks },
  });

  await ana.pressHome('handoff.take_this');
  await stage.slack.until(() => ana.modal() !== '', SOON_MS);
  expect(ana.modal()).toContain('This button is another version’s, and did nothing.');
  await stage.settle();
  expect(ana.home()).toEqual(shown);
  await ana.closeModal();
  stage.clock.forward(1);
  await ana.pressHome(ids.accept);
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'accepted' }]);
});

test('a form that was open while the app was renewed changes nothing and says so', async () => {
  const { stage, ana, person, client } = await offered();
  const triggerId = stage.slack.issueTrigger(stage.slackIdOf('ana'));
  const text = (words: string) => ({ type: 'plain_text', text: words });
  await client.apiCall('views.open', {
    trigger_id: triggerId,
    view: {
      type: 'modal',
      callback_id: 'handoff.decline.submit',
      title: text('Decline'),
      submit: text('Decline'),
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [{ type: 'button', action_id: 'handoff.more_reasons', text: text('More') }],
        },
      ],
    },
  });
  await person.submit();
  expect(ana.modal()).toBe(
    '— Not done —\nThis form is another version’s. Nothing was changed: close it, and open it again from where you found it.\n[Close]',
  );
});

test('a button in a form of another version says the same in its place', async () => {
  const { stage, ana, person, client } = await offered();
  const text = (words: string) => ({ type: 'plain_text', text: words });
  await client.apiCall('views.open', {
    trigger_id: stage.slack.issueTrigger(stage.slackIdOf('ana')),
    view: {
      type: 'modal',
      title: text('Decline'),
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [{ type: 'button', action_id: 'handoff.more_reasons', text: text('More') }],
        },
      ],
    },
  });
  await person.pressInModal('handoff.more_reasons');
  await stage.slack.until(() => ana.modal().includes('another version’s'), SOON_MS);
  expect(ana.modal()).toContain('This form is another version’s. Nothing was changed');
});

test('a command that the app does not know names those it knows', async () => {
  const { ana } = await offered();
  expect(ana.read(await ana.ask('/handoffs back'))).toBe(
    '/handoffs is another version’s, and did nothing. This one knows /funnel, /leads, /handoff.',
  );
});

test('what the app does know is answered once', async () => {
  const { stage, ana, person } = await offered();
  await ana.press(ana.card(), ids.accept);
  await ana.ask('/handoff help');
  await stage.settle();
  const answers = person.messages().filter(({ ephemeral }) => ephemeral);
  expect(answers.map((answer) => ana.read(answer).split('\n')[0])).toEqual([
    'Accepted. The card has Undo for two minutes.',
    expect.stringContaining('/handoff'),
  ]);
});

const OLD_BUTTON =
  'This button is from an older version of the app. The card is drawn anew: look at it, and press again.';

/** The message as 0.2 drew it, whose buttons did not say what was seen, and as is remembered of it. */
async function drawnBy02(stage: TestStage, { channel, ts, text, blocks }: SeenMessage): Promise<void> {
  const old = JSON.parse(
    JSON.stringify(blocks)
      .replaceAll(/"value":"(\w+)\/(\d+)[a-z]\//g, '"value":"$1/$2/')
      .replaceAll(/"value":"(batch:[^"]+)\/\d+"/g, '"value":"$1"'),
  );
  expect(old).not.toEqual(blocks);
  const client = outgoingClient(BOT_TOKEN, stage.slack.url, quietLog());
  await client.apiCall('chat.update', { channel, ts, text, blocks: old });
  await stage.query(`update messages set shown_hash = 'of 0.2' where ts = '${ts}'`);
}

test('a list of what is overdue that 0.2 drew is drawn anew, for a button and for a form', async () => {
  const { stage } = await offered();
  await stage.pass(3);
  await stage.pass(2);
  const mia = deskOf(stage, 'mia');
  const { blocks } = mia.overdue();

  await drawnBy02(stage, mia.overdue());
  expect(await mia.press(mia.overdue(), ids.nudge)).toBe(OLD_BUTTON);
  await stage.slack.until(() => isDeepStrictEqual(mia.overdue().blocks, blocks), SOON_MS);
  await stage.settle();

  await drawnBy02(stage, mia.overdue());
  expect(await mia.open(mia.overdue(), ids.reassign)).toContain(OLD_BUTTON);
  await stage.slack.until(() => isDeepStrictEqual(mia.overdue().blocks, blocks), SOON_MS);
  await mia.closeModal();
  expect(await mia.press(mia.overdue(), ids.take)).toContain('It is yours now, and accepted.');
});

test('a lead to be claimed that 0.2 drew is drawn anew', async () => {
  const stage = await startStage({ settings: toBeClaimed });
  const ana = deskOf(stage, 'ana');
  const lying = (): SeenMessage => {
    const [message] = ana.channel(POOL_CHANNEL);
    if (!message) throw new Error('nothing lies in the channel');
    return message;
  };
  await stage.send(hot);
  await stage.settle();
  const { blocks } = lying();
  await drawnBy02(stage, lying());
  expect(await ana.press(lying(), ids.claim)).toBe(OLD_BUTTON);
  await stage.slack.until(() => isDeepStrictEqual(lying().blocks, blocks), SOON_MS);
  expect(await ana.press(lying(), ids.claim)).toContain('It is yours now');
});

test('a batch that 0.2 drew is drawn anew, and nobody hears that none is left', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  const batch = (): SeenMessage => {
    const found = stage.slack
      .as(stage.slackIdOf('ana'))
      .messages()
      .findLast((message) => JSON.stringify(message.blocks).includes(ids.takeNext));
    if (!found) throw new Error('there is no batch');
    return found;
  };
  const many = Array.from({ length: 12 }, (_, no) => coldAt(`show${no}`));
  await stage.send(many, { source: 'content' });
  await stage.settle();
  const { blocks } = batch();
  await drawnBy02(stage, batch());
  expect(await ana.press(batch(), ids.takeNext)).toBe(OLD_BUTTON);
  await stage.slack.until(() => isDeepStrictEqual(batch().blocks, blocks), SOON_MS);
  expect(await ana.press(batch(), ids.takeNext)).toContain('It is yours now');
});

test('an old button of an answer that only its reader saw says to ask anew', async () => {
  const { stage, ana } = await offered();
  const [handoff] = await stage.query<{ id: string }>('select id from handoffs');
  const shown = await ana.ask(`/leads show ${handoff?.id}`);
  const old = withButton(shown, ids.accept, `${handoff?.id}/1/`);
  expect(await ana.press(old, ids.accept)).toContain('Ask anew for what it stands on');
});

test('a value that is none of ours is an older version’s, and no lead that is gone', async () => {
  const { ana } = await offered();
  const made = (id: string) => withButton(ana.card(), id, 'h1');
  expect(await ana.press(made(ids.accept), ids.accept)).toBe(OLD_BUTTON);
  expect(await ana.open(made(ids.reject), ids.reject)).toContain(OLD_BUTTON);
});

test('many who press another version’s button at once are each answered, and have it drawn anew once', async () => {
  const { stage, ana, person } = await offered();
  const old = withButton(ana.card(), 'handoff.take_this', 'x');
  const answers = () => person.messages().filter(({ ephemeral }) => ephemeral).length;
  const updates = () => stage.slack.calls.filter(({ method }) => method === 'chat.update').length;
  const before = updates();
  await Promise.all(Array.from({ length: AT_ONCE }, () => person.press(old, 'handoff.take_this')));
  await stage.slack.until(() => answers() === AT_ONCE, SOON_MS);
  await stage.settle();
  expect(updates() - before).toBeGreaterThan(0);
  expect(updates() - before).toBeLessThan(AT_ONCE / 4);
});
