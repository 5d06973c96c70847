import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { EMPTY, openWorkOf, rejectionsBySource, weekOf } from '#db/home.ts';
import type { Database } from '#db/open.ts';
import { balanceEntries, handoffEvents, offers } from '#db/schema.ts';
import { fallingDue, openWorkOfTeam } from '#db/team-work.ts';
import { addClock, addHandoff, addLead, addRejection, openDatabase } from './make.ts';

let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const monday = at('00:00');

/** A handoff of a lead of its own, offered once. */
async function offer(
  id: string,
  values: Partial<Parameters<typeof addHandoff>[2]> & { offeredTo?: string; endedAt?: Date } = {},
): Promise<void> {
  const { offeredTo = 'ana', endedAt, ...handoff } = values;
  await addLead(db, id, {});
  await addHandoff(db, id, { leadId: id, ...handoff });
  await db.insert(offers).values({ handoffId: id, no: 1, repId: offeredTo, offeredAt: at('08:00'), endedAt });
}

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;

  await offer('open');
  await addClock(db, 'open-accept', { handoffId: 'open', deadlineAt: at('08:30') });

  await offer('quick', { state: 'accepted', acceptedAt: at('08:02') });
  await addClock(db, 'quick-accept', { handoffId: 'quick', met: true, stoppedAt: at('08:02') });
  await addClock(db, 'quick-response', { handoffId: 'quick', kind: 'response', deadlineAt: at('08:15') });

  await offer('slow', { state: 'working', acceptedAt: at('08:10') });
  const slow = { met: true, stoppedAt: at('08:10'), breachedAt: at('08:05') };
  await addClock(db, 'slow-accept', { handoffId: 'slow', ...slow });

  await offer('refused', { state: 'rejected', endedAt: at('08:03') });
  await addClock(db, 'refused-accept', { handoffId: 'refused', met: true, stoppedAt: at('08:03') });
  await addRejection(db, 'no', { handoffId: 'refused', leadId: 'refused' });
  await addRejection(db, 'taken-back', { handoffId: 'open', leadId: 'open', undoneAt: at('08:03') });

  await offer('passed-on', { ownerId: 'ben', offerNo: 2, state: 'accepted', acceptedAt: at('08:20') });
  const passed = { handoffId: 'passed-on', met: false, stoppedAt: at('08:04') };
  await addClock(db, 'passed-on-accept', passed);
  await db.insert(offers).values({ handoffId: 'passed-on', no: 2, repId: 'ben', offeredAt: at('08:04') });

  await offer('later', { state: 'snoozed', snoozedUntil: at('09:00') });
  const paused = { handoffId: 'later', deadlineAt: at('08:05'), pausedAt: at('08:04') };
  await addClock(db, 'later-accept', paused);

  await addLead(db, 'nobodys', {});
  await addHandoff(db, 'nobodys', { leadId: 'nobodys', state: 'waiting', ownerId: null });
  await addLead(db, 'elsewhere', {});
  await addHandoff(db, 'elsewhere', { leadId: 'elsewhere', state: 'waiting', ownerId: null, poolId: 'ae' });

  const entry = { poolId: 'sdr', repId: 'ana', handoffId: 'open', offerNo: 1, at: at('08:00') };
  await db.insert(balanceEntries).values([
    { ...entry, kind: 'turn' },
    { ...entry, handoffId: 'refused', kind: 'turn' },
    { ...entry, handoffId: 'refused', kind: 'credit' },
    { ...entry, poolId: 'ae', kind: 'turn' },
  ]);
}, 60_000);

afterAll(() => database.close());

test('a week counts each offer once: what became of it in these hands, and how fast', async () => {
  expect(await weekOf(db, { repId: 'ana', poolIds: ['sdr'] }, monday)).toEqual({
    offered: 6,
    accepted: 2,
    rejected: 1,
    medianSeconds: 360,
    timed: 2,
    attained: 2,
    measured: 3,
    turns: 2,
    credits: 1,
  });
});

test('what somebody took over is theirs, timed from their own offer, and unmeasured without a clock', async () => {
  expect(await weekOf(db, { repId: 'ben', poolIds: [] }, monday)).toEqual({
    offered: 1,
    accepted: 1,
    rejected: 0,
    medianSeconds: null,
    timed: 0,
    attained: 0,
    measured: 0,
    turns: 0,
    credits: 0,
  });
});

/** The lead of a handoff moves because its owner is away, or is back: the last row says where it stands. */
async function moves(
  handoffId: string,
  no: number,
  move: { to: string; time: string; because: 'cover' | 'return' },
) {
  const offeredAt = at(move.time);
  await db.insert(offers).values({ handoffId, no, repId: move.to, offeredAt });
  const event = { type: 'covered', from: null, to: move.to, because: move.because, no } as const;
  await db.insert(handoffEvents).values({
    handoffId,
    type: 'covered',
    at: offeredAt,
    actorId: null,
    repId: move.to,
    sourceId: 'website',
    event,
  });
}

