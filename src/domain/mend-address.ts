import { readEmail } from './read-email.ts';

/** An address that nobody could read, and what a person may make of it. */

/** Something that was sent and stands not in the record as it was sent; the newest first. */
type LeftOut = { path: string; sent?: string | undefined };

/** What was sent for the address of somebody of whom none is known; null where there is nothing to mend. */
export function unreadAddress(
  person: { email?: string | undefined },
  leftOut: readonly LeftOut[],
): string | null {
  if (person.email !== undefined) return null;
  const unread = leftOut.find(
    ({ path, sent }) => path === 'person.email' && sent !== undefined && readEmail(sent) === undefined,
  );
  return unread?.sent ?? null;
}

/** How fingers slip, and how people hide an address from machines. Each is tried on what the ones before it left. */
const SLIPS: readonly [slip: RegExp, meant: string][] = [
  [/\s*[([{]\s*at\s*[)\]}]\s*|\s+at\s+/gi, '@'],
  [/\s*[([{]\s*dot\s*[)\]}]\s*|\s+dot\s+/gi, '.'],
  [/@{2,}/g, '@'],
  [/\s*@\s*/g, '@'],
  [/(?<=[^\s.,;:])\s*[,;:](?=[a-z]{2,}\s*$)/gi, '.'],
  [/(?<=@\S*)[,;:](?=\S)/g, '.'],
  [/\.{2,}/g, '.'],
  [/(?<=@)\.+|\.+(?=@)/g, ''],
  [/^\s*www\./i, ''],
  [/(?<=@[^.]+)(?<!\.)(com|net|org)$/i, '.$1'],
];

/** The one address that is plainly meant by what is none; null where it would be a guess. */
export function suggestAddress(sent: string): string | null {
  const meant = SLIPS.reduce((text, [slip, mended]) => text.replace(slip, mended), sent.trim());
  const read = readEmail(meant);
  return read === undefined || read.others > 0 ? null : read.address;
}
