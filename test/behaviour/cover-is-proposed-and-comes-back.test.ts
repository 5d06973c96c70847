import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { replay } from '#domain/routing/replay.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { decisionsOf } from '../support/decisions.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { warmAt } from '../support/leads.ts';
import { pressAs } from '../support/press.ts';
import { withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { STANDINGS } from '../support/standings.ts';

/** Cleo is in the European pool for these tests; she works in New York, and her hours must not matter. */
const withCleo = withPool('sdr-emea', {
  members: [
    { person: 'ana', weight: 1 },
    { person: 'ben', weight: 1 },
    { person: 'cleo', weight: 1 },
  ],
  outside_hours: 'offer',
});

/** Which lead is whose, in which state, and as which offer. */
const where = async ({ query }: Pick<TestStage, 'query'>) =>
  (
    await query<{
      at: string;
    }>(`select concat_ws(' ', l.record -> 'account' ->> 'name', h.owner_id, h.state) as at
      from handoffs h join leads l on l.id = h.lead_id order by h.created_at`)
  ).map(({ at }) => at);
const outcomes = async ({ query }: Pick<TestStage, 'query'>) =>
  (
    await query<{ of: string }>(`select concat_ws(' ', c.to_id, coalesce(c.outcome, 'covers')) as of
      from covered_handoffs c join handoffs h on h.id = c.handoff_id order by h.created_at`)
  ).map(({ of }) => of);

/** Ana has these leads and nobody else any: who is away gets none. */
async function anaHas(stage: TestStage, ...companies: string[]): Promise<Desk> {
  await stage.query("update people set away_until = '2026-12-24' where id in ('ben', 'cleo')");
  for (const company of companies) {
    stage.clock.forward(0.1);
    await stage.send(warmAt(company));
  }
  await stage.settle();
  await stage.query('update people set away_until = null');
  return deskOf(stage, 'ana');
}

const cardOf = (desk: Desk, company: string) => {
  const card = desk
    .cards()
    .filter(({ ephemeral }) => !ephemeral)
    .findLast((one) => desk.read(one).includes(`Lead of ${company}`));
  if (!card) throw new Error(`no card of ${company}`);
  return card;
};
const statusOf = (desk: Desk, company: string): string => desk.read(cardOf(desk, company));
/** The last message that begins like this, line by line. */
const told = (desk: Desk, begins: string) =>
  desk
    .direct()
    .findLast((text) => text.startsWith(begins))
    ?.split('\n');

/** Presses, and lets the cards be posted: Slack takes one message a second in a conversation. */
async function press(stage: TestStage, desk: Desk, proposal: SeenMessage): Promise<string> {
  const answer = await desk.press(proposal, ids.handOver);
  for (const _ of [1, 2]) await stage.pass(0.05);
  return answer;
}

/** Ana goes for two hours and hands over what she has. */
const handOver = async (stage: TestStage, ana: Desk): Promise<string> =>
  press(stage, ana, await ana.ask('/handoff away 2h'));

test('who goes away is proposed cover by the rules, and one press hands everything over', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex', 'initech', 'hooli');
  await ana.press(cardOf(ana, 'globex'), ids.accept);

  const proposal = await ana.ask('/handoff away 2h');
  expect(ana.read(proposal).split('\n')).toEqual([
    'You get no new leads until today at 12:00 PM. Back sooner? /handoff back',
    '3 open leads: 2 to Ben Okafor, 1 to Cleo Marsh.',
    '[Hand over 3 leads] [Keep them]',
  ]);
  expect(await where(stage)).toEqual(['globex ana accepted', 'initech ana offered', 'hooli ana offered']);

  await press(stage, ana, proposal);
  expect(await where(stage)).toEqual(['globex ben accepted', 'initech cleo offered', 'hooli ben offered']);
  const ben = deskOf(stage, 'ben');
  expect(statusOf(ben, 'globex')).toContain(
    'You cover this for Ana Duarte until today at 12:00 PM · Accepted by Ana Duarte',
  );
  expect(statusOf(ben, 'hooli')).toContain(
    'You cover this for Ana Duarte until today at 12:00 PM · Accept by',
  );
  expect(statusOf(ana, 'globex')).toContain('Covered by Ben Okafor until today at 12:00 PM');
  expect(told(ben, 'Ana')).toEqual([
    'Ana Duarte is away until today at 12:00 PM; you cover 2 leads:',
    '• Lead of globex (globex)',
    '• Lead of hooli (hooli)',
  ]);
  expect(told(ana, 'You are')).toEqual([
    'You are away until today at 12:00 PM.',
    '• Ben Okafor: Lead of globex (globex), Lead of hooli (hooli)',
    '• Cleo Marsh: Lead of initech (initech)',
  ]);
});

