import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const COST_DEFINITIONS: Definitions = {
  title: 'What leads cost',
  means: [
    {
      term: 'Spent',
      is: 'What was told for these days, by a file (handoff spend import) or by a source (kind: spend). What was told for a longer time, such as a month, is spread evenly over its days. Nothing is converted: amounts in several currencies are never added.',
    },
    {
      term: 'Leads',
      is: 'Everybody captured during the period, whether anything was spent on them or not; test leads are left out.',
    },
    { term: 'Cost per lead', is: 'Spent, divided by the leads.' },
    {
      term: 'Effective cost per lead',
      is: `Cost per lead, divided by the share of leads that become MQL: what a lead costs that is worth passing on to sales. Only with ${FEWEST_TO_COMPARE} leads or more whose answer is known.`,
    },
    {
      term: 'Cost per SAL, SQL, win',
      is: 'Spent, divided by how many of these leads came that far by now. It falls while leads of the period are still open.',
    },
    {
      term: 'Days to SQL, days to won',
      is: 'From capture to the day somebody saw the lead enter that stage; half took less. Those that are only inferred have no time.',
    },
    {
      term: 'By source, channel, campaign',
      is: 'Spending belongs to what it was told of. By channel, what was told of a source alone belongs to the usual channel of that source in the settings.',
    },
  ],
};
