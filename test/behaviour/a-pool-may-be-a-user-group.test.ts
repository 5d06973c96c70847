import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import { saveUserGroup } from '#db/user-groups.ts';
import { withTeams } from '#domain/pool-members.ts';
import { type StoredRecord, unpackRecord } from '#domain/routing/pack-record.ts';
import { replay } from '#domain/routing/replay.ts';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

const OPS = 'C0OPS0001';
const GROUP = 'S0SDRS';
const WALK_MS = 60_000;

/** `handoff.yaml`, with a European pool of Ana, who counts twice, and of whoever is in a user group. */
function groupFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-groups-')), 'handoff.yaml');
  const text = readFileSync('handoff.yaml', 'utf8')
    .replace('      - { person: ana, weight: 1 }\n', '      - { person: ana, weight: 2 }\n')
    .replace('      - { person: ben, weight: 1 }\n', '')
    .replace('    # user_group: S0123ABCD\n', `    user_group: ${GROUP}\n`);
  writeFileSync(file, text);
  return file;
}

async function openWithGroup(members: string[]): Promise<Site> {
  const site = await openSite();
  site.slack.addUserGroup({
    id: GROUP,
    handle: 'sdrs',
    name: 'SDRs',
    users: members.map(site.slackIdOf),
  });
  return site;
}

const poolIn = (settings: Settings) =>
  settings.pools.find(({ id }) => id === 'sdr-emea')?.members.map(({ person, weight }) => [person, weight]);
const poolOf = ({ app }: RunningApp) => poolIn(app.core.inForce().settings);

/** Who is in the group changes in Slack, and the next reading is due. */
async function change(site: Site, { app }: RunningApp, members: string[]): Promise<void> {
  site.slack.changeUserGroup(GROUP, members.map(site.slackIdOf));
  site.clock.forward(5);
  await app.checkUserGroups();
}

const told = (site: Site): string[] => {
  const ops = deskOf(site, 'olga');
  return ops.channel(OPS).map(ops.read);
};
const kept = (site: Site) => site.query('select members, problem from user_groups');

async function give(site: Site, running: RunningApp, companies: string[]): Promise<string[]> {
  for (const company of companies) {
    site.clock.forward(0.1);
    await running.send(leadAt(company));
    await site.settle();
  }
  const rows = await site.query<{ owner_id: string }>('select owner_id from handoffs order by created_at');
  return rows.map(({ owner_id }) => owner_id);
}

test('whoever is in the group is in the pool, in the order of the settings; who is listed keeps their weight', async () => {
  const site = await openWithGroup(['eva', 'ben', 'ana']);
  const running = await site.start({ file: groupFile() });

  expect(poolOf(running)).toEqual([
    ['ana', 2],
    ['ben', 1],
    ['eva', 1],
  ]);
  const owners = await give(site, running, ['one', 'two', 'three', 'four']);
  expect(owners.toSorted()).toEqual(['ana', 'ana', 'ben', 'eva']);
});

test('who joins the group gets leads from then on, and who leaves it keeps the leads they have', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  expect((await give(site, running, ['one', 'two', 'three'])).toSorted()).toEqual(['ana', 'ana', 'ben']);

  await change(site, running, ['eva']);
  expect(poolOf(running)).toEqual([
    ['ana', 2],
    ['eva', 1],
  ]);
  const owners = await give(site, running, ['four', 'five', 'six']);
  expect(owners.slice(0, 3).toSorted()).toEqual(['ana', 'ana', 'ben']);
  expect(owners.slice(3)).toContain('eva');
  expect(owners.slice(3)).not.toContain('ben');
});

test('a lead that waited for somebody is offered when they join the group', async () => {
  const site = await openWithGroup(['cleo']);
  const running = await site.start({ file: groupFile() });
  await running.app.core.db.execute("update people set away_until = '2027-01-01' where id = 'ana'");
  await running.send(leadAt('initech'));
  await site.settle();
  expect(await site.query('select state from handoffs')).toEqual([{ state: 'waiting' }]);

  await change(site, running, ['cleo', 'ben']);
  await site.slack.until(() => deskOf(site, 'ben').cards()[0], 5_000);
  expect(deskOf(site, 'ben').reads()).toContain('initech');
});

