import { join, type Line, mention } from '../lines.ts';

/** Whom to ask, by name where anybody is known: `Ask Olga to change them.` */
export function askLine(slackIds: readonly string[], what: string): Line {
  if (slackIds.length === 0) return [`Ask whoever runs this app ${what}.`];
  const named = join(
    slackIds.slice(0, MOST).map((id) => [mention(id)]),
    ' or ',
  );
  return ['Ask ', ...named, ` ${what}.`];
}

const MOST = 3;
