import type { Definitions } from './shape.ts';

export const TREE_DEFINITIONS: Definitions = {
  title: 'The funnel from its end',
  means: [
    {
      term: 'Leads',
      is: 'How many of the leads captured during the period came to this stage by now. Inferred: nobody saw it happen.',
    },
    {
      term: 'Out of',
      is: 'The stage it is made of. Decided are those of it whose answer is known; those still open count neither way.',
    },
    {
      term: 'Came on',
      is: 'The share of the decided that reached the stage. With few decided, counts stand in its place.',
    },
    { term: 'Likely', is: 'Between these two lies the true rate, 19 times in 20.' },
    {
      term: 'Against',
      is: 'The target of the settings, and the equally long time before. Neither is said where chance alone may explain the difference.',
    },
    {
      term: 'Bottleneck',
      is: 'Of the steps below their target the furthest; else the one that fell most; else the one with the lowest rate.',
    },
  ],
};
