import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { addMqls } from '../support/past-mqls.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(MONDAY.getTime() - days * DAY);

function told(stage: TestStage): string[] {
  const mara = deskOf(stage, 'mara');
  const feedback = stage.app.core.inForce().settings.channels.feedback ?? '';
  return mara
    .channel(feedback)
    .map((message) => mara.read(message))
    .filter((text) => text.startsWith('Sales takes fewer'));
}

async function watched(stage: TestStage): Promise<void> {
  await stage.app.watchAcceptance();
  await stage.settle();
}

test('a source that falls out of its own range is told once, with the leads behind it, and one that does not is not', async () => {
  const stage = await startStage();
  const { db } = stage.app.core;
  await addMqls(db, 'webinar', daysAgo(100), { accepted: 66, rejected: 54 });
  await addMqls(db, 'webinar', daysAgo(10), { accepted: 6, rejected: 24 });
  await addMqls(db, 'website', daysAgo(100), { accepted: 80, rejected: 40 });
  await addMqls(db, 'website', daysAgo(10), { accepted: 19, rejected: 11 });
  await stage.query("update handoffs set accepted_at = created_at where state = 'accepted'");
  await stage.query(`insert into rejections (id, handoff_id, lead_id, source_id, reason, failure_point, note, by_id, at, message_key)
    select h.id, h.id, h.lead_id, h.source_id, 'too_small', 'qualification_threshold', '', 'ana', h.created_at, 'x'
    from handoffs h where h.state = 'rejected'`);
  await watched(stage);
  const [text] = told(stage);
  expect(told(stage)).toHaveLength(1);
  expect(text).toContain('Sales takes fewer leads of the source webinar');
  expect(text).toContain(
    '20 % (6 of 30) of those decided in 30 days, 55 % (66 of 120) in the half year before',
  );
  expect(text).toContain('Given back (24)');
  expect(text).toContain('Too small');

  stage.clock.forward(24 * 60);
  await Promise.all([stage.app.watchAcceptance(), stage.app.watchAcceptance()]);
  await stage.settle();
  expect(told(stage)).toHaveLength(1);
});

test('where there were few, nothing is told', async () => {
  const stage = await startStage();
  await addMqls(stage.app.core.db, 'webinar', daysAgo(100), { accepted: 8, rejected: 1 });
  await addMqls(stage.app.core.db, 'webinar', daysAgo(10), { accepted: 0, rejected: 12 });
  await stage.query("update handoffs set accepted_at = created_at where state = 'accepted'");
  await watched(stage);
  expect(told(stage)).toEqual([]);
});
