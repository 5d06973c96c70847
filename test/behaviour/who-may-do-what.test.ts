import { expect, test, vi } from 'vitest';
import {
  callbacks,
  correctionField,
  fields,
  formatRejected,
  formatValue,
  ids,
  moreChoices,
} from '#blocks/ids.ts';
import { readHandoff } from '#db/handoffs.ts';
import { saveMirrored } from '#db/mirrored-accounts.ts';
import { type DeedName, PERMISSIONS, type Who } from '#domain/permissions.ts';
import { seenOf } from '#domain/seen.ts';
import type { Role, Settings } from '#domain/settings.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { readAccountTold } from '#src/accounts/told-account.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { type MadeUpForm, submitAs, withButton, withMenu } from '../support/forged.ts';
import { leadAt } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL, toBeClaimed, withoutCaps } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Every cell of the table: each deed, by each of these, through the real handlers with a value that was made up. */
const PEOPLE: Record<string, readonly Who[]> = {
  ana: ['owner', 'self', 'sales', 'team'],
  mia: ['manager', 'managers', 'sales', 'team'],
  olga: ['ops', 'sales', 'team'],
  ben: ['member', 'asked', 'sales', 'team'],
  // Manages others.
  max: ['managers', 'sales', 'team'],
  mara: ['marketers', 'team'],
  // Was an AE; Slack has deactivated her account.
  eva: [],
  // In the workspace, in nobody's settings.
  guest: [],
  // From another company, by a channel shared with it.
  stranger: [],
};

const OUTSIDERS: Record<string, { id: string; teamId?: string }> = {
  guest: { id: 'U0GUEST01' },
  stranger: { id: 'U0OTHER01', teamId: 'T0OTHERCO' },
};

const REFUSED =
  /Only they, their manager or ops can do that|Only they, their managers or ops can take it|You are not in the team|Leads are shown to sales and ops|Marketing and ops answer|only a manager or ops can act|with Ana Duarte already/i;

const mayDo = (deed: DeedName, personId: string): boolean =>
  PERMISSIONS[deed].by.some((who) => PEOPLE[personId]?.includes(who));

/** Leads of the European pool are Ana's, and their cards stand where everybody sees them. */
const ofAna = (settings: Settings): Settings => ({
  ...withoutCaps(inChannel(settings)),
  pools: withoutCaps(inChannel(settings)).pools.map((pool) => ({
    ...pool,
    members: pool.id === 'sdr-emea' ? pool.members.filter(({ person }) => person === 'ana') : pool.members,
  })),
});

type Office = { stage: TestStage; desk: (personId: string) => Desk; slackIdOf: (personId: string) => string };

async function openOffice(settings: (settings: Settings) => Settings): Promise<Office> {
  const stage = await startStage({ settings });
  for (const [name, { id, teamId }] of Object.entries(OUTSIDERS)) {
    const email = `${name}@else.example`;
    stage.slack.addUser({ id, name, realName: name, email, tz: 'UTC', ...(teamId && { teamId }) });
  }
  await stage.query("update people set is_active = false where id = 'eva'");
  const slackIdOf = (personId: string) => OUTSIDERS[personId]?.id ?? stage.slackIdOf(personId);
  for (const personId of Object.keys(PEOPLE)) {
    for (const channel of [POOL_CHANNEL, 'C0FEEDBACK']) stage.slack.join(channel, slackIdOf(personId));
  }
  const desk = (personId: string) =>
    deskOf({ slack: stage.slack, slackIdOf, settle: stage.settle }, personId);
  return { stage, desk, slackIdOf };
}

/** Any message in the pool's channel: what is pressed on it is made up. */
function place({ desk }: Office): SeenMessage {
  const [message] = desk('ana').channel(POOL_CHANNEL);
  if (!message) throw new Error('nothing stands in the channel');
  return message;
}

