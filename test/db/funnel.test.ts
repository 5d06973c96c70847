import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { type ForSegment, type FunnelScope, readFunnelRows } from '#db/funnel.ts';
import type { Database } from '#db/open.ts';
import { handoffEvents, signals, stageChanges } from '#db/schema.ts';
import { type FunnelRows, funnelFigures, funnelGroups } from '#domain/funnel.ts';
import { loadFunnel } from '#src/view/funnel.ts';
import { make } from '../domain/make.ts';
import { addClock, addHandoff, addLead, addRejection, addStages, openDatabase } from './make.ts';

/**
 * Five leads of one Monday. Dana was accepted by Ana and went on to an AE, Eli was missed by Ana and taken by Ben,
 * Finn was rejected by Ana for its territory and waits, Gina was rejected by Ben, Hugo came by the webinar and is in
 * nurture. Ivo came a week earlier.
 */
let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
const monday: Omit<FunnelScope, 'by'> = {
  from: at('00:00:00'),
  to: at('23:59:59.999'),
  timeZone: 'Europe/Berlin',
  segments: { of: () => null, version: 'v1' },
};

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;

  await addLead(db, 'dana', { stage: 'sales_qualified' });
  await addStages(db, 'dana', ['inquiry', 'marketing_qualified', 'sales_accepted', 'sales_qualified']);
  await addHandoff(db, 'dana-sdr', { leadId: 'dana', state: 'completed', acceptedAt: at('08:02:30') });
  await addClock(db, 'dana-accept', { handoffId: 'dana-sdr', stoppedAt: at('08:02:30'), met: true });
  await addHandoff(db, 'dana-ae', {
    leadId: 'dana',
    leg: 'sql_to_ae',
    state: 'accepted',
    ownerId: 'cleo',
    createdAt: at('09:00:00'),
    firstOfferedAt: at('09:00:00'),
    acceptedAt: at('12:00:00'),
  });
  await addClock(db, 'dana-ae-accept', { handoffId: 'dana-ae', repId: 'cleo', breachedAt: at('11:00:00') });

  await addLead(db, 'eli', { stage: 'sales_accepted' });
  await addStages(db, 'eli', ['inquiry', 'marketing_qualified', 'sales_accepted']);
  await addHandoff(db, 'eli-sdr', {
    leadId: 'eli',
    state: 'accepted',
    ownerId: 'ben',
    offerNo: 2,
    acceptedAt: at('08:12:00'),
  });
  await addClock(db, 'eli-missed', {
    handoffId: 'eli-sdr',
    stoppedAt: at('08:10:00'),
    met: false,
    breachedAt: at('08:05:00'),
  });
  await addClock(db, 'eli-taken', {
    handoffId: 'eli-sdr',
    repId: 'ben',
    offerNo: 2,
    startedAt: at('08:10:00'),
    stoppedAt: at('08:12:00'),
    met: true,
  });

  await addLead(db, 'finn', { stage: 'marketing_qualified' });
  await addStages(db, 'finn', ['inquiry', 'marketing_qualified']);
  await addHandoff(db, 'finn-sdr', { leadId: 'finn', state: 'waiting', ownerId: null });
  await addClock(db, 'finn-accept', { handoffId: 'finn-sdr', stoppedAt: at('08:02:00'), met: true });
  await addRejection(db, 'finn-rejected', {
    handoffId: 'finn-sdr',
    leadId: 'finn',
    failurePoint: 'routing_accuracy',
  });

  await addLead(db, 'gina', { stage: 'marketing_qualified' });
  await addStages(db, 'gina', ['inquiry', 'marketing_qualified']);
  await db.insert(stageChanges).values({
    leadId: 'gina',
    stage: 'sales_accepted',
    at: at('08:01:00'),
    cause: 'accepted',
    undoneAt: at('08:01:30'),
  });
  await addHandoff(db, 'gina-sdr', { leadId: 'gina', state: 'rejected', ownerId: 'ben' });
  await addClock(db, 'gina-moved', { handoffId: 'gina-sdr', stoppedAt: at('08:01:00'), met: false });
  await addClock(db, 'gina-accept', {
    handoffId: 'gina-sdr',
    repId: 'ben',
    stoppedAt: at('08:03:00'),
    met: true,
  });
  const ofGina = { handoffId: 'gina-sdr', leadId: 'gina', repId: 'ben' };
  await addRejection(db, 'gina-undone', { ...ofGina, undoneAt: at('08:02:30') });
  await addRejection(db, 'gina-rejected', ofGina);

  await addLead(db, 'hugo', { stage: 'nurture', sourceId: 'webinar', capturedAt: monday.to });
  await addStages(db, 'hugo', ['inquiry', 'nurture']);

  await addLead(db, 'ivo', { capturedAt: new Date('2026-02-23T08:00:00Z') });
  await addStages(db, 'ivo', ['inquiry', 'marketing_qualified']);
  await addHandoff(db, 'ivo-sdr', { leadId: 'ivo' });
}, 60_000);

