import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { isJson } from '#sandbox/slack/json.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function offered(): Promise<TestStage> {
  const stage = await startStage();
  for (const lead of [hot, leadAt('hooli'), warmAt('initech')]) {
    await stage.send(lead);
    await stage.settle();
  }
  return stage;
}

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk
    .read(await desk.ask(line))
    .replaceAll(/ · [0-9a-z]{6}$/gm, ' · <id>')
    .split('\n');
};

test('/leads mine lists the asker’s open leads, the next deadline first, and shows the card of one', async () => {
  const stage = await offered();

  expect(await said(stage, 'ana', '/leads mine')).toEqual([
    'Your open leads (2)',
    '• Grace Hopper (Globex) · 🔥 Hot · Offered, not answered · Ana Duarte · acceptance due today at 10:05 AM · <id>',
    '[Show]',
    '• Lead of initech (initech) · ☀️ Warm · Offered, not answered · Ana Duarte · acceptance due today at 2:00 PM · <id>',
    '[Show]',
  ]);
  const ana = deskOf(stage, 'ana');
  const list = await ana.ask('/leads mine');
  const value = showButtons(list)[0];
  expect((await ana.press(list, ids.show, value)).split('\n').slice(0, 2)).toEqual([
    '🔥 Hot · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
  ]);
});

test('/leads find looks in names, companies and addresses', async () => {
  const stage = await offered();

  expect((await said(stage, 'ben', '/leads find HOPPER')).slice(0, 2)).toEqual([
    'Leads with “HOPPER” (1)',
    '• Grace Hopper (Globex) · 🔥 Hot · Offered, not answered · Ana Duarte · acceptance due today at 10:05 AM · <id>',
  ]);
  expect(await said(stage, 'ben', '/leads find nobody%')).toEqual([
    'Leads with “nobody%”',
    'No lead has this in its name, company, e-mail address or domain. A part of a word is enough.',
  ]);
  expect((await said(stage, 'ben', '/leads find'))[0]).toBe('Say what to look for: /leads find acme');
});

test('/leads show has the card of one lead, with buttons that work for those who may press them', async () => {
  const stage = await offered();
  const [row] = await stage.query<{ id: string }>(
    "select h.id from handoffs h join leads l on l.id = h.lead_id where l.record #>> '{person,full_name}' = 'Grace Hopper'",
  );
  const id = row?.id.slice(0, 6) ?? '';
  const ben = deskOf(stage, 'ben');
  const shown = await ben.ask(`/leads show ${id}`);

  expect(ben.read(shown).split('\n').slice(0, 2)).toEqual([
    '🔥 Hot · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
  ]);
  expect(await ben.press(shown, ids.accept)).toBe(
    'This lead is with Ana Duarte. Only they, their manager or ops can do that.',
  );
  const mia = deskOf(stage, 'mia');
  expect(await mia.press(await mia.ask(`/leads show ${id}`), ids.accept)).toBe(
    'Accepted. The card has Undo for two minutes.',
  );
  expect(
    deskOf(stage, 'ana')
      .cards()
      .map((card) => ben.read(card))
      .join(),
  ).toContain('Accepted by Mia Lindqvist');
  expect((await said(stage, 'ben', '/leads show zzzzzz'))[0]).toBe(
    'No lead has the id “zzzzzz”. Look it up: /leads find <name or company>',
  );
});

test('a manager sees their team’s, what is overdue and what waits', async () => {
  const stage = await offered();
  await stage.pass(5);

  const [title, ...lines] = await said(stage, 'mia', '/leads team');
  const rows = lines.filter((line) => line.startsWith('•')).slice(0, 2);
  expect(title).toBe("Your team's open leads (3)");
  // Both are due at the same moment.
  expect(rows.toSorted()).toEqual([
    '• Grace Hopper (Globex) · 🔥 Hot · Offered, not answered · Ana Duarte · acceptance due today at 10:05 AM · <id>',
    '• Lead of hooli (hooli) · 🔥 Hot · Offered, not answered · Ben Okafor · acceptance due today at 10:05 AM · <id>',
  ]);
  expect((await said(stage, 'mia', '/leads overdue'))[0]).toBe('Overdue leads (2)');
  expect(await said(stage, 'mia', '/leads waiting')).toEqual([
    'Leads waiting for an owner',
    'No lead waits: every open one has an owner.',
  ]);
});

test('marketing reads rejections, not people: leads are shown to sales and ops', async () => {
  const stage = await offered();
  expect(await said(stage, 'mara', '/leads find globex')).toEqual([
    'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
  ]);
});

test('somebody the team does not know is told how to be known', async () => {
  const stage = await startStage();
  stage.slack.addUser({
    id: 'U0GUEST01',
    name: 'guest',
    realName: 'Gus Guest',
    email: 'gus@else.example',
    tz: 'UTC',
  });
  const guest = stage.slack.as('U0GUEST01');
  await guest.slash('/leads mine');
  await stage.slack.until(() => guest.messages().length > 0, 3_000);

  expect(guest.messages()[0]?.text).toBe(
    'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
  );
});

/** What the buttons of a list's rows carry. */
const showButtons = (list: SeenMessage): string[] =>
  list.blocks.flatMap((block) =>
    [block.elements]
      .flat()
      .flatMap((element) =>
        isJson(element) && element.action_id === ids.show ? [String(element.value)] : [],
      ),
  );
