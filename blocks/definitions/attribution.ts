import type { Definitions } from './shape.ts';

export const ATTRIBUTION_DEFINITIONS: Definitions = {
  title: 'What wins are owed to',
  means: [
    {
      term: 'Win',
      is: 'A company of which a lead was won during the period, counted once however many of its people are won; a lead without a company is one of its own.',
    },
    {
      term: 'Touch',
      is: 'What is stored of anybody of that company before the first of them was won: that they were captured, each thing they did afterwards, and what was told of the company alone. What was never told here is in no share.',
    },
    {
      term: 'First touch, last touch',
      is: 'All of a win goes to the earliest, or to the latest, of its touches.',
    },
    { term: 'Even', is: 'Each touch of a win has the same share.' },
    {
      term: '40/20/40',
      is: 'By position: 40 % for the first, 40 % for the last, and 20 % for all between together; of two, half each.',
    },
    {
      term: 'Wins touched',
      is: 'Wins with at least one touch of this row: these overlap, and do not add up.',
    },
    {
      term: 'Sums',
      is: 'Each of the four columns adds up to the wins that have a touch, to the hundredth.',
    },
  ],
};
