import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { step, withLadders } from '../support/settings.ts';
import { type StageChanges, startStage, type TestStage } from '../support/stage.ts';

/** Friday 20 November 2026, 10:00 in Berlin. */
const FRIDAY = new Date('2026-11-20T09:00:00Z');
/** A little before the opening of the Monday after. */
const MONDAY_EARLY = new Date('2026-11-23T07:59:00Z');

const digests = (stage: TestStage, personId: string): string[] =>
  stage.reads(personId).filter((text) => text.startsWith('Your team, since'));

async function sendDigests(stage: TestStage): Promise<void> {
  await stage.app.sendDigests();
  await stage.settle();
}

/** Only their messages: Max's morning in New York is Mia's evening. */
function putOff(stage: TestStage, personId: string): void {
  const [dm] = stage.slack.as(stage.slackIdOf(personId)).places();
  stage.slack.fail({
    method: 'chat.postMessage',
    channel: dm?.id,
    times: 1,
    as: 'rate_limited',
    retryAfter: 120,
  });
}

/** On Friday Ana answers one lead and Ben leaves one; on Monday it is nearly nine. */
async function weekendOver(changes: Omit<StageChanges, 'at'> = {}): Promise<TestStage> {
  const stage = await startStage({ at: FRIDAY, ...changes });
  const ana = deskOf(stage, 'ana');
  await stage.send(leadAt('globex'));
  await stage.settle();
  await stage.send(leadAt('initech'));
  await stage.settle();
  stage.clock.forward(2);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(8);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  await stage.pass(1);
  stage.clock.set(MONDAY_EARLY);
  return stage;
}

const daily =
  (managers: Settings['digests']['managers']) =>
  (settings: Settings): Settings => ({ ...settings, digests: { ...settings.digests, managers } });

test('at their opening a manager reads what happened since the last working day, and how it stands now', async () => {
  const stage = await weekendOver();
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toEqual([]);
  stage.clock.forward(1);
  await sendDigests(stage);

  const [digest = ''] = digests(stage, 'mia');
  expect(digest.split('\n')).toEqual([
    'Your team, since Nov 20, 2026 at 9:00 AM',
    '2 leads received · 1 accepted · 0 rejected · 1 responded to',
    'Deadlines missed: Ben Okafor 1',
    'Answered in time: 1 of 2 (target 90 %)',
    'First response in time: 1 of 1 (target 90 %)',
    'Speed to lead: 10 min (1 lead)',
    '• System’s share: 0 s (1 lead)',
    '• Person’s share: 10 min (1 lead)',
    'Now: 1 overdue · 0 at risk in the next 15 minutes · 0 waiting for an owner',
    'Each lead, with Reassign and Nudge: the Home tab of this app. How these figures are counted: /funnel 7d',
    '[Mute]',
  ]);
  // In New York it is three in the morning.
  expect(digests(stage, 'max')).toEqual([]);
});

test('several processes, and as many runs, send one digest a day; the next begins where it ended', async () => {
  const stage = await weekendOver();
  stage.clock.forward(1);
  await Promise.all([stage.app.sendDigests(), stage.app.sendDigests(), stage.app.sendDigests()]);
  await stage.settle();
  stage.clock.forward(60);
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toHaveLength(1);

  stage.clock.forward(24 * 60);
  await sendDigests(stage);
  expect(digests(stage, 'mia').map((text) => text.split('\n').slice(0, 2))).toEqual([
    [
      'Your team, since Nov 20, 2026 at 9:00 AM',
      '2 leads received · 1 accepted · 0 rejected · 1 responded to',
    ],
    ['Your team, since yesterday at 9:00 AM', 'Nothing came in, and nothing was answered or missed.'],
  ]);
});

test('a digest missed because the app was away comes when it is back the same day, and not after the closing', async () => {
  const stage = await weekendOver();
  stage.clock.set(new Date('2026-11-23T16:30:00Z'));
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toHaveLength(1);
  stage.clock.set(new Date('2026-11-24T17:00:00Z'));
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toHaveLength(1);
});