async function carriedFor(
  { stage }: Office,
  handoffId: string,
  choice: string | null = null,
): Promise<string> {
  const row = await readHandoff(stage.app.core.db, handoffId);
  if (!row) throw new Error(`there is no handoff ${handoffId}`);
  return formatValue({ handoffId, seen: seenOf(row.handoff), choice });
}

type Act = (office: Office, personId: string, handoffId: string) => Promise<string>;

const button =
  (id: string, choice: string | null = null): Act =>
  async (office, personId, handoffId) =>
    office
      .desk(personId)
      .press(withButton(place(office), id, await carriedFor(office, handoffId, choice)), id);

const menu =
  (id: string, choice: string): Act =>
  async (office, personId, handoffId) => {
    const value = await carriedFor(office, handoffId, choice);
    return office
      .desk(personId)
      .press(withMenu(place(office), { type: 'static_select', id, value }), id, value);
  };

const opened =
  (id: string, choice: string): Act =>
  async (office, personId, handoffId) => {
    const value = await carriedFor(office, handoffId, choice);
    const desk = office.desk(personId);
    const said = await desk.open(withMenu(place(office), { type: 'overflow', id, value }), id, value);
    await desk.closeModal();
    return said;
  };

const form =
  (callback: string, values: MadeUpForm['values']): Act =>
  async (office, personId, handoffId) => {
    const metadata = await carriedFor(office, handoffId);
    const said = await submitAs(office.stage, office.slackIdOf(personId), { callback, metadata, values });
    await office.stage.settle();
    return said;
  };

const option = (value: string) => ({ type: 'static_select', selected_option: { value } });
const text = (value: string) => ({ type: 'plain_text_input', value });

/** By whom, and how, a lead comes to where the deed has an arrow from. */
const nothing: Act = async () => '';
const accepted = button(ids.accept);
const snoozed = menu(ids.snooze, '15m');

/** To what was put right along with the rejection of a lead. */
const objected: Act = async (office, personId, handoffId) => {
  const [rejection] = await office.stage.query<{ id: string }>(
    `select id from rejections where handoff_id = '${handoffId}'`,
  );
  return button(ids.object, rejection?.id ?? 'none')(office, personId, handoffId);
};

/** A meeting of half an hour that has just ended, of a lead that came an hour ago. */
const met: Act = async ({ stage }, _personId, handoffId) => {
  const end = stage.clock.now().getTime();
  const [start_at, end_at, at] = [30, 0, 60].map((minutes) => new Date(end - minutes * 60_000).toISOString());
  const told = JSON.stringify([
    {
      status: 'booked',
      via: 'website',
      startAt: start_at,
      endAt: end_at,
      at,
      hostEmail: null,
      joinUrl: null,
      by: null,
    },
  ]);
  await stage.query(
    `update handoffs set created_at = created_at - interval '1 hour' where id = '${handoffId}'`,
  );
  await stage.query(`update leads set record = record || '${JSON.stringify({ meeting: { start_at } })}'
    where id = (select lead_id from handoffs where id = '${handoffId}')`);
  await stage.query(`insert into meetings (id, lead_id, source_id, key, tellings, status, start_at, end_at)
    select gen_random_uuid()::text, lead_id, 'website', '', '${told}', 'booked', '${start_at}', '${end_at}' from handoffs where id = '${handoffId}'
    on conflict do nothing`);
  return '';
};

/** A lead whose address nobody could read. */
const unread: Act = async ({ stage }, _personId, handoffId) => {
  const ofIt = `lead_id = (select lead_id from handoffs where id = '${handoffId}')`;
  await stage.query(`update leads set record = record #- '{person,email}'
    where id = (select lead_id from handoffs where id = '${handoffId}')`);
  await stage.query(`update items set problems = '[{ "path": "person.email", "problem": "x", "sent": "a@b,c" }]'
    where ${ofIt}`);
  return '';
};

