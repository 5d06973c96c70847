import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

async function details(desk: Desk): Promise<string> {
  const said = await desk.open(desk.card(), ids.more, 'Details');
  await desk.closeModal();
  return said;
}

async function recycle(desk: Desk): Promise<void> {
  await desk.press(desk.card(), ids.accept);
  await desk.open(desk.card(), ids.more, 'Recycle…');
  await desk.submit({ reason: 'Not now', until: '2027-03-01' });
}

test('Details say how often a lead was recycled, without what was undone', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(await details(ana)).not.toContain('Recycled:');
  await recycle(ana);
  expect(await details(ana)).toContain('\nRecycled: 1 time\n');
  await ana.press(ana.card(), ids.undo);
  expect(await details(ana)).not.toContain('Recycled:');
});

test('who comes again after that brings the count along', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await recycle(ana);
  stage.clock.forward(24 * 60);
  await stage.send({ ...hot, occurred_at: '2026-11-24T09:00:00Z' });
  await stage.settle();
  const [now] = await stage.query<{ owner_id: string }>(
    "select owner_id from handoffs where state = 'offered'",
  );
  const owner = deskOf(stage, now?.owner_id ?? '');
  expect(await details(owner)).toContain('\nRecycled: 1 time\n');
  await recycle(owner);
  expect(await details(owner)).toContain('\nRecycled: 2 times\n');
});
