import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { fromCalendly, withCalendly } from '../support/calendly.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Ten o'clock in Berlin on a Monday; the meeting is booked for Tuesday at ten. */
const BOOKED = { event: 'invitee.created', id: 'A', at: '2026-11-23T09:00:00Z' } as const;
const CANCELLED = { event: 'invitee.canceled', id: 'A', at: '2026-11-23T09:20:00Z', by: 'invitee' } as const;
const TUESDAY = '2026-11-24T09:00:00Z';

const running = async (stage: TestStage): Promise<string[]> => {
  const rows = await stage.query<{ clock: string }>(
    `select kind || ' by ' || to_char(deadline_at at time zone 'UTC', 'HH24:MI') as clock from clocks
      where stopped_at is null and kind not in ('qualify', 'unassigned') order by kind`,
  );
  return rows.map(({ clock }) => clock);
};

async function booked(): Promise<TestStage> {
  const stage = await startStage({ settings: withCalendly });
  expect(await fromCalendly(stage, BOOKED)).toBe(200);
  return stage;
}

test('a booking is a lead of its own: it has an owner, its card says when the meeting is, and nothing is due before', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');

  expect(await stage.query('select state, owner_id, temperature from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana', temperature: 'hot' },
  ]);
  expect(await running(stage)).toEqual([]);
  expect(ana.reads()).toContain('Meeting tomorrow at 10:00 AM (Tue 04:00 for them) · Join');
  expect(ana.reads()).toContain('Next: Confirm the meeting that is booked.');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    'Meeting tomorrow at 10:00 AM (Tue 04:00 for them) · Join, booked today at 10:00 AM · from Calendly',
  );
});

test('a hot lead that nobody accepted is owed an acceptance and a response when its meeting is cancelled', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(await running(stage)).toEqual(['accept by 09:25', 'response by 09:35']);
  expect(ana.reads()).toContain('cancelled by them today at 10:20 AM');
  expect(ana.reads()).toContain('Accept by today at 10:25 AM');
  expect(ana.reads()).toContain('Next: The meeting is off: offer them a new time.');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('was cancelled by them · from Calendly');

  // And its manager is told, as of any hot lead.
  await ana.closeModal();
  await stage.pass(6);
  const mia = deskOf(stage, 'mia');
  expect(mia.read(mia.overdue())).toContain('Grace Hopper');
});

test('whoever accepted and never reached out owes the first response, from the cancellation on', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(20);
  await fromCalendly(stage, { ...CANCELLED, by: 'host' });

  expect(await running(stage)).toEqual(['response by 09:35']);
  expect(ana.reads()).toContain('cancelled by its host');
});

test('whoever has reached the lead before owes the next try', async () => {
  const stage = await startStage({ settings: withCalendly });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'call', outcome: 'reached' });
  stage.clock.forward(10);
  await fromCalendly(stage, { ...BOOKED, at: '2026-11-23T09:10:00Z' });
  expect(await running(stage)).toEqual([]);
  stage.clock.forward(10);
  await fromCalendly(stage, CANCELLED);

  expect(await running(stage)).toEqual(['follow_up by 09:20']);
});

test.each([
  ['the old one is called off first', ['moved', 'new']],
  ['the new one is booked first', ['new', 'moved']],
])('a meeting that is moved stands at its new time, though %s', async (_, order) => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(5);
  const at = '2026-11-23T09:05:00Z';
  for (const which of order) {
    if (which === 'moved') await fromCalendly(stage, { ...CANCELLED, at, rescheduled: true });
    else await fromCalendly(stage, { ...BOOKED, id: 'B', at, replaces: 'A', start: '2026-11-26T15:00:00Z' });
    expect(await running(stage)).toEqual([]);
  }

  expect(ana.reads()).toMatch(/Meeting (?!tomorrow).* at 4:00 PM \(Thu 10:00 for them\)/);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('The meeting was moved to Thu');
  expect(
    await stage.query(
      'select count(*)::int as handoffs, (select count(*)::int from leads) as leads from handoffs',
    ),
  ).toEqual([{ handoffs: 1, leads: 1 }]);
  expect(await stage.query("select count(*)::int as asked from clocks where kind = 'accept'")).toEqual([
    { asked: 0 },
  ]);
});

test('what was called off before its booking came waits for no meeting', async () => {
  const stage = await startStage({ settings: withCalendly });
  stage.clock.forward(21);
  await fromCalendly(stage, CANCELLED);
  await fromCalendly(stage, BOOKED);

  expect(await running(stage)).toEqual(['accept by 09:26', 'response by 09:36']);
  expect(await stage.query('select status from meetings')).toEqual([{ status: 'cancelled' }]);

  // The same booking once more changes nothing.
  await fromCalendly(stage, BOOKED);
  expect(await running(stage)).toEqual(['accept by 09:26', 'response by 09:36']);
});