afterAll(() => database.close());

/** In an order of its own, because the database promises none. */
const sorted = <Row>(rows: Row[]): Row[] =>
  [...rows].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const rowsBy = async (by: FunnelScope['by']): Promise<FunnelRows> => {
  const { leads, accepts, responses, speeds, meetings, clocks, rejections } = await readFunnelRows(db, {
    ...monday,
    by,
  });
  return {
    responses: sorted(responses),
    speeds: sorted(speeds),
    meetings: sorted(meetings),
    leads: sorted(leads),
    accepts: sorted(accepts),
    clocks: sorted(clocks),
    rejections: sorted(rejections),
  };
};

test('the whole counts the leads of the period, with times, clocks and rejections of the first leg', async () => {
  expect(await rowsBy(null)).toEqual({
    responses: [],
    speeds: [],
    meetings: [],
    leads: sorted([
      { key: null, depth: 3, observed: 0b1110, stage: 'sales_qualified', state: 'accepted', count: 1 },
      { key: null, depth: 2, observed: 0b110, stage: 'sales_accepted', state: 'accepted', count: 1 },
      { key: null, depth: 1, observed: 0b10, stage: 'marketing_qualified', state: 'waiting', count: 1 },
      { key: null, depth: 1, observed: 0b10, stage: 'marketing_qualified', state: 'rejected', count: 1 },
      { key: null, depth: 0, observed: 0, stage: 'nurture', state: null, count: 1 },
    ]),
    accepts: sorted([
      { key: null, seconds: 150, count: 1 },
      { key: null, seconds: 720, count: 1 },
    ]),
    clocks: [{ key: null, kind: 'accept', attained: 4, breached: 1 }],
    rejections: sorted([
      { key: null, failurePoint: 'qualification_threshold', count: 1 },
      { key: null, failurePoint: 'routing_accuracy', count: 1 },
    ]),
  });
});

test('by source a row belongs to the source that captured its lead', async () => {
  const { leads, accepts, clocks, rejections } = await rowsBy('source');
  expect(leads.filter((row) => row.key === 'webinar')).toEqual([
    { key: 'webinar', depth: 0, observed: 0, stage: 'nurture', state: null, count: 1 },
  ]);
  const others = [...leads, ...accepts, ...clocks, ...rejections].filter((row) => row.key !== 'webinar');
  expect(new Set(others.map((row) => row.key))).toEqual(new Set(['website']));
});

test('by rep an SDR keeps the lead an AE took over, a miss stays with whoever missed, a refused lead with who refused', async () => {
  expect(await rowsBy('rep')).toEqual({
    responses: [],
    speeds: [],
    meetings: [],
    leads: sorted([
      { key: 'ana', depth: 3, observed: 0b1110, stage: 'sales_qualified', state: 'accepted', count: 1 },
      { key: 'ben', depth: 2, observed: 0b110, stage: 'sales_accepted', state: 'accepted', count: 1 },
      { key: 'ana', depth: 1, observed: 0b10, stage: 'marketing_qualified', state: 'waiting', count: 1 },
      { key: 'ben', depth: 1, observed: 0b10, stage: 'marketing_qualified', state: 'rejected', count: 1 },
      { key: null, depth: 0, observed: 0, stage: 'nurture', state: null, count: 1 },
    ]),
    accepts: sorted([
      { key: 'ana', seconds: 150, count: 1 },
      { key: 'ben', seconds: 720, count: 1 },
    ]),
    clocks: sorted([
      { key: 'ana', kind: 'accept', attained: 2, breached: 1 },
      { key: 'ben', kind: 'accept', attained: 2, breached: 0 },
    ]),
    rejections: sorted([
      { key: 'ana', failurePoint: 'routing_accuracy', count: 1 },
      { key: 'ben', failurePoint: 'qualification_threshold', count: 1 },
    ]),
  });
});

test('the same leads give the same figures, however they are grouped', async () => {
  const whole = funnelFigures(await rowsBy(null));
  expect(funnelFigures(await rowsBy('source'))).toEqual(whole);
  expect(funnelFigures(await rowsBy('rep'))).toEqual(whole);
  expect(funnelFigures(await rowsBy('pool'))).toEqual(whole);
  expect(funnelFigures(await rowsBy('reason'))).toEqual(whole);
});

