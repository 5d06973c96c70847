import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANALYTICS_VIEWS } from '#db/analytics.ts';
import type { Db } from '#db/db.ts';
import { readFunnelRows } from '#db/funnel.ts';
import type { Database } from '#db/open.ts';
import {
  dealChanges,
  handoffEvents,
  handoffs,
  rejections,
  settingsVersions,
  spend,
  stageChanges,
} from '#db/schema.ts';
import { saveSettingsVersion } from '#db/settings.ts';
import { funnelFigures } from '#domain/funnel.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import { addClock, addHandoff, addLead, addRejection, addStages, openDatabase } from '../db/make.ts';
import { make } from '../domain/make.ts';
import { ask } from '../support/admin.ts';

/**
 * Leads of a Monday. Dana was won and Eli is with Ben, late; Finn was rejected; Gina's rejection was undone; Hugo came at half
 * past eleven in the evening; one is a test.
 */
let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
const rows = <Row = Record<string, unknown>>(statement: string): Promise<Row[]> =>
  ask<Row>(database, statement);
const deal = {
  amount: 40_000,
  currency: 'EUR',
  closeOn: '2026-04-30',
  subStage: 'proposal',
  nextStep: 'Send the contract to Dana',
};

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await saveSettingsVersion(db, {
    version: 'v1',
    loadedAt: at('06:00:00'),
    document: {
      workspace: { time_zone: 'Europe/Berlin' },
      people: [{ id: 'ana', name: 'Ana Ruiz', email: 'ana@ours.example', roles: ['sdr'], manager: 'mia' }],
    },
  });

  await addLead(db, 'dana', { stage: 'closed_won', campaign: 'spring' });
  await addStages(db, 'dana', ['inquiry', 'marketing_qualified', 'sales_accepted']);
  await db.insert(stageChanges).values([
    { leadId: 'dana', stage: 'sales_qualified', at: at('10:00:00'), cause: 'crm', isInferred: true },
    { leadId: 'dana', handoffId: 'dana-ae', stage: 'opportunity', at: at('10:00:00'), cause: 'opportunity' },
    { leadId: 'dana', handoffId: 'dana-ae', stage: 'closed_won', at: at('11:00:00'), cause: 'win' },
  ]);
  await addHandoff(db, 'dana-sdr', {
    leadId: 'dana',
    state: 'completed',
    acceptedAt: at('08:02:30'),
    respondedAt: at('08:06:00'),
  });
  await addClock(db, 'dana-accept', { handoffId: 'dana-sdr', stoppedAt: at('08:02:30'), met: true });
  await addHandoff(db, 'dana-ae', {
    leadId: 'dana',
    leg: 'sql_to_ae',
    state: 'completed',
    ownerId: 'cleo',
    createdAt: at('09:00:00'),
    closedAt: at('11:00:00'),
    deal,
  });
  await db
    .insert(handoffEvents)
    .values([
      event('dana-sdr', { type: 'qualified', by: 'ana', answers: {} }),
      event('dana-ae', { type: 'opportunity', by: 'cleo', deal, via: null }),
      event('dana-ae', { type: 'won', by: 'cleo', answers: {}, via: null }),
    ]);

  await addLead(db, 'eli', { stage: 'sales_accepted' });
  await addStages(db, 'eli', ['inquiry', 'marketing_qualified', 'sales_accepted']);
  await addHandoff(db, 'eli-sdr', {
    leadId: 'eli',
    state: 'working',
    ownerId: 'ben',
    acceptedAt: at('08:12:00'),
  });
  await addClock(db, 'eli-missed', {
    handoffId: 'eli-sdr',
    stoppedAt: at('08:10:00'),
    met: false,
    breachedAt: at('08:05:00'),
  });
  await addClock(db, 'eli-waits', { handoffId: 'eli-sdr', repId: 'ben', kind: 'response' });
  await addClock(db, 'eli-passed', { handoffId: 'eli-sdr', stoppedAt: at('08:01:00'), met: false });

  await addLead(db, 'finn', {});
  await addStages(db, 'finn', ['inquiry', 'marketing_qualified']);
  await addHandoff(db, 'finn-sdr', { leadId: 'finn', state: 'rejected' });
  await addRejection(db, 'finn-no', { handoffId: 'finn-sdr', leadId: 'finn', note: 'Finn has a dog' });
  await db.insert(handoffEvents).values(
    event('finn-sdr', {
      type: 'rejected',
      by: 'ana',
      reason: 'too_small',
      note: 'Finn has a dog',
      consequence: 'return_to_marketing',
    }),
  );

  await addLead(db, 'gina', {});
  await addStages(db, 'gina', ['inquiry', 'marketing_qualified']);
  await addHandoff(db, 'gina-sdr', { leadId: 'gina', state: 'offered' });
  await addRejection(db, 'gina-undone', { handoffId: 'gina-sdr', leadId: 'gina', undoneAt: at('08:03:00') });
  await db.insert(stageChanges).values({
    leadId: 'gina',
    stage: 'sales_accepted',
    at: at('08:01:00'),
    cause: 'accept',
    undoneAt: at('08:02:00'),
  });

  await addLead(db, 'hugo', { stage: 'nurture', capturedAt: at('23:30:00') });

  await addLead(db, 'nobody', { sourceId: TEST_SOURCE, stage: 'sales_accepted' });
  await addStages(db, 'nobody', ['inquiry', 'sales_accepted']);
  await addHandoff(db, 'nobody-sdr', { leadId: 'nobody', sourceId: TEST_SOURCE, state: 'rejected', deal });
  await addClock(db, 'nobody-accept', { handoffId: 'nobody-sdr', sourceId: TEST_SOURCE, met: true });
  await addRejection(db, 'nobody-no', {
    handoffId: 'nobody-sdr',
    leadId: 'nobody',
    sourceId: TEST_SOURCE,
    note: 'a test',
  });
});

