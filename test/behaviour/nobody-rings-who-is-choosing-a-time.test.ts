import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import { dispatch } from '#src/handoff/dispatch.ts';
import { fromCalendly, withCalendly } from '../support/calendly.ts';
import { deskOf } from '../support/desk.ts';
import { askForm, CALENDARS, withCalendars, withoutBens, withQualify } from '../support/forms.ts';
import { hot, leadAt, person } from '../support/leads.ts';
import { pressAs } from '../support/press.ts';
import { all, inChannel, POOL_CHANNEL, toBeClaimed, withPool } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

type Query = Pick<TestStage, 'query'>;

const handoffs = ({ query }: Query) =>
  query<{ id: string; state: string; owner: string | null; kept: string | null; until: string | null }>(
    `select id, state, owner_id as owner, reserved_for as kept,
      to_char(reserved_until at time zone 'UTC', 'HH24:MI') as until from handoffs
    order by coalesce(owner_id, reserved_for) nulls last, id`,
  );
const lags = ({ query }: Query) =>
  query<{ rep_id: string; lag: number }>(`select rep_id, lag from ${STANDINGS} order by rep_id`);
const count = async ({ query }: Query, table: string) =>
  (await query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count;
/** Everything somebody hears: their direct messages. */
const hears = (stage: TestStage, id: string) => deskOf(stage, id).direct();

test('whoever is to have it hears nothing for three minutes, and then has an offer as any other', async () => {
  const stage = await startStage({ settings: withCalendars });

  expect((await askForm(stage, leadAt('acme'))).answer).toEqual({ book: CALENDARS.ana });
  await stage.settle();
  expect(await handoffs(stage)).toMatchObject([
    { state: 'waiting', owner: null, kept: 'ana', until: '09:03' },
  ]);
  expect(await count(stage, 'clocks')).toBe(0);
  await stage.pass(2.9);
  expect([hears(stage, 'ana'), hears(stage, 'mia')]).toEqual([[], []]);

  await stage.pass(0.1);
  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'ana', kept: null, until: null }]);
  expect(deskOf(stage, 'ana').reads()).toContain('Accept by today at 10:08 AM');
  expect(await stage.query('select no, rep_id, pool_id from offers')).toEqual([
    { no: 1, rep_id: 'ana', pool_id: 'sdr-emea' },
  ]);
  await stage.pass(3);
  expect(await count(stage, 'handoffs')).toBe(1);
  expect(await count(stage, "messages where kind = 'card'")).toBe(1);
});

test('whoever books within that time is a booked meeting at once, which nobody has to accept', async () => {
  const stage = await startStage({ settings: all(withCalendars, withCalendly) });
  await askForm(stage, hot);
  await stage.pass(1);

  const booked = { event: 'invitee.created', id: 'm-1', at: '2026-11-23T09:01:00Z' } as const;
  expect(await fromCalendly(stage, booked)).toBe(200);

  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'ana', kept: null }]);
  expect(deskOf(stage, 'ana').reads()).toContain('Meeting');
  expect(await stage.query('select kind from clocks where stopped_at is null order by kind')).toEqual([
    { kind: 'qualify' },
  ]);
  expect(hears(stage, 'ana')).toHaveLength(1);
  expect(deskOf(stage, 'ana').thread(deskOf(stage, 'ana').card())).toEqual([]);
  await stage.pass(30);
  expect([await count(stage, 'leads'), await count(stage, 'handoffs')]).toEqual([1, 1]);
  expect(hears(stage, 'mia')).toEqual([]);
});

test('a form left alone during a restart is offered by the process that comes after', async () => {
  const site = await openSite();
  const first = await site.start({ settings: withCalendars });
  await askForm(first, leadAt('acme'));
  await first.stop();
  site.clock.forward(4);

  const second = await site.start({ settings: withCalendars });
  await second.app.tick();
  await site.settle();

  expect(await handoffs(site)).toMatchObject([{ state: 'offered', owner: 'ana' }]);
  expect(await count(site, "messages where kind = 'card' and ts is not null")).toBe(1);
});