test('a group is part of the version in force: a decision is made again with the members of its moment', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  const { version } = running.app.core.inForce();
  await give(site, running, ['one']);
  await change(site, running, ['ben', 'eva']);
  await give(site, running, ['two']);

  expect(running.app.core.inForce().version).not.toBe(version);
  const decisions = await site.query<{ record: StoredRecord; document: unknown }>(
    `select record, document from routing_log join settings_versions on version = settings_version
     order by routing_log.id`,
  );
  const again = decisions.map(({ record, document }) => {
    const settings = withTeams(settingsSchema.parse(document));
    const replayed = replay(settings, unpackRecord(record));
    return [poolIn(settings)?.length, replayed.ok && replayed.agrees];
  });
  expect(again).toEqual([
    [2, true],
    [3, true],
  ]);

  await change(site, running, ['ben']);
  expect(running.app.core.inForce().version).toBe(version);
});

test('a group that is looked at and has not changed changes nothing', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  const before = running.app.core.inForce().settings;
  const [first] = await site.query<{ changed_at: string }>('select changed_at from user_groups');
  await change(site, running, ['ben']);

  expect(running.app.core.inForce().settings).toBe(before);
  expect(await site.query('select changed_at from user_groups')).toEqual([first]);
});

test('who was in a group is known after a restart, even while Slack does not tell', async () => {
  const site = await openWithGroup(['ben']);
  const file = groupFile();
  const first = await site.start({ file });
  const { version } = first.app.core.inForce();
  await first.stop();
  site.slack.fail({ method: 'usergroups.users.list', times: Number.POSITIVE_INFINITY, as: 'http_500' });

  const second = await site.start({ file });
  expect(second.app.core.inForce().version).toBe(version);
  expect(told(site)).toEqual([]);
});

test('without the scope its members known last go on, ops are told once, and the problem is kept', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  site.slack.revoke('usergroups:read');
  await change(site, running, ['eva']);
  await change(site, running, ['eva']);
  await site.settle();

  expect(poolOf(running)).toEqual([
    ['ana', 2],
    ['ben', 1],
  ]);
  expect(await kept(site)).toEqual([
    { members: ['ben'], problem: 'the scope usergroups:read is missing; whoever was in it last stays in it' },
  ]);
  expect(told(site)).toEqual([
    [
      'The app’s place in Slack needs mending',
      'The user group S0SDRS of SDRs in Europe: the scope usergroups:read is missing; whoever was in it last stays in it. Mend it in Slack, or name other members in the settings.',
    ].join('\n'),
  ]);

  site.slack.grant('usergroups:read');
  await change(site, running, ['eva']);
  expect(await kept(site)).toEqual([{ members: ['eva'], problem: null }]);
});

test('a group that is switched off, or was emptied, keeps whom it had', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  await change(site, running, []);
  expect(await kept(site)).toEqual([
    {
      members: ['ben'],
      problem: 'it is empty, or switched off, in Slack; whoever was in it last stays in it',
    },
  ]);
  site.slack.disableUserGroup(GROUP);
  await change(site, running, []);
  expect(await kept(site)).toEqual([
    { members: ['ben'], problem: 'Slack has no such user group; whoever was in it last stays in it' },
  ]);
  expect(poolOf(running)).toEqual([
    ['ana', 2],
    ['ben', 1],
  ]);
});

