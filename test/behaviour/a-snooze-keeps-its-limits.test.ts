import { expect, test } from 'vitest';
import { fields, ids } from '#blocks/ids.ts';
import type { Settings } from '#domain/settings.ts';
import type { Json } from '#sandbox/slack/json.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { coldAt, hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function offered(
  lead: object,
  settings: (settings: Settings) => Settings = (same) => same,
): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage({ settings });
  await stage.send(lead);
  await stage.settle();
  return { stage, ana: deskOf(stage, 'ana') };
}

/** What the snooze menu of a card offers. */
function choices(ana: Desk): string[] {
  const elements = ana
    .card()
    .blocks.flatMap((block) => (Array.isArray(block.elements) ? block.elements : []));
  const menu: Json | undefined = elements.find((element) => element.action_id === ids.snooze);
  const options: { text: { text: string } }[] = Array.isArray(menu?.options) ? menu.options : [];
  return options.map((option) => option.text.text);
}

test.each([
  [hot, ['15 minutes', 'Pick a time…']],
  [warmAt('initech'), ['1 hour', '4 hours', 'Next working morning', 'Pick a time…']],
  [coldAt('initech'), ['Next working morning', '2 working days', '5 working days', 'Pick a time…']],
])('the menu offers what the lead’s temperature allows: %#', async (lead, expected) => {
  const { ana } = await offered(lead);
  expect(choices(ana)).toEqual(expected);
});

test('while a lead is snoozed its accept clock stands still, and the card shows the first response that is due', async () => {
  const { stage, ana } = await offered(hot);
  await stage.send(warmAt('initech'));
  await stage.settle();
  const ben = deskOf(stage, 'ben');

  expect(await ana.press(ana.card(), ids.snooze, '15 minutes')).toBe(
    'Snoozed until today at 10:15 AM. It comes back by itself; a new signal brings it back sooner.',
  );
  await ben.press(ben.card(), ids.snooze, '1 hour');
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 10:15 AM · First response by today at 10:15 AM\n',
  );
  expect(ben.reads()).toContain(
    '\nSnoozed by Ben Okafor until today at 11:00 AM · First e-mail by tomorrow at 10:00 AM\n',
  );

  await stage.pass(60);
  const [warm] = ben.cards();
  // Three hours and the hour it slept: four working hours from ten.
  expect(warm && ben.read(warm)).toContain('\nAccept by today at 3:00 PM\n');
});

test('a time may be picked, and is shown; past, too late or once too often is refused at the field', async () => {
  const { stage, ana } = await offered(warmAt('initech'));
  const pick = async (until: string) => {
    await ana.open(ana.card(), ids.snooze, 'Pick a time…');
    return (await ana.submit({ [fields.until]: new Date(until) })).errors;
  };

  expect(await pick('2026-11-23T08:59:00Z')).toEqual({ until: 'That time has passed. Choose a later one.' });
  await ana.closeModal();
  // The next working morning, 09:00 in Berlin, is 08:00 UTC.
  expect(await pick('2026-11-24T08:01:00Z')).toEqual({
    until: 'That is too late for this lead. It can be snoozed until 24 Nov 2026, 09:00 at most.',
  });
  await ana.closeModal();
  expect(await pick('2026-11-23T10:30:00Z')).toBe(undefined);
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until today at 11:30 AM · First e-mail by tomorrow at 10:00 AM\n',
  );

  await ana.press(ana.card(), ids.wake);
  await ana.press(ana.card(), ids.snooze, '1 hour');
  await ana.press(ana.card(), ids.wake);
  expect(await pick('2026-11-23T10:30:00Z')).toEqual({
    until: 'This lead can be snoozed 2 times, and was. Decide on it now.',
  });
  await ana.closeModal();
  expect(await ana.press(ana.card(), ids.snooze, '1 hour')).toBe(
    'This lead can be snoozed 2 times, and was. Decide on it now.',
  );
  expect(await stage.query('select state, snoozes from handoffs')).toEqual([
    { state: 'offered', snoozes: 2 },
  ]);
});

