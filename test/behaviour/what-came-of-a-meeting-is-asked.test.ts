import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { fromCalendly, withCalendly } from '../support/calendly.ts';
import { deskOf } from '../support/desk.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Booked at ten in Berlin on a Monday, for eleven to half past. */
const BOOKED = {
  event: 'invitee.created',
  id: 'A',
  at: '2026-11-23T09:00:00Z',
  start: '2026-11-23T10:00:00Z',
} as const;

async function over(): Promise<TestStage> {
  const stage = await startStage({ settings: withCalendly });
  await fromCalendly(stage, BOOKED);
  await stage.pass(91);
  return stage;
}

const running = (stage: TestStage) =>
  stage.query(`select kind, to_char(deadline_at at time zone 'UTC', 'HH24:MI') as due from clocks
    where stopped_at is null and kind <> 'qualify' order by kind`);

test('once a meeting is over its rep is asked what came of it, once, and then their manager is told', async () => {
  const stage = await over();
  const ana = deskOf(stage, 'ana');
  expect(await running(stage)).toEqual([{ kind: 'outcome', due: '14:31' }]);
  expect(ana.reads()).toContain('is over, and nobody said what came of it');
  expect(ana.reads()).toContain('[Held] [No-show]');
  await stage.pass(1);
  expect(ana.thread(ana.card()).filter((text) => text.includes('the meeting is over'))).toHaveLength(1);

  await stage.pass(4 * 60);
  const mia = deskOf(stage, 'mia');
  expect(mia.read(mia.overdue())).toContain('Grace Hopper');
});

test('whoever says that it was held has accepted the lead and responded', async () => {
  const stage = await over();
  const ana = deskOf(stage, 'ana');
  expect(await ana.press(ana.card(), ids.held)).toContain('the meeting took place');

  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'working' }]);
  expect(await stage.query('select status from meetings')).toEqual([{ status: 'held' }]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_accepted' }]);
  expect(await running(stage)).toEqual([]);
  expect(ana.reads()).not.toContain('[Held]');
});

test('who did not come is tried again', async () => {
  const stage = await over();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.noShow);

  expect(await stage.query('select status from meetings')).toEqual([{ status: 'no_show' }]);
  expect(await running(stage)).toMatchObject([{ kind: 'follow_up' }]);
  expect(ana.reads()).toContain('They did not come: e-mail at once with a new time.');
});

test('a calendar says that they did not come, and takes it back: then it is asked again', async () => {
  const stage = await over();
  await fromCalendly(stage, { ...BOOKED, event: 'invitee_no_show.created', at: '2026-11-23T10:30:30Z' });
  expect(await stage.query('select status from meetings')).toEqual([{ status: 'no_show' }]);
  expect(await running(stage)).toMatchObject([{ kind: 'follow_up' }]);
  await fromCalendly(stage, { ...BOOKED, event: 'invitee_no_show.deleted', at: '2026-11-23T10:30:40Z' });
  await stage.pass(1);
  expect(await running(stage)).toMatchObject([{ kind: 'outcome' }]);
});

test('a meeting that is called off, or whose lead is closed, is asked about by nobody', async () => {
  const stage = await startStage({ settings: withCalendly });
  await fromCalendly(stage, BOOKED);
  await fromCalendly(stage, { ...BOOKED, id: 'B', email: 'ada@initech.example', name: 'Ada Lovelace' });
  await fromCalendly(stage, { ...BOOKED, event: 'invitee.canceled', at: '2026-11-23T09:00:10Z' });
  await stage.query(
    "update handoffs set state = 'completed', closed_at = now() where lead_id in (select id from leads where record -> 'person' ->> 'email' = 'ada@initech.example')",
  );
  await stage.pass(91);
  expect(await stage.query("select count(*)::int as asked from clocks where kind = 'outcome'")).toEqual([
    { asked: 0 },
  ]);
});

test('after an outage that is summed up instead of asked in the thread, and its clock runs from then', async () => {
  const stage = await startStage({ settings: withCalendly });
  await fromCalendly(stage, BOOKED);
  stage.clock.forward(150);
  await stage.app.tick();
  await stage.settle();
  expect(await running(stage)).toEqual([{ kind: 'outcome', due: '15:30' }]);
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card())).toEqual([]);
});