test('what is covered is one offer: its owner’s, who may accept it once it is back', async () => {
  const own = { offeredTo: 'eva', ownerId: 'eva', endedAt: at('08:02') };
  await offer('back', { ...own, offerNo: 3, state: 'accepted', acceptedAt: at('08:34') });
  await moves('back', 2, { to: 'cleo', time: '08:02', because: 'cover' });
  await moves('back', 3, { to: 'eva', time: '08:30', because: 'return' });
  await addClock(db, 'back-accept', { handoffId: 'back', met: false, stoppedAt: at('08:02') });
  const again = { handoffId: 'back', offerNo: 3, startedAt: at('08:30'), deadlineAt: at('08:35') };
  await addClock(db, 'back-accept-3', { ...again, met: true, stoppedAt: at('08:34') });

  await offer('accepted-before', {
    ...own,
    ownerId: 'cleo',
    offerNo: 2,
    state: 'accepted',
    acceptedAt: at('08:01'),
  });
  await moves('accepted-before', 2, { to: 'cleo', time: '08:02', because: 'cover' });
  await addClock(db, 'accepted-before-accept', {
    handoffId: 'accepted-before',
    met: true,
    stoppedAt: at('08:01'),
  });

  await offer('accepted-by-cover', {
    ...own,
    ownerId: 'cleo',
    offerNo: 2,
    state: 'accepted',
    acceptedAt: at('08:20'),
  });
  await moves('accepted-by-cover', 2, { to: 'cleo', time: '08:02', because: 'cover' });

  const weekOfSomebody = (repId: string) => weekOf(db, { repId, poolIds: [] }, monday);
  expect(await weekOfSomebody('eva')).toMatchObject({
    offered: 3,
    accepted: 2,
    medianSeconds: 150,
    timed: 2,
    attained: 2,
    measured: 2,
  });
  expect(await weekOfSomebody('cleo')).toMatchObject({ offered: 0, accepted: 0, measured: 0 });
});

test('what was accepted in time, and told after the deadline, was in time', async () => {
  await offer('told-late', { offeredTo: 'dan', ownerId: 'dan', state: 'accepted', acceptedAt: at('08:04') });
  const toldLate = { met: true, stoppedAt: at('08:04'), deadlineAt: at('08:05'), breachedAt: at('08:05') };
  await addClock(db, 'told-late-accept', { handoffId: 'told-late', ...toldLate });
  expect(await weekOf(db, { repId: 'dan', poolIds: [] }, monday)).toMatchObject({ attained: 1, measured: 1 });
});

test('a week without offers is noughts, and what came before does not count', async () => {
  const { offered, medianSeconds } = await weekOf(db, { repId: 'ana', poolIds: ['sdr'] }, at('08:01'));
  expect([offered, medianSeconds]).toEqual([0, null]);
});

test('a rep’s open work is sorted by state, the next deadline first, each list cut and counted', async () => {
  await offer('sooner');
  await addClock(db, 'sooner-accept', { handoffId: 'sooner', deadlineAt: at('08:10') });
  expect(await openWorkOf(db, 'ana', 8)).toEqual({
    offered: { ids: ['sooner', 'open'], total: 2 },
    returned: EMPTY,
    deals: EMPTY,
    accepted: { ids: ['quick'], total: 1 },
    snoozed: { ids: ['later'], total: 1 },
    working: { ids: ['slow'], total: 1 },
  });
  expect((await openWorkOf(db, 'ana', 1)).offered).toEqual({ ids: ['sooner'], total: 2 });
});

test('a team’s work is what ran out, else what soon will, else what waits for its pools or is snoozed', async () => {
  const team = { repIds: ['ana'], poolIds: ['sdr'] };
  const moment = { now: at('08:20'), riskUntil: at('08:35') };
  expect(await openWorkOfTeam(db, team, moment, 8)).toEqual({
    overdue: { ids: ['sooner', 'quick'], total: 2 },
    at_risk: { ids: ['open'], total: 1 },
    waiting: { ids: ['nobodys'], total: 1 },
    snoozed: { ids: ['later'], total: 1 },
    batches: [],
  });
});

test('who manages nobody has no team’s work', async () => {
  const nothing = { ids: [], total: 0 };
  const moment = { now: at('08:20'), riskUntil: at('08:35') };
  expect(await openWorkOfTeam(db, { repIds: [], poolIds: [] }, moment, 8)).toEqual({
    overdue: nothing,
    at_risk: nothing,
    waiting: nothing,
    snoozed: nothing,
    batches: [],
  });
});

test('leads that lie in a batch are counted by batch and list, and stand in no list one by one', async () => {
  const claimKey = 'batch:fair:sdr:2026-03-02';
  const lying = { state: 'waiting', ownerId: null, poolId: 'fair', claimKey } as const;
  await offer('scan-1', lying);
  await addClock(db, 'scan-1-unassigned', {
    handoffId: 'scan-1',
    kind: 'unassigned',
    repId: null,
    deadlineAt: at('08:10'),
  });
  await offer('scan-2', lying);
  await offer('scan-3', lying);
  const moment = { now: at('08:20'), riskUntil: at('08:35') };
  const { batches, ...lists } = await openWorkOfTeam(db, { repIds: [], poolIds: ['fair'] }, moment, 8);
  expect(batches).toEqual([
    { list: 'overdue', claimKey, leads: 1, dueAt: at('08:10') },
    { list: 'waiting', claimKey, leads: 2, dueAt: null },
  ]);
  expect(Object.values(lists).map(({ total }) => total)).toEqual([0, 0, 0, 0]);
});

test('whose clocks fall due soon is told once for each owner or pool, without those that stand still', async () => {
  expect(await fallingDue(db, at('08:29'), at('08:35'))).toEqual([{ ownerId: 'ana', poolId: 'sdr' }]);
  expect(await fallingDue(db, at('08:30'), at('08:45'))).toEqual([]);
});

test('rejections are counted by source and reason, without those taken back', async () => {
  const again = { handoffId: 'refused', leadId: 'refused', reason: 'other' };
  await addRejection(db, 'other-1', again);
  await addRejection(db, 'other-2', again);
  expect(await rejectionsBySource(db, monday, 1)).toEqual([
    { sourceId: 'website', reason: 'other', count: 2, total: 3 },
  ]);
});
