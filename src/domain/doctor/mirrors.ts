import { MIRRORS } from '../mirror-systems.ts';
import { isStale } from '../mirrored-account.ts';
import type { Settings } from '../settings.ts';
import { type Finding, listed } from './findings.ts';
import { dateWords } from './time-words.ts';
import type { KnownMirror, World } from './world.ts';

/** Accounts of a CRM that are not read, or are owned by people whom the settings do not know. */
export function findInMirrors(settings: Settings, { mirrors }: World, now: Date): Finding[] {
  return settings.accounts.flatMap(({ from }) => {
    const mirror = mirrors.get(from);
    const where = `accounts of ${MIRRORS[from]}`;
    return [
      ...findInReading(settings, where, mirror, now),
      ...(mirror ? findInOwners(settings, where, mirror) : []),
    ];
  });
}

function findInReading(
  { workspace }: Settings,
  where: string,
  mirror: KnownMirror | undefined,
  now: Date,
): Finding[] {
  if (mirror?.failedAt) {
    const what = `they cannot be read since ${dateWords(workspace.time_zone, mirror.failedAt)}: ${mirror.problem ?? 'it failed'}`;
    const advice = 'Routing and cards use those read before, however old. It is tried again by itself.';
    return [{ severity: 'risk', where, what, advice }];
  }
  if (!mirror?.finishedAt) {
    const what = 'they were never read to the end';
    return [{ severity: 'note', where, what, advice: 'The app reads them while it runs, a page at a time.' }];
  }
  if (!isStale({ mirroredAt: mirror.finishedAt }, now)) return [];
  const what = `they were read last on ${dateWords(workspace.time_zone, mirror.finishedAt)}`;
  const advice = 'The app reads them each night while it runs: was it stopped?';
  return [{ severity: 'risk', where, what, advice }];
}

function findInOwners({ people }: Settings, where: string, { owners }: KnownMirror): Finding[] {
  const known = new Set(people.map(({ email }) => email.toLowerCase()));
  const unknown = [...owners].filter(([email]) => !known.has(email));
  if (unknown.length === 0) return [];
  const names = unknown.map(([email, accounts]) => `${email} (${accounts})`);
  return [
    {
      severity: 'note',
      where,
      what: `owners who are nobody here, with their accounts: ${listed(names)}`,
      advice: 'Their leads go by the next rule. Add them to people, or change the owner in the CRM.',
    },
  ];
}
