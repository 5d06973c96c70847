import { eq } from 'drizzle-orm';
import { balanceEntries } from '#db/schema.ts';
import { warmLead } from '../leads.ts';
import { readClocksOf, readEventTypes, readHandoffOf, readRejections, readStages } from './rows.ts';
import type { Chapter } from './tour.ts';

/** Accept, reject with a reason, snooze: what a rep answers to an offer. */

export const acceptance: Chapter = {
  title: 'Accepted, taken back, and accepted again',
  play: async (tour) => {
    const { check, db } = tour;
    await tour.pass(1);
    const card = () => tour.find('ana', 'Grace Hopper');
    const answer = await tour.press('ana', card(), 'Accept');
    const accepted = await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr');
    check.same('it is accepted, by Ana', [accepted.state, accepted.ownerId], ['accepted', 'ana']);
    check.same('Ana is told so, and only she', answer.type, 'words');
    const stages = await readStages(db, 'Grace Hopper');
    check.same('the lead is a sales accepted lead', stages, [
      'inquiry',
      'marketing_qualified',
      'sales_accepted',
    ]);
    const now = tour.read('ana', card());
    const has = ['Accepted by Ana Duarte', '[Log response]', '[Undo]'];
    check.reads('her card shows what is next, and offers to undo', now, { has, hasNot: ['[Accept]'] });

    await tour.press('ana', card(), 'Undo');
    const undone = await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr');
    check.same('it is offered again', [undone.state, undone.ownerId], ['offered', 'ana']);
    const [, , ...left] = await readStages(db, 'Grace Hopper');
    check.same('the stage was left, and that is on record', left, ['(sales_accepted)']);
    const back = tour.read('ana', card());
    check.reads('her card asks again', back, { has: ['[Accept]', '10:05'], hasNot: ['Accepted by'] });

    await tour.press('ana', card(), 'Accept');
    const { id, state } = await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr');
    check.same('it is accepted', state, 'accepted');
    const events = await readEventTypes(db, id);
    check.same('every step is in its history', events, ['offered', 'accepted', 'undone', 'accepted']);
  },
};

export const rejection: Chapter = {
  title: 'Rejected with a reason, which marketing reads',
  play: async (tour) => {
    const { check, db, stage } = tour;
    await tour.pass(1);
    await tour.press('ben', tour.find('ben', 'Lena Fischer'), 'Reject');
    await tour.submit('ben', { Reason: 'Too small', note: 'Two people, they said on the phone' });
    const { id, state } = await readHandoffOf(db, 'Lena Fischer', 'mql_to_sdr');
    check.same('it is rejected', state, 'rejected');
    check.same('the reason is kept, and how it stands against the record', await readRejections(db, id), [
      {
        reason: 'too_small',
        failurePoint: 'qualification_threshold',
        note: 'Two people, they said on the phone',
        evidence: 'unverifiable',
        byId: 'ben',
      },
    ]);
    const mara = stage.slack.as(stage.slackIdOf('mara'));
    const told = mara.messages().filter((message) => mara.read(message).includes('Too small'));
    check.same('marketing is told once', told.length, 1);
    const text = told.map((message) => mara.read(message)).join('\n');
    check.reads('Mara reads why, and nothing that names the person', text, {
      has: [
        '1 lead rejected',
        'Website',
        'Studio Nord',
        'by Ben Okafor',
        'Two people, they said on the phone',
      ],
      hasNot: ['Lena', 'Fischer', 'lena@', '5550177'],
    });
    const turns = await db
      .select({ kind: balanceEntries.kind, repId: balanceEntries.repId })
      .from(balanceEntries)
      .where(eq(balanceEntries.handoffId, id))
      .orderBy(balanceEntries.id);
    check.same('Ben gets his turn back', turns, [
      { kind: 'turn', repId: 'ben' },
      { kind: 'credit', repId: 'ben' },
    ]);
  },
};

export const snooze: Chapter = {
  title: 'Snoozed for an hour, and woken by the clock',
  play: async (tour) => {
    const { check, db } = tour;
    await tour.send(warmLead);
    const offered = await readHandoffOf(db, 'Priya Nair', 'mql_to_sdr');
    const owner = offered.ownerId ?? 'nobody';
    const name = tour.cast.firstName(owner);
    const card = () => tour.find(owner, 'Priya Nair');
    const [before] = await readClocksOf(db, offered.id, 'accept');

    await tour.press(owner, card(), 'Snooze', '1 hour');
    const snoozed = await readHandoffOf(db, 'Priya Nair', 'mql_to_sdr');
    check.same('it is snoozed', [snoozed.state, snoozed.ownerId], ['snoozed', owner]);
    const asleep = tour.read(owner, card());
    check.reads('the card says until when', asleep, {
      has: ['Snoozed by', '11:04', '[Wake now]'],
      hasNot: [],
    });

    await tour.pass(59);
    const still = await readHandoffOf(db, 'Priya Nair', 'mql_to_sdr');
    check.same('a minute early it sleeps', still.state, 'snoozed');
    await tour.pass(1);
    const woken = await readHandoffOf(db, 'Priya Nair', 'mql_to_sdr');
    check.same('on the minute it is back', [woken.state, woken.ownerId], ['offered', owner]);
    const [reply] = card().replies;
    const pages = reply?.notifies ?? [];
    check.same(`${name} is told in the thread, and paged`, pages, [tour.stage.slackIdOf(owner)]);
    const [after] = await readClocksOf(db, offered.id, 'accept');
    const moved = Number(after?.deadlineAt) - Number(before?.deadlineAt);
    check.same('the deadline moved by the hour it slept', moved, 3_600_000);

    await tour.press(owner, card(), 'Accept');
    check.same('it is accepted', (await readHandoffOf(db, 'Priya Nair', 'mql_to_sdr')).state, 'accepted');
  },
};
