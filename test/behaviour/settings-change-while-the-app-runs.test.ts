import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { insertDelivery } from '#db/deliveries.ts';
import { appendEdits } from '#db/settings.ts';
import type { Edits } from '#domain/settings.ts';
import { runEdits } from '#src/cli/edits.ts';
import { ConfigError } from '#src/config/config-error.ts';
import type { ChangeOutcome } from '#src/core/core.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';
import { MONDAY } from '../support/stage.ts';

const person = (id: string) => ({
  id,
  name: `New ${id}`,
  email: `${id}@acme-sales.example`,
  roles: ['sdr' as const],
});

const addPerson =
  (id: string) =>
  (edits: Edits): Edits => ({ ...edits, people: [...(edits.people ?? []), person(id)] });

const toEva = (edits: Edits): Edits => ({
  ...edits,
  routes: [{ id: 'germans', when: { country: 'DE' }, to: { person: 'eva' } }],
});

const change = ({ app }: RunningApp, edit: (edits: Edits) => Edits): Promise<ChangeOutcome> =>
  app.core.changeSettings({ what: 'a change', bySlackId: 'U0OLGA', edit });

/** `handoff.yaml` with a piece of it replaced, as a file of its own. */
function fileWith(from: string, to: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-settings-')), 'handoff.yaml');
  writeFileSync(file, readFileSync('handoff.yaml', 'utf8').replace(from, to));
  return file;
}

const noRoutes = ['  - { id: rest-of-world, to: { pool: sdr-emea } }\n', ''] as const;

test('a route added in Slack takes the next lead', async () => {
  const site = await openSite();
  const running = await site.start();
  expect(await change(running, toEva)).toEqual({ ok: true, no: 1 });
  await running.send(hot);
  await site.settle();
  expect(deskOf(site, 'eva').reads()).toContain('Grace Hopper');
});

test('a lead that nobody could take is offered when the settings have somebody for it', async () => {
  const site = await openSite();
  const running = await site.start({ file: fileWith(...noRoutes) });
  await running.send(hot);
  await site.settle();
  expect(await site.query('select state from handoffs')).toEqual([{ state: 'waiting' }]);
  await change(running, toEva);
  await site.slack.until(() => deskOf(site, 'eva').cards()[0], 5_000);
  expect(deskOf(site, 'eva').reads()).toContain('Grace Hopper');
});

test('two changes at once in two processes are both kept, and each process takes up the other’s', async () => {
  const site = await openSite();
  const [one, two] = await site.startTwo({});
  const outcomes = await Promise.all([
    change(one, addPerson('nia')),
    change(two, addPerson('noa')),
    change(one, addPerson('nora')),
  ]);
  const numbers = outcomes.map((outcome) => (outcome.ok ? outcome.no : null));
  expect(numbers.sort()).toEqual([1, 2, 3]);
  await one.app.tick();
  await two.app.tick();
  const added = ({ app }: RunningApp) =>
    app.core
      .inForce()
      .settings.people.map(({ id }) => id)
      .filter((id) => id.startsWith('n'))
      .sort();
  expect(added(one)).toEqual(['nia', 'noa', 'nora']);
  expect(added(two)).toEqual(['nia', 'noa', 'nora']);
  expect(one.app.core.inForce().version).toBe(two.app.core.inForce().version);
});

/** As another process does it, of which this one has heard nothing yet. */
function connectElsewhere(site: Site): Promise<number> {
  const auth = { type: 'standard-webhooks' as const, secret_env: ['CRM_SECRET'] };
  const edits = { sources: [{ id: 'added', name: 'Added', auth }] };
  return appendEdits(site.database.db, { edits, what: 'sources (+1)', bySlackId: 'U0OLGA', at: MONDAY });
}

test('a source that another process connected is received from at once', async () => {
  const site = await openSite();
  const running = await site.start();
  expect(await running.send(hot, { source: 'added' })).toBe(404);
  await connectElsewhere(site);
  expect(await running.send(hot, { source: 'added' })).toBe(200);
});