test('by reason a lead belongs to the rejection that stands last, by pool to the one that had it last', async () => {
  const counted = async (by: 'reason' | 'pool') =>
    Object.fromEntries(funnelGroups(await rowsBy(by)).map(({ key, figures }) => [key, figures.leads]));
  expect(await counted('reason')).toEqual({ too_small: 2, null: 3 });
  await db.execute(sql`update handoffs set pool_id = 'sdr-emea' where lead_id in ('dana', 'finn')`);
  await db.execute(sql`update handoffs set pool_id = 'aes' where id = 'dana-ae'`);
  expect(await counted('pool')).toEqual({ 'sdr-emea': 2, sdr: 2, null: 1 });
});

test('a lead with a meeting is asked for no answer, so the time until one is not measured', async () => {
  const tuesday = {
    ...monday,
    from: new Date('2026-03-03T00:00:00Z'),
    to: new Date('2026-03-03T23:59:59.999Z'),
  };
  const offeredAt = new Date('2026-03-03T08:00:00Z');
  const acceptedAt = new Date('2026-03-03T09:00:00Z');
  const accepted = {
    state: 'accepted',
    createdAt: offeredAt,
    firstOfferedAt: offeredAt,
    acceptedAt,
  } as const;
  await addLead(db, 'jo', { capturedAt: offeredAt });
  await addHandoff(db, 'jo-sdr', { leadId: 'jo', ...accepted });
  await addLead(db, 'kim', { capturedAt: offeredAt });
  await addHandoff(db, 'kim-sdr', { leadId: 'kim', ...accepted });
  const stopped = { startedAt: offeredAt, stoppedAt: acceptedAt, met: true };
  await addClock(db, 'kim-accept', { handoffId: 'kim-sdr', ...stopped });

  const { leads, accepts } = await readFunnelRows(db, { ...tuesday, by: null });
  expect(leads.map((row) => row.count)).toEqual([2]);
  expect(accepts).toEqual([{ key: null, seconds: 3_600, count: 1 }]);
});

test('the model names the groups and the stages, gives the targets of the settings, and compares', async () => {
  const inForce = { settings: make.settings(), version: 'v1' };
  const request = { from: monday.from, to: monday.to, label: 'last 7 days', by: 'source' as const };
  const { groups, whole, ...about } = await loadFunnel(db, inForce, request, at('20:00:00'));
  expect(about).toEqual({
    from: monday.from,
    to: at('20:00:00'),
    periodLabel: 'last 7 days',
    by: 'source',
    segmentsAre: 'number of people',
    before: {
      from: new Date('2026-03-01T03:59:59.999Z'),
      to: new Date('2026-03-01T23:59:59.999Z'),
      leads: 0,
    },
    hidden: 0,
    falls: [],
  });
  expect(whole).toMatchObject({ name: null, leads: 4 });
  const [website] = groups;
  expect(groups).toHaveLength(1);
  expect(website?.stages.map(({ label, reached, target }) => [label, reached, target])).toEqual([
    ['MQL', 4, null],
    ['SAL', 2, 0.6],
    ['SQL', 1, null],
    ['Opportunity', 0, null],
    ['Won', 0, null],
  ]);
  expect(website).toMatchObject({
    name: 'Website',
    leads: 4,
    accept: { median: { median: 7.25 }, p90Minutes: 12, count: 2, targetMinutes: 5 },
    sla: { attained: 4, measured: 5, target: 0.9 },
    changes: null,
  });
});

test('the time before is compared group by group', async () => {
  const inForce = { settings: make.settings(), version: 'v1' };
  const request = { from: monday.from, to: monday.to, label: 'that day', by: 'source' as const };
  // Ivo came the Monday before: fourteen days, cut in two.
  const week = { ...request, from: new Date('2026-02-24T00:00:00Z') };
  const { before, groups } = await loadFunnel(db, inForce, week, at('23:59:59.999'));
  expect(before?.leads).toBe(1);
  expect(groups.find(({ name }) => name === 'Website')?.changes?.leads).toEqual({
    type: 'too_few',
    before: 1,
  });
});

