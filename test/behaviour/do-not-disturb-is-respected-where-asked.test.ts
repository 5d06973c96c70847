import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { openSite } from '../support/site.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';

const asking =
  (availability: Partial<Settings['availability']>) =>
  (settings: Settings): Settings => ({
    ...settings,
    availability: { ...settings.availability, ...availability },
  });

const ASKS_QUIET = asking({ do_not_disturb: true });
const ASKS_STATUS = asking({ away_statuses: [':palm_tree:'] });

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
// 10:00 to 11:00 in Berlin.
const MORNING = { from: at('09:00'), until: at('10:00') };

const asked = ({ slack }: Pick<TestStage, 'slack'>, ...methods: string[]) =>
  slack.calls.map(({ method }) => method).filter((method) => methods.includes(method));

/** Who is offered the next lead; nobody, while it waits. */
async function next(stage: TestStage, company: string): Promise<string | null> {
  await stage.send(leadAt(company));
  await stage.settle();
  const [row] = await stage.query<{ owner_id: string | null }>(
    'select owner_id from handoffs order by created_at desc limit 1',
  );
  return row?.owner_id ?? null;
}

test('whom Slack does not disturb is passed over until that is over, and the log says why', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  await stage.app.checkPresence();

  expect(await next(stage, 'one')).toBe('ben');
  const [log] = await decisionsOf(stage);
  expect(log?.candidates.map(({ repId, check }) => [repId, check])).toEqual([
    ['ana', 'do_not_disturb'],
    ['ben', null],
  ]);
  stage.clock.set(at('10:00'));
  expect(await next(stage, 'two')).toBe('ana');
});

test('a lead for which everybody is in Do Not Disturb waits, and is offered when somebody is back', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.grant('dnd:read');
  for (const id of ['ana', 'ben']) stage.slack.setQuiet(stage.slackIdOf(id), MORNING);
  await stage.app.checkPresence();
  expect(await next(stage, 'one')).toBe(null);

  stage.slack.setQuiet(stage.slackIdOf('ben'), null);
  await stage.app.checkPresence();
  await stage.pass(1);

  expect(await stage.query('select owner_id, state from handoffs')).toEqual([
    { owner_id: 'ben', state: 'offered' },
  ]);
});

test('everybody in pools is asked about in one call, and nobody else', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.grant('dnd:read');
  await stage.app.checkPresence();

  const calls = stage.slack.calls.filter(({ method }) => method === 'dnd.teamInfo');
  expect(calls.map(({ args }) => String(args.users).split(',').sort())).toEqual([
    ['ana', 'ben', 'cleo', 'dan', 'eva', 'vic'].map(stage.slackIdOf),
  ]);
});

test('somebody whom Slack does not show does not keep the others from being known', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  await stage.slack.deactivate(stage.slackIdOf('dan'));
  await stage.app.checkPresence();
  const first = asked(stage, 'dnd.teamInfo').length;
  await stage.app.checkPresence();

  expect(await stage.query('select id from people where quiet_from is not null')).toEqual([{ id: 'ana' }]);
  expect(asked(stage, 'dnd.teamInfo').length - first).toBe(1);
});

test('a status that means away keeps leads away until it is over; any other status does not', async () => {
  const stage = await startStage({ settings: ASKS_STATUS });
  stage.slack.setStatus(stage.slackIdOf('ana'), { emoji: ':palm_tree:', until: at('10:00') });
  stage.slack.setStatus(stage.slackIdOf('ben'), { emoji: ':headphones:', until: null });
  stage.clock.forward(1);
  await stage.app.checkPresence();

  expect(await next(stage, 'one')).toBe('ben');
  const [log] = await decisionsOf(stage);
  expect(log?.candidates.map(({ repId, check }) => [repId, check])).toEqual([
    ['ana', 'status_away'],
    ['ben', null],
  ]);
  stage.clock.set(at('10:00'));
  expect(await next(stage, 'two')).toBe('ana');
});