const event = (handoffId: string, told: typeof handoffEvents.$inferInsert.event) => ({
  handoffId,
  type: told.type,
  at: at('10:00:00'),
  sourceId: 'website',
  event: told,
});

afterAll(() => database.close());

test('leads are counted as the funnel counts them, in each stage', async () => {
  const [counted] = await rows(`
    select count(*)::int as leads, count(*) filter (where reached_marketing_qualified)::int as qualified,
      count(*) filter (where reached_sales_accepted)::int as accepted,
      count(*) filter (where reached_sales_qualified)::int as sales_qualified,
      count(*) filter (where reached_opportunity)::int as opportunities,
      count(*) filter (where reached_won)::int as won
    from analytics.leads`);
  const scope = {
    from: at('00:00:00'),
    to: at('23:59:59'),
    timeZone: 'UTC',
    by: null,
    segments: { of: () => null, version: 'v1' },
  };
  const { stages } = funnelFigures(await readFunnelRows(db, scope));
  expect(Object.values(counted ?? {}).slice(1)).toEqual(stages.map(({ reached }) => reached));
  expect(counted).toEqual({
    leads: 5,
    qualified: 4,
    accepted: 2,
    sales_qualified: 1,
    opportunities: 1,
    won: 1,
  });
});

test('a stage that was inferred counts, and has no time', async () => {
  expect(
    await rows(`select sales_accepted_at is null as accepted, sales_qualified_at is null as qualified, won_at
      from analytics.leads where lead_id = 'dana'`),
  ).toEqual([{ accepted: false, qualified: true, won_at: '2026-03-02 11:00:00+00' }]);
  expect(
    await rows(`select stage, entered_at, entered_on from analytics.stage_changes where is_inferred`),
  ).toEqual([{ stage: 'sales_qualified', entered_at: null, entered_on: null }]);
});

test('days are those of the team: half past eleven in the evening of UTC is the next day in Berlin', async () => {
  expect(await rows(`select captured_on::text from analytics.leads where lead_id = 'hugo'`)).toEqual([
    { captured_on: '2026-03-03' },
  ]);
});

test('a handoff says how it ended, and why', async () => {
  expect(
    await rows(`select handoff_id, is_open, outcome, outcome_reason, accept_seconds::int, speed_to_lead_seconds::int as speed
      from analytics.handoffs order by 1`),
  ).toEqual([
    handoff('dana-ae', { outcome: 'won' }),
    handoff('dana-sdr', { outcome: 'qualified', accept_seconds: 150, speed: 420 }),
    handoff('eli-sdr', { is_open: true, accept_seconds: 720 }),
    handoff('finn-sdr', { outcome: 'rejected', outcome_reason: 'too_small' }),
    handoff('gina-sdr', { is_open: true }),
  ]);
});

