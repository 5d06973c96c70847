import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const FUNNEL_DEFINITIONS: Definitions = {
  title: 'The funnel’s figures',
  means: [
    {
      term: 'Leads',
      is: 'Everybody captured during the period, from all sources; test leads are left out.',
    },
    {
      term: 'MQL, SAL, SQL, Opportunity, Won',
      is: 'How many of these leads came that far by now. Inferred: a later stage or the CRM says so, though nobody saw it happen.',
    },
    {
      term: 'Rate',
      is: `Of the leads in the stage before whose answer is known, the share that came on. Those still open count neither way. With fewer than ${FEWEST_TO_COMPARE} answers, counts stand in its place.`,
    },
    {
      term: 'Likely',
      is: 'Between these two lies the true rate, 19 times in 20 (the 95 % Wilson interval).',
    },
    {
      term: 'Before',
      is: 'The equally long time just before. Its leads have had longer to be decided. Up and down are said only of what chance does not explain.',
    },
    {
      term: 'Accepted after, responded after',
      is: 'From the first offer on, nights and days off included. Median: half took less. One in ten took longer than what “9 in 10” says; of fewer than ten, the longest is said.',
    },
    {
      term: 'Speed to lead',
      is: 'From capture to the first response, whoever had the lead, nights and days off included. The system’s share ends when the card is in Slack; the person’s begins there.',
    },
    {
      term: 'Meetings',
      is: 'Leads with a meeting booked, held or missed, as the form, the reps and later signals tell of it.',
    },
    {
      term: 'Answered in time',
      is: 'Clocks for accepting that were met, of those met or run out. Leads that went to somebody else in time are left out.',
    },
    {
      term: 'First response in time',
      is: 'The same of the clocks for the first response, and for the first e-mail and call where both are expected. Clocks count working hours where the settings say so.',
    },
    {
      term: 'By rep, by pool, by reason',
      is: 'A lead belongs to the rep of its first leg, to the pool that had it last, and to the rejection that stands last. A miss and a rejection stay with whoever they were.',
    },
    { term: 'Rejections', is: 'By what went wrong, as the reasons in the settings say.' },
    {
      term: 'Fell',
      is: 'A step that let a smaller share come on than the time before, of all leads in the stage before, by more than chance. Rejections: turned down, recycled, disqualified or lost. Misses: open, with a missed deadline. Mix of sources: what is left when each source is compared with itself. The parts add up to the fall, to the tenth of a point.',
    },
  ],
};
