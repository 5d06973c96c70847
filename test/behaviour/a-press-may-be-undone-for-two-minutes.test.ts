import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { press } from '#src/handoff/press.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, person, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function offered(lead: object = hot): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(lead);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

const clocks = (stage: TestStage) =>
  stage.query(`select kind, to_char(deadline_at at time zone 'UTC', 'HH24:MI') as due,
    stopped_at is not null as stopped, paused_at is not null as paused, met from clocks order by kind`);

const stages = (stage: TestStage) =>
  stage.query(
    'select l.stage as now, s.stage, s.undone_at is not null as undone from leads l join stage_changes s on s.lead_id = l.id order by s.id',
  );

test('an acceptance taken back leaves no trace on clocks, stage or account; history keeps both presses', async () => {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  expect(await clocks(stage)).toEqual([
    { kind: 'accept', due: '09:05', stopped: true, paused: false, met: true },
    { kind: 'qualify', due: '09:00', stopped: false, paused: false, met: null },
    { kind: 'response', due: '09:15', stopped: false, paused: false, met: null },
  ]);
  stage.clock.forward(1);

  expect(await ana.press(ana.card(), ids.undo)).toBe(
    'Undone. The clock goes on as if nothing had been pressed.',
  );
  expect(await clocks(stage)).toEqual([
    { kind: 'accept', due: '09:05', stopped: false, paused: false, met: null },
    { kind: 'qualify', due: '09:00', stopped: true, paused: false, met: false },
    { kind: 'response', due: '09:15', stopped: false, paused: false, met: null },
  ]);
  expect(await stages(stage)).toEqual([
    { now: 'marketing_qualified', stage: 'inquiry', undone: false },
    { now: 'marketing_qualified', stage: 'marketing_qualified', undone: false },
    { now: 'marketing_qualified', stage: 'sales_accepted', undone: true },
  ]);
  expect(await stage.query('select owner_id from accounts')).toEqual([{ owner_id: null }]);
  expect(await stage.query('select type from handoff_events order by id')).toEqual([
    { type: 'offered' },
    { type: 'accepted' },
    { type: 'undone' },
  ]);
  expect(ana.reads()).toContain('\nAccept by today at 10:05 AM\n');
});

test('the steps of the ladder that were stopped with the clock fall due again', async () => {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.undo);
  await stage.pass(3);
  await stage.pass(2);

  expect(ana.card().replies).toHaveLength(1);
  expect(stage.slack.as(stage.slackIdOf('mia')).dm()).toHaveLength(1);
});

test('an account stays with whoever accepted another of its leads', async () => {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  await stage.send(person('Ada Byron', 'ada@globex.example'));
  await stage.settle();
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.undo);

  expect(await stage.query('select owner_id from accounts')).toEqual([{ owner_id: 'ana' }]);
});

test('an account that was theirs before they accepted stays theirs', async () => {
  const { stage, ana } = await offered();
  await stage.query("update accounts set owner_id = 'ana'");
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.undo);

  expect(await stage.query('select owner_id from accounts')).toEqual([{ owner_id: 'ana' }]);
});

test('a rejection taken back is taken back in the feedback channel too', async () => {
  const { stage, ana } = await offered();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Competitor' });
  expect(await stages(stage)).toContainEqual({ now: 'disqualified', stage: 'disqualified', undone: false });
  await ana.press(ana.card(), ids.undo);

  const mara = deskOf(stage, 'mara');
  expect(mara.channel('C0FEEDBACK').map((message) => mara.read(message).split('\n'))).toEqual([
    ['Taken back by sales: every rejection as “Competitor” from Website that stood here.'],
  ]);
  expect(await stages(stage)).toContainEqual({
    now: 'marketing_qualified',
    stage: 'disqualified',
    undone: true,
  });
  expect(await clocks(stage)).toEqual([
    { kind: 'accept', due: '09:05', stopped: false, paused: false, met: null },
    { kind: 'response', due: '09:15', stopped: false, paused: false, met: null },
  ]);
});

test('a snooze taken back gives no time, and is not counted', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '1 hour');
  expect(await clocks(stage)).toEqual([
    { kind: 'accept', due: '13:00', stopped: false, paused: true, met: null },
    { kind: 'first_call', due: '09:00', stopped: false, paused: false, met: null },
    { kind: 'first_email', due: '09:00', stopped: false, paused: false, met: null },
  ]);
  stage.clock.forward(1);
  await ana.press(ana.card(), ids.undo);

  expect(await clocks(stage)).toEqual([
    { kind: 'accept', due: '13:00', stopped: false, paused: false, met: null },
    { kind: 'first_call', due: '09:00', stopped: false, paused: false, met: null },
    { kind: 'first_email', due: '09:00', stopped: false, paused: false, met: null },
  ]);
  expect(await stage.query('select state, snoozes, snoozed_until from handoffs')).toEqual([
    { state: 'offered', snoozes: 0, snoozed_until: null },
  ]);
});

test('after two minutes the card no longer offers it, and a late press is refused', async () => {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  const old = ana.card();
  expect(ana.reads()).toContain('(undo until today at 10:02 AM)');
  await stage.pass(2);

  expect(ana.reads()).toContain(
    'Accepted by Ana Duarte today at 10:00 AM · First response by today at 10:15 AM',
  );
  expect(ana.reads()).not.toContain('[Undo]');
  expect(await ana.press(old, ids.undo)).toBe(
    'It is too late to take that back: this lead stays accepted. Ask your manager if it must change.',
  );
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'accepted' }]);
});

test('a second press on Undo finds nothing to take back', async () => {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  const card = ana.card();
  await ana.press(card, ids.undo);

  expect(await ana.press(card, ids.undo)).toBe(
    'This lead was offered to Ana Duarte today at 10:00 AM and is not accepted yet. Nothing was changed.',
  );
  expect(
    await stage.query("select count(*)::int as undone from handoff_events where type = 'undone'"),
  ).toEqual([{ undone: 1 }]);
});

test('a press that stands stays settled, whatever comes after it', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await stage.pass(3);
  const settled = await stage.query('select state, undo_until from handoffs');
  const [found] = await stage.query<{ id: string }>('select id from handoffs');
  const by = { slackUserId: stage.slackIdOf('mia'), seen: { offerNo: 1, stand: 'snoozed' } } as const;
  await press(stage.app.core, found?.id ?? '', { type: 'remind' }, by);

  expect(settled).toEqual([{ state: 'snoozed', undo_until: null }]);
  expect(
    await stage.query("select count(*)::int as reminders from handoff_events where type = 'reminded'"),
  ).toEqual([{ reminders: 1 }]);
  expect(await stage.query('select state, undo_until from handoffs')).toEqual(settled);
});
