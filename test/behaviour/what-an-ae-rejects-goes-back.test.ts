import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { readHistory } from '#db/history.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { legsOf } from '../support/legs.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const BANT = { budget: '40,000 EUR', authority: 'She decides', need: 'Leads go cold', timeline: 'March' };

/** Ana qualified Grace, and Eva, an AE, was offered her. */
async function offeredToEva(): Promise<{ stage: TestStage; ana: Desk; eva: Desk }> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  stage.clock.forward(5);
  return { stage, ana, eva };
}

async function reject(eva: Desk): Promise<void> {
  await eva.open(eva.card(), ids.reject);
  await eva.submit({ reason: 'Another reason', note: 'No decision maker was in the call' });
}

test('whoever qualified it has it again, with the reason and a clock, and marketing hears nothing', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await eva.open(eva.card(), ids.reject);
  await expect(eva.submit({ reason: 'Job seeker or student' })).rejects.toThrow();
  await eva.submit({ reason: 'Another reason', note: 'No decision maker was in the call' });

  expect(eva.reads()).toContain('\nRejected by Eva Novak today at 10:05 AM: Another reason (undo until');
  expect(ana.reads().split('\n').slice(1, 6)).toEqual([
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Sent back by Eva Novak today at 10:05 AM: Reason Another reason · Note No decision maker was in the call',
    'Accept by today at 10:10 AM',
    'Accept if: a company of 50 people or more asks to see the product',
    'Next: Clear up what was missing, then pass it on again, or recycle or disqualify it.',
  ]);
  const why =
    'Sent back by Eva Novak today at 10:05 AM: Reason Another reason · Note No decision maker was in the call';
  expect(await ana.openHome()).toContain(why);
  expect(ana.read(await ana.ask('/leads mine'))).toContain(why);
  expect(await ana.open(ana.card(), ids.more, 'Why me?')).toContain('it was sent back');
  await ana.closeModal();
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('Sent back by Eva Novak: Another reason');
  await ana.closeModal();
  expect(await legsOf(stage)).toEqual([
    { leg: 'mql_to_sdr', state: 'completed', owner_id: 'ana' },
    { leg: 'sql_to_ae', state: 'rejected', owner_id: 'eva' },
    { leg: 'mql_to_sdr', state: 'offered', owner_id: 'ana' },
  ]);
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toEqual([]);
  expect(await stage.query('select failure_point, answer_due_at from rejections')).toEqual([
    { failure_point: 'qualification_threshold', answer_due_at: null },
  ]);
});

test('qualified again, it goes to an AE again', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ ...BANT, authority: 'Her CFO, who was in the call' });
  expect((await legsOf(stage)).at(-1)).toMatchObject({ leg: 'sql_to_ae', state: 'offered' });
  expect(eva.reads()).toContain('Authority Her CFO, who was in the call');
});

test('a rejection that is undone leaves the AE with it, and the SDR with nothing to do', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  await eva.press(eva.card(), ids.undo);
  expect(eva.reads()).toContain('[Accept]');
  expect(ana.reads()).toContain('\nWithdrawn today at 10:05 AM: the rejection by Eva Novak was undone');
  expect(await legsOf(stage)).toMatchObject([
    { leg: 'mql_to_sdr', state: 'completed' },
    { leg: 'sql_to_ae', state: 'offered', owner_id: 'eva' },
    { leg: 'mql_to_sdr', state: 'withdrawn' },
  ]);
});

test('where whoever qualified it is away, their manager has it', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await ana.ask('/handoff away 2d');
  await reject(eva);
  expect((await legsOf(stage)).at(-1)).toEqual({ leg: 'mql_to_sdr', state: 'offered', owner_id: 'mia' });
  expect(deskOf(stage, 'mia').reads()).toContain('Sent back by Eva Novak');
});

test('an SDR who does not want it either gives it to their manager, and marketing hears nothing', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Wrong industry', note: 'She only collects offers' });
  const mia = deskOf(stage, 'mia');
  expect(mia.reads()).toContain(
    'Sent back by Ana Duarte today at 10:05 AM: Reason Wrong industry · Note She only collects offers',
  );
  expect((await legsOf(stage)).at(-1)).toEqual({ leg: 'mql_to_sdr', state: 'offered', owner_id: 'mia' });
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toEqual([]);

  await ana.press(ana.card(), ids.undo);
  expect(ana.reads()).toContain('[Accept]');
  expect(mia.reads()).toContain('the rejection by Ana Duarte was undone');
  expect((await legsOf(stage)).slice(-2)).toMatchObject([
    { state: 'offered', owner_id: 'ana' },
    { state: 'withdrawn', owner_id: 'mia' },
  ]);
});

test('what nobody above them wants either ends there', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Wrong industry' });
  const mia = deskOf(stage, 'mia');
  await mia.open(mia.card(), ids.reject);
  await mia.submit({ reason: 'Wrong industry' });
  const open = await stage.query(
    "select owner_id from handoffs where state not in ('completed', 'rejected')",
  );
  expect(open).toEqual([]);
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toEqual([]);
});

