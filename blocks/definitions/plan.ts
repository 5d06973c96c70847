import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const PLAN_DEFINITIONS: Definitions = {
  title: 'How a plan is made',
  means: [
    {
      term: 'Needed',
      is: `The goal, divided by each rate on the way back to the leads. The rates are those of /funnel for the leads of the base period; with fewer than ${FEWEST_TO_COMPARE} decided at any step no plan is made.`,
    },
    {
      term: 'Likely',
      is: 'Between these two lies the true number, 19 times in 20, by the intervals of all the rates together (method of variance estimates recovery). It says nothing of whether the time to come is like the time before.',
    },
    { term: 'Now', is: 'How many came in as long a time during the base period.' },
    {
      term: 'Meetings',
      is: 'Those held, of the leads that sales accepted. Leads that are still open count as without one so far.',
    },
    {
      term: 'What a lead may cost',
      is: 'At most: what a won deal of the base period is worth on average, divided by the leads that one win takes. By a budget: the budget, divided by the leads needed; a share, such as 15%, is that share of the most.',
    },
    {
      term: 'Reps',
      is: `Leads needed that have to be accepted, divided by how many a rep accepted in a week of the base period, counting the weeks in which they accepted any. With fewer than ${FEWEST_TO_COMPARE} accepted none is said.`,
    },
  ],
};