test('the modal starts at a time that is allowed, and names the latest', async () => {
  const { ana } = await offered(warmAt('initech'));

  expect((await ana.open(ana.card(), ids.snooze, 'Pick a time…')).split('\n')).toEqual([
    '— Snooze until… —',
    'Lead of initech (initech)',
    'At the latest: tomorrow at 9:00 AM',
    'Can be snoozed 2 times; nobody else is told meanwhile. First e-mail by tomorrow at 10:00 AM.',
    'It is about 10:00 for them (guessed from the country).',
    'Bring it back: [1795507200]',
    '[Snooze] [Cancel]',
  ]);
  expect(await ana.submit({})).toMatchObject({ status: 200 });
  expect(ana.reads()).toContain(
    '\nSnoozed by Ana Duarte until tomorrow at 9:00 AM · First e-mail by tomorrow at 10:00 AM\n',
  );
});

test('nobody snoozes more leads a day than the budget has; a snooze taken back does not count', async () => {
  const { stage, ana } = await offered(hot, (settings) => ({
    ...settings,
    snooze_budget: { per_rep_a_day: 1 },
  }));
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await ana.press(ana.card(), ids.undo);
  await ana.press(ana.card(), ids.snooze, '15 minutes');
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'ben'");
  await stage.send(leadAt('initech'));
  await stage.settle();

  expect(await ana.press(ana.card(), ids.snooze, '15 minutes')).toBe(
    'You can snooze 1 lead a day, and did. Decide on this one now.',
  );
});

test.each([
  [hot, 'Can be snoozed once; nobody else is told meanwhile. First response by today at 10:15 AM.'],
  [
    warmAt('initech'),
    'Can be snoozed 2 times; nobody else is told meanwhile. First e-mail by tomorrow at 10:00 AM.',
  ],
  [
    coldAt('initech'),
    'Can be snoozed 3 times; nobody else is told meanwhile. First response by Nov 30, 2026 at 10:00 AM.',
  ],
])('the card says what snoozing does to the clock: %#', async (lead, expected) => {
  const { ana } = await offered(lead);
  expect(ana.reads().split('\n').at(-1)).toBe(expected);
});

test('after acceptance the card says what a callback does to the clock', async () => {
  const { stage, ana } = await offered(hot);
  await ana.press(ana.card(), ids.accept);
  expect(ana.reads().split('\n').at(-1)).toBe(
    'A callback can be set; the clock runs on. First response by today at 10:15 AM.',
  );
  expect(await ana.open(ana.card(), ids.snooze, 'Pick a time…')).toContain(
    '\nAt the latest: Nov 30, 2026 at 10:00 AM\nA callback can be set; the clock runs on. First response by today at 10:15 AM.\n',
  );
  await ana.closeModal();
  await stage.settle();
});

test('a hot lead sleeps until its first response is due at the latest, and then no more', async () => {
  const { stage, ana } = await offered(hot, (settings) => ({
    ...settings,
    sla: settings.sla.map((policy) => ({ ...policy, ladder: [] })),
  }));
  stage.clock.forward(4);
  expect(await ana.press(ana.card(), ids.snooze, '15 minutes')).toContain('Snoozed until today at 10:15 AM.');
  await ana.press(ana.card(), ids.undo);
  await ana.open(ana.card(), ids.snooze, 'Pick a time…');
  expect((await ana.submit({ [fields.until]: new Date('2026-11-23T09:16:00Z') })).errors).toEqual({
    until: 'That is too late for this lead. It can be snoozed until 23 Nov 2026, 10:15 at most.',
  });
  await ana.closeModal();
  const before = ana.card();
  await stage.pass(11);
  expect(choices(ana)).toEqual([]);
  expect(ana.reads().split('\n').at(-1)).toBe(
    'The first response is overdue: this lead cannot be snoozed any more. Decide on it now.',
  );
  expect(await ana.press(before, ids.snooze, '15 minutes')).toBe(
    'The first response was due today at 10:15 AM. This lead cannot wait: decide on it now.',
  );
});

test('what is snoozed is a figure of its own: neither a failure nor an answer', async () => {
  const { ana } = await offered(warmAt('initech'));
  await ana.press(ana.card(), ids.snooze, '4 hours');
  const told = ana.read(await ana.ask('/funnel')).split('\n');
  expect(told).toContain('1 lead in · 0 to nurture · 0 waiting · 1 snoozed');
  expect(told).toContain('• SAL: 0 · none decided yet, 1 still open');
  expect(told).toContain('Time to accept: nothing accepted yet');
  expect(told).toContain('Answered in time: nothing measured yet (target 90 %)');
  expect(ana.read(await ana.ask('/leads mine')).split('\n')[0]).toBe('Your open leads (1, 1 snoozed)');
});
