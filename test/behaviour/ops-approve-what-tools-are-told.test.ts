import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { crmAt, startWithSinks } from '../support/sinks.ts';

const OPS = 'C0OPS0001';

async function openCrm() {
  const crm = await openHubspotAccount();
  onTestFinished(crm.stop);
  return { crm, id: crm.add({ email: 'lead@initech.example', name: 'Lead of initech' }) };
}

test('a new tool is shown to ops with what it would be told, and told once they approve it', async () => {
  const { crm, id } = await openCrm();
  const stage = await startWithSinks([crmAt(crm.url)], { approved: false });
  await stage.send(leadAt('initech'));
  await stage.settle();
  const olga = deskOf(stage, 'olga');
  const [notice] = olga.channel(OPS);
  if (!notice) throw new Error('ops were told nothing');
  expect(olga.read(notice)).toContain('HubSpot is new, and has been told nothing yet.');
  expect(olga.read(notice)).toContain('Lead of initech (initech): hs_lead_status from empty to NEW');

  expect((await olga.openHome()).join('\n')).toContain(
    'HubSpot is told nothing before you approve it: 1 lead waits',
  );

  // Others read the channel too, and may not.
  for (const personId of ['ana', 'mia', 'mara'])
    expect(await deskOf(stage, personId).press(notice, ids.approveSink)).toContain('approved by ops');
  expect(crm.record(id).hs_lead_status).toBeUndefined();

  expect(await olga.press(notice, ids.approveSink)).toContain('HubSpot is told from now on');
  await stage.settle();
  expect(crm.record(id).hs_lead_status).toBe('NEW');
  const [after, ...more] = olga.channel(OPS).filter(({ ephemeral }) => !ephemeral);
  expect(more).toEqual([]);
  expect(after && olga.read(after)).toContain('HubSpot is told outcomes: approved by Olga');
  expect(after && olga.read(after)).not.toContain('[Approve]');
  expect((await olga.openHome()).join('\n')).toContain('HubSpot: last told');
});

test('what a tool could not be told stands on the card and is told to ops once, until it knows', async () => {
  const { crm, id } = await openCrm();
  const stage = await startWithSinks([crmAt(crm.url)]);
  await stage.send(leadAt('initech'));
  await stage.settle();
  const [ana, olga] = [deskOf(stage, 'ana'), deskOf(stage, 'olga')];
  expect(ana.reads()).not.toContain('does not know this yet');
  crm.outage = { status: 401, body: { category: 'INVALID_AUTHENTICATION' } };
  await ana.press(ana.card(), ids.accept);
  await stage.pass(2);
  await stage.pass(11);
  expect(ana.reads()).toContain('HubSpot does not know this yet: HubSpot refuses the token (HTTP 401)');
  expect((await olga.openHome()).join('\n')).toContain('HubSpot takes nothing: HubSpot refuses the token');
  const told = () => olga.channel(OPS).map((message) => olga.read(message));
  expect(told().filter((text) => text.includes('HubSpot is told nothing since'))).toHaveLength(1);

  crm.outage = null;
  await stage.pass(11);
  expect(crm.record(id).hs_lead_status).toBe('OPEN');
  expect(ana.reads()).not.toContain('does not know this yet');
  expect(told().filter((text) => text.includes('HubSpot takes what it is told again.'))).toHaveLength(1);
  expect(told().filter((text) => text.includes('is told nothing'))).toEqual([]);
});

test('that leads could not be told of is said to ops on one message, until each is known', async () => {
  const { crm } = await openCrm();
  const stage = await startWithSinks([crmAt(crm.url)]);
  crm.outage = { status: 503, body: {} };
  await stage.send(leadAt('initech'));
  await stage.settle();
  const olga = deskOf(stage, 'olga');
  const told = () => olga.channel(OPS).map((message) => olga.read(message).split('\n')[0]);
  expect(told()).toEqual([]);
  // Away for a moment is nobody's business; the third try is.
  for (const minutes of [1, 6, 31]) await stage.pass(minutes);
  expect(told()).toEqual(['HubSpot could not be told of 1 lead:']);
  crm.outage = null;
  await stage.pass(121);
  expect(told()).toEqual(['HubSpot knows of every lead now.']);
});
