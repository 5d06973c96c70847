import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { inChannel } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const count = (stage: TestStage, type: string) =>
  stage.query(`select count(*)::int as events from handoff_events where type = '${type}'`);

/** What only this person was told, oldest first. */
const told = (stage: TestStage, personId: string): string[] => {
  const person = stage.slack.as(stage.slackIdOf(personId));
  return person
    .messages()
    .filter((message) => message.ephemeral)
    .map((message) => person.read(message));
};

const answered = (stage: TestStage, ...people: string[]) =>
  Promise.all(people.map((id) => stage.slack.until(() => told(stage, id).length > 0, 3_000)));

async function offered(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

test('a double click accepts once, and both clicks are answered', async () => {
  const { stage, ana } = await offered();
  const card = ana.card();
  const person = stage.slack.as(stage.slackIdOf('ana'));

  await Promise.all([person.press(card, ids.accept), person.press(card, ids.accept)]);
  await stage.slack.until(() => told(stage, 'ana').length === 2, 3_000);
  expect(told(stage, 'ana').toSorted()).toEqual([
    'Accepted. The card has Undo for two minutes.',
    'This lead is already accepted; it is with Ana Duarte. Nothing was changed.',
  ]);
  expect(await count(stage, 'accepted')).toEqual([{ events: 1 }]);
});

test('of two people who accept at once one does, and the other is told', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  const card = deskOf(stage, 'ana').card();

  await Promise.all(['ana', 'mia'].map((id) => stage.slack.as(stage.slackIdOf(id)).press(card, ids.accept)));
  await answered(stage, 'ana', 'mia');
  expect([...told(stage, 'ana'), ...told(stage, 'mia')].toSorted()).toEqual([
    'Accepted. The card has Undo for two minutes.',
    'This lead is already accepted; it is with Ana Duarte. Nothing was changed.',
  ]);
  expect(await count(stage, 'accepted')).toEqual([{ events: 1 }]);
});

test('of two managers who take a lead at once one has it, and the other is told who', async () => {
  // 10:00 in New York. Max manages Cleo, and Mia manages Max.
  const stage = await startStage({ at: new Date('2026-11-23T15:00:00Z') });
  await stage.send({
    ...hot,
    person: { ...hot.person, country: 'US' },
    account: { ...hot.account, country: 'US' },
  });
  await stage.settle();
  await stage.pass(5);
  const seen = deskOf(stage, 'max').overdue();
  stage.slack.join(seen.channel, stage.slackIdOf('mia'));

  await Promise.all(['max', 'mia'].map((id) => stage.slack.as(stage.slackIdOf(id)).press(seen, ids.take)));
  await answered(stage, 'max', 'mia');
  const [handoff] = await stage.query<{ owner_id: string }>('select owner_id from handoffs');
  const [winner, loser, name] =
    handoff?.owner_id === 'max' ? ['max', 'mia', 'Max Teller'] : ['mia', 'max', 'Mia Lindqvist'];
  expect(told(stage, winner)).toEqual(['It is yours now, and accepted. You have a card for it.']);
  // Mia may take it from Max's rep, but it is not Max's to take from Mia: he is told the same in other words.
  expect(told(stage, loser).join()).toContain(`is with ${name}.`);
  expect(await count(stage, 'reassigned')).toEqual([{ events: 1 }]);
});

test('a rep who accepts while the manager takes the lead keeps it, or loses it, but never both', async () => {
  const { stage, ana } = await offered();
  await stage.pass(5);
  const card = ana.card();
  const seen = deskOf(stage, 'mia').overdue();

  await Promise.all([
    stage.slack.as(stage.slackIdOf('ana')).press(card, ids.accept),
    stage.slack.as(stage.slackIdOf('mia')).press(seen, ids.take),
  ]);
  await answered(stage, 'ana', 'mia');
  expect(await count(stage, 'accepted')).toEqual([{ events: 1 }]);
});

test('a press on an old card is explained, and the card is brought up to date', async () => {
  const { stage, ana } = await offered();
  const old = ana.card();
  await stage.pass(10);

  expect(await ana.press(old, ids.accept)).toBe(
    'This lead is with Ben Okafor. Only they, their manager or ops can do that.',
  );
  expect(ana.reads()).toContain('Passed on today at 10:10 AM: no answer · now with Ben Okafor');
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ben' },
  ]);
});

test('a form for what has been done already says so at once', async () => {
  const { ana } = await offered();
  const old = ana.card();
  await ana.press(old, ids.accept);

  expect(await ana.open(old, ids.reject)).toBe(
    '— Reject lead —\nThis lead was accepted today at 10:00 AM and is with Ana Duarte. Nothing was changed.\n[Close]',
  );
});

test('a rejection filled in while the lead was accepted elsewhere is refused in the modal', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const mia = deskOf(stage, 'mia');
  await ana.open(ana.card(), ids.reject);
  await mia.press(mia.card(), ids.accept);

  await ana.submit({ reason: 'Too small', note: 'Three people' });
  expect(ana.modal()).toBe(
    '— Reject lead —\nThis lead was accepted today at 10:00 AM and is with Ana Duarte. Nothing was changed.\n[Close]',
  );
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'accepted' }]);
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toEqual([]);
});

test('a reassignment chosen before the rep accepted is refused: their lead stays theirs', async () => {
  const { stage, ana } = await offered();
  await stage.pass(5);
  const mia = deskOf(stage, 'mia');
  expect(await mia.open(deskOf(stage, 'mia').overdue(), ids.reassign)).toContain(
    '\nOffered, not answered · with Ana Duarte\n',
  );
  await ana.press(ana.card(), ids.accept);

  await mia.submit({ person: 'Ben Okafor', note: 'Ana is busy' });
  expect(mia.modal()).toBe(
    '— Reassign lead —\nThis lead was accepted today at 10:05 AM and is with Ana Duarte. Nothing was changed.\n[Close]',
  );
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'accepted', owner_id: 'ana' },
  ]);
});

test('a form submitted twice has one effect', async () => {
  const { stage, ana } = await offered();
  const person = stage.slack.as(stage.slackIdOf('ana'));
  await ana.open(ana.card(), ids.reject);
  person.fill({ reason: 'Too small' });

  await Promise.all([person.submit(), person.submit()]);
  await stage.settle();
  expect(await count(stage, 'rejected')).toEqual([{ events: 1 }]);
  expect(await stage.query('select count(*)::int as rejections from rejections')).toEqual([
    { rejections: 1 },
  ]);
});

test('when Slack does not open a modal in time, whoever pressed hears of it', async () => {
  const { stage, ana } = await offered();
  stage.slack.fail({ method: 'views.open', times: 1, as: 'hang' });

  expect(await ana.press(ana.card(), ids.reject)).toBe(
    'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.',
  );
});
