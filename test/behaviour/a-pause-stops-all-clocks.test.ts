import { expect, test, vi } from 'vitest';
import { fields, ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { holdClocks } from '../support/hold.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { openSite, type Site } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS_CHANNEL = 'C0OPS0001';

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

/** The instant of a clock's deadline, and whether it stands still. */
const clockOf = async (
  stage: TestStage,
  kind: string,
): Promise<{ due: string; still: boolean } | undefined> => {
  const [row] = await stage.query<{ due: string; still: boolean }>(`
    select to_char(deadline_at at time zone 'UTC', 'MM-DD HH24:MI') as due, paused_at is not null as still
    from clocks where kind = '${kind}' and stopped_at is null order by started_at limit 1`);
  return row;
};

test('what has time left has as much after a pause, and nothing runs out meanwhile', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(2);
  expect(await said(stage, 'olga', '/handoff pause offsite in Porto')).toEqual([
    'All clocks are paused until /handoff resume: offsite in Porto.',
    '2 clocks stand still. Nothing runs out and nobody is told of anything late meanwhile; leads are offered as before. Each goes on with the time it has left.',
    'Every open card says so, a few at a time.',
  ]);
  expect(ana.reads()).toContain(
    '\nClocks are paused since today at 10:02 AM by Olga Brandt: offsite in Porto\n',
  );
  expect(ana.reads()).not.toContain('Accept by');

  await stage.pass(60);
  await stage.pass(60);
  expect(ana.thread(ana.card())).toEqual([]);
  expect(
    await stage.query("select type from handoff_events where type in ('breached', 'escalated')"),
  ).toEqual([]);
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 09:05', still: true });

  expect(await said(stage, 'olga', '/handoff resume')).toEqual([
    'The clocks go on: 2 clocks, each with the time it had left. They were paused since today at 10:02 AM by Olga Brandt: offsite in Porto.',
  ]);
  // Three minutes of five, and thirteen of fifteen, were left at noon.
  expect(ana.reads()).toContain('\nAccept by today at 12:05 PM\n');
  expect(await clockOf(stage, 'response')).toEqual({ due: '11-23 11:15', still: false });

  await stage.pass(1);
  expect(ana.thread(ana.card())).toHaveLength(1);
  await stage.pass(2);
  expect(await stage.query("select type from handoff_events where type = 'breached'")).toEqual([
    { type: 'breached' },
  ]);
});

test('a pause ends by itself when its time is over, as of that time whenever it is noticed', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect((await said(stage, 'olga', '/handoff pause 2h CRM is down'))[0]).toBe(
    'All clocks are paused until today at 12:00 PM, or /handoff resume: CRM is down.',
  );
  await stage.pass(119);
  expect(ana.reads()).toContain(
    '\nClocks are paused since today at 10:00 AM by Olga Brandt until today at 12:00 PM: CRM is down\n',
  );
  // No tick ran for an hour after its end.
  await stage.pass(61);

  expect(ana.reads()).toContain('\nAccept by today at 4:00 PM\n');
  expect(await stage.query('select ended_by_id, ended_at = until as at_its_time from pauses')).toEqual([
    { ended_by_id: null, at_its_time: true },
  ]);
});

test('what comes, is accepted and is answered during a pause is handed over, and its clocks wait for the end', async () => {
  const stage = await startStage();
  await said(stage, 'olga', '/handoff pause');
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  expect(ana.reads()).toContain('\nClocks are paused since today at 10:00 AM by Olga Brandt\n');
  stage.clock.forward(30);
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads()).toContain('Clocks are paused since today at 10:00 AM by Olga Brandt');
  await stage.pass(30);
  expect(await clockOf(stage, 'response')).toEqual({ due: '11-23 09:15', still: true });

  await said(stage, 'olga', '/handoff resume');
  // None of its fifteen minutes had passed.
  expect(ana.reads()).toContain('First response by today at 11:15 AM');
});

test('what is offered and accepted during a pause stands still from its first moment, before any tick', async () => {
  const stage = await startStage();
  await said(stage, 'olga', '/handoff pause');
  await stage.send(hot);
  await stage.settle();
  const started = () =>
    stage.query(`
      select k.kind, to_char(k.paused_at at time zone 'UTC', 'HH24:MI') as since, bool_or(s.is_live) as live
      from clocks k join steps s on s.clock_id = k.id where k.stopped_at is null group by k.id order by k.kind`);
  expect(await started()).toEqual([
    { kind: 'accept', since: '09:00', live: false },
    { kind: 'response', since: '09:00', live: false },
  ]);
  stage.clock.forward(2);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(await started()).toEqual([
    { kind: 'qualify', since: '09:02', live: false },
    { kind: 'response', since: '09:00', live: false },
  ]);
});