test('leads are grouped by campaign, by channel, by the week they came in, and by segment', async () => {
  const winter = {
    ...monday,
    from: new Date('2025-12-28T00:00:00Z'),
    to: new Date('2026-01-04T23:00:00Z'),
    timeZone: 'Europe/Berlin',
  };
  const record = make.lead({ channel: 'webinar' });
  await addLead(db, 'w1', { campaign: 'Winter', record, capturedAt: new Date('2025-12-28T22:59:00Z') });
  // Monday already in Berlin, and in the last days of December the first week of 2026.
  await addLead(db, 'w2', {
    record: make.lead({ channel: undefined }),
    capturedAt: new Date('2025-12-28T23:01:00Z'),
  });
  const keys = async (by: FunnelScope['by'], segments = monday.segments) =>
    (await readFunnelRows(db, { ...winter, by, segments })).leads.map(({ key }) => key ?? 'none').toSorted();
  expect(await keys('campaign')).toEqual(['Winter', 'none']);
  expect(await keys('channel')).toEqual(['none', 'webinar']);
  expect(await keys('week')).toEqual(['2025-W52', '2026-W01']);
  const ofWebinars = {
    version: 'v1',
    of: (lead: ForSegment) => (lead.record.channel === 'webinar' ? 'dach' : null),
  };
  expect(await keys('segment', ofWebinars)).toEqual(['dach', 'none']);
});

test('an inferred stage counts for the stage and is told apart', async () => {
  const april = {
    ...monday,
    from: new Date('2026-04-01T00:00:00Z'),
    to: new Date('2026-04-30T00:00:00Z'),
  };
  const capturedAt = new Date('2026-04-06T08:00:00Z');
  await addLead(db, 'jumped', { stage: 'opportunity', capturedAt });
  const change = { leadId: 'jumped', at: capturedAt, cause: 'crm' };
  await db.insert(stageChanges).values([
    { ...change, stage: 'marketing_qualified' },
    { ...change, stage: 'sales_accepted', isInferred: true },
    { ...change, stage: 'sales_qualified', isInferred: true },
    { ...change, stage: 'opportunity' },
  ]);
  const { stages } = funnelFigures(await readFunnelRows(db, { ...april, by: null }));
  expect(stages.map(({ reached, inferred }) => [reached, inferred])).toEqual([
    [1, 0],
    [1, 1],
    [1, 1],
    [1, 0],
    [0, 0],
  ]);
});

test('meetings are those of the form, of the reps and of later signals', async () => {
  const may = { ...monday, from: new Date('2026-05-01T00:00:00Z'), to: new Date('2026-05-31T00:00:00Z') };
  const day = new Date('2026-05-04T08:00:00Z');
  const meeting = { start_at: '2026-05-05T08:00:00Z' };
  await addLead(db, 'form', { capturedAt: day, record: make.lead({ meeting }) });
  const logged = async (id: string, channel: 'meeting' | 'call', outcome: 'reached' | 'no_answer') => {
    await addLead(db, id, { capturedAt: day });
    await addHandoff(db, `${id}-sdr`, { leadId: id, state: 'working', createdAt: day });
    await db.insert(handoffEvents).values({
      handoffId: `${id}-sdr`,
      type: 'responded',
      at: day,
      sourceId: 'website',
      event: { type: 'responded', by: 'ana', channel, outcome, note: '', first: true },
    });
  };
  await logged('met', 'meeting', 'reached');
  await logged('absent', 'meeting', 'no_answer');
  await logged('called', 'call', 'reached');
  const told = async (id: string, title: string) => {
    await addLead(db, id, { capturedAt: day });
    await db.insert(signals).values({ id, leadId: id, sourceId: 'website', type: 'meeting', at: day, title });
  };
  await told('in-calendar', 'Demo on Tuesday');
  await told('took-part', 'Meeting held');
  await told('away', 'No-show: demo');
  await told('called-off', 'Meeting cancelled');
  const { meetings } = await readFunnelRows(db, { ...may, by: null });
  expect(meetings).toEqual([{ key: null, booked: 6, held: 2, noShow: 2 }]);
  const byRep = await readFunnelRows(db, { ...may, by: 'rep' });
  expect(sorted(byRep.meetings)).toEqual(
    sorted([
      { key: 'ana', booked: 2, held: 1, noShow: 1 },
      { key: null, booked: 4, held: 1, noShow: 1 },
    ]),
  );
});

test('a period without leads has no groups', async () => {
  const inForce = { settings: make.settings(), version: 'v1' };
  const request = {
    from: new Date('2026-01-01T00:00:00Z'),
    to: new Date('2026-01-31T00:00:00Z'),
    label: 'x',
    by: null,
  };
  expect((await loadFunnel(db, inForce, request, at('20:00:00'))).groups).toEqual([]);
});