test('nothing of it stands in a list of anybody meanwhile, but whoever looks for it sees why', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, leadAt('acme'));
  await stage.settle();

  for (const id of ['ana', 'mia'])
    expect((await deskOf(stage, id).openHome()).join('\n')).not.toContain('acme');
  for (const line of ['/leads mine', '/leads team', '/leads waiting']) {
    const mia = deskOf(stage, 'mia');
    expect(mia.read(await mia.ask(line))).not.toContain('acme');
  }
  const mia = deskOf(stage, 'mia');
  expect(mia.read(await mia.ask('/leads find acme'))).toContain('Choosing a time, offered today at 10:03 AM');
  const [one] = await handoffs(stage);
  expect(mia.read(await mia.ask(`/leads show ${one?.id}`))).toContain('Choosing a time with Ana Duarte');
});

test('the turn is taken once, and nobody is given more than their cap meanwhile', async () => {
  const caps = { unanswered: 1, uncontacted: 1, per_day: 30 };
  const stage = await startStage({ settings: all(withCalendars, withPool('sdr-emea', { caps })) });

  const answers = [];
  for (const company of ['acme', 'initech', 'hooli'])
    answers.push((await askForm(stage, leadAt(company))).answer);

  expect(answers).toEqual([{ book: CALENDARS.ana }, { book: CALENDARS.ben }, { book: null }]);
  await stage.pass(3);
  expect(await handoffs(stage)).toMatchObject([
    { state: 'offered', owner: 'ana' },
    { state: 'offered', owner: 'ben' },
    { state: 'waiting', owner: null, kept: null },
  ]);
  expect(await stage.query('select rep_id, kind, offer_no from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn', offer_no: 1 },
    { rep_id: 'ben', kind: 'turn', offer_no: 1 },
  ]);
});

test('given to somebody else meanwhile, the turn is given back, and the lead is theirs at once', async () => {
  const stage = await startStage({ settings: withCalendars });
  const before = await lags(stage);
  await askForm(stage, leadAt('acme'));
  const [one] = await handoffs(stage);
  expect(await lags(stage)).not.toEqual(before);

  await dispatch(stage.app.core, one?.id ?? '', { type: 'reassign', to: 'cleo', because: 'theirs' });
  await stage.settle();

  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'cleo', kept: null }]);
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
  ]);
  expect((await lags(stage)).map(({ lag }) => Math.abs(lag))).toEqual([0, 0]);
  await stage.pass(5);
  expect(hears(stage, 'ana')).toEqual([]);
  // The next one is Ana's, as if this one had never been.
  expect((await askForm(stage, leadAt('initech'))).answer).toEqual({ book: CALENDARS.ana });
});

test('a manager may give it to somebody else meanwhile, by name or by the rules', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, leadAt('acme'));
  await askForm(stage, leadAt('initech'));
  const [ofAna, ofBen] = await handoffs(stage);
  const byMia = (id: string | undefined, to: string, because: string) =>
    pressAs(stage.app.core, stage.slackIdOf('mia'), id, { type: 'reassign', to, because });

  expect((await byMia(ofAna?.id, 'ben', 'He knows them')).ok).toBe(true);
  expect((await byMia(ofBen?.id, 'next', 'Ben has one')).ok).toBe(true);
  await stage.settle();

  expect(deskOf(stage, 'ben').reads()).toContain('He knows them');
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ben', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
    { rep_id: 'ben', kind: 'credit' },
    { rep_id: 'ana', kind: 'turn' },
  ]);
  await stage.pass(4);
  expect(await count(stage, "messages where kind = 'card'")).toBe(2);
});

test('a rejection after the offer gives the turn back as any other', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, leadAt('acme'));
  await stage.pass(3);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.press(ana.card(), ids.undo);

  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'duplicate' });

  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
  ]);
});

test('whoever is away when it is to be offered gives the turn back, and somebody else has it', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, leadAt('acme'));
  await stage.settle();
  await deskOf(stage, 'ana').ask('/handoff away 5h');

  await stage.pass(3);

  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'ben' }]);
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
    { rep_id: 'ben', kind: 'turn' },
  ]);
});

test('whoever is only at the end of their day has it all the same: their calendar was shown', async () => {
  const stage = await startStage({ at: new Date('2026-11-23T16:58:00Z'), settings: withCalendars });
  expect((await askForm(stage, leadAt('acme'))).answer).toEqual({ book: CALENDARS.ana });

  await stage.pass(3);

  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'ana' }]);
});