/** The CRM has an account of nearly the lead's company's name. */
const mirrored: Act = async ({ stage }, _personId, handoffId) => {
  const [lead] = await stage.query<{ name: string }>(`select l.record -> 'account' ->> 'name' as name
    from leads l join handoffs h on h.lead_id = l.id where h.id = '${handoffId}'`);
  const told = readAccountTold({ recordId: '9', name: `${lead?.name}`, domains: [] });
  await saveMirrored(stage.app.core.db, 'hubspot', [told], stage.clock.now());
  return '';
};

/** An AE has accepted it, and has said what the deal is worth. */
const sold =
  (deal: string): Act =>
  async (office, personId, handoffId) => {
    await accepted(office, personId, handoffId);
    await office.stage.query(
      `update handoffs set leg = 'sql_to_ae', deal = ${deal} where id = '${handoffId}'`,
    );
    return '';
  };
const forAe = sold('null');
const withDeal = sold(`'{"amount": 1, "currency": "EUR", "closeOn": "2027-03-31", "nextStep": ""}'`);

/** Customer success has accepted it. */
const forCsm: Act = async (office, personId, handoffId) => {
  await accepted(office, personId, handoffId);
  await office.stage.query(`update handoffs set leg = 'won_to_cs' where id = '${handoffId}'`);
  return '';
};

const ON_LEADS: { deed: DeedName; what: string; prepare: Act; act: Act }[] = [
  { deed: 'accept', what: 'button', prepare: nothing, act: button(ids.accept) },
  { deed: 'snooze', what: 'menu', prepare: nothing, act: menu(ids.snooze, '15m') },
  {
    deed: 'snooze',
    what: 'modal',
    prepare: nothing,
    act: form(callbacks.snoozePick, {
      [fields.until]: {
        type: 'datetimepicker',
        selected_date_time: Date.parse('2026-11-23T09:10:00Z') / 1_000,
      },
    }),
  },
  { deed: 'wake', what: 'button', prepare: snoozed, act: button(ids.wake) },
  { deed: 'undo', what: 'button', prepare: accepted, act: button(ids.undo) },
  {
    deed: 'reject',
    what: 'modal',
    prepare: nothing,
    act: form(callbacks.reject, {
      [fields.reason]: option('too_small'),
      [fields.note]: text('Three people'),
    }),
  },
  { deed: 'meet', what: 'button', prepare: met, act: button(ids.held) },
  {
    deed: 'mend',
    what: 'modal',
    prepare: unread,
    act: (office, personId, handoffId) => {
      const email = text(`by-${personId}@acme.example`);
      return form(callbacks.mend, { [fields.email]: email })(office, personId, handoffId);
    },
  },
  {
    deed: 'respond',
    what: 'modal',
    prepare: accepted,
    act: form(callbacks.respond, { [fields.channel]: option('call'), [fields.outcome]: option('no_answer') }),
  },
  {
    deed: 'qualify',
    what: 'modal',
    prepare: accepted,
    act: form(callbacks.qualify, {
      ...{ budget: text('50,000'), authority: text('She'), need: text('speed'), timeline: text('March') },
    }),
  },
  {
    deed: 'opportunity',
    what: 'modal',
    prepare: forAe,
    act: form(callbacks.opportunity, {
      [fields.amount]: { type: 'number_input', value: '40000' },
      [fields.currency]: text('EUR'),
      [fields.closeOn]: { type: 'datepicker', selected_date: '2027-03-31' },
      [fields.nextStep]: text('Demo'),
    }),
  },
  {
    deed: 'win',
    what: 'modal',
    prepare: withDeal,
    act: form(callbacks.win, { promised: text('June'), use_case: text('Demos') }),
  },
  {
    deed: 'lose',
    what: 'modal',
    prepare: withDeal,
    act: form(callbacks.lose, { [fields.reason]: option('no_decision'), [fields.note]: text('') }),
  },
  {
    deed: 'expand',
    what: 'modal',
    prepare: forCsm,
    act: form(callbacks.expand, { [fields.what]: text('More seats'), [fields.amount]: text('') }),
  },
  {
    deed: 'churn',
    what: 'modal',
    prepare: forCsm,
    act: form(callbacks.churn, {
      [fields.leftOn]: { type: 'datepicker', selected_date: '2026-12-31' },
      [fields.reason]: option('left_unused'),
      [fields.note]: text(''),
    }),
  },
  {
    deed: 'recycle',
    what: 'button',
    prepare: accepted,
    act: button(ids.recycle, 'unresponsive'),
  },
  {
    deed: 'recycle',
    what: 'modal',
    prepare: accepted,
    act: form(callbacks.recycle, { [fields.reason]: option('unresponsive'), [fields.note]: text('') }),
  },
  {
    deed: 'disqualify',
    what: 'modal',
    prepare: accepted,
    act: form(callbacks.disqualify, { [fields.reason]: option('no_need'), [fields.note]: text('none') }),
  },
  {
    deed: 'reassign',
    what: 'modal',
    prepare: nothing,
    act: form(callbacks.reassign, { [fields.person]: option('ben'), [fields.note]: text('knows them') }),
  },
  { deed: 'reassign', what: 'Take it', prepare: nothing, act: button(ids.take) },
  { deed: 'remind', what: 'Nudge', prepare: nothing, act: button(ids.nudge) },
  {
    deed: 'read_lead',
    what: 'Details',
    prepare: nothing,
    act: opened(ids.more, moreChoices.details),
  },
  { deed: 'read_lead', what: 'Why me?', prepare: nothing, act: opened(ids.more, moreChoices.why) },
  {
    deed: 'name_account',
    what: 'Yes',
    prepare: mirrored,
    act: button(ids.sameCompany, 'hubspot:9'),
  },
  { deed: 'name_account', what: 'No', prepare: mirrored, act: button(ids.otherCompany, 'hubspot:9') },
  {
    deed: 'object',
    what: 'Object',
    prepare: form(callbacks.reject, {
      [fields.reason]: option('too_small'),
      [correctionField('employees')]: text('12'),
    }),
    act: objected,
  },
  { deed: 'read_lead', what: 'Show', prepare: nothing, act: button(ids.show) },
];

