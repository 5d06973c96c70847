import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

const GRACE = { email: 'grace@globex.example' };
const OWNERS = ['ana', 'ben'];

async function offered() {
  const stage = await startStage();
  await stage.send({ ...hot, id: 'form-1' });
  await stage.settle();
  const owner = OWNERS.find((id) => stage.reads(id).length > 0) ?? 'nobody';
  return { stage, owner, desk: deskOf(stage, owner) };
}

test('the deal, as a CRM has it, stands in Details, and nobody reads a new message', async () => {
  const { stage, owner, desk } = await offered();
  const before = stage.reads(owner).length;
  const opportunity = {
    stage: 'Proposal',
    status: 'open',
    amount: 12_300,
    currency: 'EUR',
    close_on: '2026-12-31',
  };
  await stage.send({ kind: 'update', id: 'crm-1', person: GRACE, opportunity });
  await stage.settle();
  expect(stage.reads(owner)).toHaveLength(before);
  expect(await desk.open(desk.card(), ids.more, 'Details')).toContain(
    'Deal: Proposal, open, 12,300 EUR, closes 31 Dec 2026',
  );
});

test('what must not be asked any more is on the card at once', async () => {
  const { stage, owner } = await offered();
  await stage.send({ kind: 'update', id: 'crm-2', person: GRACE, consent: { do_not_call: true } });
  await stage.settle();
  expect(stage.reads(owner).join('\n')).toContain('Do not call');
});

test('of somebody nobody knows it makes no lead', async () => {
  const stage = await startStage();
  await stage.send({ kind: 'update', id: 'crm-3', person: GRACE, account: { name: 'Globex' } });
  await stage.settle();
  expect(await stage.query('select outcome from items')).toEqual([{ outcome: 'ignored' }]);
  expect(await stage.query('select count(*)::int as leads from leads')).toEqual([{ leads: 0 }]);
});

test('an update that names no owner leaves the one who was named', async () => {
  const { stage } = await offered();
  await stage.send({ kind: 'update', id: 'crm-4', person: GRACE, owner_email: 'ben@acme-sales.example' });
  await stage.settle();
  stage.clock.forward(1);
  await stage.send({ kind: 'update', id: 'crm-5', person: { ...GRACE, title: 'COO' } });
  await stage.settle();
  expect(
    await stage.query(
      "select record ->> 'owner_email' as owner, record -> 'person' ->> 'title' as title from leads",
    ),
  ).toEqual([{ owner: 'ben@acme-sales.example', title: 'COO' }]);
});
