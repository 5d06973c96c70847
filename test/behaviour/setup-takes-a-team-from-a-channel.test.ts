import { expect, test } from 'vitest';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import type { Edits } from '#domain/settings.ts';
import { removePerson } from '#domain/setup/people.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite } from '../support/site.ts';

const NEW = { file: 'starter.yaml' };
// A walk through every screen, on a machine that does other things too.
const WALK_MS = 90_000;

const withPoolAndSource = (edits: Edits): Edits => ({
  ...edits,
  pools: [{ id: 'sdrs', name: 'SDRs', members: [{ person: 'kim-lee' }, { person: 'jose-nunez' }] }],
  routes: [{ id: 'to-sdrs', to: { pool: 'sdrs' } }],
  sources: [{ id: 'open', name: 'Open', auth: 'none' }],
});

/** A workspace that never saw the app: Olga runs it, and three people sell. */
async function openNewcomers() {
  const site = await openSite();
  const add = (id: string, realName: string, tz: string, more = {}) =>
    site.slack.addUser({
      id,
      name: id.toLowerCase(),
      realName,
      email: `${id.toLowerCase()}@new.example`,
      tz,
      ...more,
    });
  add('U0OLGA', 'Olga Admin', 'Europe/Berlin', { isAdmin: true });
  add('U0JOSE', 'José Núñez', 'Europe/Madrid');
  add('U0KIM', 'Kim Lee', 'Europe/Berlin');
  add('U0MONA', 'Mona Lead', 'Europe/Berlin');
  add('U0GUEST', 'Gus Guest', 'Europe/Berlin', { isRestricted: true });
  add('U0GONE', 'Gone Person', 'Europe/Berlin', { deleted: true });
  site.slack.addChannel({
    id: 'C0SALES',
    name: 'sales',
    members: ['U0JOSE', 'U0KIM', 'U0GUEST', 'U0GONE'],
    botIsMember: true,
  });
  site.slack.addChannel({ id: 'C0NEWOPS', name: 'new-ops', members: ['U0OLGA'], botIsMember: true });
  site.slack.addChannel({ id: 'C0NEWFB', name: 'new-feedback', members: ['U0OLGA'], botIsMember: true });
  return { site, olga: setupDeskOf(site.slack, 'U0OLGA') };
}

test(
  'from nothing to a card: an admin sets up a team, a pool, channels and a source, and a lead becomes a card',
  async () => {
    const { site, olga } = await openNewcomers();
    const { address } = await site.start(NEW);

    expect(await olga.open()).toContain('Nobody was ops yet, so you are now');

    await olga.go('team');
    await olga.submit({ [setupFields.channel]: 'C0SALES', [setupFields.to]: '17:30' });
    expect(olga.reads().split('\n')).toEqual([
      '— Set up Handoff —',
      '2 SDRs to add: [U0JOSE, U0KIM]',
      'Zones as their profiles say, hours as you chose',
      '• José Núñez · Europe/Madrid · Mon–Fri 09:00–17:30',
      '• Kim Lee · Europe/Berlin · Mon–Fri 09:00–17:30',
      'Left out',
      '• Gus Guest: guest',
      '• Gone Person: deactivated',
      '[‹ All steps]',
      '[Add to the team] [Close]',
    ]);
    expect(await site.query('select count(*)::int as edits from settings_edits')).toEqual([{ edits: 1 }]);

    await olga.submit({});
    expect(olga.reads()).toContain('Saved: 2 SDRs in the team.');

    await olga.go('managers');
    await olga.submit({ [setupFields.manager]: 'U0MONA' });
    expect(olga.reads()).toContain('2. Managers – ✓ done: everybody has one');

    await olga.go('pools');
    await olga.go('pool:');
    await olga.submit({ [setupFields.name]: 'SDRs', [setupFields.members]: ['José Núñez', 'Kim Lee'] });
    expect(olga.reads()).toContain('3. Pools – ✓ done: 1 pool.');

    await olga.go('channels');
    await olga.submit({ [setupFields.ops]: 'C0NEWOPS', [setupFields.feedback]: 'C0NEWFB' });
    expect(olga.reads()).toContain('4. Channels – ✓ done: ops in #new-ops, feedback in #new-feedback.');

    await olga.go('sources');
    await olga.submit({
      [setupFields.tool]: 'website',
      [setupFields.name]: 'Demo form',
      [setupFields.came]: 'demo_request',
    });
    const token = /Bearer ([\w-]{43})/.exec(olga.reads())?.[1] ?? '';
    const sent = await fetch(`${address}/webhooks/demo-form`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        email: 'grace@globex.example',
        name: 'Grace Hopper',
        company: 'Globex',
        country: 'DE',
      }),
    });
    expect(sent.status).toBe(200);
    await site.settle();

    const jose = deskOf({ ...site, slackIdOf: (id) => id }, 'U0JOSE');
    expect(jose.reads().split('\n').slice(0, 2)).toEqual(['🔥 Hot · Demo form', 'Grace Hopper · Globex']);
  },
  WALK_MS,
);

