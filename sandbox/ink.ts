import { styleText } from 'node:util';

/** Styles of the terminal. Where there is none, or NO_COLOR is set, words stay plain. */
export const ink = {
  heading: (text: string) => styleText('bold', text),
  quiet: (text: string) => styleText('dim', text),
  person: (text: string) => styleText('cyan', text),
  good: (text: string) => styleText('green', text),
  bad: (text: string) => styleText('red', text),
};

/** Lines of somebody's screen, set apart from what the demo says itself. */
export function framed(text: string, indent: string): string {
  return printable(text)
    .split('\n')
    .map((line) => `${indent}${ink.quiet('│')} ${line}`.trimEnd())
    .join('\n');
}

/** Strangers' text cannot move the cursor or colour the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');
}