const standing = ({ stage }: Office) =>
  stage.query('select id, state, owner_id, offer_no, snoozes from handoffs order by id');

test.each(ON_LEADS)('$deed, by $what: those of the table may, and nobody else', async (row) => {
  const office = await openOffice(ofAna);
  const allowed = Object.keys(PEOPLE).filter((personId) => mayDo(row.deed, personId));
  for (const index of [0, ...allowed.keys()].keys()) await office.stage.send(leadAt(`company${index}`));
  await office.stage.settle();
  const handoffs = await office.stage.query<{ id: string }>(
    'select id from handoffs order by created_at, id',
  );
  for (const { id } of handoffs) await row.prepare(office, 'ana', id);
  const [first, ...rest] = handoffs.map(({ id }) => id);

  const before = await standing(office);
  for (const personId of Object.keys(PEOPLE)) {
    if (allowed.includes(personId)) continue;
    const said = await row.act(office, personId, first ?? '');
    expect(`${personId}: ${said}`).toMatch(REFUSED);
  }
  expect(await standing(office)).toEqual(before);

  for (const [index, personId] of allowed.entries()) {
    const said = await row.act(office, personId, rest[index] ?? '');
    expect(`${personId}: ${said}`).not.toMatch(REFUSED);
    expect(`${personId}: ${said}`).not.toMatch(/Nothing was changed|not here any more|did not work/);
  }
});

