import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/db.ts';
import { findLeads, waitingLeads } from '#db/lead-lists.ts';
import type { Database } from '#db/open.ts';
import type { LeadListKind } from '#domain/lead-lists.ts';
import { loadLeadList } from '#src/view/lead-list.ts';
import { make } from '../domain/make.ts';
import { addClock, addHandoff, addLead, openDatabase } from './make.ts';

let database: Database;
let db: Db;

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const now = at('08:10');
const inForce = { settings: make.settings(), version: 'v1' };
const named = (full_name: string, account: { name?: string; domain?: string } = {}) =>
  make.lead({ person: { full_name }, account });

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;

  await addLead(db, 'dana', { record: named('Dana Ionescu', { name: 'Globex', domain: 'globex.example' }) });
  await addHandoff(db, 'dana-sdr', { leadId: 'dana' });
  await addClock(db, 'dana-accept', { handoffId: 'dana-sdr', deadlineAt: at('08:30') });
  await addClock(db, 'dana-response', { handoffId: 'dana-sdr', kind: 'response', deadlineAt: at('08:15') });

  await addLead(db, 'eli', { record: named('Eli Park'), stage: 'sales_accepted', temperature: 'warm' });
  await addHandoff(db, 'eli-sdr', { leadId: 'eli', state: 'working', temperature: 'warm' });
  await addLead(db, 'finn', { record: named('Finn Ott', { name: '100%_pure' }), stage: 'sales_accepted' });
  await addHandoff(db, 'finn-sdr', { leadId: 'finn', state: 'accepted' });
  await addClock(db, 'finn-accept', {
    handoffId: 'finn-sdr',
    deadlineAt: at('08:02'),
    stoppedAt: at('08:01'),
  });
  await addClock(db, 'finn-response', { handoffId: 'finn-sdr', kind: 'response', deadlineAt: at('08:09') });

  await addLead(db, 'gina', { record: named('Gina Rossi', { domain: 'initech.example' }) });
  await addHandoff(db, 'gina-sdr', {
    leadId: 'gina',
    state: 'snoozed',
    ownerId: 'ben',
    snoozedUntil: at('09:00'),
  });
  const paused = { handoffId: 'gina-sdr', repId: 'ben', deadlineAt: at('08:05'), pausedAt: at('08:04') };
  await addClock(db, 'gina-accept', paused);

  await addLead(db, 'hugo', { record: named('Hugo Lang'), temperature: 'warm' });
  const waiting = { state: 'waiting', ownerId: null } as const;
  await addHandoff(db, 'hugo-sdr', {
    leadId: 'hugo',
    ...waiting,
    temperature: 'warm',
    createdAt: at('07:00'),
  });
  await addLead(db, 'ivo', { record: named('Ivo Novak') });
  await addHandoff(db, 'ivo-sdr', { leadId: 'ivo', ...waiting });
  await addClock(db, 'ivo-response', { handoffId: 'ivo-sdr', kind: 'response', deadlineAt: at('08:20') });
  await addClock(db, 'ivo-unassigned', { handoffId: 'ivo-sdr', kind: 'unassigned', deadlineAt: at('08:05') });

  const noHandoff = {
    record: make.lead({ person: { first_name: 'Jürgen', last_name: 'Öz' }, account: {} }),
    stage: 'nurture',
  } as const;
  await addLead(db, 'jurgen', { ...noHandoff, createdAt: at('08:05') });
  await addLead(db, 'kim', { record: named('Kim Olsen', { name: 'Globex' }), createdAt: at('08:00') });
  await addHandoff(db, 'kim-first', { leadId: 'kim', state: 'rejected', createdAt: at('06:00') });
  await addHandoff(db, 'kim-again', { leadId: 'kim', state: 'completed', ownerId: 'ben' });
}, 60_000);

afterAll(() => database.close());

const five = { limit: 5, offset: 0 };

