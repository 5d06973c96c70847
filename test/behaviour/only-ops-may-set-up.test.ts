import { expect, test } from 'vitest';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite } from '../support/site.ts';

test('a rep is told whom to ask, and sees no button', async () => {
  const site = await openSite();
  await site.start();
  const ana = setupDeskOf(site.slack, site.slackIdOf('ana'));
  expect((await ana.open()).split('\n')).toEqual([
    '— Set up Handoff —',
    'Only ops can set up Handoff.',
    'Ask one of them: Olga Brandt.',
    '[Close]',
  ]);
});

test('an admin of the workspace is refused while somebody else is ops', async () => {
  const site = await openSite();
  site.slack.addUser({
    id: 'U0ADMIN',
    name: 'admin',
    realName: 'Ada Admin',
    email: 'ada@acme-sales.example',
    tz: 'Europe/Berlin',
    isAdmin: true,
  });
  await site.start();
  expect(await setupDeskOf(site.slack, 'U0ADMIN').open()).toContain('Only ops can set up Handoff.');
  expect(await site.query('select no from settings_edits')).toEqual([]);
});

test('somebody who neither is ops nor runs the workspace cannot be the first', async () => {
  const site = await openSite();
  await site.start({ file: 'starter.yaml' });
  const ana = setupDeskOf(site.slack, site.slackIdOf('ana'));
  expect(await ana.open()).toContain(
    'Nobody has that role yet: an admin or the owner of this workspace can begin with /handoff setup.',
  );
  expect(await site.query('select no from settings_edits')).toEqual([]);
});

test('who is no longer ops gets no further with a screen that is still open', async () => {
  const site = await openSite();
  const { app } = await site.start({ file: 'starter.yaml' });
  const { core } = app;
  const ops = (id: string, slackId: string) => ({
    id,
    name: id,
    email: `${id}@new.example`,
    slack_id: slackId,
    roles: ['ops' as const],
  });
  const people = (...all: ReturnType<typeof ops>[]) =>
    core.changeSettings({
      what: 'people',
      bySlackId: 'U0TEST',
      edit: (edits) => ({ ...edits, people: all }),
    });
  await people(ops('ana', site.slackIdOf('ana')), ops('ben', site.slackIdOf('ben')));
  await app.checkPeople();
  const ana = setupDeskOf(site.slack, site.slackIdOf('ana'));
  await ana.open();
  await ana.go('channels');
  await people(ops('ben', site.slackIdOf('ben')));

  await ana.submit({ [setupFields.ops]: 'C0OPS0001' });
  expect(ana.reads()).toContain('Only ops can set up Handoff.');
  expect(core.inForce().settings.channels).toEqual({});
});
