import type { Db } from '#db/db.ts';
import { sentBackAmong } from '#db/handoffs.ts';
import {
  countSnoozedOf,
  findLeads,
  type LeadPage,
  openLeadsOf,
  overdueLeads,
  snoozedLeads,
  waitingLeads,
} from '#db/lead-lists.ts';
import { isOpenState } from '#domain/handoff.ts';
import { type LeadListKind, lastPage, PAGE_ROWS } from '#domain/lead-lists.ts';
import type { Settings } from '#domain/settings.ts';
import { STAGES } from '#domain/stages.ts';
import { nameOf, reportsOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { sentBack } from './handed-on.ts';
import type { LeadListModel } from './models.ts';
import { nameOfLead } from './words.ts';

/** Who asks matters to `mine` and `team`, the text to `find`. Pages are counted from 0. */
type LeadListRequest = { kind: LeadListKind; personId: string; text: string; page: number };

/**
 * One page of a list; the last one when it has become shorter than that. Whether the asker may see it is the
 * caller's to know.
 */
export async function loadLeadList(
  db: Db,
  { settings }: SettingsInForce,
  request: LeadListRequest,
  now: Date,
): Promise<LeadListModel> {
  const { kind, text } = request;
  const asked = await sliceOf(db, settings, request, request.page, now);
  const isThere = asked.rows.length > 0 || request.page === 0;
  const { total } = isThere ? asked : await sliceOf(db, settings, request, 0, now);
  const page = Math.min(request.page, lastPage(total));
  const { rows } = isThere ? asked : await sliceOf(db, settings, request, page, now);
  const returned = await sentBackAmong(
    db,
    rows.flatMap(({ handoff }) => (handoff ? [handoff.id] : [])),
  );
  return {
    kind,
    text,
    title: titleOf(request),
    empty: emptyWords(settings, request),
    rows: rows.map(({ record, temperature, stage, handoff }) => ({
      lead: nameOfLead(record),
      company: record.account.name ?? record.account.domain ?? null,
      temperature,
      stage: STAGES[stage].label,
      handoffId: handoff?.id ?? null,
      state: handoff?.state ?? null,
      ownerName: handoff?.ownerId ? nameOf(settings, handoff.ownerId) : null,
      due: handoff?.dueAt && handoff.dueClock ? { clock: handoff.dueClock, at: handoff.dueAt } : null,
      choosesUntil: handoff?.reservedUntil ?? null,
      backAt: handoff?.state === 'snoozed' ? handoff.snoozedUntil : null,
      sentBack:
        handoff && isOpenState(handoff.state)
          ? sentBack(
              settings,
              [returned.get(handoff.id)].filter((event) => event !== undefined),
            )
          : null,
    })),
    page,
    first: page * PAGE_ROWS + 1,
    total,
    snoozed: await snoozedOf(db, settings, request),
  };
}

function sliceOf(
  db: Db,
  settings: Settings,
  request: LeadListRequest,
  page: number,
  now: Date,
): Promise<LeadPage> {
  const slice = { limit: PAGE_ROWS, offset: page * PAGE_ROWS };
  switch (request.kind) {
    case 'mine':
      return openLeadsOf(db, [request.personId], slice);
    case 'team':
      return openLeadsOf(db, reportsOf(settings, request.personId), slice);
    case 'waiting':
      return waitingLeads(db, slice);
    case 'overdue':
      return overdueLeads(db, now, slice);
    case 'snoozed':
      return snoozedLeads(db, slice);
    case 'find':
      return findLeads(db, request.text, slice);
  }
}

/** Among the open leads of somebody, or of a team; other lists are not about that. */
function snoozedOf(
  db: Db,
  settings: Settings,
  { kind, personId }: LeadListRequest,
): Promise<number> | number {
  if (kind === 'mine') return countSnoozedOf(db, [personId]);
  return kind === 'team' ? countSnoozedOf(db, reportsOf(settings, personId)) : 0;
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

/** What a list without leads says, which is good news for some. */
function emptyWords(settings: Settings, request: LeadListRequest): string {
  switch (request.kind) {
    case 'mine':
      return 'You have no open leads. New ones come as a card in your direct messages with this app.';
    case 'team':
      return reportsOf(settings, request.personId).length === 0
        ? 'Nobody has you as their manager in the settings. For your own leads: /leads mine'
        : 'Nobody in your team has an open lead.';
    case 'waiting':
      return 'No lead waits: every open one has an owner.';
    case 'overdue':
      return 'Nothing is overdue.';
    case 'snoozed':
      return 'Nothing is snoozed.';
    case 'find':
      return 'No lead has this in its name, company, e-mail address or domain. A part of a word is enough.';
  }
}