test('what lies to be claimed is for its pool, their managers and ops', async () => {
  const office = await openOffice((settings) => withoutCaps(toBeClaimed(settings)));
  const pressers = Object.keys(PEOPLE).filter((personId) => personId !== 'ana');
  const allowed = pressers.filter((personId) => mayDo('claim', personId));
  for (const index of [0, ...allowed.keys()].keys()) await office.stage.send(leadAt(`company${index}`));
  await office.stage.settle();
  const handoffs = await office.stage.query<{ id: string }>(
    'select id from handoffs order by created_at, id',
  );
  const claim = button(ids.claim);
  for (const personId of pressers) {
    if (allowed.includes(personId)) continue;
    expect(`${personId}: ${await claim(office, personId, handoffs[0]?.id ?? '')}`).toMatch(REFUSED);
  }
  expect(await office.stage.query("select id from handoffs where state <> 'waiting'")).toEqual([]);
  for (const [index, personId] of allowed.entries()) {
    const said = await claim(office, personId, handoffs[index + 1]?.id ?? '');
    expect(`${personId}: ${said}`).toMatch(/It is yours now/);
  }
});

const COMMANDS: { deed: DeedName; line: string; refused: RegExp }[] = [
  { deed: 'read_lead', line: '/leads overdue', refused: /Leads are shown to sales and ops/ },
  { deed: 'read_lead', line: '/leads find company', refused: /Leads are shown to sales and ops/ },
  { deed: 'ask_about_rep', line: '/handoff why @ana', refused: /can be asked about by themselves/ },
  { deed: 'ask_about_rep', line: '/handoff balance @ana', refused: /can be asked about by themselves/ },
  { deed: 'see_pool_balance', line: '/handoff balance sdr-emea', refused: /shown to its managers and ops/ },
  { deed: 'see_doctor', line: '/handoff doctor', refused: /The doctor answers managers and ops/ },
  {
    deed: 'backtest',
    line: '/handoff backtest require employees >= 50',
    refused: /for marketing, managers and ops/,
  },
  { deed: 'backtest', line: '/handoff propose', refused: /for marketing, managers and ops/ },
  { deed: 'backtest', line: '/handoff suggestions', refused: /for marketing, managers and ops/ },
  { deed: 'see_shadow', line: '/handoff shadow', refused: /for managers and ops/ },
  { deed: 'reload', line: '/handoff reload', refused: /ops’ to reload/ },
  { deed: 'pause', line: '/handoff pause 1h offsite', refused: /Clocks are ops’ to pause/ },
  { deed: 'pause', line: '/handoff resume', refused: /Clocks are ops’ to pause/ },
  { deed: 'see_figures', line: '/funnel 30d', refused: /never/ },
  { deed: 'see_figures', line: '/handoff definitions', refused: /never/ },
  { deed: 'see_figures', line: '/handoff sources', refused: /never/ },
];

test('of the commands each answers those of the table, and tells the others who can', async () => {
  const office = await openOffice(ofAna);
  for (const { deed, line, refused } of COMMANDS) {
    for (const personId of Object.keys(PEOPLE)) {
      const desk = office.desk(personId);
      const said = `${line}, ${personId}: ${desk.read(await desk.ask(line))}`;
      if (mayDo(deed, personId)) expect(said).not.toMatch(REFUSED);
      else expect(said).toMatch(PEOPLE[personId]?.length === 0 ? /You are not in the team/ : refused);
      if (mayDo(deed, personId)) expect(said).not.toMatch(refused);
    }
  }
});

/** Presses a button about Ana's being away by everybody, for each of them on a question of their own. */
async function pressesOfEach(line: string, id: string): Promise<Record<string, string>> {
  const office = await openOffice(ofAna);
  await office.stage.send(leadAt('company0'));
  await office.stage.settle();
  const said: Record<string, string> = {};
  for (const personId of Object.keys(PEOPLE)) {
    await office.desk('ana').ask(line);
    const [cover] = await office.stage.query<{ id: string }>(
      'select id from covers order by created_at desc limit 1',
    );
    said[personId] = await office.desk(personId).press(withButton(place(office), id, cover?.id ?? ''), id);
    await office.desk('ana').ask('/handoff back');
    office.stage.clock.forward(0.1);
  }
  return said;
}

