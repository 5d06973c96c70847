import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { warmAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const HOSTILE = '<!channel> *you* <https://phish.example|won>';

/** Twenty leads for Ana and Ben by turns: ten each. */
async function twentyLeads(): Promise<TestStage> {
  const stage = await startStage({ settings: withoutCaps });
  const companies = Array.from({ length: 19 }, (_, index) => `company-${index}`);
  for (const company of companies) await stage.send(warmAt(company));
  await stage.send({
    ...warmAt('hostile'),
    account: { ...warmAt('hostile').account, name: HOSTILE },
  });
  await stage.settle();
  return stage;
}

/** Presses a button and waits until the message it stands on shows something else. */
async function turn(
  stage: TestStage,
  personId: string,
  shown: SeenMessage,
  id: string,
  pressed = shown,
): Promise<SeenMessage> {
  const person = stage.slack.as(stage.slackIdOf(personId));
  const before = person.read(shown);
  const { problem } = await person.press({ ...pressed, channel: shown.channel, ts: shown.ts }, id);
  if (problem) throw new Error(problem);
  return stage.slack.until(() => {
    const now = person.messages().find(({ ts }) => ts === shown.ts);
    return now && person.read(now) !== before && now;
  }, 3_000);
}

test('a long list is read page by page where it stands, and back', async () => {
  const stage = await twentyLeads();
  const ana = deskOf(stage, 'ana');
  const first = await ana.ask('/leads find company-');
  const before = stage.slack.as(stage.slackIdOf('ana')).messages().length;

  expect(ana.read(first).split('\n')[0]).toBe('Leads with “company-” (1–8 of 19)');
  expect(ana.read(first).split('\n').at(-1)).toBe('[Next]');

  const second = await turn(stage, 'ana', first, ids.nextPage);
  expect(ana.read(second).split('\n')[0]).toBe('Leads with “company-” (9–16 of 19)');
  expect(ana.read(second).split('\n').at(-1)).toBe('[Previous] [Next]');

  const third = await turn(stage, 'ana', second, ids.nextPage);
  expect(ana.read(third).split('\n')[0]).toBe('Leads with “company-” (17–19 of 19)');
  expect(ana.read(third).split('\n').at(-1)).toBe('[Previous]');

  const back = await turn(stage, 'ana', third, ids.previousPage);
  expect(ana.read(back)).toBe(ana.read(second));
  expect(stage.slack.as(stage.slackIdOf('ana')).messages()).toHaveLength(before);
}, 120_000);

test('whoever presses pages their own leads, whatever the button came from', async () => {
  const stage = await twentyLeads();
  const ana = deskOf(stage, 'ana');
  const list = await ana.ask('/leads mine');
  expect(ana.read(list).split('\n')[0]).toBe('Your open leads (1–8 of 10)');

  // The buttons of Ana's list, pressed by Ben on a message of his, turn his own.
  const ben = deskOf(stage, 'ben');
  const page = await turn(stage, 'ben', await ben.ask('/leads find hostile'), ids.nextPage, list);
  expect(ben.read(page).split('\n')[0]).toBe('Your open leads (9–10 of 10)');
  expect(ben.read(page)).not.toContain('Ana Duarte');

  // Marketing may see no leads, whatever they press.
  const mara = deskOf(stage, 'mara');
  const refused = await turn(stage, 'mara', await mara.ask('/handoff help'), ids.nextPage, list);
  expect(mara.read(refused)).toBe(
    'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
  );
}, 120_000);

test('a list that became shorter shows its last page, and hostile names stay words', async () => {
  const stage = await twentyLeads();
  const ben = deskOf(stage, 'ben');
  const first = await ben.ask('/leads mine');
  expect(ben.read(await ben.ask('/leads find phish'))).toContain(HOSTILE);

  await stage.query(
    "update handoffs set state = 'completed' where owner_id = 'ben' and id in (select id from handoffs where owner_id = 'ben' order by id limit 7)",
  );
  const rest = await turn(stage, 'ben', first, ids.nextPage);
  expect(ben.read(rest).split('\n')[0]).toBe('Your open leads (3)');
}, 120_000);