test('covering takes no turn, is told in Why me, and its decision can be made again', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex');
  const turns = 'select rep_id, kind from balance_entries order by id';
  const standing = `select rep_id, lag from ${STANDINGS} order by pool_id, rep_id`;
  const before = [await stage.query(turns), await stage.query(standing)];
  await handOver(stage, ana);

  expect([await stage.query(turns), await stage.query(standing)]).toEqual(before);
  const record = (await decisionsOf(stage)).at(-1);
  expect(record).toMatchObject({ because: 'cover', by: 'pool', chosenId: 'ben' });
  const { settings } = stage.app.core.inForce();
  expect(record && replay(settings, record)).toMatchObject({ ok: true, agrees: true });
  const ben = deskOf(stage, 'ben');
  expect(await ben.open(cardOf(ben, 'globex'), ids.more, 'Why me?')).toContain(
    'Ben Okafor covers it: next of those in SDRs in Europe who can. No turn was counted. Passed over: Ana Duarte (away).',
  );
});

test('caps count what is proposed already, and what nobody can take stays with its owner', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex', 'initech', 'hooli');
  const ben = deskOf(stage, 'ben');
  // Ben may have three unanswered offers, and has one.
  await ana.ask('/handoff away 1m');
  await stage.send(warmAt('umbrella'));
  await stage.settle();
  await stage.pass(1);

  const proposal = await ana.ask('/handoff away 2h');
  expect(ana.read(proposal).split('\n').slice(1)).toEqual([
    '3 open leads: 2 to Ben Okafor.',
    '1 nobody can take now: it stays with you, and Mia Lindqvist is told when it runs late.',
    '[Hand over 2 leads] [Keep them]',
  ]);
  await press(stage, ana, proposal);
  expect(await where(stage)).toEqual([
    'globex ben offered',
    'initech ben offered',
    'hooli ana offered',
    'umbrella ben offered',
  ]);
  expect(told(ben, 'Ana')?.[0]).toContain('you cover 2 leads');
});

test('where nobody can take anything nothing is proposed', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await stage.query("update people set away_until = '2026-12-24' where id = 'ben'");

  expect(ana.read(await ana.ask('/handoff away 2h')).split('\n')).toEqual([
    'You get no new leads until today at 12:00 PM. Back sooner? /handoff back',
    '1 open lead: 1 nobody can take now: it stays with you, and Mia Lindqvist is told when it runs late.',
  ]);
});

test('what the cover has not worked comes back with its owner, and what they worked stays', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex', 'initech', 'hooli');
  await ana.press(cardOf(ana, 'globex'), ids.accept);
  await handOver(stage, ana);
  const ben = deskOf(stage, 'ben');
  await ben.press(cardOf(ben, 'initech'), ids.accept);

  await stage.pass(120);

  expect(await where(stage)).toEqual(['globex ana accepted', 'initech ben accepted', 'hooli ana offered']);
  expect(await outcomes(stage)).toEqual(['ben returned', 'ben kept', 'ben returned']);
  expect(told(ana, 'Welcome')).toEqual([
    'Welcome back: 2 leads are yours again: Lead of globex (globex), Lead of hooli (hooli).',
    'Ben Okafor worked 1 and keeps it: Lead of initech (initech).',
  ]);
  expect(told(ben, 'Ana Duarte is back')).toEqual([
    'Ana Duarte is back. Thank you for covering.',
    'Back with them: Lead of globex (globex), Lead of hooli (hooli).',
    'You worked on it, so it stays yours: Lead of initech (initech).',
  ]);
  expect(statusOf(ana, 'hooli')).toContain('Passed on from Ben Okafor: its owner is back');
  expect(statusOf(ben, 'globex')).toContain('its owner is back · now with Ana Duarte');
  expect(statusOf(ben, 'initech')).not.toContain('cover');
});