const handoff = (handoff_id: string, others: object) => ({
  handoff_id,
  is_open: false,
  outcome: null,
  outcome_reason: null,
  accept_seconds: null,
  speed: null,
  ...others,
});

test('speed to lead is that of the funnel', async () => {
  const scope = {
    from: at('00:00:00'),
    to: at('23:59:59'),
    timeZone: 'UTC',
    by: null,
    segments: { of: () => null, version: 'v1' },
  };
  const { speeds } = await readFunnelRows(db, scope);
  expect(speeds.filter(({ share }) => share === 'total')).toEqual([
    { key: null, share: 'total', seconds: 420, count: 1 },
  ]);
});

test('a deal has what was said of it last, and no words about anybody', async () => {
  expect(
    await rows(`select handoff_id, status, amount::float8, currency, sub_stage, expected_close_on::text, opened_at, closed_on::text
      from analytics.opportunities`),
  ).toEqual([
    {
      handoff_id: 'dana-ae',
      status: 'won',
      amount: 40_000,
      currency: 'EUR',
      sub_stage: 'proposal',
      expected_close_on: '2026-04-30',
      opened_at: '2026-03-02 10:00:00+00',
      closed_on: '2026-03-02',
    },
  ]);
});

test('changes of a deal are told, those that were undone are not', async () => {
  const change = (toValue: string, undoneAt: Date | null) => ({
    ...{ handoffId: 'dana-ae', leadId: 'dana', field: 'close_on' as const, fromValue: '2026-03-31', toValue },
    ...{ at: at('10:30:00'), byId: 'cleo', via: null, repId: 'cleo', undoneAt },
  });
  await db.insert(dealChanges).values([change('2026-04-30', null), change('2026-05-31', at('10:31:00'))]);
  expect(
    await rows('select owner_id, field, from_value, to_value, changed_on::text from analytics.deal_changes'),
  ).toEqual([
    {
      owner_id: 'cleo',
      field: 'close_on',
      from_value: '2026-03-31',
      to_value: '2026-04-30',
      changed_on: '2026-03-02',
    },
  ]);
});

test('what was spent is shared evenly over its days, and what was told anew counts once', async () => {
  const spent = (id: string, replacedBy: string | null) => ({
    ...{ id, toldBy: 'import:1', toldAt: at('06:00:00'), from: '2026-03-01', to: '2026-03-31', replacedBy },
    ...{ source: null, channel: 'paid_search' as const, campaign: 'Spring', currency: 'EUR', cents: 310_000 },
  });
  await db.insert(spend).values([spent('one', null), spent('old', 'import:1')]);
  expect(
    await rows(`select count(*)::int as days, min(day)::text as first, max(day)::text as last, sum(amount)::float8 as amount,
      max(amount)::float8 as a_day from analytics.channel_costs`),
  ).toEqual([{ days: 31, first: '2026-03-01', last: '2026-03-31', amount: 3_100, a_day: 100 }]);
});

test('clocks are in time, late, running or not counted, and the day adds up', async () => {
  expect(await rows('select clock_id, result from analytics.clocks order by 1')).toEqual([
    { clock_id: 'dana-accept', result: 'in_time' },
    { clock_id: 'eli-missed', result: 'late' },
    { clock_id: 'eli-passed', result: 'not_counted' },
    { clock_id: 'eli-waits', result: 'running' },
  ]);
  expect(
    await rows(`select day::text, clock, rep_id, started::int, in_time::int, late::int, running::int, not_counted::int
      from analytics.sla_daily order by clock`),
  ).toEqual([
    {
      day: '2026-03-02',
      clock: 'accept',
      rep_id: 'ana',
      started: 3,
      in_time: 1,
      late: 1,
      running: 0,
      not_counted: 1,
    },
    {
      day: '2026-03-02',
      clock: 'response',
      rep_id: 'ben',
      started: 1,
      in_time: 0,
      late: 0,
      running: 1,
      not_counted: 0,
    },
  ]);
});

test('a rejection that was undone is none', async () => {
  expect(await rows('select rejection_id, reason from analytics.rejections')).toEqual([
    { rejection_id: 'finn-no', reason: 'too_small' },
  ]);
});

