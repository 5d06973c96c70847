import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { warmAt } from '../support/leads.ts';
import { withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const withCleo = withPool('sdr-emea', {
  members: [
    { person: 'ana', weight: 1 },
    { person: 'ben', weight: 1 },
    { person: 'cleo', weight: 1 },
  ],
});

const where = async ({ query }: Pick<TestStage, 'query'>) =>
  (
    await query<{
      at: string;
    }>(`select concat_ws(' ', l.record -> 'account' ->> 'name', h.owner_id, h.state) as at
      from handoffs h join leads l on l.id = h.lead_id order by h.created_at`)
  ).map(({ at }) => at);

/** Ana has these leads and Ben none. */
async function anaHas(stage: TestStage, ...companies: string[]): Promise<Desk> {
  await stage.query("update people set away_until = '2026-12-24' where id = 'ben'");
  for (const company of companies) {
    stage.clock.forward(0.1);
    await stage.send(warmAt(company));
  }
  await stage.settle();
  await stage.query('update people set away_until = null');
  return deskOf(stage, 'ana');
}

const said = async (desk: Desk, line: string): Promise<string> => desk.read(await desk.ask(line));

/** The last message that begins like this, line by line. */
const told = (desk: Desk, begins: string) =>
  desk
    .direct()
    .findLast((text) => text.startsWith(begins))
    ?.split('\n');

/** The question a colleague reads. */
function questionTo(stage: TestStage, personId: string): SeenMessage {
  const asked = stage.slack
    .as(stage.slackIdOf(personId))
    .dm()
    .findLast(({ blocks }) => JSON.stringify(blocks).includes(ids.acceptCover));
  if (!asked) throw new Error(`${personId} was asked nothing`);
  return asked;
}

test('a colleague who accepts has all open leads until then, at night too, and gives them back', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex', 'initech');
  // It is four in the morning for Cleo.
  const cleo = deskOf(stage, 'cleo');
  expect(await said(ana, '/handoff cover @cleo 2h')).toBe(
    'Cleo Marsh is asked to cover 2 open leads. You are not away yet: that begins when they accept, by today at 11:00 AM at the latest. You read here what they say.',
  );
  await stage.settle();
  expect(told(cleo, 'Ana')).toEqual([
    'Ana Duarte asks you to cover 2 open leads until today at 6:00 AM:',
    '• Lead of globex (globex)',
    '• Lead of initech (initech)',
    'With Accept they are yours at once. Please answer by today at 5:00 AM.',
    '[Accept] [Decline]',
  ]);
  expect(await where(stage)).toEqual(['globex ana offered', 'initech ana offered']);

  await cleo.press(questionTo(stage, 'cleo'), ids.acceptCover);
  for (const _ of [1, 2]) await stage.pass(0.05);
  expect(await where(stage)).toEqual(['globex cleo offered', 'initech cleo offered']);
  expect(told(cleo, 'You agreed')).toEqual(['You agreed to cover for Ana Duarte.']);
  expect(told(ana, 'You are away')).toEqual([
    'You are away until today at 12:00 PM.',
    '• Cleo Marsh: Lead of globex (globex), Lead of initech (initech)',
  ]);
  await stage.send(warmAt('hooli'));
  await stage.settle();
  expect((await where(stage)).at(-1)).toBe('hooli ben offered');

  await stage.pass(120);
  expect(await where(stage)).toEqual(['globex ana offered', 'initech ana offered', 'hooli ben offered']);
  expect(told(ana, 'Welcome')?.[0]).toContain('2 leads are yours again');
});

test('who is declined hears it, is not away, and keeps everything', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben until tomorrow');
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  const question = questionTo(stage, 'ben');

  expect(await ben.press(question, ids.declineCover)).toBe('Declined. They are told, and keep their leads.');
  expect(told(ana, 'Ben')).toEqual([
    'Ben Okafor cannot cover for you until tomorrow at 9:00 AM. You are not away, and your leads stay with you. By the rules instead: /handoff away 2h',
  ]);
  expect(await where(stage)).toEqual(['globex ana offered']);
  expect(await stage.query("select away_until from people where id = 'ana'")).toEqual([{ away_until: null }]);
  expect(await ben.press(question, ids.acceptCover)).toBe('That was declined already. Nothing was changed.');
});

test('who is away by themselves meanwhile is not told that they are not', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben until tomorrow');
  await stage.settle();
  await ana.ask('/handoff away 3h');
  await deskOf(stage, 'ben').press(questionTo(stage, 'ben'), ids.declineCover);

  expect(told(ana, 'Ben')).toEqual([
    'Ben Okafor cannot cover for you until tomorrow at 9:00 AM. Your leads stay with you. By the rules instead: /handoff away 2h',
  ]);
});