test('a clock that a snooze stopped goes on when the lead wakes, not when the pause ends', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(60);
  await ana.press(ana.card(), ids.snooze, '4 hours');
  stage.clock.forward(60);
  expect((await said(stage, 'olga', '/handoff pause'))[1]).toContain('2 clocks stand still.');
  expect(ana.reads()).toContain('Clocks are paused since today at 12:00 PM by Olga Brandt');
  await stage.pass(60);
  await said(stage, 'olga', '/handoff resume');
  await stage.pass(0);
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 13:00', still: true });
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 3:00 PM · First e-mail by tomorrow at 11:00 AM\n',
  );

  await stage.pass(120);
  // Three of the four hours from three o'clock on, of which work has three.
  expect(ana.reads()).toContain('\nAccept by today at 6:00 PM\n');
});

test('a snooze that ends during a pause wakes the lead, whose clock goes on with the others', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await said(stage, 'olga', '/handoff pause');
  await stage.pass(60);
  expect(ana.reads()).toContain('\nClocks are paused since today at 10:00 AM by Olga Brandt\n');
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 13:00', still: true });
  await stage.pass(60);
  await said(stage, 'olga', '/handoff resume');
  expect(ana.reads()).toContain('\nAccept by today at 4:00 PM\n');
});

test('a snooze that is taken back after a pause gives back the time the pause took', async () => {
  const stage = await startStage();
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await said(stage, 'olga', '/handoff pause');
  await stage.pass(120);
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await said(stage, 'olga', '/handoff resume');
  await stage.pass(1);
  await ana.press(ana.card(), ids.undo);
  expect(ana.reads()).toContain('\nAccept by today at 4:00 PM\n');
});

test('only ops pause; twice says since when and by whom; a resume without a pause says so', async () => {
  const stage = await startStage();
  expect(await said(stage, 'mia', '/handoff pause 2h')).toEqual([
    'Clocks are ops’ to pause. Ask @Olga Brandt to do it.',
  ]);
  expect(await said(stage, 'ana', '/handoff resume')).toEqual([
    'Clocks are ops’ to pause. Ask @Olga Brandt to do it.',
  ]);
  expect(await said(stage, 'olga', '/handoff resume')).toEqual([
    'The clocks are not paused. To stop them all: /handoff pause 2h offsite',
  ]);
  await said(stage, 'olga', '/handoff pause offsite');
  await stage.pass(5);
  expect(await said(stage, 'olga', '/handoff pause 2h')).toEqual([
    'Paused already since today at 10:00 AM by Olga Brandt: offsite. Nothing was changed.',
    'To end it: /handoff resume. For another time or reason, end it and pause again.',
  ]);
  expect((await said(stage, 'olga', '/handoff puase'))[0]).toContain('did you mean “pause”?');
  expect((await said(stage, 'olga', '/handoff pause 2x'))[0]).toContain('"2x" is not a time');
  expect(await stage.query('select by_id, why, until from pauses')).toEqual([
    { by_id: 'olga', why: 'offsite', until: null },
  ]);
});

test('two who pause at once begin one pause, and two who resume end it once', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const olga = stage.slack.as(stage.slackIdOf('olga'));
  await Promise.all([olga.slash('/handoff pause one'), olga.slash('/handoff pause two')]);
  await stage.slack.until(() => olga.messages().filter(({ ephemeral }) => ephemeral).length === 2, 3_000);
  expect(await stage.query('select count(*)::int as pauses from pauses')).toEqual([{ pauses: 1 }]);
  await Promise.all([olga.slash('/handoff resume'), olga.slash('/handoff resume')]);
  await stage.slack.until(() => olga.messages().filter(({ ephemeral }) => ephemeral).length === 4, 3_000);
  await stage.settle();
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 09:05', still: false });
});

test('a crash in the middle of a pause, and one in the middle of its end, are made good by the next tick', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.query(
    "insert into pauses (\"from\", why, by_id) values ('2026-11-23T09:01:00Z', 'crash', 'olga')",
  );
  await stage.pass(30);
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 09:05', still: true });
  await stage.query("update pauses set ended_at = '2026-11-23T09:31:00Z', ended_by_id = 'olga'");
  await stage.pass(2);
  expect(await clockOf(stage, 'accept')).toEqual({ due: '11-23 09:35', still: false });
});

