import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt, warmAt } from '../support/leads.ts';
import { inChannel } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

test('a rep sees what waits for their answer, with the buttons of the card, and what is not there yet', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();

  expect(await deskOf(stage, 'ana').openHome()).toEqual([
    'You take leads in your turn, while you work.',
    'Your hours: Mon–Thu 09:00–18:00, Fri 09:00–12:30 and 13:30–16:30 (Europe/Berlin). Work opens next tomorrow at 9:00 AM. Ask @Olga Brandt to change them.',
    '[I am away…]',
    'To answer (1)',
    'Grace Hopper (Globex) · 🔥 Hot · Accept by today at 10:05 AM',
    'Why now: Demo request, just now',
    '[Accept] [Reject…] [Snooze ▾] [… Details | Why me?]',
    'Accepted, no response yet',
    'Nobody waits to hear from you. What you accept stays here until you log a first response.',
    'In work',
    'Nothing is in work. Whom you responded to stays here until you say how it ended.',
    'Snoozed',
    'Nothing is snoozed. What you postpone is here until it comes back by itself.',
    'My last 7 days',
    'Offered 1 · accepted 0 · rejected 0',
    'Time to accept: nothing accepted yet',
    'Answered in time: nothing measured yet (target 90 %)',
    'Turns in the pool: 1 taken, 0 given back',
    'SDRs in Europe: ahead by 0.5 of a turn · number 2 in turn',
    'Turn by turn: /handoff balance',
  ]);
});

test('a manager sees what the team has late, without an owner and postponed, and who is away', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(3);
  await stage.pass(2);
  const ben = deskOf(stage, 'ben');
  await ben.ask('/handoff away until monday');

  expect(await deskOf(stage, 'mia').openHome()).toEqual([
    'Team: overdue (1)',
    'Grace Hopper (Globex) · 🔥 Hot · with Ana Duarte',
    'Offered, not answered · acceptance was due today at 10:05 AM · reminded today at 10:03 AM',
    '[Reassign…] [Nudge] [Take it]',
    'Team: at risk in the next 15 minutes',
    'Nothing falls due soon. What is about to be missed appears here, while there is time.',
    'Team: waiting for an owner',
    'Every lead has an owner. When nobody can take one, it waits here.',
    'Team: snoozed',
    'Nothing is snoozed. What your team postpones is here until it comes back.',
    'Away: Ben Okafor until Nov 30, 2026 at 9:00 AM',
    'Turns',
    '• SDRs in Europe · Ben Okafor owed 0.5 of a turn · Ana Duarte ahead by 0.5 of a turn · passed over now: Ben Okafor (away)',
    '• SDRs in the Americas · everybody is level · nobody can take leads now: Cleo Marsh (outside working hours), Dan Whitfield (outside working hours)',
    '• Account executives · everybody is level',
    '• Customer success · everybody is level',
    '• Expansions · everybody is level',
    'A whole pool: /handoff balance and its name',
  ]);
});

test('a marketer sees what sales gave back, by source and reason, and where the reasons stand', async () => {
  const stage = await startStage();
  const mara = deskOf(stage, 'mara');
  expect(await mara.openHome()).toEqual([
    'Rejections to answer',
    'Every rejection is answered. One that waits for you appears here.',
    'Rejected in the last 30 days',
    'Sales rejected nothing. Rejections will be counted here by source and reason.',
    'Each rejection stands in #lead-feedback with its evidence and note.',
    'Taken by sales, last 30 days',
    'Nothing was handed to sales. How much of each source they take will stand here.',
    'MQL definition 2026.4: to be reviewed by Jan 15, 2027. /handoff definitions',
  ]);
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small' });

  expect(mara.home()).toEqual([
    'Rejections to answer (1)',
    'Website: Too small ×1 · due Nov 25, 2026 at 10:00 AM',
    '[Answer…]',
    'Rejected in the last 30 days (1)',
    '• Website: Too small ×1',
    'Each rejection stands in #lead-feedback with its evidence and note.',
    'Taken by sales, last 30 days',
    'By source',
    '• Website: 0 taken · 1 given back',
    'By campaign',
    '• Autumn demo: 0 taken · 1 given back',
    'All of it, compared with the time before: /funnel by source',
    'MQL definition 2026.4: to be reviewed by Jan 15, 2027. /handoff definitions',
  ]);

  await stage.pass(0.05);
  await mara.pressHome(ids.answer);
  await stage.slack.until(() => mara.modal().includes('rejected as'), 1_000);
  await mara.submit({ answer: 'Fixed at the source', note: 'The form asks for the size now' });
  await stage.pass(0.05);
  expect(mara.home().slice(0, 3)).toEqual([
    'Rejections to answer',
    'Every rejection is answered. One that waits for you appears here.',
    'Rejected in the last 30 days (1)',
  ]);
});