test('who comes back sooner has everything back at once, and a second time changes nothing', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  expect(await where(stage)).toEqual(['globex ben offered']);

  await ana.ask('/handoff back');
  await stage.settle();
  expect(await where(stage)).toEqual(['globex ana offered']);
  await stage.pass(0);
  const read = ana.direct();
  await ana.ask('/handoff back');
  await stage.pass(0);
  expect(ana.direct()).toEqual(read);
  expect(await outcomes(stage)).toEqual(['ben returned']);
});

test('a longer absence is covered for longer, and the cards say so', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  await ana.ask('/handoff away 5h');
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  expect(statusOf(ben, 'globex')).toContain('You cover this for Ana Duarte until today at 3:00 PM');
  expect(statusOf(ana, 'globex')).toContain('Covered by Ben Okafor until today at 3:00 PM');

  await stage.pass(150);
  expect(await where(stage)).toEqual(['globex ben offered']);
  await stage.pass(150);
  expect(await where(stage)).toEqual(['globex ana offered']);
});

test('what a manager gave to somebody else meanwhile, or what was closed, is over', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex', 'initech');
  await deskOf(stage, 'cleo').ask('/handoff away 1d');
  await handOver(stage, ana);
  const ben = deskOf(stage, 'ben');
  await deskOf(stage, 'cleo').ask('/handoff back');
  const [first] = await stage.query<{ id: string }>('select id from handoffs order by created_at limit 1');
  const toCleo = { type: 'reassign', to: 'cleo', because: 'knows them' } as const;
  await pressAs(stage.app.core, stage.slackIdOf('mia'), first?.id, toCleo);
  await ben.open(cardOf(ben, 'initech'), ids.reject);
  await ben.submit({ reason: 'Not our kind of company' });

  await stage.pass(120);
  expect(await where(stage)).toEqual(['globex cleo offered', 'initech ben rejected']);
  expect(await outcomes(stage)).toEqual(['ben over', 'ben over']);
  expect(told(ana, 'Welcome')).toEqual([
    'Welcome back. None of your leads came back:',
    '2 were closed, or given to somebody else.',
  ]);
});

test('a cover who goes away is covered too, and the lead still finds its owner', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  const ben = deskOf(stage, 'ben');
  await press(stage, ben, await ben.ask('/handoff away 5h'));
  expect(await where(stage)).toEqual(['globex cleo offered']);

  await stage.pass(120);
  expect(await where(stage)).toEqual(['globex ana offered']);
  await stage.pass(180);
  expect(await where(stage)).toEqual(['globex ana offered']);
  expect(await outcomes(stage)).toEqual(['ben returned', 'cleo over']);
});

test('who keeps their leads keeps them, and a second press changes nothing', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  const proposal = await ana.ask('/handoff away 2h');

  expect(await ana.press(proposal, ids.keepLeads)).toBe('Your open leads stay with you.');
  expect(await ana.press(proposal, ids.handOver)).toBe('That was declined already. Nothing was changed.');
  const again = await ana.ask('/handoff away 3h');
  expect(await ana.press(again, ids.handOver)).toBe('Handed over: 1 lead to Ben Okafor.');
  expect(await ana.press(again, ids.handOver)).toBe('That was agreed to already. Nothing was changed.');
  await ana.ask('/handoff back');
  expect(await where(stage)).toEqual(['globex ana offered']);

  const late = await ana.ask('/handoff away 2h');
  await stage.pass(121);
  expect(await ana.press(late, ids.handOver)).toBe(
    'That is over: nobody needs cover for it any more. Nothing was changed.',
  );
});

