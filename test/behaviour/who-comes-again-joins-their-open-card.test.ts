import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { holdClocks, holdMessages, untilWaiting } from '../support/hold.ts';
import { hot, leadAt, person } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

test('the same person again is no second card: the new signal joins the open one and is said in its thread', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();

  await stage.send({
    person: { email: 'GRACE@Globex.example ', title: 'COO' },
    kind: 'signal',
    signals: [{ type: 'pricing_view', at: '2026-11-23T08:45:00Z', title: 'Pricing page' }],
  });
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads()).toContain('Grace Hopper, COO · Globex · 420 employees');
  expect(ana.reads()).toContain('Pricing page');
  expect(ana.thread(ana.card())).toEqual([
    'Grace Hopper (Globex) is back, from Website. No second card: it is on this one.\n• Pricing page, today at 9:45 AM',
  ]);
  expect(await stage.query('select outcome from items order by at, outcome')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
  ]);
});

test('two first deliveries about one person, read at the same moment, are one lead with one card', async () => {
  const stage = await startStage();

  await Promise.all(Array.from({ length: 8 }, () => stage.send(hot)));
  await stage.settle();

  expect(
    await stage.query('select outcome, count(*)::int as items from items group by outcome order by outcome'),
  ).toEqual([
    { outcome: 'handoff', items: 1 },
    { outcome: 'joined', items: 7 },
  ]);
  expect(await stage.query("select count(*)::int as cards from messages where kind = 'card'")).toEqual([
    { cards: 1 },
  ]);
});

test('a person without an e-mail address is known by their record elsewhere, or by their phone number', async () => {
  const stage = await startStage();
  const crm = [{ system: 'hubspot', type: 'contact', id: '901' }];
  const { person: _, ...rest } = hot;
  await stage.send({ ...rest, person: { full_name: 'By record' }, refs: crm });
  await stage.send({ ...rest, person: { full_name: 'By phone', phone: '+49 (30) 555-0199' } });
  await stage.settle();

  await stage.send({ ...rest, person: { full_name: 'By record', email: 'rec@globex.example' }, refs: crm });
  await stage.send({ ...rest, person: { full_name: 'By phone', phone: '0049 30 5550199' } });
  await stage.settle();

  expect(
    await stage.query('select outcome, count(*)::int as items from items group by outcome order by outcome'),
  ).toEqual([
    { outcome: 'handoff', items: 2 },
    { outcome: 'joined', items: 2 },
  ]);
});

test('colleagues who share a switchboard number are different people', async () => {
  const stage = await startStage();
  const phone = '+49 30 5550123';

  await stage.send({ ...hot, person: { ...hot.person, phone } });
  await stage.send({
    ...hot,
    person: { ...hot.person, full_name: 'Alan', email: 'alan@globex.example', phone },
  });
  await stage.settle();

  expect(await stage.query('select count(*)::int as handoffs from handoffs')).toEqual([{ handoffs: 2 }]);
});

test('a colleague of an open lead goes to whoever has that lead', async () => {
  const stage = await startStage();
  // One after the other: which of two at once takes the first turn is left to chance.
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.send(hot);
  await stage.settle();

  await stage.send(person('Alan Turing', 'alan@globex.example'));
  await stage.send(person('Joan Clarke', 'joan@globex.example'));
  await stage.settle();

  expect(
    await stage.query(
      'select owner_id, count(*)::int as leads from handoffs group by owner_id order by owner_id',
    ),
  ).toEqual([
    { owner_id: 'ana', leads: 1 },
    { owner_id: 'ben', leads: 3 },
  ]);
});

test('once the handoff is closed the same person asking again is handed over again', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });

  stage.clock.forward(60);
  await stage.send(hot);
  await stage.settle();

  expect(await stage.query('select state from handoffs order by created_at')).toEqual([
    { state: 'rejected' },
    { state: 'offered' },
  ]);
});

test('whom sales disqualified here is handed over no more, whatever they ask for', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.more, 'Disqualify…');
  await ana.submit({ reason: 'competitor' });
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'disqualified' }]);

  stage.clock.forward(60);
  await stage.send(hot);
  await stage.settle();

  expect(await stage.query('select outcome from items order by at, outcome')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'signal' },
  ]);
});

/** Grace is with Ana, who has the form for a rejection open. */
async function beingRejected() {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  return { stage, ana };
}

test('who asks again while their lead is being rejected is handed over anew', async () => {
  const { stage, ana } = await beingRejected();
  const held = await holdClocks(stage.app.core.db);
  const rejecting = ana.submit({ reason: 'bad_contact_data' });
  await untilWaiting(stage.app.core.db, 1);
  const asking = stage.send(hot);
  await untilWaiting(stage.app.core.db, 2);

  await held.release();
  await Promise.all([rejecting, asking]);
  await stage.settle();

  expect(await stage.query('select state from handoffs order by offered_at, state desc')).toEqual([
    { state: 'rejected' },
    { state: 'offered' },
  ]);
  expect(await stage.query('select outcome from items order by outcome')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'handoff' },
  ]);
});

test('a lead that asks again while somebody decides to reject it stays open, and they hear why', async () => {
  const { stage, ana } = await beingRejected();
  const held = await holdMessages(stage.app.core.db);
  const asking = stage.send(hot);
  await untilWaiting(stage.app.core.db, 1);
  const rejecting = ana.submit({ reason: 'bad_contact_data' });

  await held.release();
  await Promise.all([rejecting, asking]);
  await stage.settle();

  expect(ana.modal()).toContain(
    'They asked again today at 10:00 AM. It is on the card: look at it, and decide once more.',
  );
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'offered' }]);
  expect(await stage.query('select outcome from items order by outcome')).toEqual([
    { outcome: 'handoff' },
    { outcome: 'joined' },
  ]);

  await ana.closeModal();
  stage.clock.forward(1);
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'bad_contact_data' });
  expect(await stage.query('select state from handoffs')).toEqual([{ state: 'rejected' }]);
});