test('what another process received from a source it just connected is read, not quarantined', async () => {
  const site = await openSite();
  const { core } = (await site.start()).app;
  await connectElsewhere(site);
  const delivery = {
    id: 'd1',
    sourceId: 'added',
    key: 'd1',
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(hot)),
    receivedAt: MONDAY,
  };
  await insertDelivery(core.db, delivery, MONDAY);
  core.queue.wake('intake');
  await site.settle();
  expect(await site.query('select outcome, problems from items')).toEqual([
    { outcome: 'handoff', problems: null },
  ]);
});

test('a change that could not be taken up for want of the database is taken up later', async () => {
  const site = await openSite();
  const { app } = await site.start();
  await connectElsewhere(site);
  await site.query('alter table settings_versions rename to away');
  await expect(app.tick()).rejects.toThrow();
  await site.query('alter table away rename to settings_versions');
  await app.tick();
  expect(app.core.inForce().settings.sources.map(({ id }) => id)).toContain('added');
});

test('a wrong change is refused as a whole, with what is wrong, and nothing changes', async () => {
  const site = await openSite();
  const running = await site.start();
  const before = running.app.core.inForce();
  const outcome = await change(running, (edits) => ({
    ...edits,
    channels: { ops: 'C0NEW' },
    people: [{ ...person('nia'), manager: 'miaa' }],
  }));
  expect(outcome).toEqual({
    ok: false,
    problems: [
      {
        path: 'people.nia.manager',
        line: null,
        problem: expect.stringMatching(/^no person "miaa".*did you mean "mia"\? \(edited in Slack\)$/),
      },
    ],
  });
  expect(running.app.core.inForce()).toEqual(before);
  expect(running.app.core.layers().edits).toEqual({});
  expect(await site.query('select no from settings_edits')).toEqual([]);
});

test('what was edited holds after a restart', async () => {
  const site = await openSite();
  const first = await site.start();
  await change(first, toEva);
  const { version } = first.app.core.inForce();
  await first.stop();
  const second = await site.start();
  expect(second.app.core.inForce().version).toBe(version);
  await second.send(hot);
  await site.settle();
  expect(deskOf(site, 'eva').reads()).toContain('Grace Hopper');
});

test('what the file says wins over what was edited', async () => {
  const site = await openSite();
  const running = await site.start();
  await change(running, (edits) => ({
    ...edits,
    mode: 'shadow',
    people: [{ ...person('ana'), name: 'Another Ana' }],
  }));
  const { settings } = running.app.core.inForce();
  expect(settings.mode).toBe('live');
  expect(settings.people.filter(({ id }) => id === 'ana').map(({ name }) => name)).toEqual(['Ana Duarte']);
});

test('a change that changes nothing leaves no trace', async () => {
  const site = await openSite();
  const running = await site.start();
  expect(await change(running, (edits) => ({ ...edits }))).toEqual({ ok: true, no: null });
  expect(await site.query('select no from settings_edits')).toEqual([]);
});

test('every version that was in force is kept with its document', async () => {
  const site = await openSite();
  const running = await site.start();
  await change(running, addPerson('nia'));
  const { version } = running.app.core.inForce();
  const [kept] = await site.query<{ people: { id: string }[] }>(
    `select document->'people' as people from settings_versions where version = '${version}'`,
  );
  expect(kept?.people.at(-1)?.id).toBe('nia');
});

test('edits that no longer fit the file stop the start, are named, and can be taken out', async () => {
  const site = await openSite();
  const first = await site.start();
  await change(first, (edits) => ({ ...edits, people: [{ ...person('nia'), hours: 'new-york' }] }));
  await change(first, addPerson('noa'));
  await first.stop();
  const file = fileWith('email: eva@acme-sales.example', 'email: nia@acme-sales.example');
  await expect(site.start({ file })).rejects.toThrow(
    /edits drop <part> <id>\): 1 mistake\n {2}people\.nia\.email: "nia@acme-sales.example" is already people\[6\].email.*\(edited in Slack\)$/,
  );
  await expect(site.start({ file })).rejects.toThrow(ConfigError);

  const reach = reachOf(site.database.db, { HANDOFF_CONFIG: file });
  expect(await runEdits(reach, ['drop', 'people', 'nia'])).toEqual({
    output: 'dropped people nia; a running app follows within 15 seconds',
    exitCode: 0,
  });
  const second = await site.start({ file });
  expect(second.app.core.layers().edits).toEqual({ people: [person('noa')] });
});
