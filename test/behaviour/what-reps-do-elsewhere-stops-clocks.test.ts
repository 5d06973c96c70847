import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

const signed = { type: 'standard-webhooks', secret_env: ['WEBSITE_WEBHOOK_SECRET'] } as const;
const sourceOf = (id: string, name: string, more: object = {}) =>
  sourceSchema.parse({ id, name, auth: signed, ...more });

/** A dialler, with a mapping as in docs/activities.md, and a CRM that speaks our format; both sign what they send. */
const withTellers = (settings: Settings): Settings => ({
  ...settings,
  sources: [
    ...settings.sources,
    sourceOf('aircall', 'Aircall', {
      format: 'mapped',
      when: 'event = "call.ended" and data.direction = "outbound"',
      map: {
        id: '$string(data.id)',
        kind: '"activity"',
        'person.phone': '$phone(data.raw_digits)',
        'activity.channel': '"call"',
        'activity.outcome': 'data.answered_at ? "reached" : "no_answer"',
        'activity.at': 'data.started_at',
        'activity.by_email': 'data.user.email',
      },
    }),
    sourceOf('crm-tasks', 'Salesforce'),
    sourceOf('calendly', 'Calendly'),
    sourceOf('silent', 'Silent CRM', { mode: 'shadow' }),
  ],
});

/** A minute after ten in Berlin is one minute after MONDAY. */
const at = (minutes: number): Date => new Date(MONDAY.getTime() + minutes * 60_000);

type Call = { id: number; minute: number; by: string; answered?: boolean; digits?: string };
const callEnded = ({ id, minute, by, answered = false, digits = '+49 30 5550123' }: Call) => {
  const startedAt = at(minute).getTime() / 1_000;
  return {
    event: 'call.ended',
    data: {
      id,
      direction: 'outbound',
      started_at: startedAt,
      answered_at: answered ? startedAt + 12 : null,
      raw_digits: digits,
      user: { email: `${by}@acme-sales.example` },
    },
  };
};

async function offered(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage({ settings: withTellers });
  await stage.send(hot);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

async function accepted(): Promise<{ stage: TestStage; ana: Desk }> {
  const { stage, ana } = await offered();
  await ana.press(ana.card(), ids.accept);
  return { stage, ana };
}

/** Tells of something through the signed webhook of a source, and waits until the cards show it. */
async function tell(stage: TestStage, source: string, body: unknown): Promise<void> {
  expect(await stage.send(body, { source })).toBe(200);
  await stage.settle();
}

const clocksOf = (stage: TestStage) =>
  stage.query(`select kind, met, to_char(stopped_at at time zone 'UTC', 'HH24:MI') as stopped
    from clocks where kind in ('accept', 'response') order by kind`);

test('a call the dialler tells of is the first response, when it was made', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(9);
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 4, by: 'ana' }));

  expect(await clocksOf(stage)).toContainEqual({ kind: 'response', met: true, stopped: '09:04' });
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte, no answer · from Aircall');
  expect(ana.thread(ana.card())).toEqual([]);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    '• today at 10:04 AM: Ana Duarte responded by call: no answer · from Aircall\n',
  );
  expect(await stage.query("select outcome from items where source_id = 'aircall'")).toEqual([
    { outcome: 'activity' },
  ]);
});

test('whoever works on a lead that is offered to them has accepted it by that', async () => {
  const { stage, ana } = await offered();
  stage.clock.forward(3);
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 2, by: 'ana', answered: true }));

  expect(await stage.query("select type, actor_id from handoff_events where type <> 'offered'")).toEqual([
    { type: 'accepted', actor_id: 'ana' },
    { type: 'responded', actor_id: 'ana' },
  ]);
  expect(await clocksOf(stage)).toEqual([
    { kind: 'accept', met: true, stopped: '09:02' },
    { kind: 'response', met: true, stopped: '09:02' },
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'sales_accepted' }]);
  expect(ana.reads()).toContain('Called today at 10:02 AM by Ana Duarte, reached them · from Aircall');
});

test('what somebody else did stands on the card, and stops nothing', async () => {
  const { stage, ana } = await offered();
  stage.clock.forward(2);
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 1, by: 'ben' }));

  expect(ana.reads()).toContain(
    'Called today at 10:01 AM by Ben Okafor, no answer · from Aircall · Accept by today at 10:05 AM',
  );
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana' },
  ]);
  expect(await clocksOf(stage)).toEqual([
    { kind: 'accept', met: null, stopped: null },
    { kind: 'response', met: null, stopped: null },
  ]);
});

test('a call that is told after its deadline was told to the manager takes it off the list', async () => {
  const { stage, ana } = await offered();
  await stage.pass(6);
  const mia = deskOf(stage, 'mia');
  expect(mia.read(mia.overdue())).toContain('Grace Hopper (Globex)');
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 4, by: 'ana' }));

  expect(await clocksOf(stage)).toContainEqual({ kind: 'accept', met: true, stopped: '09:04' });
  expect(mia.read(mia.overdue())).toContain('Nothing overdue');
  expect(ana.reads()).toContain('Called today at 10:04 AM by Ana Duarte');
});

