import { EXAMPLES } from '../leads.ts';
import { countHandoffs, readClocksOf, readHandoffOf, readLeadNamed, readStages } from './rows.ts';
import type { Chapter, Tour } from './tour.ts';

/** What becomes of leads when they come in. */

const everybody = ['ana', 'ben', 'cleo', 'dan', 'mia', 'max', 'eva', 'vic', 'mara', 'olga'];
const RECEIVED = { received: true, repeated: false };

/** How many messages each person has, of those who have any. */
function inboxes({ stage }: Tour): Record<string, number> {
  const counts = everybody.map((id) => [id, stage.slack.as(stage.slackIdOf(id)).messages().length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

export const hotLead: Chapter = {
  title: 'A hot lead becomes one card, for one person',
  play: async (tour) => {
    const { check, db } = tour;
    const answer = await tour.send(EXAMPLES.hot, 'demo-grace');
    const handoff = await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr');
    const { stage, temperature } = await readLeadNamed(db, 'Grace Hopper');
    const [accept] = await readClocksOf(db, handoff.id, 'accept');
    check.same('the website is told that the lead is stored', JSON.parse(answer), RECEIVED);
    check.same(
      'it is qualified, hot, and offered to Ana',
      { ...handoff, stage, temperature },
      {
        id: handoff.id,
        state: 'offered',
        ownerId: 'ana',
        offerNo: 1,
        stage: 'marketing_qualified',
        temperature: 'hot',
      },
    );
    check.same('she has five minutes', accept?.deadlineAt.toISOString(), '2026-11-23T09:05:00.000Z');
    const card = tour.read('ana', tour.find('ana', 'Grace Hopper'));
    const has = [
      'Hot',
      'Head of Operations',
      'Globex',
      '420 employees',
      'Pricing page ×2',
      '10:05',
      '[Accept]',
    ];
    check.reads('her card says who, why now, and until when', card, { has, hasNot: [] });
    check.same('nobody else is disturbed', inboxes(tour), { ana: 1 });

    tour.note('The website did not hear the answer and sends the same delivery again.');
    const again = await tour.send(EXAMPLES.hot, 'demo-grace');
    check.same('it is told that this is a repetition', JSON.parse(again), { ...RECEIVED, repeated: true });
    const after = { handoffs: await countHandoffs(db, 'Grace Hopper'), inboxes: inboxes(tour) };
    check.same('there is still one handoff, and one card', after, { handoffs: 1, inboxes: { ana: 1 } });
  },
};

export const hopelessLead: Chapter = {
  title: 'A hopeless lead goes to nurture, with the rules that failed',
  play: async (tour) => {
    const { check, db } = tour;
    const before = inboxes(tour);
    await tour.send(EXAMPLES.hopeless);
    const { stage, evidence } = await readLeadNamed(db, 'Tom Little');
    const judged = evidence.lines.map(
      ({ rule, value, result }) => `${result.padEnd(7)}  ${rule}: ${value ?? '–'}`,
    );
    tour.list(`How it was judged, by definition ${evidence.definition}`, judged);
    check.same('it is in nurture', stage, 'nurture');
    check.same('the rules that failed are kept', evidence.failed, [
      'mid-market-software: industry is software, saas, technology or fintech',
      'mid-market-software: employees between 50 and 1999',
      'enterprise: employees at least 2000',
      'pricing view or demo view, at least 2 within 14 days',
      'form submit, chat, email reply or trial start, at least 1 within 30 days',
      'content download or webinar attended, at least 2 within 30 days',
    ]);
    const after = { handoffs: await countHandoffs(db, 'Tom Little'), inboxes: inboxes(tour) };
    check.same('sales is not asked', after, { handoffs: 0, inboxes: before });
  },
};

export const unverifiedLead: Chapter = {
  title: 'Somebody asks for a call, and nothing is known of the company',
  play: async (tour) => {
    const { check, db } = tour;
    await tour.send(EXAMPLES.unverified);
    const handoff = await readHandoffOf(db, 'Lena Fischer', 'mql_to_sdr');
    const { evidence } = await readLeadNamed(db, 'Lena Fischer');
    check.same(
      'sales gets it all the same, Ben in his turn',
      [handoff.state, handoff.ownerId],
      ['offered', 'ben'],
    );
    check.same(
      'no rule failed, some could not be judged',
      [evidence.isHandRaiser, evidence.failed],
      [true, []],
    );
    const card = tour.read('ben', tour.find('ben', 'Lena Fischer'));
    check.reads('the card says what is not known', card, {
      has: ['Fit unverified', 'employees'],
      hasNot: [],
    });
  },
};

export const hostileLead: Chapter = {
  title: 'A prank called <!channel> pages nobody and forges no link',
  play: async (tour) => {
    const { check, db, stage } = tour;
    await tour.send(EXAMPLES.hostile);
    const { id, ownerId } = await readHandoffOf(db, '<!channel>', 'mql_to_sdr');
    const owner = ownerId ?? 'nobody';
    const card = tour.find(owner, '<!channel>');
    const has = ['<!channel>', '<@UANA0> *urgent*', '<https://phish.example|Globex>', '<!here> only today'];
    check.reads('the card shows the text as it is', tour.read(owner, card), {
      has,
      hasNot: ['@channel', '@here'],
    });
    check.same('it pages nobody', card.notifies, []);
    const labelled = card.links.filter(({ kind }) => kind !== 'bare').map(({ url }) => url);
    check.same('its one link with words of its own is ours', labelled, ['mailto:prank@freegifts.example']);

    await tour.press(owner, card, 'Reject');
    await tour.submit(owner, { Reason: 'Vendor or spam', note: 'A prank. <!channel> have a look' });
    const posted = stage.slack
      .as(stage.slackIdOf('mara'))
      .messages()
      .filter((message) => message.text.includes('Vendor or spam'));
    check.same(
      'marketing is told once, and the whole channel is paged by nobody',
      posted.map((one) => one.notifies),
      [[]],
    );
    const handoff = await readHandoffOf(db, '<!channel>', 'mql_to_sdr');
    const stages = await readStages(db, '<!channel>');
    check.same(
      'it is rejected for good',
      [handoff.id, handoff.state, stages.at(-1)],
      [id, 'rejected', 'disqualified'],
    );
  },
};
