import { expect, test, vi } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';
import { openSite } from '../support/site.ts';
import { startStage } from '../support/stage.ts';

const LONG = { timeout: 60_000 };
const SOON_MS = 15_000;

/** What Slack’s client has no class for, each with what is stored of it and after how many seconds it is tried again. */
const SURPRISES = [
  { as: 'cut', problem: 'no_answer', seconds: 1 },
  { as: 'html_200', problem: 'http_502', seconds: 1 },
  { as: 'rate_limited_without_header', problem: null, seconds: 10 },
] as const;

test(
  'the app starts although the list of members breaks off, and a lead reaches its owner',
  LONG,
  async () => {
    const around = await openSurroundings('http');
    around.slack.fail({ method: 'users.list', times: 1, as: 'cut' });

    const app = await startProcess(around);
    expect(await app.send(hot)).toBe(200);

    const reader = around.slack.as(around.slackIdOf('ana'));
    await around.slack.until(() => reader.dm().some(({ text }) => text.includes('Globex')), SOON_MS);
    const { stdout } = await app.kill('SIGTERM');
    expect(stdout).toContain('"fault":{"type":"unknown_outcome","code":"no_answer"}');
  },
);

test.each(SURPRISES)('a start survives $as, whatever is asked first', LONG, async ({ as }) => {
  const site = await openSite();
  site.slack.fail({ method: 'auth.test', times: 1, as });
  site.slack.fail({ method: 'conversations.info', times: 2, as });
  site.slack.fail({ method: 'users.list', times: 1, as: as === 'cut' ? 'html_200' : 'cut' });

  const running = await site.start();
  // What was not told at the start is asked for anew with each tick.
  const { people } = running.app.core.inForce().settings;
  await vi.waitFor(
    async () => {
      await running.app.tick();
      expect(await site.query('select id from people')).toHaveLength(people.length);
    },
    { timeout: SOON_MS, interval: 100 },
  );
  expect(await running.send(hot)).toBe(200);
  await site.settle();
  const posted = await site.query('select owner_id, state from handoffs');
  expect(posted).toEqual([{ owner_id: 'ana', state: 'offered' }]);
});

test.each(SURPRISES)(
  'a hot card is posted once although Slack answers with $as',
  async ({ as, problem, seconds }) => {
    const stage = await startStage();
    stage.slack.fail({ method: 'chat.postMessage', times: 1, as });
    await stage.send(hot);
    await stage.settle();

    expect(
      await stage.query(`select problem, shown,
      extract(epoch from not_before - '${stage.clock.now().toISOString()}')::int as seconds from messages where kind = 'card'`),
    ).toEqual([{ problem, shown: 0, seconds }]);
    await stage.pass(1);
    expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
    expect(await stage.query("select problem from messages where kind = 'card'")).toEqual([
      { problem: null },
    ]);
  },
);

/** JSON that is none of Slack's, or asks for what nobody should do. */
const ODD = [
  { answer: { ok: true }, problem: 'too_little', seconds: 1 },
  { answer: { ok: false, error: 'x', response_metadata: null }, problem: 'http_502', seconds: 1 },
  {
    answer: { ok: false, error: 'invalid_blocks', response_metadata: { messages: 'all of it' } },
    problem: 'http_502',
    seconds: 1,
  },
  { answer: { ok: false, error: 'ratelimited' }, retryAfter: 0, problem: null, seconds: 1 },
  { answer: { ok: false, error: 'ratelimited' }, retryAfter: -5, problem: null, seconds: 1 },
  { answer: { ok: false, error: 'ratelimited' }, retryAfter: 864_000, problem: null, seconds: 3_600 },
];

test.each(ODD)(
  'a hot card is tried again in $seconds s after $answer and Retry-After $retryAfter',
  async ({ answer, retryAfter, problem, seconds }) => {
    const stage = await startStage();
    stage.slack.fail({
      method: 'chat.postMessage',
      times: 1,
      as: { answer },
      ...(retryAfter !== undefined && { retryAfter }),
    });
    await stage.send(hot);
    await stage.settle();

    expect(
      await stage.query(`select problem, shown,
      extract(epoch from not_before - '${stage.clock.now().toISOString()}')::int as seconds from messages where kind = 'card'`),
    ).toEqual([{ problem, shown: 0, seconds }]);
    await stage.pass(61);
    expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
  },
);

test('direct messages that Slack opens without saying which are opened again a moment later', async () => {
  const stage = await startStage();
  stage.slack.fail({ method: 'conversations.open', times: 1, as: { answer: { ok: true } } });
  await stage.send(hot);
  await stage.settle();
  await stage.pass(1);
  expect(deskOf(stage, 'ana').cards()).toHaveLength(1);
});

test.each(SURPRISES)('a card that could not be changed for $as is changed a moment later', async ({ as }) => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.slack.fail({ method: 'chat.update', times: 1, as });

  await ana.press(ana.card(), ids.accept);
  await stage.pass(1);
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
});

test.each(SURPRISES)('a Home that could not be published for $as is there a moment later', async ({ as }) => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  stage.slack.fail({ method: 'views.publish', times: 1, as });
  await stage.slack.as(stage.slackIdOf('ana')).openHome();
  await stage.settle();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(1);

  expect(ana.home()).toContain('To answer (1)');
});

test.each(SURPRISES)('whoever presses hears of it when no modal opens for $as', async ({ as }) => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  stage.slack.fail({ method: 'views.open', times: 1, as });

  expect(await ana.press(ana.card(), ids.reject)).toBe(
    'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.',
  );
});

test('a page for people reaches neither the table nor the log', LONG, async () => {
  const around = await openSurroundings('http');
  const app = await startProcess(around);
  around.slack.fail({ method: '*', times: 3, as: 'html_200' });
  expect(await app.send(hot)).toBe(200);
  const reader = around.slack.as(around.slackIdOf('ana'));
  await around.slack.until(() => reader.dm().some(({ text }) => text.includes('Globex')), SOON_MS);

  const { stdout, stderr } = await app.kill('SIGTERM');
  expect(stdout).toContain('http_502');
  expect(stdout + stderr).not.toContain('maintenance');
});

test('an answer that hangs holds its handler for three seconds, and whoever pressed hears that', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const person = stage.slack.as(stage.slackIdOf('ana'));
  stage.slack.fail({ method: 'response_url', times: 1, as: 'hang' });
  await person.press(ana.card(), ids.accept);

  const began = performance.now();
  const heard = () => person.messages().find(({ ephemeral }) => ephemeral)?.text;
  expect(await stage.slack.until(heard, 5_000)).toBe(
    'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.',
  );
  expect(Math.round((performance.now() - began) / 1_000)).toBe(3);
  await stage.settle();
  expect(ana.reads()).toContain('Accepted by Ana Duarte');
});
