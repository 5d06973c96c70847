import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const SPEED_DEFINITIONS: Definitions = {
  title: 'Speed and qualifying',
  means: [
    {
      term: 'First response',
      is: 'From capture to the first try of a rep to reach the lead, nights and days off included. Leads nobody responded to stand in no row.',
    },
    { term: 'Qualified', is: 'Became an SQL, or went further, by now.' },
    {
      term: 'Decided',
      is: 'Qualified, or rejected, recycled or disqualified. Leads still open count neither way.',
    },
    {
      term: 'Rate, likely',
      is: `Qualified, of those decided; the true rate lies between the two of “likely” 19 times in 20 (the 95 % Wilson interval). With fewer than ${FEWEST_TO_COMPARE} decided there is no rate.`,
    },
    {
      term: 'Odds',
      is: 'Those who qualified, for each who did not. How many times one is the other, with its 95 % interval (Woolf), is how the study says it.',
    },
    {
      term: '21 times',
      is: 'The odds of qualifying a web lead called after 5 minutes against 30, in the Lead Response Management Study of J. Oldroyd (MIT) and InsideSales.com, 2007.',
    },
  ],
};
