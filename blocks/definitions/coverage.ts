import type { Definitions } from './shape.ts';

export const COVERAGE_DEFINITIONS: Definitions = {
  title: 'Pipeline coverage',
  means: [
    {
      term: 'Target',
      is: 'What is to be won in the period, as the settings say (targets, revenue). Each currency by itself; nothing is converted.',
    },
    { term: 'Won', is: 'What the deals that were won in the period are worth.' },
    { term: 'Left', is: 'The target without what is won.' },
    {
      term: 'Open, due by then',
      is: 'Open deals that are expected to be signed by the end of the period. Overdue: they were expected before today.',
    },
    { term: 'Open, later', is: 'Open deals that are expected after the period, or nobody said when.' },
    { term: 'Coverage', is: 'What is open and due, as so many times what is left.' },
    {
      term: 'At your win rate',
      is: 'One divided by the share that was won of the deals closed in the last 365 days, of twenty at least.',
    },
    {
      term: 'Settings’ chance',
      is: 'The probability that the settings give a sub-stage. What really became of such deals is in /funnel forecast.',
    },
  ],
};