test('ops read who paused and who resumed; Homes and details say it while it lasts', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const olga = deskOf(stage, 'olga');
  const mia = deskOf(stage, 'mia');
  const LINE = 'Clocks are paused since today at 10:00 AM by Olga Brandt: offsite';
  await ana.openHome();
  await mia.openHome();
  await said(stage, 'olga', '/handoff pause offsite');
  expect(ana.home()[0]).toBe(LINE);
  expect(mia.home()[0]).toBe(LINE);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    `Clocks\n• ${LINE}\n• Acceptance: from today at 10:00 AM, due today at 10:05 AM, stands still since today at 10:00 AM`,
  );
  await ana.closeModal();
  await stage.pass(10);
  await said(stage, 'olga', '/handoff resume');
  expect(ana.home()[0]).not.toContain('Clocks are paused');
  expect(mia.home()[0]).not.toContain('Clocks are paused');
  expect(olga.channel(OPS_CHANNEL).map((message) => olga.read(message))).toEqual([
    'All clocks are paused\nSince today at 10:00 AM by Olga Brandt: offsite\nNothing runs out meanwhile. To end it: /handoff resume',
    'The clocks go on\nSince today at 10:10 AM, by Olga Brandt\nThey were paused since today at 10:00 AM by Olga Brandt: offsite',
  ]);
});

test('a callback rings during a pause', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.snooze, 'Pick a time…');
  await ana.submit({ [fields.until]: new Date('2026-11-23T10:00:00Z') });
  await said(stage, 'olga', '/handoff pause');
  await stage.pass(60);
  expect(ana.reads()).toContain('Accepted by Ana Duarte today at 10:00 AM');
  expect(ana.thread(ana.card())).toHaveLength(1);
});

test('many hundreds of clocks are paused and go on, each with its time', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.query(`
    insert into leads select (jsonb_populate_record(l, jsonb_build_object('id', 'many-' || n))).*
      from leads l, generate_series(1, 550) n`);
  await stage.query(`
    insert into handoffs select (jsonb_populate_record(h, jsonb_build_object('id', 'many-' || n, 'lead_id', 'many-' || n))).*
      from handoffs h, generate_series(1, 550) n`);
  await stage.query(`
    insert into clocks select (jsonb_populate_record(k, jsonb_build_object('id', k.id || n, 'handoff_id', 'many-' || n))).*
      from clocks k, generate_series(1, 550) n where k.kind = 'response'`);
  const still = () => stage.query('select count(*)::int as clocks from clocks where paused_at is not null');
  const [line] = (await said(stage, 'olga', '/handoff pause')).slice(1);
  expect(line).toContain('552 clocks stand still.');
  expect(await still()).toEqual([{ clocks: 552 }]);
  stage.clock.forward(10);
  await said(stage, 'olga', '/handoff resume');
  await stage.pass(0);
  await stage.pass(0);
  await stage.pass(0);
  expect(await still()).toEqual([{ clocks: 0 }]);
  expect(
    await stage.query(
      "select distinct to_char(deadline_at at time zone 'UTC', 'HH24:MI') as due from clocks where kind = 'response'",
    ),
  ).toEqual([{ due: '09:25' }]);
}, 60_000);

test('a pause ends after the clocks that are being stopped, not in the middle of them', async () => {
  const site = await openSite();
  const { app, send } = await site.start();
  await send(hot);
  await site.settle();
  await site.query(
    "insert into pauses (\"from\", why, by_id) values ('2026-11-23T09:00:00Z', 'offsite', 'olga')",
  );
  const held = await holdClocks(site.database.db);
  const ticking = app.tick();
  await untilOneWaits(site);
  const resuming = deskOf(site, 'olga').ask('/handoff resume');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const meanwhile = await site.query('select ended_at from pauses');
  await held.release();
  await Promise.all([ticking, resuming]);

  expect(meanwhile).toEqual([{ ended_at: null }]);
  expect(await site.query('select distinct paused_at from clocks')).toEqual([{ paused_at: null }]);
});

const untilOneWaits = (site: Site) =>
  vi.waitFor(
    async () =>
      expect(
        await site.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        ),
      ).not.toEqual([]),
    5_000,
  );
