import { readHandoffOf, readLegs, readStages } from './rows.ts';
import type { Chapter } from './tour.ts';

/** Onwards to the next team, and the figures. */

export const qualification: Chapter = {
  title: 'Reached, qualified, and passed on to the account executive',
  play: async (tour) => {
    const { check, db } = tour;
    await tour.pass(2);
    const card = () => tour.find('ana', 'Grace Hopper');
    await tour.press('ana', card(), 'Log response');
    await tour.submit('ana', { channel: 'call', outcome: 'reached', note: 'Wants it before the new year' });
    check.same('it is in work', (await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr')).state, 'working');

    await tour.press('ana', card(), 'Qualify');
    await tour.submit('ana', {
      budget: '40,000 euros, approved',
      authority: 'She decides, with her CFO',
      need: 'Leads get lost between two teams',
      timeline: 'Live by January',
    });
    const first = await readHandoffOf(db, 'Grace Hopper', 'mql_to_sdr');
    const second = await readHandoffOf(db, 'Grace Hopper', 'sql_to_ae');
    check.same('the first handoff is complete', first.state, 'completed');
    check.same('the next is offered to Eva', [second.state, second.ownerId], ['offered', 'eva']);
    check.same(
      'the lead is a sales qualified lead',
      (await readStages(db, 'Grace Hopper')).at(-1),
      'sales_qualified',
    );

    const eva = tour.find('eva', 'Grace Hopper');
    check.reads('Eva’s card is one of hers', tour.read('eva', eva), {
      has: ['Globex', '[Accept]'],
      hasNot: [],
    });
  },
};

/** What an AE says of a deal. */
export const opportunity: Chapter = {
  title: 'Accepted by the account executive, who says what it is worth',
  play: async (tour) => {
    const { check, db } = tour;
    await tour.press('eva', tour.find('eva', 'Grace Hopper'), 'Accept');
    check.same('Eva has it', (await readLegs(db, 'Grace Hopper')).at(-1), 'sql_to_ae accepted eva');

    await tour.press('eva', tour.find('eva', 'Grace Hopper'), 'Opportunity');
    await tour.submit('eva', {
      amount: '40000',
      currency: 'EUR',
      close_on: '2027-01-31',
      next_step: 'A proposal by Friday',
    });
    check.same('Eva keeps it', (await readLegs(db, 'Grace Hopper')).at(-1), 'sql_to_ae working eva');
    check.same('it is an opportunity', (await readStages(db, 'Grace Hopper')).at(-1), 'opportunity');
    check.reads('her card says what it is worth', tour.read('eva', tour.find('eva', 'Grace Hopper')), {
      has: ['Opportunity: 40,000 EUR', 'closes Jan 31, 2027', '[Won…]', '[Lost…]'],
      hasNot: [],
    });
  },
};

export const funnel: Chapter = {
  title: 'The funnel, from Slack',
  play: async (tour) => {
    const text = await tour.type('mia', '/funnel');
    tour.check.reads('Mia reads what this tour did', text, {
      has: [
        '7 leads in',
        '1 to nurture',
        'MQL: 6',
        'SAL: 4',
        'SQL: 1',
        'qualification threshold 1, data quality 1',
      ],
      hasNot: [],
    });
  },
};