test.each(['cut', 'html_200', 'rate_limited_without_header'] as const)(
  'a group that cannot be read for %s keeps whom it had, and is read the next time',
  async (as) => {
    const site = await openWithGroup(['ben']);
    const running = await site.start({ file: groupFile() });
    site.slack.fail({ method: 'usergroups.users.list', times: 1, as });
    await change(site, running, ['eva']);
    expect(await kept(site)).toEqual([{ members: ['ben'], problem: null }]);
    await running.app.checkUserGroups();
    await site.settle();
    expect(await kept(site)).toEqual([{ members: ['eva'], problem: null }]);
    expect(told(site)).toEqual([]);
  },
);

test('while Slack is asked too much, groups are left for the next time, and nobody is told', async () => {
  const site = await openWithGroup(['ben']);
  const running = await site.start({ file: groupFile() });
  site.slack.fail({ method: 'usergroups.users.list', times: 1, as: 'rate_limited', retryAfter: 30 });
  await change(site, running, ['eva']);
  expect(await kept(site)).toEqual([{ members: ['ben'], problem: null }]);
  await running.app.checkUserGroups();
  await site.settle();
  expect(await kept(site)).toEqual([{ members: ['eva'], problem: null }]);
  expect(told(site)).toEqual([]);
});

test('people of the group who are not in the settings get no leads, and ops are told how many', async () => {
  const site = await openWithGroup(['ben']);
  site.slack.addUser({ id: 'U0NEW', name: 'new', realName: 'New One', email: 'new@x.example', tz: 'UTC' });
  site.slack.changeUserGroup(GROUP, [site.slackIdOf('ben'), 'U0NEW']);
  const running = await site.start({ file: groupFile() });
  await site.settle();

  expect(poolOf(running)).toEqual([
    ['ana', 2],
    ['ben', 1],
  ]);
  expect(told(site)).toEqual([
    [
      'The app’s place in Slack needs mending',
      'The user group S0SDRS of SDRs in Europe: one person in it is not in the settings, and gets no leads. Add them with /handoff setup → Team, or to the settings file.',
    ].join('\n'),
  ]);
});

test('what one process read another takes up by itself, and groups are read once for both', async () => {
  const site = await openWithGroup(['ben']);
  const [one, two] = await site.startTwo({ file: groupFile() });
  site.slack.changeUserGroup(GROUP, [site.slackIdOf('eva')]);
  site.clock.forward(5);
  const before = site.slack.calls.length;
  await one.app.checkUserGroups();
  await two.app.tick();
  await two.app.checkUserGroups();

  expect(poolOf(two)).toEqual([
    ['ana', 2],
    ['eva', 1],
  ]);
  expect(two.app.core.inForce().version).toBe(one.app.core.inForce().version);
  const read = site.slack.calls.slice(before).filter(({ method }) => method === 'usergroups.users.list');
  expect(read).toHaveLength(1);
});

test('a change of the group is taken up whatever became of the file and the group in between', async () => {
  const site = await openWithGroup(['ben']);
  const { app } = await site.start({ file: groupFile() });
  const inAnotherProcess = (members: string[]) =>
    saveUserGroup(site.database.db, { id: GROUP, members, problem: null, at: site.clock.now() });
  await inAnotherProcess(['eva']);
  await app.tick();
  await inAnotherProcess(['ben', 'eva']);
  await app.core.reloadSettings();
  expect(poolIn(app.core.inForce().settings)).toHaveLength(3);

  await inAnotherProcess(['eva']);
  await app.tick();
  expect(poolIn(app.core.inForce().settings)).toEqual([
    ['ana', 2],
    ['eva', 1],
  ]);
});

/** A second pool, behind the first in the settings, of a group of its own. */
function twoGroupsFile(): string {
  const file = groupFile();
  const text = readFileSync(file, 'utf8').replace(
    '  - id: sdr-americas\n',
    `  - id: sdr-americas\n    user_group: ${SECOND}\n`,
  );
  writeFileSync(file, text);
  return file;
}

const SECOND = 'S0AMERICAS';
const membersKept = (site: Site) =>
  site.query<{ id: string; members: string[] }>('select id, members from user_groups order by id');