test('who asks to be forgotten meanwhile is, and takes nobody’s turn', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, hot);

  await stage.send({ kind: 'erasure', person: { email: 'grace@globex.example' } });
  await stage.pass(4);

  expect(await handoffs(stage)).toMatchObject([{ state: 'withdrawn', kept: null }]);
  expect(hears(stage, 'ana')).toEqual([]);
  expect((await lags(stage)).map(({ lag }) => Math.abs(lag))).toEqual([0, 0]);
});

test('where nobody can be booked nothing is held: it lies to be claimed, or is offered, at once', async () => {
  const claimed = await startStage({ settings: all(withCalendars, toBeClaimed) });
  await askForm(claimed, leadAt('acme'));
  await claimed.settle();
  expect(deskOf(claimed, 'ana').channel(POOL_CHANNEL)).toHaveLength(1);

  const without = await startStage({ settings: withoutBens });
  await askForm(without, leadAt('acme'));
  await askForm(without, leadAt('initech'));
  await without.settle();
  // Ben has no calendar.
  expect(await handoffs(without)).toMatchObject([
    { state: 'waiting', kept: 'ana' },
    { state: 'offered', owner: 'ben', kept: null },
  ]);
});

test('cards that stand in a channel stand there when it is over', async () => {
  const stage = await startStage({ settings: all(withCalendars, inChannel) });
  await askForm(stage, leadAt('acme'));
  await stage.settle();
  expect(deskOf(stage, 'ana').channel(POOL_CHANNEL)).toEqual([]);

  await stage.pass(3);
  expect(deskOf(stage, 'ana').channel(POOL_CHANNEL)).toHaveLength(1);
});

test('how long is a setting', async () => {
  const stage = await startStage({ settings: all(withCalendars, withQualify({ hold: '10m' })) });
  await askForm(stage, leadAt('acme'));

  expect(await handoffs(stage)).toMatchObject([{ until: '09:10' }]);
});

/** The tool whose form it is, under a source of its own. */
const withTypeform = (settings: Settings): Settings => ({
  ...settings,
  sources: [
    ...settings.sources,
    sourceSchema.parse({
      ...{ id: 'forms', name: 'Forms', format: 'typeform', defaults: { channel: 'demo_request' } },
      auth: { type: 'own', secret_env: ['FORMS_SECRET'] },
    }),
  ],
});

async function fromTypeform(stage: TestStage, token: string, at: string): Promise<number> {
  const body = JSON.stringify({
    event_type: 'form_response',
    form_response: {
      ...{
        token,
        submitted_at: at,
        definition: { title: 'Demo', fields: [{ id: 'a', title: 'Company size' }] },
      },
      answers: [
        { type: 'email', email: 'grace@globex.example', field: { id: 'e', ref: 'x1' } },
        { type: 'text', text: 'Grace Hopper', field: { id: 'n', ref: 'name' } },
        { type: 'text', text: 'We drown in leads', field: { id: 'm', ref: 'message' } },
      ],
    },
  });
  const response = await fetch(`${stage.address}/webhooks/forms`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'typeform-signature': `sha256=${createHmac('sha256', SOURCE_SECRET).update(body).digest('base64')}`,
    },
    body,
  });
  await stage.settle();
  return response.status;
}

const once = async (stage: TestStage) => [
  await count(stage, 'leads'),
  await count(stage, 'handoffs'),
  await count(stage, "balance_entries where kind = 'turn'"),
  await count(stage, "messages where kind = 'card'"),
  await count(stage, "messages where kind = 'joined'"),
  await count(stage, "signals where type = 'form_submit'"),
];

test('the tool that tells of the same form is one lead, in the time or long after it', async () => {
  const stage = await startStage({ settings: all(withCalendars, withTypeform) });
  await askForm(stage, hot);
  await stage.pass(1);

  expect(await fromTypeform(stage, 'f-1', '2026-11-23T09:00:02Z')).toBe(200);
  expect(await handoffs(stage)).toMatchObject([{ state: 'waiting', kept: 'ana', until: '09:03' }]);
  expect(hears(stage, 'ana')).toEqual([]);
  await stage.pass(30);
  await fromTypeform(stage, 'f-1-again', '2026-11-23T09:00:02Z');

  expect(await once(stage)).toEqual([1, 1, 1, 1, 0, 1]);
  expect(deskOf(stage, 'ana').reads()).toContain('Grace Hopper');
  // What only the tool said is known now.
  expect(await count(stage, `leads where record #>> '{discovery,notes}' = 'We drown in leads'`)).toBe(1);
});

