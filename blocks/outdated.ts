import type { Line } from './lines.ts';

/** What is said of a button, a form or a command that the app does not know: another version of it drew them. */

export const DRAWN_ANEW: Line = [
  'This button is another version’s, and did nothing. The message it stands on is drawn anew: press there again.',
];
export const ASK_AGAIN: Line = [
  'This button is another version’s, and did nothing. Ask anew for what it stands on: with /leads, /handoff or from the card.',
];
export const OPEN_AGAIN: Line = [
  'This form is another version’s. Nothing was changed: close it, and open it again from where you found it.',
];

export const unknownCommand = (command: string, known: readonly string[]): Line => [
  `${command} is another version’s, and did nothing. This one knows ${known.join(', ')}.`,
];
