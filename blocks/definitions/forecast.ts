import { STALE_DAYS } from '#domain/deal-watch.ts';
import { FEWEST_CLOSED, MOST_QUARTERS } from '#domain/forecast.ts';
import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { Definitions } from './shape.ts';

export const FORECAST_DEFINITIONS: Definitions = {
  title: 'Forecast',
  means: [
    {
      term: 'From open deals',
      is: `The amount of each open deal × the share of such deals that were won by the end of their quarter. Such deals stood open on the same day of the last ${MOST_QUARTERS} quarters at most, in the same segment and sub-stage, and were or were not expected within the quarter. With fewer than ${FEWEST_TO_COMPARE} of them, segment, then sub-stage, then the day are left out.`,
    },
    {
      term: 'Still to come',
      is: 'What deals that nobody knew of on this day of the quarter brought by its end, the mean of those quarters.',
    },
    {
      term: 'Forecast of the first day',
      is: 'The same, made with nothing but what was known on the first day of that quarter: deals, amounts, days, sub-stages and what was closed by then. Segments are those of today’s records.',
    },
    {
      term: 'Off by, bias',
      is: 'Off by: the misses of all quarters, up or down, as a share of what was won. Bias: the same with their signs, above zero where too much was expected.',
    },
    { term: 'No forecast', is: `With fewer than ${FEWEST_CLOSED} deals closed, rates would be chance.` },
    {
      term: 'Deals to look at',
      is: `Open deals whose expected day has passed or was never said, without an amount, of which nothing was heard for ${STALE_DAYS} days, whose day was moved later twice, or that are expected within seven days.`,
    },
    {
      term: 'Others would have won',
      is: 'The deals this rep closed × the share that all other reps won of deals that had come as far. Where significantly fewer were won, sub-stages were claimed too early. Seen by the rep, their managers and ops.',
    },
  ],
};