test('what was written, and who somebody is, stands in the personal views alone', async () => {
  expect(await rows('select rejection_id, note from analytics_personal.rejection_notes')).toEqual([
    { rejection_id: 'finn-no', note: 'Finn has a dog' },
  ]);
  const [person] = await rows<{ email: string; full_name: string }>(
    `select email, full_name from analytics_personal.contacts where lead_id = 'dana'`,
  );
  const { email, full_name } = make.lead().person;
  expect(person).toEqual({ email, full_name });
  expect(await rows('select person_id, name, slack_id, manager_id from analytics_personal.team')).toEqual([
    { person_id: 'ana', name: 'Ana Ruiz', slack_id: null, manager_id: 'mia' },
  ]);
  const plain = ANALYTICS_VIEWS.filter((view) => view.startsWith('analytics.'));
  const texts = await Promise.all(plain.map((view) => rows(`select v::text as line from ${view} v`)));
  const all = JSON.stringify(texts);
  const secrets = [
    email,
    full_name,
    make.lead().person.phone,
    'a dog',
    'contract',
    'Ana Ruiz',
    'ours.example',
  ];
  expect(secrets.filter((secret) => secret && all.includes(secret))).toEqual([]);
});

test('nothing of a test lead stands in any view', async () => {
  const texts = await Promise.all(
    ANALYTICS_VIEWS.map((view) => rows(`select v::text as line from ${view} v`)),
  );
  expect(JSON.stringify(texts)).not.toContain('nobody');
  expect(JSON.stringify(texts)).not.toContain(TEST_SOURCE);
});

test('the zone is that of the settings in force, also of older ones that came back', async () => {
  const fresh = await openDatabase();
  const zoneOf = () => ask(fresh, 'select settings_version, team_time_zone from analytics.settings');
  const keep = (version: string, time_zone: string, time: string) =>
    saveSettingsVersion(fresh.db, { version, loadedAt: at(time), document: { workspace: { time_zone } } });
  expect(await zoneOf()).toEqual([{ settings_version: null, team_time_zone: 'UTC' }]);
  await keep('old', 'Asia/Tokyo', '06:00:00');
  await keep('new', 'Europe/Paris', '07:00:00');
  expect(await zoneOf()).toEqual([{ settings_version: 'new', team_time_zone: 'Europe/Paris' }]);
  await keep('old', 'Asia/Tokyo', '08:00:00');
  expect(await zoneOf()).toEqual([{ settings_version: 'old', team_time_zone: 'Asia/Tokyo' }]);
  await fresh.close();
});

const cells = (line: string): string[] => line.slice(2, -2).split(' | ');

test('docs/analytics.md says of every view and column what the database says of it', async () => {
  const found = await rows<{ view: string; about: string; column: string; type: string; says: string }>(`
    select nspname || '.' || relname as view, obj_description(c.oid, 'pg_class') as about, attname as column,
      format_type(atttypid, atttypmod) as type, col_description(c.oid, attnum) as says
    from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute on attrelid = c.oid
    where nspname in ('analytics', 'analytics_personal') and relkind = 'v' and attnum > 0
    order by 1, attnum`);
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'analytics.md'), 'utf8');
  const sections = [...page.matchAll(/^### `([\w.]+)`\n\n(.+)\.\n\n\|.+\n\|.+\n((?:\|.+\n)+)/gm)];
  const documented = sections.flatMap(([, view = '', about = '', table = '']) =>
    table
      .trim()
      .split('\n')
      .map((line) => {
        const [column = '', type = '', says = ''] = cells(line);
        return { view, about, column: column.replaceAll('`', ''), type, says };
      }),
  );
  const byView = (list: typeof found) =>
    list.toSorted((a, b) => (a.view < b.view ? -1 : a.view > b.view ? 1 : 0));
  expect(byView(documented)).toEqual(byView(found));
  expect([...new Set(found.map(({ view }) => view))].toSorted()).toEqual(ANALYTICS_VIEWS.toSorted());
});

test('unused rows do not hide: every kind of row the tables have was there', async () => {
  expect(await db.$count(handoffs)).toBe(6);
  expect(await db.$count(rejections)).toBe(3);
  expect(await db.$count(settingsVersions)).toBe(1);
});