test('what customer success does not take goes back to its AE with its deal', async () => {
  const { stage, eva } = await offeredToEva();
  const vic = deskOf(stage, 'vic');
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Sign' });
  await eva.open(eva.card(), ids.win);
  await eva.submit({ promised: 'Live tomorrow', use_case: 'Demo requests' });
  stage.clock.forward(5);
  await vic.open(vic.card(), ids.reject);
  await vic.submit({ reason: 'Something else', note: 'Nobody can be live tomorrow' });
  expect(eva.reads()).toContain('Sent back by Vic Tanaka today at 10:10 AM: Reason Something else');
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.win);
  stage.clock.forward(1);
  await eva.submit({ promised: 'Live by June', use_case: 'Demo requests' });
  expect(vic.reads()).toContain('Promised Live by June');
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'closed_won' }]);
});

test('a rejection is not undone once its SDR has said that the lead is none', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(1);
  await ana.open(ana.card(), ids.more, 'Disqualify…');
  await ana.submit({ reason: 'Job seeker or student' });
  await eva.press(eva.card(), ids.undo);
  expect(await legsOf(stage)).toMatchObject([
    { leg: 'mql_to_sdr', state: 'completed' },
    { leg: 'sql_to_ae', state: 'rejected' },
    { leg: 'mql_to_sdr', state: 'completed' },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'disqualified' }]);
});

test('nor once what was qualified again came back again', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  const first = eva.card();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  stage.clock.forward(1);
  await reject(eva);
  await eva.press(first, ids.undo);
  expect((await legsOf(stage)).map((one) => `${one.leg} ${one.state}`)).toEqual([
    'mql_to_sdr completed',
    'sql_to_ae rejected',
    'mql_to_sdr completed',
    'sql_to_ae rejected',
    'mql_to_sdr offered',
  ]);
});

test('speed to lead is that of its second answer from when it came back, and a simulation replays one lead', async () => {
  const { stage, ana, eva } = await offeredToEva();
  stage.clock.forward(2 * 24 * 60);
  await reject(eva);
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(4);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'call', outcome: 'reached' });
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('Speed to lead: 4 min');
  const all = { from: new Date('2026-11-01'), until: new Date('2026-12-31'), withImported: false };
  let replayed = 0;
  for await (const page of readHistory(stage.app.core.db, all, 10)) replayed += page.length;
  expect(replayed).toBe(1);
});

test('what customer success sent back and is lost after all was not won, until that is undone', async () => {
  const { stage, eva } = await offeredToEva();
  const vic = deskOf(stage, 'vic');
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Sign' });
  stage.clock.forward(1);
  await eva.open(eva.card(), ids.win);
  await eva.submit({ promised: 'Live tomorrow', use_case: 'Demo requests' });
  stage.clock.forward(5);
  await vic.open(vic.card(), ids.reject);
  await vic.submit({ reason: 'Something else', note: 'They never signed' });
  await eva.press(eva.card(), ids.accept);
  stage.clock.forward(1);
  await eva.open(eva.card(), ids.lose);
  await eva.submit({ reason: 'Chose a competitor' });
  const wins = () =>
    stage.query(
      "select l.stage, s.undone_at is null as won from leads l join stage_changes s on s.lead_id = l.id and s.stage = 'closed_won'",
    );
  expect(await wins()).toEqual([{ stage: 'closed_lost', won: false }]);
  await eva.press(eva.card(), ids.undo);
  expect(await wins()).toEqual([{ stage: 'closed_won', won: true }]);
});

test('where whoever qualified it is shown no leads any more, the rules find somebody', async () => {
  const { stage, eva } = await offeredToEva();
  // Mara was an SDR when she qualified it, and is a marketer now.
  await stage.query("update handoffs set owner_id = 'mara' where leg = 'mql_to_sdr'");
  await reject(eva);
  expect(['ana', 'ben']).toContain((await legsOf(stage)).at(-1)?.owner_id);
});

test('what its SDR then gives up as well is no word to marketing either', async () => {
  const { stage, ana, eva } = await offeredToEva();
  await reject(eva);
  stage.clock.forward(3);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small' });
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toEqual([]);
  expect(
    await stage.query('select reason, failure_point, answer_due_at from rejections order by at'),
  ).toEqual([
    { reason: 'sent_back_otherwise', failure_point: 'qualification_threshold', answer_due_at: null },
    { reason: 'too_small', failure_point: 'qualification_threshold', answer_due_at: null },
  ]);
  expect((await deskOf(stage, 'mara').openHome()).join('\n')).not.toContain('Too small');
});

test('it goes to whoever passed it on, whatever was withdrawn since', async () => {
  const { stage, eva } = await offeredToEva();
  await reject(eva);
  // What is withdrawn by the Undo was with somebody else meanwhile.
  await stage.query("update handoffs set owner_id = 'ben' where leg = 'mql_to_sdr' and state = 'offered'");
  await eva.press(eva.card(), ids.undo);
  await reject(eva);
  expect((await legsOf(stage)).at(-1)).toEqual({ leg: 'mql_to_sdr', state: 'offered', owner_id: 'ana' });
});
