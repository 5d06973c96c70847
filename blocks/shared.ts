import { type Line, mention } from './lines.ts';

/** Below what somebody shows to everybody. */
export const sharedBy = (slackUserId: string): Line => ['Shared by ', mention(slackUserId), '.'];

/** Below the answer of whoever shared it. */
export const SHARED: Line = [
  'Shared in this channel. What stands there can be taken back by you, with the button under it.',
];

export const NOT_YOURS_TO_TAKE_BACK: Line = ['Only whoever shared this, or ops can take it back.'];
