import type { Cast, Place } from './cast.ts';
import { printable } from './ink.ts';
import { isJson, textOf } from './slack/json.ts';
import type { Happening } from './slack/narration.ts';
import type { SeenMessage } from './slack/seen-message.ts';
import type { View } from './slack/views.ts';
import type { Stage } from './stage.ts';

/** Tells what happens in the stand-in Slack: a line for each thing, and below it what was added. */
export function createNarrator(stage: Stage, cast: Cast): (happening: Happening) => string[] {
  const lastShown = new Map<string, SeenMessage>();
  const who = (slackId: string) => {
    const personId = cast.personOf(slackId);
    return personId === null ? slackId : cast.firstName(personId);
  };

  function posted(message: SeenMessage): string[] {
    lastShown.set(keyOf(message), message);
    const [first = '', ...rest] = linesOf(cast.read(message));
    const to = placeName(cast.placeOf(message));
    if (isCard(message)) return [`${to} ← card: ${cardWords([first, ...rest])}`];
    const where = message.threadTs === undefined ? '' : 'in the thread of the card: ';
    return [`${to} ← ${where}${first}`, ...rest.map(indented)];
  }

  function updated(message: SeenMessage): string[] {
    const before = lastShown.get(keyOf(message));
    lastShown.set(keyOf(message), message);
    // Read at one moment, so that "3 minutes ago" is no change.
    const known = new Set(before ? linesOf(cast.read(before)) : []);
    const fresh = linesOf(cast.read(message)).filter((line) => !known.has(line));
    const words = fresh.filter((line) => !isButtons(line));
    const [first, ...rest] = words.length > 0 ? words : fresh;
    const to = placeName(cast.placeOf(message));
    const what = isCard(message) ? `card of ${leadOf(cast.read(message))}` : 'message';
    return [`${to} · ${what}, now: ${first ?? 'less than before'}`, ...rest.map(indented)];
  }

  const placeName = (place: Place) => (place.type === 'dm' ? cast.firstName(place.personId) : place.name);

  return (happening) => {
    switch (happening.type) {
      case 'message_posted':
        return posted(happening.message);
      case 'message_updated':
        return updated(happening.message);
      case 'message_deleted':
        return [`${placeName(cast.placeOf(happening.message))} · a message is gone`];
      case 'ephemeral_shown': {
        const [first, ...rest] = linesOf(stage.slack.as(happening.userId).read(happening.message));
        return [`${who(happening.userId)} ← (only they see it) ${first ?? ''}`, ...rest.map(indented)];
      }
      case 'view_opened':
        return [`${who(happening.userId)} ← window: ${titleOf(happening.view)}`];
      case 'pressed':
        return [`${who(happening.userId)} presses [${buttonWords(happening.label)}]`];
      case 'submitted': {
        const [, ...lines] = linesOf(stage.slack.as(happening.userId).read(happening.view));
        const answers = lines.filter((line) => /: \[.+\]$/.test(line));
        return [`${who(happening.userId)} submits: ${titleOf(happening.view)}`, ...answers.map(indented)];
      }
      case 'command':
        return [`${who(happening.userId)} types ${happening.text}`];
      // A window that is filled or closed adds nothing to its opening; the rest is between Slack and the app.
      case 'view_updated':
      case 'view_closed':
      case 'home_published':
      case 'event_sent':
        return [];
    }
  };
}

export const isCard = (message: SeenMessage): boolean =>
  textOf(message.blocks[0]?.block_id).startsWith('card/') && message.threadTs === undefined;

export const titleOf = (view: View): string => (isJson(view.title) ? textOf(view.title.text) : '');

/** What stands on a menu is no word; its action id says more. */
const buttonWords = (label: string): string =>
  label.replace(/^handoff\.(.)/, (_whole, first: string) => first.toUpperCase());

const keyOf = (message: SeenMessage): string => `${message.channel}/${message.ts}`;
const linesOf = (text: string): string[] => printable(text).split('\n');
const isButtons = (line: string): boolean => /^\[.*\]$/.test(line);
const indented = (line: string): string => `   ${line}`;

/** A card says how warm the lead is in its first line, who it is in the second, and what is due further down. */
function cardWords([heading = '', who = '', ...rest]: string[]): string {
  const temperature = heading.split(' · ')[0]?.replace(/^\P{Letter}+/u, '') ?? '';
  const due = rest.find((line) => /\bby (today|tomorrow|\w+day|\w+ \d)/.test(line) && !isButtons(line));
  return [`${who} (${temperature.toLowerCase()})`, ...(due ? [due] : [])].join(' · ');
}

function leadOf(text: string): string {
  const [, who = ''] = linesOf(text);
  return who.split(/,| · /)[0] ?? who;
}