const list = (kind: LeadListKind, personId: string, text = '') =>
  loadLeadList(db, inForce, { kind, personId, text, page: 0 }, now);
const idsOf = ({ rows }: Awaited<ReturnType<typeof list>>) => rows.map((row) => row.handoffId);

test('a rep sees their open leads, the next deadline first, each with the clock they are measured by', async () => {
  expect(await list('mine', 'ana')).toEqual({
    kind: 'mine',
    text: '',
    title: 'Your open leads',
    empty: 'You have no open leads. New ones come as a card in your direct messages with this app.',
    rows: [
      {
        handoffId: 'finn-sdr',
        lead: 'Finn Ott',
        company: '100%_pure',
        temperature: 'hot',
        stage: 'SAL',
        state: 'accepted',
        ownerName: 'Ana',
        due: { clock: 'response', at: at('08:09') },
        choosesUntil: null,
        backAt: null,
        sentBack: null,
      },
      {
        handoffId: 'dana-sdr',
        lead: 'Dana Ionescu',
        company: 'Globex',
        temperature: 'hot',
        stage: 'MQL',
        state: 'offered',
        ownerName: 'Ana',
        due: { clock: 'accept', at: at('08:30') },
        choosesUntil: null,
        backAt: null,
        sentBack: null,
      },
      {
        handoffId: 'eli-sdr',
        lead: 'Eli Park',
        company: null,
        temperature: 'warm',
        stage: 'SAL',
        state: 'working',
        ownerName: 'Ana',
        due: null,
        choosesUntil: null,
        backAt: null,
        sentBack: null,
      },
    ],
    page: 0,
    first: 1,
    total: 3,
    snoozed: 0,
  });
});

test('a manager sees what everybody below them has, and a rep is no manager', async () => {
  expect(idsOf(await list('team', 'max'))).toEqual(['finn-sdr', 'dana-sdr', 'eli-sdr', 'gina-sdr']);
  const { rows, empty, total } = await list('team', 'ana');
  expect({ rows, empty, total }).toEqual({
    rows: [],
    empty: 'Nobody has you as their manager in the settings. For your own leads: /leads mine',
    total: 0,
  });
});

test('what waits for an owner comes hot first, with the time by which somebody has to be found', async () => {
  const { rows } = await list('waiting', 'mia');
  expect(rows.map((row) => [row.handoffId, row.ownerName, row.due?.at ?? null])).toEqual([
    ['ivo-sdr', null, at('08:05')],
    ['hugo-sdr', null, null],
  ]);
});

test('overdue is what a running clock ran out on, the longest first, whoever has it', async () => {
  const { rows } = await list('overdue', 'mia');
  expect(rows.map((row) => [row.handoffId, row.due?.at ?? null])).toEqual([
    ['ivo-sdr', at('08:05')],
    ['finn-sdr', at('08:09')],
  ]);
});

test('a snoozed lead says when it comes back, and a paused clock is no deadline', async () => {
  const { rows } = await list('snoozed', 'mia');
  expect(rows.map((row) => [row.handoffId, row.backAt, row.due?.at ?? null])).toEqual([
    ['gina-sdr', at('09:00'), null],
  ]);
});

test('a lead is found by company with its latest handoff, the newest lead first', async () => {
  const { title, rows } = await list('find', 'ana', 'gLoBeX');
  expect(title).toBe('Leads with “gLoBeX”');
  expect(rows.map((row) => [row.lead, row.handoffId, row.state, row.ownerName])).toEqual([
    ['Kim Olsen', 'kim-again', 'completed', 'Ben'],
    ['Dana Ionescu', 'dana-sdr', 'offered', 'Ana'],
  ]);
});

test('a lead that never was handed over is found too, in any case of its letters', async () => {
  const { rows } = await list('find', 'ana', 'JÜRGEN ö');
  expect(rows).toEqual([
    {
      handoffId: null,
      lead: 'Jürgen Öz',
      company: null,
      temperature: 'hot',
      stage: 'Nurture',
      state: null,
      ownerName: null,
      due: null,
      choosesUntil: null,
      backAt: null,
      sentBack: null,
    },
  ]);
});

