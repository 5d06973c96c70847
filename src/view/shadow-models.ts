import type { Temperature } from '#domain/lead.ts';
import type { LadderStep } from '#domain/sla-settings.ts';
import type { Stranger } from './models.ts';

/** What ops and managers read of leads that were only looked at. No name, no phone, no e-mail address of a lead. */

/** Leads that came on one day. */
export type ShadowDayModel = {
  /** As `2026-11-23`, in the team's calendar. */
  day: string;
  offered: number;
  waiting: number;
  nurtured: number;
  /** The newest first, as many as are shown. */
  rows: ShadowRow[];
};

export type ShadowRow = {
  at: Date;
  company: Stranger | null;
  sourceName: Stranger;
  temperature: Temperature;
  /** Null where it would have waited. */
  repName: string | null;
  /** Why it would have waited, in words. */
  waitsBecause: string | null;
  hasMeeting: boolean;
  /** What would have come, had nobody answered. */
  steps: { do: LadderStep; at: Date; isSameDay: boolean; toldName: string }[];
};

/** What a period in shadow amounts to. */
export type ShadowModel = {
  periodLabel: string;
  /** Sources that are in shadow now; `all` where the whole team is. */
  inShadow: 'all' | Stranger[];
  offered: number;
  waiting: number;
  /** How many of both were imported. */
  imported: number;
  nurtured: number;
  /** The rules that failed most among them. */
  failed: { rule: Stranger; count: number }[];
  pools: { name: string; members: { name: string; leads: number; due: number }[] }[];
  /** Leads that would have gone past the turns: to the owner of the account, the sender's, or a route's person. */
  owners: { name: string; leads: number }[];
  causes: { words: string; count: number }[];
  deadlines: { policyId: string; within: string | null; count: number }[];
  sources: { name: Stranger; counts: Record<Temperature, number> }[];
};