test('a digest that Slack takes only after the closing is not sent', async () => {
  const stage = await weekendOver();
  stage.clock.set(new Date('2026-11-23T16:59:00Z'));
  putOff(stage, 'mia');
  await sendDigests(stage);
  stage.clock.forward(5);
  await stage.pass(0);
  expect(digests(stage, 'mia')).toEqual([]);
});

test('after a digest that was not sent, the next begins where the last one sent ended', async () => {
  const stage = await weekendOver();
  stage.clock.forward(1);
  await sendDigests(stage);
  stage.clock.set(new Date('2026-11-24T16:59:00Z'));
  putOff(stage, 'mia');
  await sendDigests(stage);
  stage.clock.forward(5);
  await stage.pass(0);
  stage.clock.set(new Date('2026-11-25T08:00:00Z'));
  await stage.pass(0);
  await sendDigests(stage);
  expect(digests(stage, 'mia').map((text) => text.split('\n')[0])).toEqual([
    'Your team, since Nov 20, 2026 at 9:00 AM',
    'Your team, since Nov 23, 2026 at 9:00 AM',
  ]);
});

test('a deadline is missed by whoever had the lead when it passed, in the digest and in /funnel', async () => {
  const told = [step('100%', 'tell_manager')];
  const stage = await startStage({ at: FRIDAY, settings: withLadders({ accept: told, response: told }) });
  const [ana, ben, mia] = [deskOf(stage, 'ana'), deskOf(stage, 'ben'), deskOf(stage, 'mia')];
  await stage.send(leadAt('globex'));
  await stage.settle();
  // Ana lets the five minutes pass; Ben accepts, and does not call by a quarter past.
  await stage.pass(5);
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is on the phone' });
  stage.clock.forward(1);
  await ben.press(ben.card(), ids.accept);
  await stage.pass(9);
  // Mia hears of it once nobody works on the lead.
  await stage.pass(31);
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ana Duarte', note: 'You have time now' });
  await ana.press(ana.card(), ids.accept);

  const funnel = mia.read(await mia.ask('/funnel 7d by rep')).split('\n');
  const kept = (name: string) =>
    funnel
      .find((line) => line.startsWith(name))
      ?.split(' | ')
      .slice(-3, -1);
  expect(
    funnel
      .find((line) => line.startsWith('Rep | '))
      ?.split(' | ')
      .slice(-3, -1),
  ).toEqual(['Answered in time', 'Responded in time']);
  expect(kept('Ana Duarte')).toEqual(['1 of 2', '—']);
  expect(kept('Ben Okafor')).toEqual(['1 of 1', '0 of 1']);
  stage.clock.set(new Date('2026-11-23T08:00:00Z'));
  await stage.pass(0);
  await sendDigests(stage);
  expect(digests(stage, 'mia')[0]).toContain('\nDeadlines missed: Ana Duarte 1, Ben Okafor 1\n');
});

test('nobody has one on a day off, while away, or where the settings say off', async () => {
  const stage = await weekendOver();
  stage.clock.set(new Date('2026-11-22T10:00:00Z'));
  await sendDigests(stage);
  stage.clock.set(new Date('2026-11-23T08:30:00Z'));
  await deskOf(stage, 'mia').ask('/handoff away until tuesday');
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toEqual([]);

  const quiet = await weekendOver({ settings: daily('off') });
  quiet.clock.forward(60);
  await sendDigests(quiet);
  expect(digests(quiet, 'mia')).toEqual([]);
});

test('the settings may name a time of day, which may lie before the opening', async () => {
  const stage = await weekendOver({ settings: daily('08:30') });
  stage.clock.set(new Date('2026-11-23T07:29:00Z'));
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toEqual([]);
  stage.clock.forward(1);
  await sendDigests(stage);
  expect(digests(stage, 'mia')).toHaveLength(1);
});

test('while everything only looks on, there is no digest', async () => {
  const stage = await startStage({ settings: (settings) => ({ ...settings, mode: 'shadow' }) });
  await stage.send(leadAt('globex'));
  await stage.settle();
  await sendDigests(stage);
  expect(await stage.query("select key from messages where kind = 'digest'")).toEqual([]);
});