test('a lead is found by e-mail address and by domain', async () => {
  await addLead(db, 'lou', { record: make.lead({ person: { email: 'lou@hooli.example' } }) });
  expect((await findLeads(db, 'lou@HOOLI', five)).total).toBe(1);
  expect((await findLeads(db, 'initech', five)).rows.map((row) => row.handoff?.id)).toEqual(['gina-sdr']);
});

test("like's wildcards are characters, and so is what Postgres cannot store", async () => {
  expect((await findLeads(db, '100%_p', five)).total).toBe(1);
  expect((await findLeads(db, '1%e', five)).total).toBe(0);
  expect((await findLeads(db, 'Fin_', five)).total).toBe(0);
  expect((await findLeads(db, 'Finn\\', five)).total).toBe(0);
  expect((await findLeads(db, 'Fi\0nn', five)).total).toBe(1);
});

test('a list is cut at its limit and says how many there are', async () => {
  const { rows, total } = await waitingLeads(db, { limit: 1, offset: 0 });
  expect([rows.map((row) => row.handoff?.id), total]).toEqual([['ivo-sdr'], 2]);
});

test('pages hold each lead once, in one order, and the last one stays when the list became shorter', async () => {
  const offered = Array.from({ length: 11 }, (_, index) => `many-${index}`);
  for (const id of offered) {
    await addLead(db, id, { record: named(`Page of ${id}`), createdAt: at('07:30') });
    await addHandoff(db, `${id}-sdr`, { leadId: id, ownerId: 'zoe', createdAt: at('07:30') });
  }
  const page = (number: number) =>
    loadLeadList(db, inForce, { kind: 'mine', personId: 'zoe', text: '', page: number }, now);
  const [first, second, beyond] = [await page(0), await page(1), await page(7)];
  expect([first.first, first.rows.length, first.total]).toEqual([1, 8, 11]);
  expect([second.first, second.rows.length, second.total]).toEqual([9, 3, 11]);
  expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(11);
  expect(beyond).toEqual(second);
});

test('a call, a next try and a decision that are late are overdue too, and the row says which was missed first', async () => {
  await addLead(db, 'mo', { record: named('Mo Sand') });
  await addHandoff(db, 'mo-sdr', { leadId: 'mo', state: 'working', ownerId: 'max' });
  const ofMo = { handoffId: 'mo-sdr', repId: 'max' };
  await addClock(db, 'mo-qualify', { ...ofMo, kind: 'qualify', deadlineAt: at('07:00') });
  await addClock(db, 'mo-try', { ...ofMo, kind: 'follow_up', deadlineAt: at('07:30') });
  const { rows } = await list('overdue', 'mia');
  expect(rows.find((row) => row.handoffId === 'mo-sdr')?.due).toEqual({ clock: 'qualify', at: at('07:00') });
  const own = await list('mine', 'max');
  expect(own.rows.map(({ due }) => due)).toEqual([{ clock: 'follow_up', at: at('07:30') }]);
});

test('a first e-mail and a first call are due in the order of the card', async () => {
  await addLead(db, 'nia', { record: named('Nia Falk') });
  await addHandoff(db, 'nia-sdr', { leadId: 'nia', state: 'accepted', ownerId: 'mia' });
  const ofNia = { handoffId: 'nia-sdr', repId: 'mia' };
  await addClock(db, 'nia-call', { ...ofNia, kind: 'first_call', deadlineAt: at('09:00') });
  await addClock(db, 'nia-email', { ...ofNia, kind: 'first_email', deadlineAt: at('10:00') });
  const { rows } = await list('mine', 'mia');
  expect(rows.map(({ due }) => due)).toEqual([{ clock: 'first_email', at: at('10:00') }]);
});
