import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { inChannel } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';

type Owned = { owner_id: string; offer_no: number; state: string };
const owners = (stage: TestStage) =>
  stage.query<Owned>('select owner_id, offer_no, state from handoffs order by created_at');
const lookUps = ({ slack }: TestStage) => slack.calls.filter(({ method }) => method === 'users.info');

/** Leads one after another: whose turn is first is not left to chance. */
async function give(stage: TestStage, ...companies: string[]): Promise<void> {
  for (const company of companies) {
    stage.clock.forward(0.1);
    await stage.send(leadAt(company));
    await stage.settle();
  }
}

/** Ana had a lead before, and was deactivated since Slack was asked about her, which is due again. */
async function stageWithoutAna(): Promise<TestStage> {
  const stage = await startStage();
  await give(stage, 'earlier', 'to-ben');
  await stage.slack.deactivate(stage.slackIdOf('ana'));
  stage.clock.forward(6);
  return stage;
}

const LOOKED_UP = { timeout: 10_000 };

test('the daily sweep passes on what they did not answer, and leaves what they accepted to a manager', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await give(stage, 'accepted');
  await ana.press(ana.card(), ids.accept);
  await give(stage, 'to-ben', 'unanswered');
  expect(await owners(stage)).toEqual([
    { owner_id: 'ana', offer_no: 1, state: 'accepted' },
    { owner_id: 'ben', offer_no: 1, state: 'offered' },
    { owner_id: 'ana', offer_no: 1, state: 'offered' },
  ]);

  await stage.slack.deactivate(stage.slackIdOf('ana'));
  await stage.app.checkPeople();
  await stage.settle();

  expect(await owners(stage)).toEqual([
    { owner_id: 'ana', offer_no: 1, state: 'accepted' },
    { owner_id: 'ben', offer_no: 1, state: 'offered' },
    { owner_id: 'ben', offer_no: 2, state: 'offered' },
  ]);
  const ops = deskOf(stage, 'olga');
  expect(ops.channel(OPS).map(ops.read)).toEqual([
    [
      'People who receive no leads',
      'Ana Duarte: deactivated in Slack; 1 accepted lead stays theirs until a manager or ops reassigns it',
      'Put their Slack e-mail address, or slack_id, into the settings.',
    ].join('\n'),
  ]);
});

test('routing passes them over, and says why', async () => {
  const stage = await startStage();
  await stage.slack.deactivate(stage.slackIdOf('ana'));
  await stage.app.checkPeople();

  await give(stage, 'initech');

  const [log] = await decisionsOf(stage);
  expect(log?.chosenId).toBe('ben');
  expect(log?.candidates.map(({ repId, check }) => [repId, check])).toEqual([
    ['ana', 'deactivated'],
    ['ben', null],
  ]);
});

test('somebody deactivated since is noticed when a card is posted to them, and it goes on by the rules', async () => {
  const stage = await stageWithoutAna();

  await give(stage, 'initech');

  // The look-up runs beside the post, and ends after it.
  await expect
    .poll(() => owners(stage), LOOKED_UP)
    .toEqual([
      { owner_id: 'ben', offer_no: 2, state: 'offered' },
      { owner_id: 'ben', offer_no: 1, state: 'offered' },
      { owner_id: 'ben', offer_no: 2, state: 'offered' },
    ]);
  await stage.settle();
  expect(deskOf(stage, 'ben').direct().join()).toContain('initech');
  expect(await stage.query("select is_active, problem from people where id = 'ana'")).toEqual([
    { is_active: false, problem: 'deactivated in Slack' },
  ]);
  // The post did not wait for that: her card says what became of it.
  expect(stage.reads('ana').at(-1)).toContain('Ben Okafor');
});

test('it is noticed as well where the cards of a pool stand in a channel', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.slack.deactivate(stage.slackIdOf('ana'));
  stage.clock.forward(6);
  await give(stage, 'initech');

  await expect
    .poll(() => owners(stage), LOOKED_UP)
    .toEqual([{ owner_id: 'ben', offer_no: 2, state: 'offered' }]);
});

test('a card waits for no look-up, and a look-up that fails changes nothing', async () => {
  const stage = await stageWithoutAna();
  stage.slack.fail({ method: 'users.info', times: 1, as: 'hang' });

  stage.clock.forward(0.1);
  await stage.send(leadAt('initech'));
  await stage.slack.until(() => stage.reads('ana').some((card) => card.includes('initech')), 5_000);
  // Slack ends the call that it never answered.
  await stage.slack.close();
  await stage.settle();

  expect(await owners(stage)).toEqual([
    { owner_id: 'ana', offer_no: 1, state: 'offered' },
    { owner_id: 'ben', offer_no: 1, state: 'offered' },
    { owner_id: 'ana', offer_no: 1, state: 'offered' },
  ]);
});

test('who was looked up a few minutes ago is not looked up again for every card', async () => {
  const stage = await startStage();
  stage.clock.forward(6);
  await give(stage, 'one', 'two', 'three', 'four');
  expect(lookUps(stage).map(({ args }) => args.user)).toEqual([
    stage.slackIdOf('ana'),
    stage.slackIdOf('ben'),
  ]);
});

test('while Slack says it is asked too much, nobody is looked up', async () => {
  const stage = await startStage();
  stage.clock.forward(6);
  stage.slack.fail({ method: 'users.info', times: 1, as: 'rate_limited', retryAfter: 60 });
  await give(stage, 'one', 'two', 'three');
  expect(lookUps(stage)).toHaveLength(1);
  expect(await stage.query('select distinct state from handoffs')).toEqual([{ state: 'offered' }]);
});