test('a status is known from the start, and a change of it within a minute', async () => {
  const site = await openSite();
  site.slack.setStatus(site.slackIdOf('ana'), { emoji: ':palm_tree:', until: null });
  const { app } = await site.start({ settings: ASKS_STATUS });
  const statuses = () =>
    site.query("select id, status_emoji from people where id in ('ana', 'ben') order by id");
  expect(await statuses()).toEqual([
    { id: 'ana', status_emoji: ':palm_tree:' },
    { id: 'ben', status_emoji: null },
  ]);

  site.slack.setStatus(site.slackIdOf('ana'), null);
  site.clock.forward(1);
  await app.checkPresence();
  expect(await statuses()).toEqual([
    { id: 'ana', status_emoji: null },
    { id: 'ben', status_emoji: null },
  ]);
});

test('what nobody asked for is never read', async () => {
  const stage = await startStage();
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  stage.slack.setStatus(stage.slackIdOf('ana'), { emoji: ':palm_tree:', until: null });
  stage.clock.forward(1);
  await stage.app.checkPeople();
  await stage.app.checkPresence();

  expect(asked(stage, 'dnd.teamInfo', 'dnd.info', 'users.info', 'users.profile.get')).toEqual([]);
  expect(
    await stage.query('select id from people where quiet_from is not null or status_emoji is not null'),
  ).toEqual([]);
  expect(await next(stage, 'one')).toBe('ana');
});

test('when nobody asks any more, what was known is forgotten', async () => {
  const site = await openSite();
  site.slack.grant('dnd:read');
  site.slack.setQuiet(site.slackIdOf('ana'), MORNING);
  site.slack.setStatus(site.slackIdOf('ana'), { emoji: ':palm_tree:', until: null });
  const both = asking({ do_not_disturb: true, away_statuses: [':palm_tree:'] });
  const first = await site.start({ settings: both });
  await first.app.checkPresence();
  const known = () => site.query("select quiet_until, status_emoji from people where id = 'ana'");
  expect(await known()).toEqual([{ quiet_until: expect.anything(), status_emoji: ':palm_tree:' }]);
  await first.stop();

  const second = await site.start();
  await second.app.checkPresence();
  expect(await known()).toEqual([{ quiet_until: null, status_emoji: null }]);
});

test('without its scope it is not respected, and ops are told once, with the setting that asks for it', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  await stage.app.checkPresence();
  await stage.app.checkPresence();

  expect(await next(stage, 'one')).toBe('ana');
  const ops = deskOf(stage, 'olga');
  expect(ops.channel(OPS).map(ops.read)).toEqual([
    [
      'The app’s place in Slack needs mending',
      'The scope dnd:read is missing, which availability.do_not_disturb asks for: leads are offered to people whom Slack does not disturb. Add it in the app’s page under OAuth & Permissions, then reinstall the app.',
    ].join('\n'),
  ]);
});

test('a scope that is taken away takes what was known with it', async () => {
  const stage = await startStage({ settings: ASKS_QUIET });
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  await stage.app.checkPresence();
  stage.slack.revoke('dnd:read');
  await stage.app.checkPresence();

  expect(await next(stage, 'one')).toBe('ana');
  const ops = deskOf(stage, 'olga');
  expect(ops.channel(OPS).map(ops.read).join()).toContain('The scope dnd:read is missing');
});

test('while Slack is asked too much, what is known goes on', async () => {
  const stage = await startStage({
    settings: asking({ do_not_disturb: true, away_statuses: [':palm_tree:'] }),
  });
  stage.slack.grant('dnd:read');
  stage.slack.setQuiet(stage.slackIdOf('ana'), MORNING);
  await stage.app.checkPresence();
  stage.clock.set(new Date(MONDAY.getTime() + 60_000));
  stage.slack.fail({ method: 'dnd.teamInfo', times: 1, as: 'rate_limited', retryAfter: 30 });
  stage.slack.fail({ method: 'users.info', times: 1, as: 'rate_limited', retryAfter: 30 });
  const before = asked(stage, 'users.info').length;
  await stage.app.checkPresence();

  expect(asked(stage, 'users.info').length - before).toBe(1);
  expect(await next(stage, 'one')).toBe('ben');
});