test('a question nobody answers ends after an hour, and who asked hears it', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben until tomorrow');
  await stage.settle();
  const question = questionTo(stage, 'ben');
  await stage.pass(61);

  expect(told(ana, 'Ben')?.[0]).toContain('Ben Okafor did not answer whether they cover for you');
  const ben = deskOf(stage, 'ben');
  expect(told(ben, 'Ana')).toEqual(['Ana Duarte asked you to cover. It is not needed any more.']);
  expect(await ben.press(question, ids.acceptCover)).toBe(
    'That is over: nobody needs cover for it any more. Nothing was changed.',
  );
  expect(await where(stage)).toEqual(['globex ana offered']);
});

test('of several who are asked the first to accept covers, and the others hear that it is over', async () => {
  const stage = await startStage({ settings: withCleo });
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben 2h');
  await ana.ask('/handoff cover @cleo 2h');
  expect(await said(ana, '/handoff cover @ben 2h')).toBe(
    'Ben Okafor is asked already. You read here what they say.',
  );
  await stage.settle();
  const late = questionTo(stage, 'ben');
  await deskOf(stage, 'cleo').press(questionTo(stage, 'cleo'), ids.acceptCover);

  const ben = deskOf(stage, 'ben');
  expect(await ben.press(late, ids.acceptCover)).toContain('That is over');
  expect(told(ben, 'Ana')).toEqual(['Ana Duarte asked you to cover. It is not needed any more.']);
  expect(await where(stage)).toEqual(['globex cleo offered']);
});

test('who comes back before the answer needs nobody any more', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben 2h');
  await stage.settle();
  const question = questionTo(stage, 'ben');
  await ana.ask('/handoff back');

  expect(await deskOf(stage, 'ben').press(question, ids.acceptCover)).toContain('That is over');
  expect(await where(stage)).toEqual(['globex ana offered']);
});

test('the colleague who is asked cannot accept while they are away themselves', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  await ana.ask('/handoff cover @ben 2h');
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  const question = questionTo(stage, 'ben');
  await ben.ask('/handoff away 1h');

  expect(await ben.press(question, ids.acceptCover)).toBe(
    'You are away yourself until today at 11:00 AM. First /handoff back, then press again.',
  );
  await ben.ask('/handoff back');
  expect(await ben.press(question, ids.acceptCover)).toContain('Accepted: you cover 1 lead.');
});

test('who cannot cover is not asked, and what is missing is said with examples', async () => {
  const stage = await startStage();
  const ana = await anaHas(stage, 'globex');
  const answers = [];
  for (const words of ['@ana 2h', '@vic 2h', '@mara 2h', '@nobody 2h', '@ben', '', '@ben soon'])
    answers.push((await said(ana, `/handoff cover ${words}`)).split('\n')[0]);
  await deskOf(stage, 'ben').ask('/handoff away 1h');
  answers.push(await said(ana, '/handoff cover @ben 2h'));
  answers.push(await said(deskOf(stage, 'ben'), '/handoff cover @ana 2h'));

  expect(answers).toEqual([
    'You cannot cover for yourself. Name a colleague, or let the rules choose: /handoff away 2h',
    'Vic Tanaka does other work than your open leads need. Ask somebody else, or let the rules choose: /handoff away 2h',
    'Mara Holm is shown no leads, so cannot have yours. Ask somebody else, or let the rules choose: /handoff away 2h',
    '“@nobody” is nobody in the team',
    'How long is missing: expected 2h, 1h30m, 3 days, until 14:30, until 3pm, until tomorrow 14:00, until monday or until 2026-12-01',
    'Who is missing: name a colleague, and how long.',
    '"soon" is not a time: expected 2h, 1h30m, 3 days, until 14:30, until 3pm, until tomorrow 14:00, until monday or until 2026-12-01; did you mean "noon"?',
    'Ben Okafor is away until today at 11:00 AM. Ask somebody else, or let the rules choose: /handoff away 2h',
    'You have no open leads to cover. Only to get no new ones: /handoff away 2h',
  ]);
  await stage.slack.deactivate(stage.slackIdOf('ben'));
  await stage.app.checkPeople();
  expect(await said(ana, '/handoff cover Ben Okafor until monday')).toBe(
    'Ben Okafor is deactivated in Slack, so nothing would reach them. Ask somebody else, or let the rules choose: /handoff away 2h',
  );
});
