import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** It is Monday, ten in Berlin, where Ana works: three in the morning in Chicago, and five hours before a decent hour. */

const inChicago = { ...hot, person: { ...hot.person, time_zone: 'America/Chicago' } };
const { country: _ofPerson, ...somewhere } = hot.person;
const { country: _ofCompany, ...company } = hot.account;
const withNumber = { ...hot, person: { ...somewhere, phone: '+1 312 555 0123' }, account: company };

async function sent(lead: unknown): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(lead);
  await stage.settle();
  return stage;
}

test('a card says when a lead in another zone may decently be called, in the reader’s own time', async () => {
  const stage = await sent(inChicago);
  const ana = deskOf(stage, 'ana');
  expect(ana.reads()).toContain(
    'E-mail grace@globex.example · Decent hours there: 3:00 PM–1:00 AM your time (Chicago)\n',
  );
});

test('what is guessed says so', async () => {
  const stage = await sent(withNumber);
  expect(deskOf(stage, 'ana').reads()).toContain(
    'Decent hours there: 3:00 PM–1:00 AM your time (Chicago, guessed from the phone number)\n',
  );
});

test('a lead whose clock shows what the rep’s shows needs no such words on the card', async () => {
  const stage = await sent(hot);
  expect(deskOf(stage, 'ana').reads()).not.toContain('Decent hours');
});

test('nobody is advised to call somebody who sleeps', async () => {
  const stage = await sent(inChicago);
  expect(deskOf(stage, 'ana').reads()).toContain(
    '\nNext: E-mail now: they asked for a demo; call when it is a decent hour there.\n',
  );
});

test('a reminder says what their clock shows, and when a decent hour starts', async () => {
  const stage = await sent(inChicago);
  await stage.pass(3);
  const ana = deskOf(stage, 'ana');
  expect(ana.thread(ana.card())).toEqual([
    '@Ana Duarte Grace Hopper (Globex) is waiting for you: please accept it, reject it or snooze it by today at 10:05 AM.' +
      ' It is 03:03 for them; a decent hour starts 08:00 (today at 3:00 PM your time).',
  ]);
});

test('Details and Log response say the time there when they are opened', async () => {
  const stage = await sent(withNumber);
  const ana = deskOf(stage, 'ana');
  stage.clock.forward(7);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    '\nTheir time: about 03:07 for them (guessed from the phone number); a decent hour starts 08:00 (today at 3:00 PM your time)\n',
  );
  await ana.closeModal();
  await ana.press(ana.card(), ids.accept);
  expect(await ana.open(ana.card(), ids.respond)).toContain(
    'It is about 03:07 for them (guessed from the phone number); a decent hour starts 08:00',
  );
});

test('somebody who must not be contacted has no decent hour', async () => {
  const stage = await sent({ ...inChicago, consent: { do_not_contact: true } });
  expect(deskOf(stage, 'ana').reads()).not.toContain('Decent hours');
});

test('Snooze until… says the time there too, for whoever agrees on a call', async () => {
  const stage = await sent(inChicago);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(await ana.open(ana.card(), ids.snooze, 'Pick a time…')).toContain(
    'It is 03:00 for them; a decent hour starts',
  );
});
