import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import { copyLeads } from '../support/copies-of-leads.ts';
import { deskOf } from '../support/desk.ts';
import { coldAt, leadAt, warmAt } from '../support/leads.ts';
import { all, withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { countStatements } from '../support/statements.ts';

const FEW = 10;
const MANY = 1_000;
const TIMEOUT_MS = 300_000;
/** What Slack still has to be shown is nobody's who counts. */
const FORGET_SHOWING = `update messages set shown = wanted`;

const UNREACHED = { unanswered: 100_000, uncontacted: 100_000, per_day: 100_000 };

/** A thousand leads are no reason to pass anybody over. */
const unlimited = (settings: Settings): Settings => ({
  ...settings,
  pools: settings.pools.map((pool) => ({ ...pool, caps: UNREACHED })),
});

/** Rejected, offered, lying in a batch and waiting for somebody: so many of each. */
async function withLeads(times: number): Promise<TestStage> {
  const stage = await startStage({ settings: all(unlimited, withSource('content', { batch: 'always' })) });
  const ana = deskOf(stage, 'ana');
  await stage.send(leadAt('globex'));
  await stage.settle();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small' });
  for (const company of ['initech', 'hooli']) await stage.send(warmAt(company));
  await stage.send(coldAt('umbrella'), { source: 'content' });
  await stage.settle();
  await stage.query("update people set away_until = '2026-11-23T12:00:00Z' where id in ('ana', 'ben')");
  await stage.send(warmAt('soylent'));
  await stage.settle();
  await copyLeads(stage, times - 1);
  return stage;
}

type Deed = (stage: TestStage) => Promise<unknown>;

/** How many statements each deed makes, one after another, among so many leads. */
async function statements(times: number, deeds: Record<string, Deed>): Promise<Record<string, number>> {
  const stage = await withLeads(times);
  const { statementsOf } = countStatements(stage.app);
  const counts: Record<string, number> = {};
  for (const [name, deed] of Object.entries(deeds)) {
    counts[name] = (await statementsOf(() => deed(stage))).length;
    await stage.query(FORGET_SHOWING);
  }
  return counts;
}

const as = (stage: TestStage, personId: string) => stage.slack.as(stage.slackIdOf(personId));

/** Waits for the answer alone: to show a thousand cards takes Slack's time. */
async function answered(stage: TestStage, personId: string, act: () => Promise<unknown>): Promise<void> {
  const told = () =>
    as(stage, personId)
      .messages()
      .filter(({ ephemeral }) => ephemeral).length;
  const before = told();
  await act();
  await stage.slack.until(() => told() > before, TIMEOUT_MS);
}

const says =
  (personId: string, line: string): Deed =>
  (stage) =>
    answered(stage, personId, () => as(stage, personId).slash(line));

const LINES = [
  ['mia', '/leads team'],
  ['ana', '/leads mine'],
  ['olga', '/leads find initech'],
  ['olga', '/funnel'],
  ['olga', '/handoff balance'],
  ['olga', '/handoff sources'],
  ['olga', '/handoff definitions'],
  ['olga', '/handoff shadow'],
  ['olga', '/handoff help'],
] as const;

const batchOf = (stage: TestStage, personId: string) => {
  const batch = as(stage, personId)
    .messages()
    .findLast(({ blocks }) => blocks.some(({ block_id: id }) => id === 'batch/leads/0'));
  if (!batch) throw new Error(`${personId} sees no batch`);
  return batch;
};

const DEEDS: Record<string, Deed> = {
  'a tick with nothing due': (stage) => stage.app.tick(),
  'the digests of the morning': (stage) => stage.app.sendDigests(),
  'what is kept for a time is looked through': (stage) => stage.app.prune(),
  ...Object.fromEntries(LINES.map(([personId, line]) => [line, says(personId, line)])),
  'a Home is opened': (stage) => as(stage, 'mia').openHome(),
  'Accept on a card': (stage) => {
    const ben = deskOf(stage, 'ben');
    return answered(stage, 'ben', () => as(stage, 'ben').press(ben.card(), ids.accept));
  },
  'Take next on a batch': (stage) =>
    answered(stage, 'ana', () => as(stage, 'ana').press(batchOf(stage, 'ana'), ids.takeNext)),
  'Answer on rejections is opened': (stage) => {
    const mara = deskOf(stage, 'mara');
    const [feedback] = mara.channel('C0FEEDBACK');
    if (!feedback) throw new Error('nothing was rejected');
    return mara.open(feedback, ids.answer);
  },
  'an answer to all rejections': (stage) => as(stage, 'mara').submit({ answer: 'Fixed at the source' }),
};

test('what people press and type, and a tick with nothing due, makes as many statements among a thousand leads as among ten', {
  timeout: TIMEOUT_MS,
}, async () => {
  const few = await statements(FEW, DEEDS);
  expect(await statements(MANY, DEEDS)).toEqual(few);
});

test('when a pause ends, all that marketing owes is moved by one statement', {
  timeout: TIMEOUT_MS,
}, async () => {
  const stage = await withLeads(MANY);
  const { statementsOf } = countStatements(stage.app);
  const due = () =>
    stage.query<{ due: string; owed: number }>(
      'select answer_due_at::text as due, count(*)::int as owed from rejections group by 1',
    );
  const [before] = await due();
  await says('olga', '/handoff pause an offsite')(stage);
  await stage.query(FORGET_SHOWING);
  stage.clock.forward(60);
  const made = await statementsOf(() => says('olga', '/handoff resume')(stage));
  await stage.query(FORGET_SHOWING);

  expect(made.filter((text) => /update "?rejections/.test(text))).toHaveLength(1);
  expect(before).toEqual({ due: '2026-11-25 09:00:00+00', owed: MANY });
  expect(await due()).toEqual([{ due: '2026-11-25 10:00:00+00', owed: MANY }]);
});
