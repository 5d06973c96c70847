import {
  findLeads,
  type LeadPage,
  openLeadsOf,
  overdueLeads,
  snoozedLeads,
  waitingLeads,
} from '#db/lead-lists.ts';
import type { Db } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { STAGES } from '#domain/stages.ts';
import { managersAbove, nameOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core.ts';
import type { LeadListModel } from './models.ts';
import { nameOfLead } from './words.ts';

export type LeadListKind = 'mine' | 'team' | 'waiting' | 'overdue' | 'snoozed' | 'find';
/** Who asks matters to `mine` and `team`, the text to `find`. */
type LeadListRequest = { kind: LeadListKind; personId: string; text: string };

const ROWS = 20;

/** A list of leads, cut to what a message can show. Whether the asker may see it is the caller's to know. */
export async function loadLeadList(
  db: Db,
  { settings }: SettingsInForce,
  request: LeadListRequest,
  now: Date,
): Promise<LeadListModel> {
  const { rows, total } = await pageOf(db, settings, request, now);
  return {
    title: titleOf(request),
    rows: rows.map(({ record, temperature, stage, handoff }) => ({
      lead: nameOfLead(record),
      company: record.account.name ?? record.account.domain ?? null,
      temperature,
      stage: STAGES[stage].label,
      handoffId: handoff?.id ?? null,
      state: handoff?.state ?? null,
      ownerName: handoff?.ownerId ? nameOf(settings, handoff.ownerId) : null,
      deadlineAt: handoff?.dueAt ?? null,
      backAt: handoff?.state === 'snoozed' ? handoff.snoozedUntil : null,
    })),
    more: total - rows.length,
  };
}

function pageOf(db: Db, settings: Settings, request: LeadListRequest, now: Date): Promise<LeadPage> {
  switch (request.kind) {
    case 'mine':
      return openLeadsOf(db, [request.personId], ROWS);
    case 'team':
      return openLeadsOf(db, reportsOf(settings, request.personId), ROWS);
    case 'waiting':
      return waitingLeads(db, ROWS);
    case 'overdue':
      return overdueLeads(db, now, ROWS);
    case 'snoozed':
      return snoozedLeads(db, ROWS);
    case 'find':
      return findLeads(db, request.text, ROWS);
  }
}

function titleOf(request: LeadListRequest): string {
  switch (request.kind) {
    case 'mine':
      return 'Your open leads';
    case 'team':
      return "Your team's open leads";
    case 'waiting':
      return 'Leads waiting for an owner';
    case 'overdue':
      return 'Overdue leads';
    case 'snoozed':
      return 'Snoozed leads';
    case 'find':
      return `Leads with “${request.text}”`;
  }
}

/** Everybody whose manager this is, and everybody below them. */
const reportsOf = (settings: Settings, managerId: string): string[] =>
  settings.people.filter(({ id }) => managersAbove(settings, id).includes(managerId)).map(({ id }) => id);
