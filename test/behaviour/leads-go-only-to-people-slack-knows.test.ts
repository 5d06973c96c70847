import { expect, test } from 'vitest';
import { savePersonInSlack } from '#db/people.ts';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { openSite } from '../support/site.ts';
import { startStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';

const anaAt =
  (email: string) =>
  (settings: Settings): Settings => ({
    ...settings,
    people: settings.people.map((person) => (person.id === 'ana' ? { ...person, email } : person)),
  });

test('somebody whose address Slack does not know gets no leads, and ops are told once how to mend it', async () => {
  const site = await openSite();
  const app = await site.start({ settings: anaAt('ana@old-name.example') });
  await app.send(leadAt('initech'));
  await app.send(leadAt('hooli'));
  await site.settle();
  await app.app.checkPeople();
  await site.settle();

  expect(await site.query('select distinct owner_id from handoffs')).toEqual([{ owner_id: 'ben' }]);
  const ops = deskOf(site, 'olga');
  expect(ops.channel(OPS).map(ops.read)).toEqual([
    [
      'People who receive no leads',
      'Ana Duarte: Slack knows no member with this e-mail address',
      'Put their Slack e-mail address, or slack_id, into the settings.',
    ].join('\n'),
  ]);
  await app.stop();

  await site.start();
  await site.settle();
  expect(ops.channel(OPS).map(ops.read)).toEqual([
    'Everybody is found in Slack\nAll people can receive leads.',
  ]);
});

test('an address is the same in any case', async () => {
  const site = await openSite();
  const app = await site.start({ settings: anaAt('ANA@Acme-Sales.example') });

  await app.send(leadAt('initech'));
  await site.settle();

  expect(deskOf(site, 'ana').reads()).toContain('initech');
});

test('what was offered to somebody who is deactivated goes on, and what comes goes to others', async () => {
  const stage = await startStage();
  await stage.send(leadAt('before'));
  await stage.settle();
  await stage.slack.deactivate(stage.slackIdOf('ana'));

  await stage.app.checkPeople();
  await stage.send(leadAt('after'));
  await stage.settle();

  expect(
    await stage.query('select owner_id, offer_no from handoffs order by created_at, offer_no desc'),
  ).toEqual([
    { owner_id: 'ben', offer_no: 2 },
    { owner_id: 'ben', offer_no: 1 },
  ]);
  const ops = deskOf(stage, 'olga');
  expect(ops.channel(OPS).map(ops.read).join()).toContain('Ana Duarte: deactivated in Slack');
});

test('somebody new who is looked up several times at once is stored once', async () => {
  const site = await openSite();
  const { app } = await site.start();
  const saveNew = (no: number) =>
    savePersonInSlack(app.core.db, {
      id: `new-${no}`,
      slackId: `U0NEW${no}`,
      isActive: true,
      problem: null,
      checkedAt: app.core.now(),
    });
  const numbers = Array.from({ length: 30 }, (_, no) => no);
  await Promise.all(numbers.flatMap((no) => [saveNew(no), saveNew(no), saveNew(no)]));
  expect(await site.query("select count(*)::int as people from people where id like 'new-%'")).toEqual([
    { people: 30 },
  ]);
});