test('where Slack breaks off a round, the next one begins with the groups that were not read', async () => {
  const site = await openWithGroup(['ben']);
  site.slack.addUserGroup({ id: SECOND, handle: 'us', name: 'US', users: [site.slackIdOf('ben')] });
  const { app } = await site.start({ file: twoGroupsFile() });
  await site.query(`delete from user_groups where id = '${SECOND}'`);
  const read = () =>
    site.slack.calls
      .filter(({ method }) => method === 'usergroups.users.list')
      .map(({ args }) => args.usergroup);
  const before = read().length;
  site.clock.forward(5);
  await app.checkUserGroups();
  expect(read().slice(before)).toEqual([SECOND, GROUP]);
  expect(await membersKept(site)).toEqual([
    { id: SECOND, members: ['ben'] },
    { id: GROUP, members: ['ben'] },
  ]);
});

test('a group that Slack does not answer about keeps no other from being read', async () => {
  const site = await openWithGroup(['ben']);
  site.slack.addUserGroup({ id: SECOND, handle: 'us', name: 'US', users: [site.slackIdOf('ben')] });
  const { app } = await site.start({ file: twoGroupsFile() });
  for (const group of [GROUP, SECOND]) site.slack.changeUserGroup(group, [site.slackIdOf('eva')]);
  site.slack.fail({ method: 'usergroups.users.list', times: 1, as: 'http_500' });
  site.clock.forward(5);
  await app.checkUserGroups();
  const kept = await membersKept(site);
  expect(kept.filter(({ members }) => members[0] === 'eva')).toHaveLength(1);
});

test('pools without a group ask Slack about none', async () => {
  const site = await openSite();
  const { app } = await site.start();
  await app.checkPeople();
  await app.checkUserGroups();
  expect(site.slack.calls.filter(({ method }) => method.startsWith('usergroups.'))).toEqual([]);
});

test(
  'setup makes a pool of a user group, whose people have leads at once, and lists only whom it was given by name',
  async () => {
    const site = await openWithGroup(['ben', 'eva']);
    const { app } = await site.start({ file: 'starter.yaml' });
    const people = ['olga', 'ana', 'ben', 'eva'].map((id) => ({
      id,
      name: id,
      email: `${id}@new.example`,
      slack_id: site.slackIdOf(id),
      roles: [id === 'olga' ? ('ops' as const) : ('sdr' as const)],
    }));
    await app.core.changeSettings({ what: 'a team', bySlackId: 'U0TEST', edit: () => ({ people }) });
    await app.checkPeople();
    const olga = setupDeskOf(site.slack, site.slackIdOf('olga'));
    await olga.open();
    await olga.go('pools');
    await olga.go('pool:');
    const empty = await olga.submit({ [setupFields.name]: 'SDRs' });
    expect(empty.errors).toEqual({ [setupFields.members]: 'Choose somebody, or a user group.' });
    await olga.submit({
      [setupFields.name]: 'SDRs',
      [setupFields.members]: ['ana'],
      [setupFields.group]: GROUP,
    });

    expect(app.core.layers().edits.pools).toEqual([
      {
        id: 'sdrs',
        name: 'SDRs',
        leg: 'mql_to_sdr',
        deliver_to: 'dm',
        members: [{ person: 'ana' }],
        user_group: GROUP,
      },
    ]);
    const { pools } = app.core.inForce().settings;
    expect(pools[0]?.members.map(({ person }) => person)).toEqual(['ana', 'ben', 'eva']);

    await olga.go('pools');
    expect(olga.reads()).toContain('with user group S0SDRS · ana, ben, eva');
    await olga.go('pool:sdrs');
    await olga.submit({ [setupFields.name]: 'SDRs in Europe' });
    expect(app.core.layers().edits.pools?.[0]).toEqual({
      id: 'sdrs',
      name: 'SDRs in Europe',
      leg: 'mql_to_sdr',
      deliver_to: 'dm',
      members: [{ person: 'ana' }],
      user_group: GROUP,
    });
  },
  WALK_MS,
);
