import { expect, test } from 'vitest';
import { formatValue, ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { withButton } from '../support/forged.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

type Office = { stage: TestStage; ana: Desk; ben: Desk; mara: Desk; mia: Desk };

const feedbackOf = ({ app }: TestStage) => app.core.inForce().settings.channels.feedback ?? '';

/** Ana rejects a lead as too small, and marketing disagrees. */
async function disagreed(): Promise<Office> {
  const stage = await startStage();
  const office = {
    ...{ stage, ana: deskOf(stage, 'ana'), ben: deskOf(stage, 'ben') },
    ...{ mara: deskOf(stage, 'mara'), mia: deskOf(stage, 'mia') },
  };
  const { ana, mara } = office;
  await stage.send(leadAt('globex'));
  await stage.settle();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Wrong person at the company', note: 'An assistant' });
  await stage.pass(3);
  const [message] = mara.channel(feedbackOf(stage));
  if (!message) throw new Error('nothing stands in the feedback channel');
  await mara.open(message, ids.answer);
  await mara.submit({ answer: 'We disagree', note: 'She signs the contracts' });
  await stage.settle();
  return office;
}

const question = ({ stage, mia }: Office) => {
  const message = stage.slack
    .as(stage.slackIdOf('mia'))
    .messages()
    .findLast((one) => !one.ephemeral && mia.read(one).includes('Marketing disagrees'));
  if (!message) throw new Error('nobody asked Mia');
  return message;
};
/** The same press by somebody who does not see Mia's messages: Slack would never send it, though rightly signed. */
async function pressElsewhere(office: Office, personId: string, id: string): Promise<string> {
  const { stage } = office;
  const desk = deskOf(stage, personId);
  const [row] = await stage.query<{ id: string; handoff_id: string }>(
    'select id, handoff_id from rejections',
  );
  const value = formatValue({ handoffId: row?.handoff_id ?? '', seen: null, choice: row?.id ?? '' });
  const anywhere = await desk.ask('/handoff help');
  return desk.press(withButton(anywhere, id, value), id);
}

const feedbackText = ({ stage, mara }: Office): string =>
  mara.read(mara.channel(feedbackOf(stage)).find(({ ephemeral }) => !ephemeral) as never);

test('their manager reads both sides, and offers it again with one press; everybody reads that', async () => {
  const office = await disagreed();
  const { stage, ben, mia } = office;
  const asked = mia.read(question(office));
  expect(asked).toContain(
    'Marketing disagrees: 1 lead rejected as “Wrong person at the company” from Website',
  );
  expect(asked).toContain('We disagree, says Mara Holm');
  expect(asked).toContain('She signs the contracts');
  expect(asked).toContain('Ana Duarte: An assistant');

  await mia.press(question(office), ids.disputeAgain);
  await stage.settle();
  const [again] = await stage.query<{ owner_id: string; state: string }>(
    'select owner_id, state from handoffs where came_from is not null',
  );
  expect(again).toEqual({ owner_id: 'ben', state: 'offered' });
  expect(ben.reads()).toContain('Offered again by Mia Lindqvist');
  expect(ben.reads()).toContain('Reason Wrong person at the company · Note An assistant');
  expect(feedbackText(office)).toContain('Offered to sales again, says Mia Lindqvist');
  expect(stage.reads('mia').join('\n')).toContain('Decided: 1 lead');
});

test('or lets the rejection stand, and then it is decided', async () => {
  const office = await disagreed();
  const { stage, mia } = office;
  const message = question(office);
  await mia.press(message, ids.disputeStands);
  await stage.settle();
  expect(feedbackText(office)).toContain('The rejection stands, says Mia Lindqvist');
  expect(await stage.query('select id from handoffs where came_from is not null')).toEqual([]);
  expect(await mia.press(message, ids.disputeAgain)).toMatch(/older|out of date|already|again/i);
  expect(await stage.query('select id from handoffs where came_from is not null')).toEqual([]);
});

test('nobody decides but those above whoever rejected it, and ops', async () => {
  const office = await disagreed();
  const { stage } = office;
  for (const personId of ['ana', 'ben', 'mara']) {
    expect(await pressElsewhere(office, personId, ids.disputeAgain)).toMatch(/This lead is with|Only they/);
  }
  await pressElsewhere(office, 'olga', ids.disputeStands);
  await stage.settle();
  expect(feedbackText(office)).toContain('The rejection stands, says Olga');
});

test('who came again meanwhile is not offered twice', async () => {
  const office = await disagreed();
  const { stage, mia } = office;
  stage.clock.forward(60);
  await stage.send({ ...leadAt('globex'), occurred_at: '2026-11-23T10:00:00Z' });
  await stage.settle();
  expect(await mia.press(question(office), ids.disputeAgain)).toContain('was with sales again by then');
  expect(await stage.query("select id from handoffs where state = 'offered'")).toHaveLength(1);
});

test('of two presses at once one counts', async () => {
  const office = await disagreed();
  const { stage, mia } = office;
  await Promise.all([
    mia.press(question(office), ids.disputeAgain),
    pressElsewhere(office, 'olga', ids.disputeAgain),
  ]);
  await stage.settle();
  expect(await stage.query('select id from handoffs where came_from is not null')).toHaveLength(1);
});
