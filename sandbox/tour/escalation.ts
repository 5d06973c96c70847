import { demoRequest } from '../leads.ts';
import { readClocksOf, readEventTypes, readHandoffOf, readRefusals } from './rows.ts';
import type { Chapter } from './tour.ts';

/** What happens when nobody answers. */
export const escalation: Chapter = {
  title: 'Nobody answers two hot leads: reminder, manager, reassignment',
  play: async (tour) => {
    const { check, db, stage } = tour;
    await tour.send(demoRequest('Hugo Brandt', 'Umbrella'));
    await tour.send(demoRequest('Rosa Klein', 'Hooli'));
    const hugo = await readHandoffOf(db, 'Hugo Brandt', 'mql_to_sdr');
    const rosa = await readHandoffOf(db, 'Rosa Klein', 'mql_to_sdr');
    check.same('each of the two reps has one', [hugo.ownerId, rosa.ownerId].toSorted(), ['ana', 'ben']);
    const slow = hugo.ownerId ?? 'nobody';
    const other = rosa.ownerId ?? 'nobody';
    const [slowName, otherName] = [tour.cast.firstName(slow), tour.cast.firstName(other)];

    await tour.pass(3);
    const stale = tour.find(slow, 'Hugo Brandt');
    const [reminder] = stale.replies;
    check.same(`after three minutes ${slowName} is reminded in the thread, and paged`, reminder?.notifies, [
      stage.slackIdOf(slow),
    ]);
    const mia = stage.slack.as(stage.slackIdOf('mia'));
    check.same('Mia, their manager, is left alone', mia.dm(), []);

    await tour.pass(2);
    check.same('after five she has one message, not two', mia.dm().length, 1);
    const list = () => tour.find('mia', 'overdue');
    check.reads('it lists both leads, and what she can do', tour.read('mia', list()), {
      has: [
        '2 leads overdue',
        'Hugo Brandt (Umbrella)',
        'Rosa Klein (Hooli)',
        '[Reassign…] [Nudge] [Take it]',
      ],
      hasNot: [],
    });
    const clocks = await readClocksOf(db, hugo.id, 'accept');
    check.same(
      'the missed deadline is on record',
      clocks.map((clock) => clock.isBreached),
      [true],
    );

    await tour.press('mia', list(), 'Reassign lead Umbrella');
    await tour.submit('mia', { person: other, note: `${slowName} is in a meeting` });
    const moved = await readHandoffOf(db, 'Hugo Brandt', 'mql_to_sdr');
    check.same(
      `it is with ${otherName} now`,
      [moved.state, moved.ownerId, moved.offerNo],
      ['offered', other, 2],
    );
    const passed = tour.read(slow, tour.find(slow, 'Hugo Brandt'));
    check.reads(`${slowName}’s card says so, and has no buttons`, passed, {
      has: ['Passed', otherName],
      hasNot: ['[Accept]'],
    });

    tour.note(`${slowName}’s telephone still shows the card as it was.`);
    const refused = await tour.press(slow, stale, 'Accept');
    const words = refused.type === 'words' ? stage.slack.as(stage.slackIdOf(slow)).read(refused.message) : '';
    check.reads('a press there is refused, with the reason', words, { has: [otherName], hasNot: [] });
    const refusals = await readRefusals(db, hugo.id);
    check.same('and is on record', refusals, [{ personId: slow, command: 'accept' }]);

    await tour.press(other, tour.find(other, 'Hugo Brandt'), 'Accept');
    await tour.press(other, tour.find(other, 'Rosa Klein'), 'Accept');
    check.same('Mia still has one message', mia.dm().length, 1);
    const done = mia
      .dm()
      .map((message) => mia.read(message))
      .join('\n');
    check.reads('it says that nothing is open any more', done, {
      has: ['Nothing overdue'],
      hasNot: ['[Reassign…]'],
    });
    const events = await readEventTypes(db, hugo.id);
    check.same('the whole story is in its history', events, [
      'offered',
      'reminded',
      'breached',
      'escalated',
      'reassigned',
      'offered',
      'accepted',
    ]);
  },
};