test('cover is proposed after the form of one’s Home, too', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.openHome();
  await ana.pressHome(ids.away);
  await stage.slack.until(() => ana.modal().includes('How long'), 3_000);
  await ana.submit({ absence: 'For 2 hours' });
  expect(ana.modal()).toContain('1 open lead: 1 to Ben Okafor.');

  await ana.submit({});
  await stage.pass(0.05);
  expect(ana.modal()).not.toContain('Hand them over');
  expect(await where(stage)).toEqual(['globex ben offered']);
});

test('what moved because somebody was away uses up nobody’s leads of the day', async () => {
  const caps = { unanswered: 3, uncontacted: 15, per_day: 2 };
  const stage = await startStage({ settings: withPool('sdr-emea', { caps }) });
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  await stage.pass(120);
  expect(await where(stage)).toEqual(['globex ana offered']);

  // Ana had one of her two, and Ben none of his.
  for (const company of ['initech', 'hooli', 'umbrella', 'soylent']) {
    await stage.send(warmAt(company));
    await stage.settle();
  }
  const owners = await stage.query<{ owner: string | null; leads: number }>(
    'select owner_id as owner, count(*)::int as leads from handoffs group by 1 order by 1 nulls last',
  );
  expect(owners).toEqual([
    { owner: 'ana', leads: 2 },
    { owner: 'ben', leads: 2 },
    { owner: null, leads: 1 },
  ]);
});

test('a lead that came back and was none gives the turn back that it once took', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  await stage.pass(120);
  await ana.open(cardOf(ana, 'globex'), ids.reject);
  await ana.submit({ reason: 'Vendor or spam' });

  const entries = () => stage.query('select rep_id, kind from balance_entries order by id');
  const given = [
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ana', kind: 'credit' },
  ];
  expect(await entries()).toEqual(given);
  await ana.press(cardOf(ana, 'globex'), ids.undo);
  expect(await entries()).toEqual([...given, { rep_id: 'ana', kind: 'debit' }]);
});

test('what is closed while the others move is passed over, and nobody waits for it', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex', 'initech');
  const proposal = await ana.ask('/handoff away 2h');
  await stage.query(`create function close_others() returns trigger language plpgsql as $$
    begin
      update handoffs set state = 'completed' where id <> new.handoff_id;
      return new;
    end $$`);
  await stage.query(
    'create trigger close_others before insert on covered_handoffs for each row execute function close_others()',
  );

  expect(await ana.press(proposal, ids.handOver)).toBe('Handed over: 1 lead to Ben Okafor.');
  expect(await where(stage)).toEqual(['globex ben offered', 'initech ana completed']);
});

test('a lead the cover accepted, and a manager took that back, comes back', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  const ben = deskOf(stage, 'ben');
  await ben.press(cardOf(ben, 'globex'), ids.accept);
  const [globex] = await stage.query<{ id: string }>('select id from handoffs');
  const undone = await pressAs(stage.app.core, stage.slackIdOf('mia'), globex?.id, { type: 'undo' });
  expect(undone).toMatchObject({ ok: true });

  await stage.pass(120);
  expect(await where(stage)).toEqual(['globex ana offered']);
});

test('of somebody who left the team meanwhile nothing goes back', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await handOver(stage, ana);
  await stage.slack.deactivate(stage.slackIdOf('ana'));
  await stage.app.checkPeople();
  await stage.pass(120);

  expect(await where(stage)).toEqual(['globex ben offered']);
  expect(await outcomes(stage)).toEqual(['ben kept']);
  expect(told(deskOf(stage, 'ben'), 'Ana Duarte left')).toEqual([
    'Ana Duarte left the team: what you cover stays yours: Lead of globex (globex).',
  ]);
});
