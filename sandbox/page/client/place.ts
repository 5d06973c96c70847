import type { Screen } from '../protocol.ts';

export const HOME = 'home';

/** Whose screen, and which conversation of it (or the App Home): what the address says after `#`. */
export type Place = { as: string | null; at: string | null };

export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return { as: fields.get('as'), at: fields.get('at') };
}

export function writePlace(place: Place): string {
  const given = Object.entries(place).filter((entry): entry is [string, string] => entry[1] !== null);
  return `#${new URLSearchParams(given)}`;
}

/** The wished conversation if this person has it, else their messages with the app, else whatever there is. */
export function placeIn(screen: Screen, at: string | null): string {
  if (at === HOME || screen.conversations.some(({ id }) => id === at)) return at ?? HOME;
  const usual = screen.conversations.find(({ kind }) => kind === 'dm') ?? screen.conversations[0];
  return usual?.id ?? HOME;
}