test('ops see what they have to mend: people, items in quarantine, messages held back', async () => {
  const stage = await startStage();
  const olga = deskOf(stage, 'olga');
  expect(await olga.openHome()).toEqual([
    'To mend',
    'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.',
    'Change team, pools and channels: /handoff setup',
    'All open leads',
    'No lead is open. Where each one stands will be counted here.',
    'Counted today at 10:00 AM; open this page again for newer figures. One by one: /leads',
  ]);
  await stage.slack.deactivate(stage.slackIdOf('ben'));
  await stage.app.checkPeople();
  await stage.send({ person: 'nobody' });
  await stage.settle();
  stage.slack.fail({ method: 'chat.postMessage', times: 1, as: { error: 'user_disabled' } });
  await stage.send(warmAt('globex'));
  await stage.settle();
  await stage.pass(1);

  expect(olga.home().slice(0, 6)).toEqual([
    'To mend',
    'Receive no leads: put their Slack e-mail address, or slack_id, into the settings.',
    '• Ben Okafor: deactivated in Slack',
    '1 item in quarantine, the last 1 minute ago. Nothing is lost: see why with npm run handoff -- inbox',
    'Messages held back: they are sent as soon as they can be.',
    '• Direct messages of Ana Duarte: 1, user_disabled',
  ]);
});

test('ops see for a week who pressed what without a right to it, and after ninety days nobody knows', async () => {
  const stage = await startStage({ settings: inChannel });
  await stage.send(hot);
  await stage.settle();
  const ben = deskOf(stage, 'ben');
  await ben.press(ben.card(), ids.accept);
  await ben.press(ben.card(), ids.accept);
  const olga = deskOf(stage, 'olga');

  expect(await olga.openHome()).toEqual([
    'To mend',
    'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.',
    'Pressed without a right to it, last 7 days: refused, and nothing was changed.',
    '• Ben Okafor: accept ×2 on Grace Hopper (Globex), last just now',
    'Change team, pools and channels: /handoff setup',
    'All open leads',
    'With SDRs: 1 · offered, not answered 1',
    'Counted today at 10:00 AM; open this page again for newer figures. One by one: /leads',
  ]);
  stage.clock.forward(8 * 24 * 60);
  await stage.app.prune();
  expect(await olga.openHome()).not.toContain('Pressed without a right');
  expect(await stage.query('select count(*)::int as kept from refusals')).toEqual([{ kept: 2 }]);
  stage.clock.forward(83 * 24 * 60);
  await stage.app.prune();
  expect(await stage.query('select count(*)::int as kept from refusals')).toEqual([{ kept: 0 }]);
});

test('somebody nobody named is told what this is, and whom to ask', async () => {
  const stage = await startStage();
  stage.slack.addUser({
    id: 'U0ZOE',
    name: 'zoe',
    realName: 'Zoe',
    email: 'zoe@acme-sales.example',
    tz: 'UTC',
  });
  const zoe = stage.slack.as('U0ZOE');
  await zoe.openHome();
  const home = await stage.slack.until(() => zoe.home(), 1_000);

  expect(zoe.read(home).split('\n')).toEqual([
    'You are not in the team this app knows',
    'Handoff passes sales leads from marketing to sales at Acme Sales, and sees that each is answered in time.',
    'If you work with those leads, you belong here. Ask @Olga Brandt to add you, with the e-mail address of your Slack account.',
    'Once you are added, open this tab again: it will show your leads, your team or your figures.',
  ]);
  expect(await stage.query('select key from messages')).toEqual([]);
});

test('who has several roles has the part of each', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      people: settings.people.map((person) =>
        person.id === 'mia' ? { ...person, roles: ['sdr', 'manager', 'marketer', 'ops'] } : person,
      ),
    }),
  });
  const lines = await deskOf(stage, 'mia').openHome();

  expect(lines.filter((line) => /^(To answer|Team: overdue|Rejected in|To mend)/.test(line))).toEqual([
    'To answer',
    'Team: overdue',
    'Rejected in the last 30 days',
    'To mend',
  ]);
});

test('a rep who has as many unanswered leads as they may is told what to do for the next', async () => {
  const stage = await startStage();
  await deskOf(stage, 'ben').ask('/handoff away 1d');
  for (const company of ['globex', 'initech', 'hooli']) await stage.send(leadAt(company));
  await stage.settle();

  expect((await deskOf(stage, 'ana').openHome()).slice(0, 1)).toEqual([
    'No new leads just now: as many as may wait for your answer do. Answer one.',
  ]);
});
