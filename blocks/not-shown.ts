import type { Line } from './lines.ts';

/** To whoever is in the team and is shown no leads: marketing learns from rejections, without names. */
export const NOT_SHOWN: Line = [
  'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
];