test('of two meetings at once the other still stands when one is called off', async () => {
  const stage = await booked();
  await fromCalendly(stage, { ...BOOKED, id: 'B', start: '2026-11-25T09:00:00Z' });
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(await running(stage)).toEqual([]);
  expect(deskOf(stage, 'ana').reads()).toMatch(/Meeting .* at 10:00 AM \(Wed 04:00 for them\)/);
});

test('a meeting that a CRM tells of too is one meeting, and called off by either', async () => {
  const stage = await booked();
  await stage.send({
    kind: 'signal',
    person: { email: 'grace@globex.example' },
    meeting: { id: 'crm-7', start_at: TUESDAY },
  });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const details = await ana.open(ana.card(), ids.more, 'Details');
  expect(details.match(/Meeting tomorrow/g)).toHaveLength(1);
  await ana.closeModal();
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(await running(stage)).toEqual(['accept by 09:25', 'response by 09:35']);
});

test('a lead whose meeting was called off while it slept wakes, and is owed an acceptance', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  stage.clock.forward(5);
  await fromCalendly(stage, { ...CANCELLED, at: '2026-11-23T09:05:00Z' });

  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
  expect(await running(stage)).toEqual(['accept by 09:10', 'response by 09:20']);
});

test('a meeting that is called off once the lead is closed starts nothing', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(await running(stage)).toEqual([]);
  expect(await stage.query('select status from meetings')).toEqual([{ status: 'cancelled' }]);
});

test.each([
  ['is called off', ['accept by 09:06', 'response by 09:16'], CANCELLED],
  ['stands', [], null],
])(
  'a rejection that is undone when the meeting %s: what is owed starts, and nothing else',
  async (_, owed, told) => {
    const stage = await booked();
    const ana = deskOf(stage, 'ana');
    await ana.open(ana.card(), ids.reject);
    await ana.submit({ reason: 'bad_contact_data' });
    stage.clock.forward(1);
    if (told) await fromCalendly(stage, { ...told, at: '2026-11-23T09:00:30Z' });
    expect(await running(stage)).toEqual([]);

    await ana.press(ana.card(), ids.undo);

    expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
    expect(await running(stage)).toEqual(owed);
  },
);

test('a rejection that is undone when the meeting is over: what came of it is owed', async () => {
  const stage = await startStage({ settings: withCalendly });
  await fromCalendly(stage, { ...BOOKED, start: '2026-11-23T09:00:00Z', minutes: 1 });
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  await stage.pass(1);

  await ana.press(ana.card(), ids.undo);

  expect(await running(stage)).toEqual(['outcome by 13:01']);
});

test('a rejection without a meeting is undone as ever: the clocks go on that it stopped, once each', async () => {
  const stage = await startStage({ settings: withCalendly });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  stage.clock.forward(1);

  await ana.press(ana.card(), ids.undo);

  expect(await running(stage)).toEqual(['accept by 09:05', 'response by 09:15']);
});

test('what is owed while ops have stopped all clocks stands still until they go on', async () => {
  const stage = await booked();
  await deskOf(stage, 'olga').ask('/handoff pause 1h maintenance');
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(
    await stage.query(
      "select kind, paused_at is not null as still from clocks where stopped_at is null and kind = 'accept'",
    ),
  ).toEqual([{ kind: 'accept', still: true }]);
});

test('a second form after the meeting fell away is a hand raised again', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'call', outcome: 'reached' });
  expect(await running(stage)).toEqual([]);
  stage.clock.forward(60);
  await stage.send(hot);
  await stage.settle();

  expect(await running(stage)).toEqual(['response by 10:35']);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('They asked again after the meeting');
});

test('a second form while the meeting stands starts nothing', async () => {
  const stage = await booked();
  stage.clock.forward(20);
  await stage.send(hot);
  await stage.settle();
  expect(await running(stage)).toEqual([]);
});

test('a later handoff waits for no meeting that an earlier one saw called off', async () => {
  const stage = await booked();
  const ana = deskOf(stage, 'ana');
  await fromCalendly(stage, CANCELLED);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  stage.clock.forward(30);
  await stage.send(hot);
  await stage.settle();

  expect(await running(stage)).toEqual(['accept by 09:35', 'response by 09:45']);
});

test('of a deal nothing is due when a meeting is cancelled: its AE spoke with them, and no cadence follows it up', async () => {
  const stage = await booked();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({ budget: '40,000', authority: 'She decides', need: 'Speed', timeline: 'March' });
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit({ amount: '40000', currency: 'EUR', close_on: '2027-03-31', next_step: 'Demo' });
  stage.clock.forward(20);
  await fromCalendly(stage, CANCELLED);

  expect(eva.reads()).toContain('cancelled by them');
  expect(await running(stage)).toEqual([]);
});
