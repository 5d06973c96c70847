import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const VELOCITY_DEFINITIONS: Definitions = {
  title: 'Sales velocity',
  means: [
    {
      term: 'Sales velocity',
      is: 'What the pipeline brings in a day: open opportunities × average value × win rate ÷ cycle. Each currency by itself; nothing is converted.',
    },
    {
      term: 'Open',
      is: 'Opportunities at the end of the period that are neither won nor lost nor given up.',
    },
    {
      term: 'Closed',
      is: 'Deals that ended in the period: won, lost, or given up (recycled or disqualified).',
    },
    {
      term: 'Win rate',
      is: `Won, of those closed. Likely: the true rate lies between these two, 19 times in 20. With fewer than ${FEWEST_TO_COMPARE} closed, counts stand instead of a rate, and there is no velocity.`,
    },
    { term: 'Average won', is: 'The mean of what the deals won in the period were worth.' },
    {
      term: 'Cycle',
      is: 'Days from opportunity to won, the mean of those won in the period whose beginning somebody saw.',
    },
    { term: 'Per day, before', is: 'The same of the equally long time just before.' },
  ],
};
