import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { report } from '#blocks/report.ts';
import { readMessage } from '#db/messages.ts';
import { createMetrics } from '#src/process/metrics.ts';
import { outgoingClient } from '#src/slack/client.ts';
import { createPace } from '#src/slack/pace.ts';
import { syncMessage } from '#src/slack/reconciler.ts';
import { readOnce } from '#src/slack/slack-side.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const HOUR = 60;

/** A Slack that does not know one of the blocks yet, by which messages and answers go out. */
function withoutBlock(stage: TestStage, withBlock: string): void {
  for (const method of ['response_url', 'chat.postMessage', 'chat.update']) {
    stage.slack.fail({
      method,
      withBlock,
      times: Number.POSITIVE_INFINITY,
      as: { error: 'invalid_blocks' },
    });
  }
}

const answersTo = (stage: TestStage) =>
  stage.slack.calls.filter(({ method }) => method === 'response_url').map(({ ok }) => ok);

test('an answer that Slack refuses for its charts comes as text, and the next is not refused first', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  withoutBlock(stage, 'data_visualization');
  const mia = deskOf(stage, 'mia');
  const lines = mia.read(await mia.ask('/funnel 7d')).split('\n');
  expect(lines).toContain('How far they came: Leads 1, MQL 1, SAL 0, SQL 0, Opportunity 0, Won 0');
  expect(lines.at(-1)).toBe('[Share in channel] [What the figures mean]');
  expect(answersTo(stage)).toEqual([false, true]);

  const table = mia.read(await mia.ask('/funnel 7d by source')).split('\n');
  expect(table).toContain('Funnel by source');
  expect(table.find((line) => line.startsWith('• Website: '))).toMatch(
    /^• Website: Leads 1, Before 0, MQL 1, /,
  );
  expect(answersTo(stage)).toEqual([false, true, true]);
});

test('a refusal of the blocks that comes with status 200 is one all the same', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  stage.slack.fail({
    method: 'response_url',
    withBlock: 'data_table',
    times: Number.POSITIVE_INFINITY,
    as: { answer: { ok: false, error: 'invalid_blocks' } },
  });
  const mia = deskOf(stage, 'mia');
  for (const answers of [
    [false, true],
    [false, true, true],
  ]) {
    expect(mia.read(await mia.ask('/funnel 7d by source'))).toContain(
      '• Website: Leads 1, Before 0, MQL 1, ',
    );
    expect(answersTo(stage)).toEqual(answers);
  }
});

test('an address that is used up is not taken for a workspace without charts, whatever its status', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const mia = deskOf(stage, 'mia');
  stage.slack.fail({
    method: 'response_url',
    times: 1,
    as: { answer: { ok: false, error: 'expired_url' } },
  });
  await stage.slack.as(stage.slackIdOf('mia')).slash('/funnel 7d by source');
  await stage.slack.until(() => answersTo(stage).includes(false), 3_000);
  expect((await mia.ask('/funnel 7d by source')).blocks.map(({ type }) => type)).toContain('data_table');
});

test('a day later Slack is asked again, and draws what it has learnt meanwhile', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  withoutBlock(stage, 'data_table');
  const mia = deskOf(stage, 'mia');
  await mia.ask('/funnel 7d by source');
  stage.slack.clearFaults();
  expect((await mia.ask('/funnel 7d by source')).blocks.map(({ type }) => type)).not.toContain('data_table');
  stage.clock.forward(25 * HOUR);
  expect((await mia.ask('/funnel 7d by source')).blocks.map(({ type }) => type)).toContain('data_table');
});

test('what is shared in a channel is shared as text there too', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  withoutBlock(stage, 'data_table');
  const mia = deskOf(stage, 'mia');
  const answer = await mia.ask('/funnel 7d by source');
  await stage.slack.as(stage.slackIdOf('mia')).press(answer, ids.share, {});
  const said = await stage.slack.until(() => mia.direct().find((one) => one.includes('Shared by @')), 3_000);
  expect(said).toContain('• Website: Leads 1');
});

test('a message that is kept true is posted and changed as text as well', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  withoutBlock(stage, 'data_table');
  const { core } = stage.app;
  const log = pino({ level: 'silent' });
  const side = {
    client: outgoingClient('xoxb-sandbox', stage.slack.url, log),
    pace: createPace(),
    metrics: createMetrics(),
    log,
    people: readOnce(core.db),
  };
  const [{ key } = { key: '' }] = await stage.query<{ key: string }>(
    "select key from messages where kind = 'card'",
  );
  const row = await readMessage(core.db, key);
  if (!row) throw new Error('there is no card');
  const table = { id: 'a', caption: 'By source', columns: ['Source', 'Leads'] };
  const drawn = (leads: number) =>
    report({
      ...{ heading: [['A digest']], charts: [], notes: [], definitions: null },
      tables: [{ ...table, rows: [[['Website'], { value: leads, said: `${leads}` }]] }],
    });
  await syncMessage(core, side, async () => drawn(3), row);
  expect(deskOf(stage, 'ana').direct().join('\n')).toContain('• Website: Leads 3');
  await stage.query(`update messages set ts = null, marker = 'another' where key = '${key}'`);
  await syncMessage(core, side, async () => drawn(4), { ...row, ts: null, marker: 'another' });
  expect(deskOf(stage, 'ana').direct().join('\n')).toContain('• Website: Leads 4');
});
