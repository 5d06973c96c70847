import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { sinksSettings } from '#domain/sink-settings.ts';
import { openOutreachAccount } from '#sandbox/crm/outreach.ts';
import { openSalesloftAccount } from '#sandbox/crm/salesloft.ts';
import { CLIENT } from '#sandbox/crm/tokens.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** What sales does in Slack stands in the tools that write to people in sequences, which end. */

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};
/** Past when a press can be undone. */
const UNDONE_NO_MORE = 3;

async function startWith(sink: object, environment: Record<string, string>) {
  const stage = await startStage({
    settings: (settings) => ({ ...settings, sinks: sinksSettings.parse([{ id: 'tool', ...sink }]) }),
    environment: { ...environment, ENCRYPTION_KEY: 'a key of a test that is long enough for it' },
  });
  await stage.query(
    `insert into sinks (id, first_seen_at, approved_at) values ('tool', '2026-11-01', '2026-11-01')`,
  );
  return stage;
}

async function begin(stage: TestStage) {
  await stage.send(hot);
  await stage.settle();
  const tell = () => stage.pass(UNDONE_NO_MORE);
  await tell();
  return { tell, ana: deskOf(stage, 'ana') };
}

test('a prospect of Outreach shows it, by tokens of which each buys the next, and none too soon', async () => {
  let stage: TestStage | null = null;
  let heldAt: number | null = null;
  const org = await openOutreachAccount({ now: () => heldAt ?? stage?.clock.now().getTime() ?? 0 });
  onTestFinished(org.stop);
  const grace = org.add({ email: hot.person.email, name: 'Grace Hopper' });
  const sequence = org.begin(grace);
  stage = await startWith(
    {
      ...{ to: 'outreach', base_url: org.url, finish: true, fields: { source: 'custom3' } },
      ...{ token_env: 'LASTING', client_id_env: 'CLIENT_ID', client_secret_env: 'CLIENT_SECRET' },
    },
    { LASTING: CLIENT.refreshToken, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
  );
  const { tell, ana } = await begin(stage);
  const shows = () => [org.record(grace).stage, org.stateOf(sequence), org.sold()];
  expect(shows()).toEqual([Number(org.stageId('Assigned')), 'active', 1]);

  org.wearTokens();
  await ana.press(ana.card(), ids.accept);
  await tell();
  expect(shows()).toEqual([Number(org.stageId('Accepted')), 'active', 2]);

  // The next is wanted within the minute in which Outreach sells no other.
  heldAt = stage.clock.now().getTime();
  org.wearTokens();
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await tell();
  expect(shows()).toEqual([Number(org.stageId('Accepted')), 'active', 2]);
  heldAt = null;
  await stage.pass(24 * 60);

  expect(org.sold()).toBe(3);
  expect(org.record(grace)).toMatchObject({ custom3: expect.any(String) });
  expect(org.stateOf(sequence)).toBe('finished');
  expect(await stage.query('select tries, due_at is not null as due from sink_records')).toEqual([
    { tries: 0, due: false },
  ]);
  const kept = await stage.query<{ text: string }>('select connections::text as text from connections');
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(CLIENT.refreshToken);
});

test('what buys tokens of Outreach is kept from ending where nothing is told for weeks, and said where it is refused', async () => {
  let stage: TestStage | null = null;
  const org = await openOutreachAccount({ now: () => stage?.clock.now().getTime() ?? 0 });
  onTestFinished(org.stop);
  org.add({ email: hot.person.email });
  stage = await startWith(
    {
      ...{ to: 'outreach', base_url: org.url, events: ['assigned'] },
      ...{ token_env: 'LASTING', client_id_env: 'CLIENT_ID', client_secret_env: 'CLIENT_SECRET' },
    },
    { LASTING: CLIENT.refreshToken, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
  );
  await begin(stage);
  const state = async () => {
    const [row] = (await stage?.query<{ problem: string | null }>('select problem from sinks')) ?? [];
    return [org.sold(), row?.problem];
  };
  expect(await state()).toEqual([1, null]);

  await stage.app.tendSinks();
  expect(await state()).toEqual([1, null]);
  stage.clock.forward(8 * 24 * 60);
  org.answerNext({ status: 503, body: '' });
  await stage.app.tendSinks();
  expect(await state()).toEqual([1, null]);
  await stage.app.tendSinks();
  await stage.app.tendSinks();
  expect(await state()).toEqual([2, null]);

  stage.clock.forward(8 * 24 * 60);
  org.answerNext({ status: 401, body: { error: 'invalid_grant' } });
  await stage.app.tendSinks();
  expect(await state()).toEqual([2, expect.stringContaining('Outreach gives no token (HTTP 401)')]);
  await stage.app.tendSinks();
  expect(org.sold()).toBe(2);
  stage.clock.forward(11);
  await stage.app.tendSinks();
  expect(await state()).toEqual([3, null]);
});

test('a person of Salesloft shows it, with a note of each, and leaves the cadence', async () => {
  const team = await openSalesloftAccount();
  onTestFinished(team.stop);
  const grace = team.add({ email: hot.person.email, name: 'Grace Hopper' });
  const cadence = team.begin(grace, 'processing');
  const stage = await startWith(
    { to: 'salesloft', base_url: team.url, token_env: 'SALESLOFT', finish: true },
    { SALESLOFT: TOKEN },
  );
  const { tell, ana } = await begin(stage);
  expect(team.record(grace)).toMatchObject({ stage: Number(team.stageId('Open')) });

  await ana.press(ana.card(), ids.accept);
  await tell();
  expect(team.record(grace)).toMatchObject({ stage: Number(team.stageId('Working')) });
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  // Each answer to what is written is lost, and the cadence is at work at first.
  for (const _ of Array.from({ length: 3 })) {
    team.loseAnswers(1);
    await stage.pass(24 * 60);
  }
  expect(team.stateOf(cadence)).toBe('processing');
  team.loseAnswers(0);
  team.move(cadence, 'active');
  await stage.pass(24 * 60);

  expect(team.stateOf(cadence)).toBe('removed');
  const titles = team.notes().map(({ content }) => content.split(' ')[0]);
  expect(titles.filter((title) => title === 'Accepted' || title === 'Qualified')).toEqual([
    'Accepted',
    'Qualified',
  ]);
  const marks = team.notes().map(({ content }) => content.split('\n').at(-1));
  expect(new Set(marks).size).toBe(marks.length);
  const [waiting] = await stage.query<{ due: boolean }>('select due_at is not null as due from sink_records');
  expect(waiting).toEqual({ due: false });
});