test('everybody gets an id made of their name, the zone of their profile, and the hours that were approved', async () => {
  const { site, olga } = await openNewcomers();
  const { app } = await site.start(NEW);
  await olga.open();
  await olga.go('team');
  await olga.submit({ [setupFields.channel]: 'C0SALES' });
  await olga.submit({ [setupFields.members]: ['U0JOSE'] });

  expect(app.core.layers().edits.people?.slice(1)).toEqual([
    {
      id: 'jose-nunez',
      name: 'José Núñez',
      email: 'u0jose@new.example',
      slack_id: 'U0JOSE',
      roles: ['sdr'],
      time_zone: 'Europe/Madrid',
      hours: 'weekdays-0900-1800',
    },
  ]);
});

test('a team is taken from a user group as well, and whoever is known already stays as they are', async () => {
  const { site, olga } = await openNewcomers();
  await site.start(NEW);
  site.slack.addUserGroup({ id: 'S0SALES', handle: 'sales', name: 'Sales', users: ['U0KIM', 'U0OLGA'] });
  await olga.open();
  await olga.go('team');
  await olga.submit({ [setupFields.group]: 'S0SALES' });
  expect(olga.reads()).toContain('1 SDR to add: [U0KIM]');
  expect(olga.reads()).toContain('Known already, unchanged\n• Olga Admin');
});

test('what is said in the settings file is shown as said there, and cannot be changed in Slack', async () => {
  const site = await openSite();
  await site.start();
  const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
  const overview = await olga.open();
  expect(overview).toContain(
    'ops in #handoff-ops, feedback in #lead-feedback. The settings file says so; change it there.',
  );
  expect(await olga.go('remove').catch((error: Error) => error.message)).toContain('nothing to press');
});

test('who leaves the team gets no more leads, and what they had not answered goes to somebody else', async () => {
  const { site, olga } = await openNewcomers();
  const { app, send } = await site.start(NEW);
  await olga.open();
  await olga.go('team');
  await olga.submit({ [setupFields.channel]: 'C0SALES' });
  await olga.submit({});
  await app.core.changeSettings({
    what: 'a pool and a source',
    bySlackId: 'U0OLGA',
    edit: withPoolAndSource,
  });
  await send(hot, { source: 'open' });
  await site.settle();
  const kim = deskOf({ ...site, slackIdOf: (id) => id }, 'U0KIM');
  expect(kim.cards()).toHaveLength(1);

  await olga.go('team');
  await olga.go('remove');
  await olga.submit({ [setupFields.person]: 'Kim Lee' });
  expect(olga.reads()).toContain('• 1 lead not answered yet: offered to others by the rules\n');
  await olga.submit({});
  await site.settle();

  expect(olga.reads()).toContain('Saved: Kim Lee left the team.');
  expect(app.core.inForce().settings.people.map(({ id }) => id)).toEqual(['olga-admin', 'jose-nunez']);
  expect(kim.reads()).toContain('José Núñez');
  expect(deskOf({ ...site, slackIdOf: (id) => id }, 'U0JOSE').reads()).toContain('Grace Hopper');
});

test('what somebody had not answered goes on too when they are taken out by other means', async () => {
  const { site, olga } = await openNewcomers();
  const { app, send } = await site.start(NEW);
  await olga.open();
  await olga.go('team');
  await olga.submit({ [setupFields.channel]: 'C0SALES' });
  await olga.submit({});
  const change = (edit: (edits: Edits) => Edits) =>
    app.core.changeSettings({ what: 'a change', bySlackId: 'U0OLGA', edit });
  await change(withPoolAndSource);
  await send(hot, { source: 'open' });
  await site.settle();
  expect(deskOf({ ...site, slackIdOf: (id) => id }, 'U0KIM').cards()).toHaveLength(1);

  await change((edits) => removePerson(edits, 'kim-lee'));
  const jose = deskOf({ ...site, slackIdOf: (id) => id }, 'U0JOSE');
  await site.slack.until(() => jose.cards()[0], 5_000);
  expect(jose.reads()).toContain('Grace Hopper');
  expect(await site.query('select state, offer_no from handoffs')).toEqual([
    { state: 'offered', offer_no: 2 },
  ]);
});

test('a change is told to ops, and may be taken back while nobody changed anything since', async () => {
  const { site, olga } = await openNewcomers();
  const { app } = await site.start(NEW);
  await olga.open();
  await olga.go('channels');
  await olga.submit({ [setupFields.ops]: 'C0NEWOPS' });
  await site.settle();
  const ops = deskOf({ ...site, slackIdOf: (id) => id }, 'U0OLGA').channel('C0NEWOPS');
  expect(ops.map(({ text }) => text)).toEqual([
    'The settings were changed in Slack\nOlga Admin changed: channels (ops)',
  ]);

  const undo = /undo:\d+/.exec(JSON.stringify(site.slack.as('U0OLGA').modal()))?.[0] ?? '';
  expect(await olga.press(undo)).toContain('Undone.');
  expect(app.core.inForce().settings.channels).toEqual({});
});
