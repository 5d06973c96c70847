import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite } from '../support/site.ts';

const OPS = 'C0OPS0001';
const REINSTALL = 'Add it in the app’s page under OAuth & Permissions, then reinstall the app.';

test.each([
  ['im:history', 'after a crash a card may stand twice'],
  ['channels:read', 'public channels cannot be looked at, neither at the start nor by /handoff setup'],
  ['groups:read', 'private channels cannot be looked at, neither at the start nor by /handoff setup'],
  ['usergroups:read', 'user groups cannot be read, neither for pools nor by /handoff setup'],
])('without %s leads are passed on as before, and ops are told what is lost', async (scope, loss) => {
  const site = await openSite();
  site.slack.revoke(scope);
  const running = await site.start();
  await running.send(hot);
  await site.settle();
  const ana = deskOf(site, 'ana');
  const olga = deskOf(site, 'olga');

  expect(await ana.press(ana.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
  expect(olga.channel(OPS).map(olga.read)).toEqual([
    `The app’s place in Slack needs mending\nThe scope ${scope} is missing: ${loss}. ${REINSTALL}`,
  ]);
});

test('without scopes for channels setup takes a channel without looking, and says why it takes no team from one', async () => {
  const site = await openSite();
  const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
  site.slack.addChannel({
    id: 'C0NEWOPS',
    name: 'new-ops',
    members: [site.slackIdOf('olga')],
    botIsMember: true,
  });
  site.slack.revoke('channels:read');
  site.slack.revoke('groups:read');
  site.slack.revoke('usergroups:read');
  const { app } = await site.start({ file: 'starter.yaml' });
  await olga.open();

  await olga.go('team');
  expect(olga.reads()).not.toContain('user group');
  const answer = await olga.submit({ [setupFields.channel]: 'C0NEWOPS' });
  expect(answer.errors).toEqual({
    [setupFields.channel]:
      'The app may not see who is in a channel: the scope channels:read, for private ones groups:read, is missing. Add it, or name people in the settings file.',
  });
  await olga.go('home');
  await olga.go('channels');
  await olga.submit({ [setupFields.ops]: 'C0NEWOPS' });
  expect(app.core.inForce().settings.channels.ops).toBe('C0NEWOPS');
});
