import { readLegs, readStages } from './rows.ts';
import type { Chapter, Tour } from './tour.ts';

/** What becomes of a lead after it was qualified: sent back, won, in the hands of customer success, back with an AE, and lost. */

const GRACE = 'Grace Hopper';
const card = (tour: Tour, personId: string) => tour.find(personId, GRACE);
const last = async ({ db }: Tour): Promise<string | undefined> => (await readLegs(db, GRACE)).at(-1);
const stage = async ({ db }: Tour): Promise<string | undefined> => (await readStages(db, GRACE)).at(-1);

/** Opens a form, and submits it. */
async function fill(
  tour: Tour,
  personId: string,
  button: string,
  answers: Record<string, string>,
  told?: string,
): Promise<void> {
  await tour.press(personId, card(tour, personId), button);
  await tour.submit(personId, answers, told);
}

export const sentBack: Chapter = {
  title: 'The account executive sends it back, and gets it again with what was missing',
  play: async (tour) => {
    const { check } = tour;
    await tour.pass(1);
    await fill(tour, 'eva', 'Reject', { reason: 'questions_open', note: 'Who signs besides her?' });
    check.same('Ana has it again', await last(tour), 'mql_to_sdr offered ana');
    check.reads('her card says why', tour.read('ana', card(tour, 'ana')), {
      has: ['Sent back by Eva Novak', 'Who signs besides her?'],
      hasNot: [],
    });
    await tour.press('ana', card(tour, 'ana'), 'Accept');
    await tour.pass(1);
    await fill(tour, 'ana', 'Qualify', { authority: 'She decides, her CFO signs' });
    check.same('Eva is offered it again', await last(tour), 'sql_to_ae offered eva');
    check.reads('with what was missing', tour.read('eva', card(tour, 'eva')), {
      has: ['her CFO signs'],
      hasNot: [],
    });
  },
};

export const won: Chapter = {
  title: 'Won, and handed to customer success with what was promised',
  play: async (tour) => {
    const { check } = tour;
    await tour.pass(1);
    await fill(tour, 'eva', 'Won', { promised: 'Live in January', use_case: 'Demo requests' });
    check.same('the lead is won', await stage(tour), 'closed_won');
    check.same('Vic is offered it', await last(tour), 'won_to_cs offered vic');
    check.reads('his card begins with the promise', tour.read('vic', card(tour, 'vic')), {
      has: ['Won by Eva Novak', 'Promised Live in January', '[Accept]'],
      hasNot: [],
    });
    await tour.press('vic', card(tour, 'vic'), 'Accept');
    await fill(tour, 'vic', 'Log response', {
      channel: 'meeting',
      outcome: 'reached',
      note: 'Kick-off held',
    });
    await fill(tour, 'vic', 'Complete', { goal: 'Answer in five minutes', kickoff: 'Today, with Grace' });
    check.same('Vic is done with it', await last(tour), 'won_to_cs completed vic');
  },
};

export const expansion: Chapter = {
  title: 'The customer may buy more: back to the account executive, and lost',
  play: async (tour) => {
    const { check } = tour;
    await tour.pass(1);
    const more = { what: 'Twenty more seats for the second team', amount: '12000', currency: 'EUR' };
    await fill(tour, 'vic', 'Expansion', more, 'Passed on to Eva Novak.');
    check.same('Eva, who won them, has it', await last(tour), 'cs_to_ae offered eva');
    check.reads('her card says what and how much', tour.read('eva', card(tour, 'eva')), {
      has: ['Expansion by Vic Tanaka', 'Twenty more seats', '12,000 EUR'],
      hasNot: [],
    });
    await tour.press('eva', card(tour, 'eva'), 'Accept');
    const deal = {
      amount: '12000',
      currency: 'EUR',
      close_on: '2027-02-28',
      next_step: 'An offer by Monday',
    };
    await fill(tour, 'eva', 'Opportunity', deal);
    await fill(tour, 'eva', 'Lost', { reason: 'no_decision' });
    check.same('it is lost', await last(tour), 'cs_to_ae completed eva');
    check.same('and they stay a customer', await stage(tour), 'closed_won');
  },
};
