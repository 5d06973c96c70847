import type { RepStatus } from '../routing/checks.ts';

/** What the database and the machine know, and the settings do not say. */
export type World = {
  /** Everybody of the settings. */
  people: ReadonlyMap<string, KnownPerson>;
  /** Slack user groups by id, as they were read last. */
  userGroups: ReadonlyMap<string, { members: readonly string[]; problem: string | null }>;
  /** Channels in which the app could not write, with Slack's word for it. */
  channels: ReadonlyMap<string, string>;
  /** What should be gone and is still kept: what it is, and from when the oldest of it is. */
  left: ReadonlyMap<string, Date>;
  /** What ops were told of sources, and is not over. */
  troubles: readonly KnownTrouble[];
  /** The version of what Node knows of time zones, such as 2026e; null where it does not say. */
  zoneData: string | null;
  /** How the accounts of each CRM are mirrored; nothing of one that was never read. */
  mirrors: ReadonlyMap<string, KnownMirror>;
  /** What leads of the last 90 days told of some facts, and how many of them. */
  told: { countries: ReadonlyMap<string, number>; industries: ReadonlyMap<string, number> };
};

export type KnownMirror = {
  finishedAt: Date | null;
  failedAt: Date | null;
  problem: string | null;
  /** Addresses of owners in the CRM, in lower case, and how many accounts each has. */
  owners: ReadonlyMap<string, number>;
};

/** Something that is wrong with a source, or with all of them. */
export type KnownTrouble = {
  sourceId: string;
  kind: 'silent' | 'refused' | 'subscription';
  since: Date;
  amount: number;
  problem: string | null;
  toldAt: Date;
};

/** Somebody, as routing knows them. Who was never looked for in Slack is not yet unknown to it. */
export type KnownPerson = RepStatus & { isLookedFor: boolean; problem: string | null };

/** Why somebody cannot get leads until somebody changes that; null where nothing is known against it. */
export function goneBecause(person: KnownPerson | undefined): string | null {
  if (!person?.isLookedFor) return null;
  if (!person.isKnown) return person.problem ?? 'not found in Slack';
  return person.isActive ? null : (person.problem ?? 'deactivated in Slack');
}