test.each([
  { deed: 'hand_over', line: '/handoff away 2h', id: ids.keepLeads, done: 'stay with' },
  { deed: 'cover', line: '/handoff cover @ben 2h', id: ids.declineCover, done: 'Declined' },
] as const)('$deed: those of the table may answer, and nobody else', async ({ deed, line, id, done }) => {
  const said = await pressesOfEach(line, id);
  for (const personId of Object.keys(PEOPLE)) {
    const refused = PEOPLE[personId]?.length === 0 ? 'You are not in the team' : 'can answer this';
    expect(`${personId}: ${said[personId]}`).toContain(mayDo(deed, personId) ? done : refused);
  }
});

test('rejections are answered by marketing and ops', async () => {
  const office = await openOffice(ofAna);
  await office.stage.send(leadAt('company0'));
  await office.stage.settle();
  const [handoff] = await office.stage.query<{ id: string }>('select id from handoffs');
  const reject = form(callbacks.reject, {
    [fields.reason]: option('too_small'),
    [fields.note]: text('Three'),
  });
  await reject(office, 'ana', handoff?.id ?? '');
  const value = formatRejected({ sourceId: 'website', reason: 'too_small' });
  for (const personId of Object.keys(PEOPLE)) {
    const desk = office.desk(personId);
    const said = await desk.open(withButton(place(office), ids.answer, value), ids.answer);
    await desk.closeModal();
    const answered = await submitAs(office.stage, office.slackIdOf(personId), {
      callback: callbacks.answer,
      metadata: `${value}/${Date.parse('2026-11-23T09:00:00Z')}`,
      values: { [fields.answer]: option('disagree'), [fields.note]: text('') },
    });
    if (mayDo('answer_rejections', personId)) {
      expect(`${personId}: ${said}`).not.toMatch(REFUSED);
      expect(answered).toContain('Say why');
    } else {
      expect(`${personId}: ${said}`).toMatch(REFUSED);
    }
  }
  expect(await office.stage.query('select id from answers')).toEqual([]);
});

/**
 * Walked by tests of their own: the two above, what only-ops-may-set-up.test.ts has, an-answer-is-shared.test.ts and
 * a-digest-may-be-muted.test.ts, and ops-approve-what-tools-are-told.test.ts. Nobody is away for another.
 */
const BY_THEMSELVES: DeedName[] = [
  ...(['claim', 'hand_over', 'cover', 'answer_rejections', 'set_up', 'be_away'] as const),
  ...(['see_rep_figures', 'share_figures', 'unshare_figures', 'mute_digest', 'approve_sink'] as const),
  // a-manager-decides-a-disagreement.test.ts and a-definition-is-tried-before-it-is-changed.test.ts press them.
  'decide_dispute',
  ...(['sign_marketing', 'sign_sales', 'promote'] as const),
];

test('no deed of the table is left out', () => {
  const walked = new Set([...ON_LEADS, ...COMMANDS].map(({ deed }) => deed));
  const deeds = Object.keys(PERMISSIONS) as DeedName[]; // its own keys
  expect(deeds.filter((deed) => !walked.has(deed)).toSorted()).toEqual(BY_THEMSELVES.toSorted());
});

test('who lost their role while a form was open is refused when they submit it', async () => {
  const site = await openSite();
  let manager = 'mia';
  const app = await site.start({
    settings: (same) => ({
      ...same,
      people: same.people.map((person) => (person.id === 'ana' ? { ...person, manager } : person)),
    }),
  });
  await app.send(leadAt('globex'));
  await site.settle();
  const [handoff] = await site.query<{ id: string; owner_id: string }>('select id, owner_id from handoffs');
  expect(handoff?.owner_id).toBe('ana');
  const mia = deskOf(site, 'mia');
  site.clock.forward(5);
  await app.app.tick();
  await site.settle();
  await mia.open(mia.overdue(), ids.reassign);

  manager = 'olga';
  await app.app.core.reloadSettings();
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is busy' });
  expect(mia.modal()).toContain('This lead is with Ana Duarte. Only they, their manager or ops can do that.');
  expect(await site.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);
});

