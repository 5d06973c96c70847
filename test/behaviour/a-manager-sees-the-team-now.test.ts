import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { coldAt, hot, leadAt, warmAt } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

const SECOND_MS = 1_000;

/** The lines of a part of a Home, from its title to the next. */
function part(home: readonly string[], title: string): string[] {
  const start = home.findIndex((line) => line.startsWith(title));
  const rest = home.slice(start + 1);
  const end = rest.findIndex((line) => /^(Team:|Away|Not answering|Turns)/.test(line));
  return [home[start] ?? '', ...rest.slice(0, end)];
}

test('what comes close to its deadline shows as at risk without anybody doing anything, saying which deadline', async () => {
  const stage = await startStage();
  const mia = deskOf(stage, 'mia');
  await mia.openHome();
  await stage.send(warmAt('globex'));
  await stage.settle();
  await stage.pass(224);
  expect(part(mia.home(), 'Team: at risk')).toEqual([
    'Team: at risk in the next 15 minutes',
    'Nothing falls due soon. What is about to be missed appears here, while there is time.',
  ]);
  await stage.pass(2);

  expect(part(mia.home(), 'Team: at risk')).toEqual([
    'Team: at risk in the next 15 minutes (1)',
    'Lead of globex (globex) · ☀️ Warm · with Ana Duarte',
    expect.stringMatching(/^Offered, not answered · acceptance due today at 2:00 PM/),
    '[Reassign…] [Nudge] [Take it]',
  ]);
  await stage.pass(14);
  expect(part(mia.home(), 'Team: overdue')[2]).toMatch(/acceptance was due today at 2:00 PM/);
  expect(part(mia.home(), 'Team: at risk')[0]).toBe('Team: at risk in the next 15 minutes');
});

test('a lead that is due soon when it comes is at risk at once', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const mia = deskOf(stage, 'mia');
  expect(part(await mia.openHome(), 'Team: at risk')[0]).toBe('Team: at risk in the next 15 minutes (1)');
});

test('a lead at risk is nudged and given to somebody else from the Home, before it is late', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const mia = deskOf(stage, 'mia');
  await mia.openHome();
  await mia.pressHome(ids.nudge, { section: 'risk' });
  expect(part(mia.home(), 'Team: at risk')[2]).toBe(
    'Offered, not answered · acceptance due today at 10:05 AM · reminded today at 10:00 AM',
  );
  await mia.pressHome(ids.reassign, { section: 'risk' });
  await stage.slack.until(() => mia.modal().includes('Globex'), SECOND_MS);
  await mia.submit({ person: 'Ben Okafor', note: 'Ana is in a call' });

  expect(part(mia.home(), 'Team: at risk')[1]).toBe('Grace Hopper (Globex) · 🔥 Hot · with Ben Okafor');
});

test('whoever missed two offers in a row is said not to answer, until they do anything', async () => {
  const stage = await startStage();
  const ben = deskOf(stage, 'ben');
  const mia = deskOf(stage, 'mia');
  await ben.ask('/handoff away 1d');
  await stage.send(leadAt('globex'));
  await stage.send(leadAt('initech'));
  await stage.settle();
  await mia.openHome();
  await stage.pass(5);
  expect(mia.home()).toContain('Not answering: Ana Duarte (missed 2 in a row)');

  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(mia.home().some((line) => line.startsWith('Not answering'))).toBe(false);
});

test('the leads of a list that nobody took are one line', async () => {
  const stage = await startStage();
  const list = Array.from({ length: 12 }, (_, n) => coldAt(`show-${n + 10}`));
  await stage.send(list, { source: 'content' });
  await stage.settle();

  expect(part(await deskOf(stage, 'mia').openHome(), 'Team: waiting')).toEqual([
    'Team: waiting for an owner (12)',
    expect.stringMatching(
      /^12 leads in a batch from Content and webinars · for SDRs in Europe · due .* · \/leads waiting$/,
    ),
  ]);
});
