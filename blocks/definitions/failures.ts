import type { Definitions } from './shape.ts';

export const FAILURES_DEFINITIONS: Definitions = {
  title: 'Where handing over fails',
  means: [
    {
      term: 'Answers',
      is: 'Handoffs of any team that were accepted or rejected during the period, whenever their leads came. /funnel counts the leads that came during it instead, so the two may differ.',
    },
    {
      term: 'Rejections',
      is: 'Those of the period that were not undone, by the failure point that their reason has in the settings.',
    },
    {
      term: 'Failure points',
      is: 'Response timing: too late. Routing accuracy: the wrong person. Qualification threshold: should not have been passed on. Data quality: what was known of them was wrong.',
    },
    {
      term: 'Deadlines missed',
      is: 'Clocks that began during the period and ran out, of those that were met or ran out. They count as response timing. One that somebody else took over in time tells nothing.',
    },
    {
      term: 'Change',
      is: 'The share of the answers, or of the deadlines, held against the equally long time just before. More and less are said only of what chance does not explain.',
    },
    {
      term: 'What to do',
      is: 'About the failure point with most rejections and missed deadlines together. Where one of several sources brings more than half of what is below the threshold, that is the source; else it is the definition.',
    },
  ],
};
