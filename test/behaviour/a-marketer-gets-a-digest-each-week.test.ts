import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { addMqls } from '../support/past-mqls.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Wednesday 18 November 2026, 10:00 in Berlin. */
const WEDNESDAY = new Date('2026-11-18T09:00:00Z');
/** Nine in the morning there, of the Monday after. */
const MONDAY_OPENING = new Date('2026-11-23T08:00:00Z');
const A_DAY = 24 * 60;

const digests = (stage: TestStage): string[] =>
  stage.reads('mara').filter((text) => text.startsWith('Marketing’s week'));

async function sendDigests(stage: TestStage): Promise<void> {
  await stage.app.sendDigests();
  await stage.settle();
}

/** In one week Ana accepts a lead, Ben rejects one, and nobody answers a third. */
async function weekOver(settings: (settings: Settings) => Settings = (same) => same): Promise<TestStage> {
  const stage = await startStage({ at: WEDNESDAY, settings });
  const [ana, ben] = [deskOf(stage, 'ana'), deskOf(stage, 'ben')];
  await stage.send(leadAt('globex'));
  await stage.settle();
  await stage.send(leadAt('initech'));
  await stage.settle();
  await ana.press(ana.card(), ids.accept);
  await ben.open(ben.card(), ids.reject);
  await ben.submit({ reason: 'Too small', note: 'Three people in a garage' });
  await stage.send(leadAt('hooli'));
  await stage.settle();
  stage.clock.set(MONDAY_OPENING);
  return stage;
}

test('on Monday marketing reads what sales took of each source and campaign, why not, and what waits for an answer', async () => {
  const stage = await weekOver();
  stage.clock.forward(-1);
  await sendDigests(stage);
  expect(digests(stage)).toEqual([]);
  stage.clock.forward(1);
  await sendDigests(stage);
  expect(digests(stage).map((text) => text.split('\n'))).toEqual([
    [
      'Marketing’s week, Nov 16, 2026 to Nov 22, 2026',
      '3 leads handed to sales · 1 taken · 1 given back · 1 not answered yet',
      'Rejections that wait for your answer (1), with Answer… on your Home',
      '• Website: Too small ×1 · was due Nov 20, 2026 at 10:00 AM',
      'MQL definition 2026.4: to be reviewed by Jan 15, 2027. /handoff definitions. Signed by Mara Holm for marketing, Mia Lindqvist for sales',
      'Source | Taken | Given back | Not answered yet',
      'Website | 1 | 1 | 1',
      'Campaign | Taken | Given back | Not answered yet',
      'Autumn demo | 1 | 1 | 1',
      'Reason | Failure point | Rejections',
      'Too small | Qualification threshold | 1',
      'What the record said of rejections: 1 against the record',
      'Leads count in the week they were handed over, rejections in the week they were said.',
      'Longer, and compared: /funnel by source, /funnel failures, /funnel by week',
      '[What the figures mean] [Mute]',
    ],
  ]);
});

test('several processes, and as many runs in the week, send one; the next week there is another', async () => {
  const stage = await weekOver();
  await Promise.all([stage.app.sendDigests(), stage.app.sendDigests(), stage.app.sendDigests()]);
  for (let day = 0; day < 5; day += 1) {
    await sendDigests(stage);
    stage.clock.forward(A_DAY);
  }
  expect(digests(stage)).toHaveLength(1);
  stage.clock.set(new Date('2026-11-30T08:00:00Z'));
  await sendDigests(stage);
  expect(digests(stage)).toHaveLength(2);
  expect(digests(stage)[1]?.split('\n').slice(0, 2)).toEqual([
    'Marketing’s week, Nov 23, 2026 to Nov 29, 2026',
    'Nothing was handed to sales.',
  ]);
});

test('whoever was away on Monday, or not reached by Slack until the closing, has it the first day they are there', async () => {
  const stage = await weekOver();
  await deskOf(stage, 'mara').ask('/handoff away until tuesday');
  await sendDigests(stage);
  expect(digests(stage)).toEqual([]);
  stage.clock.set(new Date('2026-11-24T16:59:00Z'));
  const [dm] = stage.slack.as(stage.slackIdOf('mara')).places();
  stage.slack.fail({
    ...{ method: 'chat.postMessage', channel: dm?.id, times: 1 },
    ...{ as: 'rate_limited', retryAfter: 120 },
  });
  await sendDigests(stage);
  stage.clock.forward(5);
  await stage.pass(0);
  expect(digests(stage)).toEqual([]);
  stage.clock.set(new Date('2026-11-25T08:00:00Z'));
  await sendDigests(stage);
  stage.clock.forward(A_DAY);
  await sendDigests(stage);
  expect(digests(stage).map((text) => text.split('\n')[0])).toEqual([
    'Marketing’s week, Nov 16, 2026 to Nov 22, 2026',
  ]);
});

test('a second process on the same database sends none that the first one sent', async () => {
  const site = await openSite();
  const [first, second] = [await site.start(), await site.start()];
  site.clock.set(MONDAY_OPENING);
  await Promise.all([first.app.sendDigests(), second.app.sendDigests()]);
  await site.settle();
  expect(await site.query("select key from messages where kind = 'marketing_digest'")).toEqual([
    { key: 'marketing_digest:mara:2026-11-23' },
  ]);
});

test('a definition whose review is overdue is said with who signed it', async () => {
  const stage = await weekOver((settings) => ({
    ...settings,
    mql: { ...settings.mql, review_by: '2026-11-20' },
  }));
  await sendDigests(stage);
  expect(digests(stage)[0]).toMatch(
    /its review is overdue, it was due by .*Signed by .* for marketing, .* for sales/,
  );
});

test('a step that fell against the week before is said with what made it fall', async () => {
  const stage = await startStage({ at: MONDAY_OPENING });
  const { db } = stage.app.core;
  const [before, now] = [new Date('2026-11-10T09:00:00Z'), new Date('2026-11-17T09:00:00Z')];
  await addMqls(db, 'website', before, { accepted: 45, rejected: 5 });
  await addMqls(db, 'website', now, { accepted: 20, rejected: 30 });
  await sendDigests(stage);
  expect(digests(stage)[0]).toContain(
    '\nFell: MQL → SAL, from 90 % (45 of 50) to 40 % (20 of 50) so far, −50.0 points. Mostly more rejections (quality): −50.0 more rejections (quality).',
  );
});