test('the tool that tells of the same form first is one lead too, and whoever has it hears to wait', async () => {
  const stage = await startStage({ settings: all(withCalendars, withTypeform) });
  await stage.send(hot, { source: 'content' });
  await fromTypeform(stage, 'f-1', '2026-11-23T09:00:00Z');
  const [leads, handedOver, turns, cards, , signals] = await once(stage);

  expect((await askForm(stage, { ...hot, id: 'f-1' })).answer).toEqual({ book: CALENDARS.ana });
  await stage.settle();

  expect(await once(stage)).toEqual([leads, handedOver, turns, cards, 2, signals]);
  expect(await handoffs(stage)).toMatchObject([{ state: 'offered', owner: 'ana' }]);
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card()).at(-1)).toMatch(
    /^Grace Hopper \(Globex\) may be choosing a time with you until today at 10:03 AM: wait with the call\./,
  );
});

test('our own JSON for the same form, with its id or without, is one lead', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, { ...hot, id: 'f-1' });
  await stage.send({ ...hot, id: 'f-1' });
  await stage.send(hot);
  await stage.send({ ...hot, id: 'f-1', owner_email: 'ben@acme-sales.example' });
  await stage.pass(3);

  expect(await once(stage)).toEqual([1, 1, 1, 1, 0, 1]);
  expect(await stage.query('select outcome from items order by outcome')).toMatchObject([
    { outcome: 'handoff' },
    { outcome: 'joined' },
    { outcome: 'joined' },
    { outcome: 'repeated' },
  ]);
});

test('our own JSON before the form is one lead', async () => {
  const stage = await startStage({ settings: withCalendars });
  await stage.send({ ...hot, id: 'f-1' });
  await stage.settle();

  expect((await askForm(stage, { ...hot, id: 'f-1' })).answer).toEqual({ book: CALENDARS.ana });
  expect((await askForm(stage, hot)).answer).toEqual({ book: CALENDARS.ana });
  await stage.settle();

  // What says the same under the same id is only counted; of the other whoever has it hears that they may be booking.
  expect(await once(stage)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a rep who was done with it before the tool told of it is not given it again', async () => {
  const stage = await startStage({ settings: all(withCalendars, withTypeform) });
  await askForm(stage, hot);
  await stage.pass(3);
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'too_small' });

  await fromTypeform(stage, 'f-1', '2026-11-23T09:00:00Z');

  expect(await count(stage, 'handoffs')).toBe(1);
});

test('whoever asks anew later asks again', async () => {
  const stage = await startStage({ settings: withCalendars });
  await askForm(stage, hot);
  await stage.pass(3);
  await deskOf(stage, 'ana').press(deskOf(stage, 'ana').card(), ids.accept);
  await stage.pass(60);

  await askForm(stage, { ...hot, discovery: { notes: 'Still waiting' } });
  await stage.settle();

  expect(deskOf(stage, 'ana').thread(deskOf(stage, 'ana').card()).join()).toContain('is back');
});

test('what makes it hotter meanwhile changes its clocks, and tells nobody yet', async () => {
  const stage = await startStage({
    settings: all(withCalendars, withQualify({}, 'content'), (settings) => ({
      ...settings,
      mql: {
        ...settings.mql,
        hand_raisers: { ...settings.mql.hand_raisers, channel: ['demo_request', 'content'] },
      },
    })),
  });
  await askForm(stage, { ...person('Jane', 'jane@acme.example'), channel: 'content' }, { source: 'content' });
  expect(await stage.query('select temperature, policy_id, reserved_for from handoffs')).toMatchObject([
    { reserved_for: 'ana' },
  ]);
  const [warm] = await stage.query<{ temperature: string }>('select temperature from handoffs');
  expect(warm?.temperature).not.toBe('hot');

  await stage.send(person('Jane', 'jane@acme.example'));
  await stage.settle();
  expect(await stage.query('select temperature, policy_id, reserved_for from handoffs')).toEqual([
    { temperature: 'hot', policy_id: 'hot', reserved_for: 'ana' },
  ]);
  expect(hears(stage, 'ana')).toEqual([]);

  await stage.pass(3);
  expect(deskOf(stage, 'ana').reads()).toContain('Accept by today at 10:08 AM');
});