const WITHOUT_LEADS = 'is shown no leads, so cannot have one. Choose somebody else.';

test('nobody is given a lead who is shown none: not by a form, by a turn or by a claim', async () => {
  const office = await openOffice((settings) => ({
    ...withoutCaps(settings),
    pools: withoutCaps(toBeClaimed(settings)).pools.map((pool) =>
      pool.id === 'sdr-americas'
        ? { ...pool, mode: 'round_robin', outside_hours: 'offer', members: of(['mara', 'cleo']) }
        : { ...pool, members: pool.id === 'sdr-emea' ? of(['ana', 'mara']) : pool.members },
    ),
  }));
  const american = { ...leadAt('initech'), account: { name: 'Initech', country: 'US' } };
  await office.stage.send({ ...american, person: { ...american.person, country: 'US' } });
  await office.stage.send(leadAt('globex'));
  await office.stage.settle();
  const handoffs = await office.stage.query<{ id: string; owner_id: string | null }>(
    'select id, owner_id from handoffs order by owner_id nulls last',
  );
  expect(handoffs.map(({ owner_id: ownerId }) => ownerId)).toEqual(['cleo', null]);

  const give = form(callbacks.reassign, { [fields.person]: option('mara'), [fields.note]: text('she asks') });
  for (const { id } of handoffs) expect(await give(office, 'olga', id)).toContain(WITHOUT_LEADS);
  const claim = button(ids.claim);
  expect(await claim(office, 'mara', handoffs[1]?.id ?? '')).toBe(
    'None of your roles is shown leads. This one is for somebody else of the pool.',
  );
  expect(await office.stage.query("select id from handoffs where owner_id = 'mara'")).toEqual([]);
});

const of = (people: string[]) => people.map((person) => ({ person, weight: 1 }));

test('an offer to somebody whose role is shown no leads any more goes on', async () => {
  const site = await openSite();
  let role: Role = 'sdr';
  const app = await site.start({
    settings: (same) => ({
      ...same,
      people: same.people.map((person) => (person.id === 'ana' ? { ...person, roles: [role] } : person)),
    }),
  });
  await app.send(leadAt('globex'));
  await site.settle();
  expect(await site.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);

  role = 'marketer';
  await app.app.core.reloadSettings();
  await vi.waitFor(
    async () => expect(await site.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ben' }]),
    { timeout: 5_000 },
  );
  await app.send(leadAt('initech'));
  await site.settle();
  expect(await site.query('select owner_id from handoffs')).toEqual([
    { owner_id: 'ben' },
    { owner_id: 'ben' },
  ]);
  await site.settle();
  expect(deskOf(site, 'ana').reads()).toContain('they are shown no leads any more');
});

test('somebody of another company is nobody here, whatever address they show', async () => {
  const site = await openSite();
  site.slack.addUser({
    id: 'U0OTHER02',
    name: 'zoe',
    realName: 'Zoe of elsewhere',
    email: 'zoe@acme-sales.example',
    tz: 'UTC',
    teamId: 'T0OTHERCO',
  });
  const zoe = { id: 'zoe', name: 'Zoe Young', email: 'zoe@acme-sales.example', roles: ['ops'] };
  await site.start({
    settings: (same) => ({
      ...same,
      people: [...same.people, { ...same.people.find(({ id }) => id === 'olga'), ...zoe } as never],
    }),
  });
  expect(await site.query("select slack_id, problem from people where id = 'zoe'")).toEqual([
    { slack_id: null, problem: 'Slack knows no member with this e-mail address' },
  ]);
});