test('an activity before the handoff, about nobody we know, or from a source in shadow is left aside', async () => {
  const { stage } = await accepted();
  await tell(stage, 'aircall', callEnded({ id: 1, minute: -5, by: 'ana' }));
  await tell(stage, 'aircall', callEnded({ id: 2, minute: 0, by: 'ana', digits: '+1 212 5550100' }));
  await tell(stage, 'silent', {
    kind: 'activity',
    person: { email: 'grace@globex.example' },
    activity: { channel: 'email', by_email: 'ana@acme-sales.example' },
  });

  expect(
    await stage.query(`select outcome, problems -> 0 ->> 'problem' as why from items
      where outcome <> 'handoff' order by source_id, key`),
  ).toEqual([
    { outcome: 'ignored', why: 'before the lead was handed over' },
    { outcome: 'ignored', why: 'nobody who is known; what a rep does makes no lead' },
    { outcome: 'ignored', why: 'the source is in shadow, so what it tells stops no clock' },
  ]);
  expect(await clocksOf(stage)).toContainEqual({ kind: 'response', met: null, stopped: null });
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 1 }]);
});

test('what a rep does once the handoff is closed is left aside', async () => {
  const { stage, ana } = await offered();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  stage.clock.forward(5);
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 4, by: 'ana' }));

  expect(await stage.query("select problems from items where source_id = 'aircall'")).toEqual([
    { problems: [{ path: 'person', problem: 'no open handoff, so no clock waits for it' }] },
  ]);
  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 1 }]);
});

test('the same delivery again, or the same call under its id, does nothing', async () => {
  const { stage } = await accepted();
  stage.clock.forward(5);
  const call = callEnded({ id: 1, minute: 4, by: 'ana' });
  await tell(stage, 'aircall', call);
  await tell(stage, 'aircall', call);

  expect(await stage.query('select tries from handoffs')).toEqual([{ tries: 1 }]);
  expect(
    await stage.query("select count(*)::int as told from handoff_events where type = 'responded'"),
  ).toEqual([{ told: 1 }]);
});

test('a lead that has booked a meeting already is not asked to be accepted against a clock', async () => {
  const stage = await startStage({ settings: withTellers });
  await stage.send({ ...hot, meeting: { start_at: '2026-11-24T09:00:00Z' } });
  await stage.settle();

  // What comes of the meeting is still owed.
  expect(await stage.query("select kind from clocks where kind <> 'unassigned'")).toEqual([
    { kind: 'qualify' },
  ]);
  expect(deskOf(stage, 'ana').reads()).not.toContain('Accept by');
});

test('a meeting that is over needs no less of an answer to somebody who asks again', async () => {
  const stage = await startStage({ settings: withTellers });
  await stage.send({ ...hot, meeting: { start_at: '2026-11-20T09:00:00Z' } });
  await stage.settle();
  expect(await stage.query("select kind from clocks where kind <> 'unassigned' order by kind")).toEqual([
    { kind: 'accept' },
    { kind: 'response' },
  ]);
});

test('nor is one whose meeting a source told of, when it is offered to the next', async () => {
  const { stage, ana } = await offered();
  await tell(stage, 'crm-tasks', {
    kind: 'activity',
    person: { email: 'grace@globex.example' },
    activity: { channel: 'call', outcome: 'meeting_booked' },
  });
  expect(await clocksOf(stage)).toMatchObject([
    { kind: 'accept', met: true },
    { kind: 'response', met: true },
  ]);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Belongs to another territory' });
  await stage.settle();

  expect(await stage.query('select state, offer_no from handoffs')).toEqual([
    { state: 'offered', offer_no: 2 },
  ]);
  expect(await clocksOf(stage)).toHaveLength(2);
});

test('a meeting that is booked later stops the clocks of an offer nobody has accepted yet', async () => {
  const { stage, ana } = await offered();
  stage.clock.forward(2);
  const booked = {
    kind: 'signal',
    person: { email: 'grace@globex.example' },
    meeting: { start_at: '2026-11-24T09:00:00Z', host_email: 'ana@acme-sales.example' },
  };
  await tell(stage, 'calendly', booked);

  expect(await clocksOf(stage)).toEqual([
    { kind: 'accept', met: true, stopped: '09:02' },
    { kind: 'response', met: true, stopped: '09:02' },
  ]);
  expect(ana.reads()).toContain('Meeting tomorrow at 10:00 AM');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    'booked today at 10:02 AM · from Calendly',
  );
  await ana.closeModal();
  expect(ana.reads()).toContain('Next: Confirm the meeting that is booked.');
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);

  stage.clock.forward(1);
  await tell(stage, 'calendly', booked);
  expect(
    await stage.query("select count(*)::int as seen from handoff_events where type = 'activity_seen'"),
  ).toEqual([{ seen: 1 }]);
});

test('a meeting booked with whoever accepted the lead is their response, and ends the tries', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(5);
  await tell(stage, 'aircall', callEnded({ id: 1, minute: 4, by: 'ana' }));
  stage.clock.forward(20);
  await tell(stage, 'calendly', {
    kind: 'signal',
    person: { email: 'grace@globex.example' },
    meeting: { start_at: '2026-11-24T09:00:00Z' },
  });

  expect(await stage.query('select state, tries from handoffs')).toEqual([{ state: 'working', tries: 0 }]);
  expect(ana.reads()).toContain('Meeting tomorrow at 10:00 AM');
});
